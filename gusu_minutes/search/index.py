"""Writes the entries of an edition, in the transaction that publishes it, and tells what they must be."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from gusu_minutes.common.folding import fold
from gusu_minutes.documents.model import MinutesDocument
from gusu_minutes.search.rows import EntryRow, NameRow, entry_rows
from gusu_minutes.search.tables import TABLES, Tables

_FIELDS = ("id", "kind", "key", "year", "series_code", "outcome", "folded", "tokens", "marks")


class Issued(Protocol):
    """What the index takes of an edition."""

    audience: str
    meeting_id: int

    @property
    def is_withdrawal(self) -> bool: ...
    @property
    def document(self) -> MinutesDocument: ...
    @property
    def texts(self) -> Mapping[str, str]: ...


def write(edition: Issued) -> None:
    """Replace what can be found of the edition's meeting by this edition; of withdrawn minutes nothing is left."""
    tables = TABLES[edition.audience]
    before = set(_names_of(tables, edition.meeting_id))
    rows = expected(edition)
    tables.entry.objects.filter(meeting_id=edition.meeting_id).delete()
    keys = _store_names(tables, {name for row in rows for name in row.names})
    tables.entry.objects.bulk_create(
        tables.entry(meeting_id=edition.meeting_id, **{field: getattr(row, field) for field in _FIELDS}) for row in rows
    )
    tables.mention.objects.bulk_create(
        tables.mention(entry_id=row.id, name_id=keys[name.kind, name.code, name.name], role=name.role)  # type: ignore[misc]
        for row in rows
        for name in row.names
    )
    # A name that nothing mentions any more must not be offered.
    tables.name.objects.filter(pk__in=before, mentions=None).delete()


def expected(edition: Issued) -> list[EntryRow]:
    """Return the entries that the edition must have, by position."""
    return [] if edition.is_withdrawal else entry_rows(edition.document, edition.meeting_id, edition.texts)


def stored(edition: Issued) -> list[EntryRow]:
    """Return the entries that the edition's meeting has, in the form of `expected`. Queries: two."""
    tables = TABLES[edition.audience]
    entries = tables.entry.objects.filter(meeting_id=edition.meeting_id).order_by("-id")
    names: dict[int, list[NameRow]] = {}
    for one in tables.mention.objects.filter(entry__meeting_id=edition.meeting_id).order_by("pk").values(
        "entry_id", "role", "name__kind", "name__code", "name__name"
    ):  # fmt: skip
        name = NameRow(one["name__kind"], one["name__code"], one["name__name"], one["role"])
        names.setdefault(one["entry_id"], []).append(name)
    return [
        EntryRow(**{field: getattr(entry, field) for field in _FIELDS}, names=tuple(names.get(entry.id, ())))
        for entry in entries
    ]


def _names_of(tables: Tables, meeting_id: int) -> Iterable[int]:
    mentions = tables.mention.objects.filter(entry__meeting_id=meeting_id)
    return mentions.values_list("name_id", flat=True)


def _store_names(tables: Tables, names: set[NameRow]) -> dict[tuple[str, str, str], int]:
    """Return the key of each name, adding those that are new. Queries: two."""
    wanted = {(name.kind, name.code, name.name) for name in names}
    tables.name.objects.bulk_create(
        (tables.name(kind=kind, code=code, name=name, folded=fold(name)) for kind, code, name in sorted(wanted)),
        ignore_conflicts=True,
    )
    known: Any = tables.name.objects.filter(code__in={code for _kind, code, _name in wanted})
    return {(one.kind, one.code, one.name): one.pk for one in known}
