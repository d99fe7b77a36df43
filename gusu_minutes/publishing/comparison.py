"""Two editions of the same minutes, the whole of them in order, with what changed word by word."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from gusu_minutes.common.pieces import Effort, Pieces, common_stretches, compare_words
from gusu_minutes.common.templatetags.gusu import chinese_date
from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.model import Clause, Item, MinutesDocument, Responsibility
from gusu_minutes.documents.text import ATTENDANCE_LABELS, attendee_text, clause_text, file_text, heading
from meetings.enums import HalfDay, ItemKind, Outcome

KINDS = ("changed", "added", "removed", "moved", "same")

T = TypeVar("T")
Named = tuple[str, str]  # a name and the code of the page that it leads to, or ""
Matched = tuple[T | None, T | None, bool]  # old, new, and whether it stands elsewhere now


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of both editions. `role` says what it is, `label` names it where the text does not, `item` is the
    key of the agenda item to which it belongs.

    `kind` is same, added, removed, changed or moved (elsewhere, with the same words); `pieces` give back both texts.
    """

    role: str
    pieces: Pieces
    kind: str
    label: str = ""
    moved: bool = False
    item: str = ""

    @property
    def old(self) -> Pieces:
        return tuple(piece for piece in self.pieces if piece[0] != "ins")

    @property
    def new(self) -> Pieces:
        return tuple(piece for piece in self.pieces if piece[0] != "del")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows to show or, `folded`, to keep behind a disclosure because nothing changed in them."""

    rows: tuple[Row, ...]
    folded: bool


def compare_whole(old: MinutesDocument, new: MinutesDocument) -> list[Row]:
    """Return all paragraphs of both, in the order of the new one; what is gone stands behind what it stood behind.

    Items, clauses and people are matched by what they are, other paragraphs by their words. The work is bounded
    (`Effort`): what lies beyond is shown as removed and added.
    """
    return list(_Comparison(Effort()).document(old, new))


def blocks(rows: Sequence[Row]) -> list[Block]:
    """Fold what is the same; the heading of an item stays where something under it changed."""
    changed = {row.item for row in rows if row.kind != "same"} - {""}

    def is_folded(row: Row) -> bool:
        return row.kind == "same" and not (row.role == "heading" and row.item in changed)

    return [Block(tuple(together), folded) for folded, together in groupby(rows, is_folded)]


def tally(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Return how many paragraphs there are of each kind that there is: (kind, number)."""
    counts = Counter(row.kind for row in rows)
    return [(kind, counts[kind]) for kind in KINDS if counts[kind]]


@dataclass
class _Comparison:
    effort: Effort

    def document(self, old: MinutesDocument, new: MinutesDocument) -> Iterator[Row]:
        for label, value in _fields():
            yield from self.row("field", value(old), value(new), label=label)
        yield from self.paragraphs("paragraph", old.preamble, new.preamble)
        yield from self.items(old, new)
        yield from self.paragraphs("paragraph", old.closing, new.closing)
        yield from self.paragraphs("paragraph", old.annexes, new.annexes, label=_("annex"))
        before_files, after_files = (tuple(map(file_text, document.attached)) for document in (old, new))
        yield from self.paragraphs("paragraph", before_files, after_files, label=_("attached file"))
        for before, after, moved in matched(_roll(old), _roll(new), lambda entry: entry[0]):
            yield from self.row("attendee", before[1] if before else "", after[1] if after else "", moved=moved)
        yield from self.row("field", *personal_pages(old, new), label=_("pages of people"))
        yield from self.paragraphs("paragraph", old.copy_to, new.copy_to, label=_("copy to"))

    def items(self, old: MinutesDocument, new: MinutesDocument) -> Iterator[Row]:
        """A clause that went to another item is shown there."""
        former = {clause.key: clause for item in old.items for clause in item.clauses}
        later = {clause.key for item in new.items for clause in item.clauses}
        for before, after, moved in matched(old.items, new.items, lambda item: item.key):
            key = (after or before).key  # type: ignore[union-attr]
            titles = [heading(item) if item and item.title else "" for item in (before, after)]
            yield from self.row("heading", *titles, moved=moved, item=key)
            for label, *texts in recorded(before, after):
                yield from self.row("about", *texts, label=label, item=key)
            old_clauses, new_clauses = (item.clauses if item else () for item in (before, after))
            for one, other, displaced in matched(old_clauses, new_clauses, lambda clause: clause.key):
                if one and not other and one.key in later:
                    continue
                arrived = other is not None and one is None and other.key in former
                origin = former[other.key] if other and arrived else one
                yield from self.row("clause", _clause(origin), _clause(other), moved=displaced or arrived, item=key)
                yield from self.row("todo", *responsibilities(origin, other), item=key)

    def paragraphs(self, role: str, old: Sequence[str], new: Sequence[str], label: str = "") -> Iterator[Row]:
        at_old = at_new = 0
        ends = (len(old), len(old), len(new), len(new))
        for x, end_x, y, end_y in [*common_stretches(old, new, self.effort), ends]:
            gone, come = old[at_old:x], new[at_new:y]
            for index in range(max(len(gone), len(come))):
                yield from self.row(role, *("".join(side[index : index + 1]) for side in (gone, come)), label=label)
            for text in old[x:end_x]:
                yield from self.row(role, text, text, label=label)
            at_old, at_new = end_x, end_y

    def row(self, role: str, old: str, new: str, *, moved: bool = False, **fields: str) -> Iterator[Row]:
        """Yield the row of two texts as print has them, none where both are empty."""
        if not old and not new:
            return
        kind = "changed" if old and new else "added" if new else "removed"
        if old == new:
            kind = "moved" if moved else "same"
        if old == new or typeset(old) != typeset(new):  # else the width of punctuation is what changed
            old, new = typeset(old), typeset(new)
        yield Row(role, pieces=compare_words(old, new, self.effort), kind=kind, moved=moved, **fields)


def matched(old: Sequence[T], new: Sequence[T], key: Callable[[T], Any]) -> Iterator[Matched[T]]:
    """Pair what has the same key, in the order of `new`; what is gone comes behind what it stood behind.

    As few as possible are said to have moved. Keys are unique in each sequence.
    """
    place = {key(entry): index for index, entry in enumerate(old)}
    present = {key(entry) for entry in new}
    stayed = _longest_rise([place[key(entry)] for entry in new if key(entry) in place])
    gone = [index for index, entry in enumerate(old) if key(entry) not in present]
    waiting = 0
    for entry in new:
        index = place.get(key(entry))
        if index in stayed:
            while waiting < len(gone) and gone[waiting] < index:
                yield old[gone[waiting]], None, False
                waiting += 1
        yield (None, entry, False) if index is None else (old[index], entry, index not in stayed)
    for index in gone[waiting:]:
        yield old[index], None, False


def _longest_rise(numbers: list[int]) -> set[int]:
    """Return the numbers of a longest rising subsequence; all differ."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _roll(document: MinutesDocument) -> list[tuple[tuple[str, int], str]]:
    """Return whoever is on the roll, under the name and, of several entries under one name, which: (key, text)."""
    seen: Counter[str] = Counter()
    roll = []
    for person in document.attendance:
        seen[person.name] += 1
        text = f"{ATTENDANCE_LABELS[person.kind]}：{attendee_text(person)}"
        roll.append(((person.name, seen[person.name]), text))
    return roll


def _fields() -> list[tuple[str, Callable[[MinutesDocument], str]]]:
    """What stands at the head, and what is recorded of the meeting: (label, how it is read)."""
    return [
        (_("document head"), lambda document: document.head),
        (_("title"), lambda document: document.title),
        (_("number"), lambda document: document.number_line),
        (_("document number"), lambda document: document.document_number),
        (_("copy number"), lambda document: document.copy_number),
        (_("classification"), lambda document: document.classification),
        (_("urgency"), lambda document: document.urgency),
        (_("date"), lambda document: chinese_date(document.held_on)),
        (_("half of the day"), lambda document: str(HalfDay(document.half_day).label) if document.half_day else ""),
        (_("place"), lambda document: document.place),
        (_("chair"), lambda document: document.chair_title + document.chair_name),
        (_("issuing office"), lambda document: document.issuer),
    ]


def recorded(old: Item | None, new: Item | None) -> Iterator[tuple[str, str, str]]:
    """Yield what both record of an item beside its words: (label, old, new)."""
    parts: list[tuple[str, Callable[[Item], list[Named]]]] = [
        (_("kind"), lambda item: [(str(ItemKind(item.kind).label), "")] if item.kind else []),
        (_("outcome"), lambda item: [(str(Outcome(item.outcome).label), "")] if item.outcome else []),
        (_("presented by"), lambda item: [(unit.name, unit.code) for unit in item.presenting]),
        (_("forwarded to"), lambda item: [(name, "") for name in item.forwarded_to]),
        (_("themes"), lambda item: [(tag.name, tag.code) for tag in item.themes]),
        (_("matters"), lambda item: [(tag.name, tag.code) for tag in item.matters]),
    ]
    for label, value in parts:
        yield label, *_in_words(*(value(item) if item else [] for item in (old, new)))


def personal_pages(old: MinutesDocument, new: MinutesDocument) -> tuple[str, str]:
    """Return the people whom both name in the same words and who have another page now, or one for the first time."""
    former, later = ({(one.kind, attendee_text(one)): one for one in side.attendance} for side in (old, new))
    others = [key for key, one in later.items() if key in former and former[key].code != one.code]
    return _in_words(*([(side[key].name, side[key].code) for key in others] for side in (former, later)))


def responsibilities(old: Clause | None, new: Clause | None) -> tuple[str, str]:
    """Return who must do what a clause says, as the page of the minutes says it, in both."""
    sides = [clause.responsibilities if clause else () for clause in (old, new)]
    before, after = ("；".join(_responsibility(entry, coded=False) for entry in side) for side in sides)
    if before == after and sides[0] != sides[1]:
        before, after = ("；".join(_responsibility(entry, coded=True) for entry in side) for side in sides)
    return before, after


def _in_words(old: list[Named], new: list[Named]) -> tuple[str, str]:
    """Return the names of both. Where these are the same, what they lead to says what changed: the code of its page."""
    coded = [name for name, _code in old] == [name for name, _code in new] and old != new
    before, after = ("、".join(_named(*entry, coded=coded) for entry in side) for side in (old, new))
    return before, after


def _named(name: str, code: str, *, coded: bool) -> str:
    return f"{name}（{code}）" if coded and code else name


def _clause(clause: Clause | None) -> str:
    return clause_text(clause) if clause else ""


def _responsibility(entry: Responsibility, *, coded: bool) -> str:
    lead = f"{'主办' if entry.role == 'lead' else '责任单位'} {_named(entry.lead.name, entry.lead.code, coded=coded)}"
    supporting = "、".join(_named(unit.name, unit.code, coded=coded) for unit in entry.supporting)
    due = chinese_date(entry.due_on) or entry.due_text
    return "，".join(filter(None, [lead, supporting and f"协办 {supporting}", due and f"时限 {due}"]))
