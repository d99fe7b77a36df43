"""The searchable rows of the current editions. They repeat what an edition holds and can be made anew at any time."""

from collections.abc import Iterator
from typing import Any

from gusu_minutes.documents.model import Clause, Item, Unit
from gusu_minutes.publishing.models import (
    Edition,
    InternalClause,
    InternalClauseDepartment,
    InternalEdition,
    PublicClause,
    PublicClauseDepartment,
)
from gusu_minutes.search.index import fold_entry


def write_clauses(edition: Edition) -> None:
    """Replace the rows of the edition's meeting by those of this edition; a withdrawal leaves none."""
    internal = isinstance(edition, InternalEdition)
    clause_model: Any = InternalClause if internal else PublicClause
    department_model: Any = InternalClauseDepartment if internal else PublicClauseDepartment
    clause_model.objects.filter(meeting_id=edition.meeting_id).delete()
    if edition.is_withdrawal:
        return
    entries = [(item, clause) for item in edition.document.items for clause in _clauses(item)]
    rows = clause_model.objects.bulk_create(
        clause_model(
            edition=edition,
            meeting_id=edition.meeting_id,
            key=clause.key,
            position=position,
            number=clause.number,
            text=clause.text,
            item_key=item.key,
            item_number=item.number,
            item_title=item.title,
            item_kind=item.kind,
            outcome=item.outcome,
            held_on=edition.held_on,
            folded=fold_entry(item.title, clause.text),
        )
        for position, (item, clause) in enumerate(entries)
    )
    department_model.objects.bulk_create(
        department_model(clause=row, role=role, code=unit.code, name=unit.name, due_on=due_on)
        for row, (item, clause) in zip(rows, entries, strict=True)
        for role, unit, due_on in _departments(item, clause)
    )


def _clauses(item: Item) -> tuple[Clause, ...]:
    """Return the clauses of an item; one without any is found by its title."""
    return item.clauses or (Clause(key=item.key, number="", text=item.title),)


def _departments(item: Item, clause: Clause) -> Iterator[tuple[str, Unit, Any]]:
    for unit in item.presenting:
        yield "presenting", unit, None
    for entry in clause.responsibilities:
        yield entry.role, entry.lead, entry.due_date
        for unit in entry.supporting:
            yield "supporting", unit, entry.due_date
