"""Recomputes the chains and says which edition was altered."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import BinaryField, F
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from gusu_minutes.common.append_only import unprotected_tables
from gusu_minutes.documents.model import MinutesDocument, canonical_json
from gusu_minutes.publishing.domain.clauses import clause_model, expected_rows, stored_rows
from gusu_minutes.publishing.models import (
    Edition,
    InternalEdition,
    InternalEditionFile,
    PublicEdition,
    PublicEditionFile,
    WithheldEdition,
)
from gusu_minutes.search import index
from meetings.models import Meeting

# Where bytes were altered by text functions SQLite keeps a text, which is no bytes to Python, or not even UTF-8.
_STORED = Cast("content", BinaryField())


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
        yield from _clauses(model)
        yield from _attachments(model)
    yield from _files()
    yield from _withheld()
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


def _clauses(model: type[Edition]) -> Iterator[Problem]:
    """The searchable rows say what the last edition of each meeting says, and there are none besides."""
    known = 0
    for edition in model.objects.latest_per_meeting().order_by("sequence").iterator(chunk_size=100):
        stored = stored_rows(edition)
        known += len(stored)
        if stored != expected_rows(edition) or index.stored(edition) != index.expected(edition):
            yield Problem(_name(edition), _("the searchable rows do not fit the edition"))
    if clause_model(model).objects.count() != known:
        yield Problem(model.audience, _("there are searchable rows of no edition"))


def _files() -> Iterator[Problem]:
    """The files are, byte for byte, what was stored."""
    for model in (InternalEditionFile, PublicEditionFile):
        files = model.objects.defer("content").annotate(stored=_STORED).select_related("edition")
        for file in files.order_by("pk").iterator(chunk_size=10):
            if _digest(file.stored) != file.sha256 or len(file.stored) != file.size:
                yield Problem(f"{_name(file.edition)}.{file.format}", _("the file is not the one that was stored"))


def _attachments(model: type[Edition]) -> Iterator[Problem]:
    """What an edition names as attached is kept, and its bytes have the SHA-256 that it names."""
    naming = model.objects.filter(content__contains='"attached":[{').order_by("-sequence")
    named = {
        file.sha256: edition
        for edition in naming.iterator(chunk_size=100)
        if not edition_problems(edition)
        for file in edition.document.attached
    }
    files = model.attachment.objects.defer("content", "text").annotate(stored=_STORED)
    for kept in files.iterator(chunk_size=10):
        edition = named.pop(kept.sha256, None)
        if _digest(kept.stored) != kept.sha256:
            name = _name(edition) if edition else model.audience
            yield Problem(name, _("the attachment %(name)s is not the one that was issued") % {"name": kept})
    for digest, edition in named.items():
        yield Problem(_name(edition), _("the attachment %(name)s is missing") % {"name": digest[:12]})


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _withheld() -> Iterator[Problem]:
    """Former editions are withheld by a later one of the same minutes, not by whoever adds a row."""
    rows = WithheldEdition.objects.select_related("edition", "since")
    for row in rows.exclude(since__meeting=F("edition__meeting"), since__number__gt=F("edition__number")):
        yield Problem(_name(row.edition), _("it is withheld by an edition that did not follow it"))


def _issued_meetings() -> Iterator[Problem]:
    """The history of a meeting, append-only itself, knows the digests of each issue, correction and withdrawal."""
    editions: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    public = {(row[0], row[1]): row[2] for row in PublicEdition.objects.values_list("meeting_id", "number", "digest")}
    for meeting, number, digest, address in InternalEdition.objects.order_by("number").values_list(
        "meeting_id", "number", "digest", "address"
    ):
        editions.setdefault(meeting, []).append(f"{digest} {public.get((meeting, number), '')}")
        names[meeting] = address
    known: dict[int, dict[str, None]] = {}
    for meeting, digests, address in (
        Meeting.history.exclude(edition_digests="")
        .order_by("history_date", "history_id")
        .values_list("id", "edition_digests", "address")
    ):
        known.setdefault(meeting, {})[digests] = None
        names.setdefault(meeting, address)
    for meeting in sorted(editions.keys() | known.keys()):
        if editions.get(meeting, []) != list(known.get(meeting, {})):
            yield Problem(names[meeting], _("the editions are not those that the history of the meeting knows"))
