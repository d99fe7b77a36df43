"""What can be found of a frozen document: its entries with their terms, marks and names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gusu_minutes.common.folding import fold
from gusu_minutes.documents.model import AttachedFile, Attendee, Clause, Item, MinutesDocument
from gusu_minutes.documents.text import attendee_text
from gusu_minutes.search.enums import EntryKind, NameKind
from gusu_minutes.search.terms import digest, mark, title_tokens, tokens

CHAIR = "chair"  # the role of who chaired; the others are the kinds of attendance
MAX_POSITION = (1 << 15) - 1
MAX_MEETING = (1 << 28) - 1


@dataclass(frozen=True, slots=True)
class NameRow:
    """Somebody or something named, and as what."""

    kind: str
    code: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as it is stored, and the names in it."""

    id: int
    kind: str
    key: str
    year: int
    series_code: str
    outcome: str
    folded: str
    tokens: str
    marks: str
    names: tuple[NameRow, ...]


def document_code(name: str) -> str:
    """Return the code of a document named in 《》: the same for the same name in any script and width."""
    return digest(fold(name))


def entry_id(held_on: date, meeting_id: int, position: int) -> int:
    """Return the id by which newer meetings come first in descending order, and clauses as they stand.

    Raises ValueError where a meeting or a position is beyond what fits into 63 bits.
    """
    if not (0 <= position <= MAX_POSITION and 0 < meeting_id <= MAX_MEETING):
        raise ValueError(f"entry {position} of meeting {meeting_id} has no place in the index")
    return held_on.toordinal() << 43 | meeting_id << 15 | MAX_POSITION - position


def full_name(name: str, item: Item) -> str:
    """Return what a document is called in full: a short form of one other document of the item stands for that."""
    longer = [other for other in item.documents if name != other and name in other]
    return longer[0] if len(longer) == 1 else name


def day_of(entry_id: int) -> date:
    """Return the day of the meeting of an entry."""
    return date.fromordinal(entry_id >> 43)


def entry_rows(document: MinutesDocument, meeting_id: int, texts: Mapping[str, str]) -> list[EntryRow]:
    """Return the entries of a document: the meeting as a whole, then its clauses (an item without any by its title),
    then the attached files, whose texts are given by SHA-256."""
    found = [_meeting(document, meeting_id)]
    clauses = ((item, clause) for item in document.items for clause in clauses_of(item))
    found += [
        _clause(document, meeting_id, position, item, clause) for position, (item, clause) in enumerate(clauses, 1)
    ]
    found += [
        _attachment(document, meeting_id, position, file, texts.get(file.sha256, ""))
        for position, file in enumerate(document.attached, len(found))
    ]
    return found


def clauses_of(item: Item) -> tuple[Clause, ...]:
    """Return the clauses of an item; one without any is found by its title."""
    return item.clauses or (Clause(key=item.key, number="", text=item.title),)


def _meeting(document: MinutesDocument, meeting_id: int) -> EntryRow:
    names = [
        *_bodies(document),
        NameRow(NameKind.SERIES, document.series.code, document.series.name),
        *(NameRow(NameKind.PERSON, one.code, one.name, CHAIR) for one in chair_of(document)),
        *(NameRow(NameKind.PERSON, one.code, one.name, one.kind) for one in document.attendance if one.code),
    ]
    lines = [
        document.title,
        document.number_line,
        document.document_number,
        f"{document.chair_title}{document.chair_name}",
        document.place,
        *document.preamble,
        *(attendee_text(one) for one in document.attendance),
        *document.closing,
        *document.annexes,
    ]
    return _row(document, meeting_id, 0, EntryKind.MEETING, "", "", document.title, lines, names)


def chair_of(document: MinutesDocument) -> list[Attendee]:
    """Return the attendee who chaired: one with a page of the chair's name, if there is only one."""
    named = [one for one in document.attendance if one.code and one.name == document.chair_name]
    return named[:1] if len({one.code for one in named}) == 1 else []


def _clause(document: MinutesDocument, meeting_id: int, position: int, item: Item, clause: Clause) -> EntryRow:
    units = [("presenting", unit) for unit in item.presenting] + [(role, unit) for role, unit, _due in clause.units()]
    documents = dict.fromkeys(
        full_name(name, item) for name in item.documents if name in item.title or name in clause.text
    )
    names = [
        *(NameRow(NameKind.DEPARTMENT, unit.code, unit.name, role) for role, unit in units if unit.code),
        *_each(NameKind.DOCUMENT, ((document_code(name), name) for name in documents)),
        *_each(NameKind.THEME, ((tag.code, tag.name) for tag in item.themes)),
        *_each(NameKind.MATTER, ((tag.code, tag.name) for tag in item.matters)),
    ]
    said = f"{item.title}\n{clause.text}"
    unsaid = dict.fromkeys(unit.name for _role, unit in units if unit.name not in said)
    lines = [item.title, f"{clause.number}{clause.text}", *unsaid, *(tag.name for tag in item.themes)]
    return _row(document, meeting_id, position, EntryKind.CLAUSE, clause.key, item.outcome, item.title, lines, names)


def _attachment(document: MinutesDocument, meeting_id: int, position: int, file: AttachedFile, text: str) -> EntryRow:
    lines = [file.title, text]
    return _row(document, meeting_id, position, EntryKind.ATTACHMENT, file.key, "", file.title, lines, [])


def _bodies(document: MinutesDocument) -> Iterator[NameRow]:
    return _each(NameKind.BODY, ((digest(name), name) for name in document.bodies))


def _each(kind: str, pairs: Iterable[tuple[str, str]]) -> Iterator[NameRow]:
    return (NameRow(kind, code, name) for code, name in pairs)


def _row(
    document: MinutesDocument,
    meeting_id: int,
    position: int,
    kind: str,
    key: str,
    outcome: str,
    title: str,
    lines: list[str],
    names: list[NameRow],
) -> EntryRow:
    folded = fold("\n".join(line for line in lines if line))
    names = list(dict.fromkeys(names))
    marks = [
        mark("k", kind),
        mark("y", document.year),
        mark(MARK_OF[NameKind.SERIES], document.series.code),
        *(mark(MARK_OF[name.kind], name.code) for name in _bodies(document)),
        mark("o", outcome) if outcome else "",
        mark("n", document.number) if document.number is not None else "",
        *(mark(MARK_OF[name.kind], name.code) for name in names),
    ]
    return EntryRow(
        id=entry_id(document.date, meeting_id, position),
        kind=kind,
        key=key,
        year=document.year,
        series_code=document.series.code,
        outcome=outcome,
        folded=folded,
        tokens=tokens(folded),
        marks=" ".join([*filter(None, dict.fromkeys(marks)), *title_tokens(fold(title))]),
        names=tuple(names),
    )


# The letter of the mark by which entries with such a name are found.
MARK_OF: dict[str, str] = {
    NameKind.DEPARTMENT: "d",
    NameKind.PERSON: "p",
    NameKind.DOCUMENT: "f",
    NameKind.THEME: "h",
    NameKind.MATTER: "m",
    NameKind.BODY: "b",
    NameKind.SERIES: "s",
}
