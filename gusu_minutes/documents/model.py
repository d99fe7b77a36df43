"""The frozen document: what an edition holds and every renderer reads. Plain values, no database.

A document is made from records by `documents.build`, kept as JSON in an edition, and read back with `from_dict`.
"""

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

FORMAT = "gusu-document/4"
# Earlier editions lack what was added since: the parts of the printed sheet (2); people's codes, themes, matters (3);
# attached files (4).
_READABLE = (FORMAT, "gusu-document/3", "gusu-document/2", "gusu-document/1")


@dataclass(frozen=True, slots=True)
class Unit:
    """A department as the document names it; `code` leads to its page and is empty for a unit not in the directory."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who must do what a clause says. `role` is lead or responsible; `due_on` an ISO date or None."""

    role: str
    lead: Unit
    supporting: tuple[Unit, ...] = ()
    due_on: str | None = None
    due_text: str = ""

    @property
    def due_date(self) -> date | None:
        return date.fromisoformat(self.due_on) if self.due_on else None


@dataclass(frozen=True, slots=True)
class Clause:
    """One resolution; `key` is its anchor, `number` stands as written, (一) or empty."""

    key: str
    number: str
    text: str
    responsibilities: tuple[Responsibility, ...] = ()

    def units(self) -> Iterator[tuple[str, Unit, date | None]]:
        """Yield role, department and due date of whoever must do what it says, in order."""
        for entry in self.responsibilities:
            yield entry.role, entry.lead, entry.due_date
            for unit in entry.supporting:
                yield "supporting", unit, entry.due_date


@dataclass(frozen=True, slots=True)
class Tag:
    """A theme that an item is filed under, or a matter (同一事项) that runs through several meetings."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item. `kind` and `outcome` are codes of meetings.enums; `documents` stand in 《》 in its text."""

    key: str
    number: str
    title: str
    kind: str
    outcome: str
    presenting: tuple[Unit, ...]
    documents: tuple[str, ...]
    forwarded_to: tuple[str, ...]
    clauses: tuple[Clause, ...]
    themes: tuple[Tag, ...] = ()
    matters: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody at the meeting, as recorded; `code` leads to the person's page, empty for who has none."""

    kind: str
    name: str
    department: str = ""
    title: str = ""
    substitutes_for: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file issued with the minutes, `item` the key of its agenda item, empty where it belongs to the whole meeting.

    Its bytes, `size` of them, are those that have this SHA-256: what the digest of the edition covers covers them too.
    """

    title: str
    name: str
    size: int
    sha256: str
    item: str = ""

    @property
    def key(self) -> str:
        """Its anchor and address, which follow from its bytes."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """The minutes of one meeting for one audience.

    From `classification` on: the parts of the printed sheet (GB/T 9704-2012 §7.2, §7.3.4, §7.4). `issued_on` is the ISO
    date of the imprint, or None: not issued, or on paper and unknown.
    """

    head: str
    number_line: str
    title: str
    series: SeriesInfo
    bodies: tuple[str, ...]
    address: str
    number: int | None
    term: int | None
    held_on: str
    half_day: str
    place: str
    chair_name: str
    chair_title: str
    document_number: str
    preamble: tuple[str, ...]
    items: tuple[Item, ...]
    closing: tuple[str, ...]
    attendance: tuple[Attendee, ...]
    copy_number: str = ""
    classification: str = ""
    urgency: str = ""
    annexes: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    issuer: str = ""
    issued_on: str | None = None
    attached: tuple[AttachedFile, ...] = ()
    format: str = FORMAT

    @property
    def date(self) -> date:
        return date.fromisoformat(self.held_on)

    @property
    def year(self) -> int:
        """The year that the permanent address names."""
        return int(self.address.split("/")[1])

    @property
    def clause_count(self) -> int:
        return sum(len(item.clauses) for item in self.items)

    def attendance_by_kind(self) -> Iterator[tuple[str, list[Attendee]]]:
        """Yield (kind, people) in the order written; a kind that comes twice is yielded twice."""
        group: list[Attendee] = []
        for person in self.attendance:
            if group and group[0].kind != person.kind:
                yield group[0].kind, group
                group = []
            group.append(person)
        if group:
            yield group[0].kind, group

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "MinutesDocument":
        """Read back what `to_dict` gave. Raises ValueError for another format."""
        if data.get("format") not in _READABLE:
            raise ValueError(f"not a {FORMAT} document: {data.get('format')!r}")
        return cls(
            **{
                **data,
                "series": SeriesInfo(**data["series"]),
                "bodies": tuple(data["bodies"]),
                "preamble": tuple(data["preamble"]),
                "closing": tuple(data["closing"]),
                "items": tuple(_item(item) for item in data["items"]),
                "attendance": tuple(Attendee(**person) for person in data["attendance"]),
                "annexes": tuple(data.get("annexes", ())),
                "copy_to": tuple(data.get("copy_to", ())),
                "attached": tuple(AttachedFile(**file) for file in data.get("attached", ())),
            }
        )


def _responsibility(data: dict[str, Any]) -> Responsibility:
    return Responsibility(
        **{**data, "lead": Unit(**data["lead"]), "supporting": tuple(Unit(**unit) for unit in data["supporting"])}
    )


def _clause(data: dict[str, Any]) -> Clause:
    return Clause(**{**data, "responsibilities": tuple(_responsibility(entry) for entry in data["responsibilities"])})


def _item(data: dict[str, Any]) -> Item:
    return Item(
        **{
            **data,
            "presenting": tuple(Unit(**unit) for unit in data["presenting"]),
            "documents": tuple(data["documents"]),
            "forwarded_to": tuple(data["forwarded_to"]),
            "clauses": tuple(_clause(clause) for clause in data["clauses"]),
            "themes": tuple(Tag(**tag) for tag in data.get("themes", ())),
            "matters": tuple(Tag(**tag) for tag in data.get("matters", ())),
        }
    )


def canonical_json(value: Any) -> str:
    """Return the one spelling of `value`: keys sorted, no spaces, UTF-8 unescaped. Hashes are taken over it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
