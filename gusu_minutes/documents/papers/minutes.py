"""The minutes (纪要) as an official document, GB/T 9704-2012 §10.3.

Words stand as they were recorded; narrow punctuation and brackets of pasted text are set wide, as on the pages.
"""

import re
from collections.abc import Iterator
from datetime import date

from gusu_minutes.common.folding import to_traditional
from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.model import Attendee, Clause, MinutesDocument
from gusu_minutes.documents.paper import Block, Gap, Head, Imprint, Paper, Paragraph, Roll, Title
from gusu_minutes.documents.text import ATTENDANCE_LABELS, heading

DRAFT = "草稿"
_WIDE_BRACKETS = str.maketrans("()", "（）")
CHAIR_LABEL = "主持"
_LEVELS = (
    (re.compile(r"[（(][一二三四五六七八九十百]+[）)]$"), 2),
    (re.compile(r"\d+[.．、]?$|[⒈-⒛]$|\d+(?:\.\d+)+$"), 3),
    (re.compile(r"[（(]\d+[）)]$|[①-⑳⑴-⒇]$"), 4),
)
# A first sentence as short as this leads in, like a heading: it takes the face of the level.
_LEAD_SENTENCE = re.compile(r"[^。；：，,;:.\n]{2,20}。(?=.)")


def minutes_paper(document: MinutesDocument, *, draft: bool = False, link: str = "") -> Paper:
    """Return the minutes as issued, or with the watermark 草稿; `link` is the address that their QR code leads to."""
    return Paper(
        name=minutes_name(document),
        subject=document.head,
        author=document.issuer,
        day=document.held_on or None,
        blocks=tuple(minutes_blocks(document, link)),
        watermark=DRAFT if draft else "",
    )


def minutes_name(document: MinutesDocument) -> str:
    """Return what the minutes are called: the meeting's title and 纪要."""
    return as_minutes(document.title)


def as_minutes(title: str) -> str:
    """Return the name of a meeting's minutes, in the script of the meeting's name."""
    return title if title.endswith(("纪要", "紀要")) else title + _in_script_of(title, "纪要")


def _in_script_of(title: str, words: str) -> str:
    """Return our own words in the script of a document whose meeting has this title."""
    return to_traditional(words) if "會" in title else words


def minutes_blocks(document: MinutesDocument, link: str = "") -> Iterator[Block]:
    """Yield the blocks of the minutes from red head to imprint."""
    notes = (document.copy_number, document.classification, document.urgency)
    yield Head(document.head, document.number_line, tuple(filter(None, notes)))
    yield Title(minutes_name(document), key=document.address)
    yield from (Paragraph(typeset(text)) for text in document.preamble)
    for item in document.items:
        if title := heading(item):
            yield Paragraph(lead=typeset(title), level=1, key=item.key)
        for clause in item.clauses:
            yield from clause_paragraphs(clause)
    yield from (Paragraph(typeset(text)) for text in document.closing)
    if document.annexes:
        yield Gap()
        yield annex_roll(document.annexes)
    chair = unnamed_chair(document)
    if document.attendance or chair:
        yield Gap()
        if chair:
            yield Roll(_in_script_of(document.title, CHAIR_LABEL), (chair,))
        for kind, people in document.attendance_by_kind():
            label = _in_script_of(document.title, ATTENDANCE_LABELS[kind])
            yield Roll(label, tuple(roll_entry(person) for person in people))
    yield Imprint(document.copy_to, document.issuer, chinese_date(document.issued_on), link)


def unnamed_chair(document: MinutesDocument) -> str:
    """Return title and name of the chair where the text does not say who it was: then the roll does."""
    told = "".join("".join((*document.preamble, *document.closing)).split())
    return "" if document.chair_name in told else document.chair_title + document.chair_name


def wide_brackets(number: str) -> str:
    """Return a number as print has it: （一） for (一)."""
    return number.translate(_WIDE_BRACKETS)


def clause_paragraphs(clause: Clause) -> Iterator[Paragraph]:
    """Yield a resolution paragraph by paragraph; number and short first sentence in the face of its level."""
    first, *others = typeset(clause.text).splitlines() or [""]
    level = next((level for form, level in _LEVELS if form.fullmatch(clause.number)), 0)
    sentence = _LEAD_SENTENCE.match(first) if level == 2 else None
    lead = sentence.group() if sentence else ""
    yield Paragraph(first.removeprefix(lead), lead=wide_brackets(clause.number) + lead, level=level, key=clause.key)
    yield from (Paragraph(text) for text in others)


def roll_entry(person: Attendee) -> str:
    """Return somebody as the roll shows them: unit, title, name; a bare name of two characters takes the room of three.

    Behind the name, in brackets, a title could be taken apart from its unit in two ways (区人大常委会|祝福).
    """
    text = f"{person.department}{person.title}{person.name}"
    if text == person.name and len(text) == 2 and not text.isascii():
        text = f"{text[0]}\u3000{text[1]}"
    return f"{text}（代{person.substitutes_for}）" if person.substitutes_for else text


def annex_roll(annexes: tuple[str, ...]) -> Roll:
    """Return the note of attachments (§7.3.4): numbered where there are several, without a full stop at the end."""
    if len(annexes) == 1:
        return Roll("附件", annexes, plain=True)
    return Roll("附件", tuple(f"{number}. {title}" for number, title in enumerate(annexes, 1)), plain=True)


def chinese_date(iso: str | None) -> str:
    """Return 2024年12月16日 for an ISO date, and nothing for None."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"
