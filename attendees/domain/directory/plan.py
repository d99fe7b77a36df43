"""What an import of the directory would change: shown before it is done."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst

from attendees.domain.directory.columns import Refused
from gusu_minutes.common.models import Versioned

Values = dict[str, str]
Rows = list[tuple[int, Values]]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(slots=True)
class PlannedRow:
    """A row that changes something: its number in the file, what it is about, and what changes."""

    number: int
    label: str
    field_changes: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken over, and why."""

    number: int
    label: str
    reason: str


@dataclass(slots=True)
class DirectoryPlan:
    """The rows by what becomes of them, and `write`, which saves them: write(save) in a transaction."""

    new: list[PlannedRow]
    changed: list[PlannedRow]
    unchanged: int
    refused: list[RefusedRow]
    write: Callable[[Callable[[Versioned], Any]], None]

    @property
    def counts(self) -> dict[str, int]:
        return {"new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged}

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed)

    @property
    def digest(self) -> str:
        """What tells this plan from another, in every language: it travels with the confirmation, so that what was
        seen is done."""
        rows = [
            [(row.number, row.label, [(one.old, one.new) for one in row.field_changes]) for row in rows]
            for rows in (self.new, self.changed)
        ]
        refused = [row.number for row in self.refused]
        return hashlib.sha256(repr((rows, self.unchanged, refused)).encode()).hexdigest()


class Draft:
    """A record as the table wants it. `set` notes what changes; `words` writes a value for people."""

    def __init__(self, record: Any, *, row: int) -> None:
        self.record, self.row = record, row
        self.changes: list[FieldChange] = []

    @property
    def is_new(self) -> bool:
        return self.record.pk is None

    def set(self, name: str, value: Any, words: Callable[[Any], str] = str) -> None:
        old = getattr(self.record, name)
        if old != value or (self.is_new and value):
            label = capfirst(str(self.record._meta.get_field(name).verbose_name))
            before = "" if self.is_new or old is None else words(old)
            self.changes.append(FieldChange(label, before, "" if value is None else words(value)))
            setattr(self.record, name, value)


class Refusals:
    """Collects the rows that cannot be taken over, with the first reason of each."""

    def __init__(self) -> None:
        self._rows: dict[int, RefusedRow] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._rows

    @contextmanager
    def noting(self, number: int, label: str) -> Iterator[None]:
        """Note the row as refused where what is done within raises Refused."""
        try:
            yield
        except Refused as reason:
            self._rows.setdefault(number, RefusedRow(number, label, str(reason)))

    def rows(self) -> list[RefusedRow]:
        """Return them in the order of the file."""
        return [self._rows[number] for number in sorted(self._rows)]
