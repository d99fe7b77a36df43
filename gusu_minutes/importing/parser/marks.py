"""What a person says about a text: what a line is, where a paragraph begins, which line goes on with the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a paragraph is. The kinds of attendance are those of the interchange format."""

    HEADING = "heading"
    CLAUSE = "clause"
    PREAMBLE = "preamble"
    CLOSING = "closing"
    IGNORE = "ignore"  # kept as unparsed
    PRESENT = "present"
    IN_ATTENDANCE = "in_attendance"
    INVITED = "invited"
    LEAVE = "leave"
    ABSENT = "absent"
    RECORDER = "recorder"

    @property
    def is_attendance(self) -> bool:
        return self in _ATTENDANCE


_ATTENDANCE = frozenset({Role.PRESENT, Role.IN_ATTENDANCE, Role.INVITED, Role.LEAVE, Role.ABSENT, Role.RECORDER})


@dataclass(frozen=True, slots=True)
class Marks:
    """Mends by offset in the source: each offset is that of the first visible character of a line, or of a break.

    `roles` say what begins there is; `breaks` begin a paragraph, in the middle of a line too; `joins` go on with the
    paragraph before.
    """

    roles: Mapping[int, Role] = field(default_factory=dict)
    breaks: frozenset[int] = frozenset()
    joins: frozenset[int] = frozenset()

    def cuts_within(self, start: int, end: int) -> list[int]:
        """The offsets inside a line at which it is broken, in order."""
        return sorted(offset for offset in self.breaks if start < offset < end)

    def begins(self, offset: int) -> bool | None:
        """Whether a paragraph begins at `offset`; None where nobody said so."""
        if offset in self.joins:
            return False
        return True if offset in self.breaks or offset in self.roles else None


NO_MARKS = Marks()


def marks_from(roles: Iterable[tuple[int, str]], breaks: Iterable[int], joins: Iterable[int]) -> Marks:
    """Marks of plain values, as they are kept; a role of another name raises ValueError."""
    return Marks({offset: Role(role) for offset, role in roles}, frozenset(breaks), frozenset(joins))
