"""Recomputes the chains and says which edition was altered."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from gusu_minutes.common.append_only import unprotected_tables
from gusu_minutes.documents.model import MinutesDocument, canonical_json
from gusu_minutes.publishing.enums import EditionKind
from gusu_minutes.publishing.models import Edition, InternalEdition, PublicEdition
from meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was published: the edition's name (audience address#number) and what is wrong."""

    name: str
    message: str

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"


def verify() -> Iterator[Problem]:
    """Yield every deviation: hashes, chain, repeated columns, missing editions, missing triggers. Reads row by row."""
    for model in (InternalEdition, PublicEdition):
        yield from _chain(model)
    yield from _both_audiences()
    yield from _issued_meetings()
    for table in unprotected_tables(connection):
        yield Problem(table, _("the table is not protected against changes"))


def edition_problems(edition: Edition) -> list[str]:
    """Return what is wrong with one edition by itself: empty when it is as published."""
    problems = []
    try:
        content = json.loads(edition.content)
        columns = Edition.columns_of(MinutesDocument.from_dict(content))
        digest = edition.computed_digest()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return [_("the content can't be read")]
    if digest != edition.digest or canonical_json(content) != edition.content:
        problems.append(_("the digest does not fit the content"))
    problems += [
        _("the column %(column)s does not fit the content") % {"column": column}
        for column, value in columns.items()
        if getattr(edition, column) != value
    ]
    return problems


def _name(edition: Edition) -> str:
    return f"{edition.audience} {edition}"


def _chain(model: type[Edition]) -> Iterator[Problem]:
    sequence, digest = 0, ""
    numbers: dict[int, int] = {}
    for edition in model.objects.order_by("sequence").iterator(chunk_size=100):
        for message in edition_problems(edition):
            yield Problem(_name(edition), message)
        if edition.sequence != sequence + 1 or edition.previous_digest != digest:
            yield Problem(_name(edition), _("the chain is broken before this edition"))
        if edition.number != numbers.get(edition.meeting_id, 0) + 1:
            yield Problem(_name(edition), _("an edition before this one is missing"))
        numbers[edition.meeting_id] = edition.number
        sequence, digest = edition.sequence, edition.digest


def _both_audiences() -> Iterator[Problem]:
    """Both audiences get their editions together: what one table lacks the other still has."""

    def pairs(model: type[Edition]) -> dict[tuple[int, int], tuple[object, ...]]:
        return {
            (row[0], row[1]): row[2:]
            for row in model.objects.values_list("meeting_id", "number", "address", "published_at", "published_by_id")
        }

    internal, public = pairs(InternalEdition), pairs(PublicEdition)
    for key in sorted(internal.keys() | public.keys()):
        one, other = internal.get(key), public.get(key)
        if one != other:
            name = f"{(one or other or ('?',))[0]}#{key[1]}"
            yield Problem(name, _("the internal and the public edition do not fit together"))


def _issued_meetings() -> Iterator[Problem]:
    """The history of a meeting, append-only itself, knows each moment of issue."""
    editions: dict[int, set[object]] = {}
    for meeting, at in InternalEdition.objects.exclude(kind=EditionKind.WITHDRAWAL).values_list(
        "meeting_id", "published_at"
    ):
        editions.setdefault(meeting, set()).add(at)
    issued: dict[int, set[object]] = {}
    names: dict[int, str] = {}
    for meeting, at, address in Meeting.history.filter(issued_at__isnull=False).values_list(
        "id", "issued_at", "address"
    ):
        issued.setdefault(meeting, set()).add(at)
        names[meeting] = address
    for meeting, moments in sorted(issued.items()):
        if moments - editions.get(meeting, set()):
            yield Problem(names[meeting], _("an edition that was issued is missing"))
