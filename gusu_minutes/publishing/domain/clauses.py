"""The searchable rows of the current editions. They repeat what an edition holds and can be made anew at any time."""

from collections.abc import Iterator
from typing import Any

from gusu_minutes.documents.model import Clause, Item
from gusu_minutes.publishing.models import (
    Edition,
    InternalClause,
    InternalClauseDepartment,
    InternalEdition,
    PublicClause,
    PublicClauseDepartment,
)
from gusu_minutes.search import index
from gusu_minutes.search.rows import clauses_of

_LINK_FIELDS = ("role", "code", "name", "due_on")
Row = dict[str, Any]


def clause_model(edition: type[Edition]) -> Any:
    """Return the model of the clauses of an audience's editions."""
    return InternalClause if issubclass(edition, InternalEdition) else PublicClause


def write_clauses(edition: Edition) -> None:
    """Replace the rows of the edition's meeting, and what search finds, by this edition; a withdrawal leaves none."""
    model = clause_model(type(edition))
    link_model: Any = InternalClauseDepartment if model is InternalClause else PublicClauseDepartment
    model.objects.filter(meeting_id=edition.meeting_id).delete()
    expected = expected_rows(edition)
    rows = model.objects.bulk_create(
        model(edition=edition, meeting_id=edition.meeting_id, **fields) for fields, _links in expected
    )
    link_model.objects.bulk_create(
        link_model(clause=row, **dict(zip(_LINK_FIELDS, link, strict=True)))
        for row, (_fields, links) in zip(rows, expected, strict=True)
        for link in links
    )
    index.write(edition)


def expected_rows(edition: Edition) -> list[tuple[Row, list[tuple[Any, ...]]]]:
    """Return what the rows of an edition must hold, in order: their fields, and their departments."""
    if edition.is_withdrawal:
        return []
    entries = [(item, clause) for item in edition.document.items for clause in clauses_of(item)]
    return [
        (
            {
                "key": clause.key,
                "position": position,
                "number": clause.number,
                "text": clause.text,
                "item_key": item.key,
                "item_number": item.number,
                "item_title": item.title,
                "item_kind": item.kind,
                "outcome": item.outcome,
                "held_on": edition.held_on,
            },
            list(_departments(item, clause)),
        )
        for position, (item, clause) in enumerate(entries)
    ]


def stored_rows(edition: Edition) -> list[tuple[Row, list[tuple[Any, ...]]]]:
    """Return what the database holds of the edition's meeting, in the form of `expected_rows`. Queries: two."""
    rows = clause_model(type(edition)).objects.filter(meeting_id=edition.meeting_id).order_by("position")
    fields = (
        "key", "position", "number", "text", "item_key", "item_number", "item_title", "item_kind", "outcome",
        "held_on",
    )  # fmt: skip
    return [
        (
            {name: getattr(row, name) for name in fields},
            [tuple(getattr(link, name) for name in _LINK_FIELDS) for link in sorted(row.departments.all(), key=_pk)],
        )
        for row in rows.prefetch_related("departments")
    ]


def _pk(row: Any) -> int:
    return row.pk


def _departments(item: Item, clause: Clause) -> Iterator[tuple[Any, ...]]:
    """Yield role, code, name and due date of each department that a clause names."""
    for unit in item.presenting:
        yield "presenting", unit.code, unit.name, None
    for role, unit, due in clause.units():
        yield role, unit.code, unit.name, due
