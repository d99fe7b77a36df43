"""What minutes say, as records: the interchange format `gusu-minutes/1`, with the place of every word in the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

FORMAT = "gusu-minutes/1"


class Part(NamedTuple):
    """A run of characters within one line of the source: offsets, and the line's number from 1."""

    start: int
    end: int
    line: int


class Cut(str):
    """A string cut from the source, which knows where it stood.

    Lines that were wrapped are joined again, so one cut may have several parts; their characters, white space
    aside, are those of the string.
    """

    __slots__ = ("parts",)
    parts: tuple[Part, ...]

    def __new__(cls, text: str, parts: Iterable[Part] = ()) -> Cut:
        cut = super().__new__(cls, text)
        cut.parts = tuple(parts)
        return cut

    def __getnewargs__(self) -> tuple[str, tuple[Part, ...]]:  # type: ignore[override]
        return str(self), self.parts

    @property
    def lines(self) -> tuple[int, ...]:
        """The numbers of the source lines that it stands on, from 1."""
        return tuple(dict.fromkeys(part.line for part in self.parts))


@dataclass(frozen=True, slots=True)
class Chair:
    """Who was in the chair; either may be missing."""

    name: Cut | None = None
    title: Cut | None = None


@dataclass(frozen=True, slots=True)
class ParsedMeeting:
    """The meeting itself, as the opening words or the head of the document give it."""

    title: Cut | None = None
    bodies: tuple[str, ...] = ()
    kind: str | None = None
    term: int | None = None
    year: int | None = None
    number: int | None = None
    held_on: str | None = None
    half_day: str | None = None
    place: Cut | None = None
    chair: Chair = Chair()

    def to_dict(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "bodies": list(self.bodies),
            "kind": self.kind,
            "term": self.term,
            "year": self.year,
            "number": self.number,
            "held_on": self.held_on,
            "half_day": self.half_day,
            "place": self.place,
            "chair": {"name": self.chair.name, "title": self.chair.title},
        }


@dataclass(frozen=True, slots=True)
class ParsedAssignment:
    """A unit that a clause puts to work; `due` is an ISO date, `due_text` the words."""

    department: Cut
    role: str
    due: str | None = None
    due_text: Cut | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "department": self.department,
            "role": self.role,
            "due": self.due,
            "due_text": self.due_text,
        }


@dataclass(frozen=True, slots=True)
class ParsedClause:
    """One 议定意见: a numbered clause, or a paragraph."""

    number: Cut | None
    text: Cut
    assignments: tuple[ParsedAssignment, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "text": self.text,
            "assignments": [a.to_dict() for a in self.assignments],
        }


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One 议题 with its clauses."""

    number: Cut | None
    title: Cut | None
    outcome: str | None
    documents: tuple[str, ...]
    forwarded_to: tuple[str, ...]
    clauses: tuple[ParsedClause, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "title": self.title,
            "outcome": self.outcome,
            "documents": list(self.documents),
            "forwarded_to": list(self.forwarded_to),
            "clauses": [c.to_dict() for c in self.clauses],
        }


@dataclass(frozen=True, slots=True)
class ParsedAttendee:
    """One person in the record of attendance."""

    kind: str
    name: Cut
    department: Cut | None = None
    title: Cut | None = None
    substitutes_for: Cut | None = None

    def to_dict(self) -> dict[str, Any]:
        out = {
            "kind": self.kind,
            "name": self.name,
            "department": self.department,
            "title": self.title,
        }
        if self.substitutes_for:
            out["substitutes_for"] = self.substitutes_for
        return out


@dataclass(frozen=True, slots=True)
class ParsedMinutes:
    """The whole document. `literals` are the characters that no record claims: numbers' pause marks, labels, commas."""

    meeting: ParsedMeeting
    preamble: tuple[Cut, ...]
    items: tuple[ParsedItem, ...]
    closing: tuple[Cut, ...]
    attendance: tuple[ParsedAttendee, ...]
    unparsed: tuple[Cut, ...]
    literals: tuple[Cut, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract, ready for `json.dumps`; its strings still know their place, see `start_of`."""
        return {
            "format": FORMAT,
            "meeting": self.meeting.to_dict(),
            "preamble": list(self.preamble),
            "items": [i.to_dict() for i in self.items],
            "closing": list(self.closing),
            "attendance": [a.to_dict() for a in self.attendance],
            "unparsed": list(self.unparsed),
        }

    def cuts(self) -> Iterator[Cut]:
        """Every string of the records that was cut from the source (literals not among them)."""
        meeting = self.meeting
        yield from _present(meeting.title, meeting.place, meeting.chair.name, meeting.chair.title)
        yield from self.preamble
        for item in self.items:
            yield from _present(item.number, item.title)
            for clause in item.clauses:
                yield from _present(clause.number, clause.text)
        yield from self.closing
        for person in self.attendance:
            yield from _present(person.department, person.title, person.name, person.substitutes_for)
        yield from self.unparsed


def _present(*cuts: Cut | None) -> Iterator[Cut]:
    return (cut for cut in cuts if cut)


def start_of(text: str | None) -> int | None:
    """The offset in the source at which a string of the records begins; None for one that was not cut from it."""
    return text.parts[0].start if isinstance(text, Cut) and text.parts else None
