"""The document as plain text: for pasting, and to check that an import lost nothing."""

import unicodedata

from gusu_minutes.documents.model import AttachedFile, Attendee, Clause, Item, MinutesDocument

# As the official document labels them; the words of GB/T 9704-2012 §10.3 and of common use.
ATTENDANCE_LABELS = {
    "present": "出席",
    "in_attendance": "列席",
    "invited": "应邀列席",
    "leave": "请假",
    "absent": "缺席",
    "recorder": "记录",
}


def to_text(document: MinutesDocument) -> str:
    """Return the minutes paragraph by paragraph, without the red head, ending with a line break."""
    lines = list(document.preamble)
    for item in document.items:
        lines += item_lines(item)
    lines += document.closing
    for kind, people in document.attendance_by_kind():
        lines.append(f"{ATTENDANCE_LABELS[kind]}：" + "　".join(attendee_text(person) for person in people))
    return "\n".join(lines) + "\n"


def item_lines(item: Item) -> list[str]:
    """Return the heading (if it has one) and the clauses of an item."""
    lines = [heading(item)] if item.title else []
    return lines + [clause_text(clause) for clause in item.clauses]


def heading(item: Item) -> str:
    """Return number and title as a heading: 一、听取…; an Arabic number takes a dot."""
    return numbered(item.number, item.title)


def numbered(number: str, title: str) -> str:
    """Return a title behind its number, if it has one: 一、听取…, 1.听取…."""
    if not number:
        return title
    mark = "." if number.isascii() and number.isdigit() else "、"
    return f"{number}{mark}{title}"


def clause_text(clause: Clause) -> str:
    return f"{clause.number}{clause.text}"


def attendee_text(person: Attendee) -> str:
    """Return somebody as the roll names them: unit, name, and title or substitution in brackets."""
    notes = [person.title, f"代{person.substitutes_for}" if person.substitutes_for else ""]
    note = "，".join(filter(None, notes))
    return person.department + person.name + (f"（{note}）" if note else "")


def same_text(one: str, other: str) -> bool:
    """Whether two texts are equal, white space and full-/half-width forms aside."""
    return squeeze(one) == squeeze(other)


def squeeze(text: str) -> str:
    """Return the text in compatible forms (NFKC) without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def file_text(file: AttachedFile) -> str:
    """Return what an attached file is called where two editions are compared."""
    return f"{file.title} · SHA-256 {file.sha256[:16]}"  # other bytes are another file, whatever it is called
