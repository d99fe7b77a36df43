"""An official document as it stands on paper: blocks with the parts that GB/T 9704-2012 names. Every renderer reads it.

Builders (`papers/`) make a `Paper` from the frozen document or from records; renderers (`pdf`, `word`, `ofd`, `text`,
`markdown`) know blocks only, so that every kind of document exists in every format. Plain values, no database.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

# The type area holds 22 lines of 28 characters (GB/T 9704-2012 §5.2.3).
COLUMNS = 28
INDENT = 2
# As many characters of 2号 stand on a line, and as many of a red head that is still large.
TITLE_COLUMNS = 20
MARK_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Head:
    """The red head at the top of a page: mark, number line, red rule as wide as the type area.

    `notes` stand top left, one a line, in this order: copy number, classification, urgency (§7.2.1–7.2.3).
    """

    mark: str
    number_line: str = ""
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return the mark as lines that can be set in a size to be seen from afar."""
        return balanced(self.mark, MARK_COLUMNS)


@dataclass(frozen=True, slots=True)
class Title:
    """The title, 2号小标宋, centred; the first level of bookmarks. `key` is its anchor."""

    text: str
    key: str = ""

    def lines(self) -> list[str]:
        """Return the title as lines of like length, broken where it may pause (§7.3.1)."""
        return balanced(self.text, TITLE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `lead` in the face of its level, then `text` in 仿宋.

    Level 0 is body text, 1 is 一、 (黑体), 2 is （一） (楷体), 3 is 1. and 4 is (1) (both 仿宋), §7.3.3. A paragraph
    that is all lead is a heading: it has a bookmark and `key` as its anchor. `align` is "" (indented two characters,
    justified), "flush" (not indented), "center" or "right" (a signature, four characters from the right edge).
    """

    text: str = ""
    lead: str = ""
    level: int = 0
    key: str = ""
    align: str = ""

    @property
    def is_heading(self) -> bool:
        return self.level > 0 and not self.text

    @property
    def whole(self) -> str:
        return self.lead + self.text


@dataclass(frozen=True, slots=True)
class Roll:
    """出席：names (§10.3). The label in 黑体, indented, the entries in 仿宋, wrapped lines aligned behind the colon.

    With `plain` (附件：, §7.3.4) the label is in 仿宋 too and each entry stands on a line of its own.
    """

    label: str
    entries: tuple[str, ...]
    plain: bool = False

    @property
    def hang(self) -> int:
        """How many characters stand before the first entry: indent, label, colon."""
        return INDENT + len(self.label) + 1

    def lines(self) -> list[str]:
        """Return the entries as lines, set apart by an ideographic space, none broken that fits on a line."""
        room = COLUMNS - self.hang
        lines: list[str] = []
        for entry in self.entries:
            if lines and not self.plain and width(lines[-1]) + 1 + width(entry) <= room:
                lines[-1] += "\u3000" + entry
            else:
                lines.append(entry)
        return lines


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table over `span` columns; `label` cells are in 黑体 and centred; `align` is "left" or "center"."""

    text: str = ""
    span: int = 1
    label: bool = False
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table in 4号仿宋, as wide as the type area: `widths` are shares of it. `header` repeats on every page.

    `row_height` is the least height of a row in millimetres; each row's spans add up to the number of columns.
    """

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    header: tuple[str, ...] = ()
    row_height: float = 10


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows stands on a new page."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents of all titles and first-level headings that follow, with page numbers."""

    title: str = "目录"


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the foot of the page it falls on (§7.4): 抄送, then who issued and when; thick, thin and thick rules.

    `link` is an address; its QR code stands above the right end of the first rule where the text leaves room for it. It
    takes no room of its own: the imprint stays the last thing on the sheet, on the page where it would be without.
    """

    copy_to: tuple[str, ...] = ()
    issuer: str = ""
    issued_on: str = ""  # as printed: 2024年12月16日
    link: str = ""


Block = Head | Title | Paragraph | Roll | Table | Gap | PageBreak | Contents | Imprint


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `name` is what it is called, in metadata and as a file name: 姑苏区人民政府第39次常务会议纪要.

    `author` is the issuing office, `subject` the kind of document, `day` an ISO date (the day of the meeting, or None);
    `watermark` is 草稿 on what was not issued, else empty.
    """

    name: str
    subject: str
    author: str
    blocks: tuple[Block, ...]
    day: str | None = None
    watermark: str = ""
    numbered: bool = True

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield (face, text) for everything printed; faces are the names in `fonts.FACES`."""
        for block in self.blocks:
            yield from _texts(block)
        if self.watermark:
            yield "title", self.watermark
        if self.numbered:
            yield "number", "— 0123456789"


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Head():
            yield "mark", block.mark
            yield "body", block.number_line
            for note in block.notes:
                yield "heading", note
        case Title():
            yield "title", block.text
        case Paragraph():
            yield LEVEL_FACES[block.level], block.lead
            yield "body", block.text
        case Roll():
            yield ("body" if block.plain else "heading"), block.label + "："
            yield "body", "\u3000".join(block.entries)
        case Table():
            yield "heading", "".join(block.header)
            for row in block.rows:
                for cell in row:
                    yield ("heading" if cell.label else "body"), cell.text
        case Contents():
            yield "title", block.title
        case Imprint():
            yield "body", "抄送：，。印发" + "".join(block.copy_to) + block.issuer + block.issued_on
        case _:
            return


LEVEL_FACES = ("body", "heading", "subheading", "body", "body")


def width(text: str) -> float:
    """Return how many full characters wide a text is; ASCII is half as wide."""
    return sum(0.5 if character.isascii() else 1 for character in text)


# A title pauses behind these; a line never begins with those, and never ends with the last.
_PAUSES = "、，,；;：:》）)的和与及 \u3000"
_NEVER_FIRST = "、，,。；;：:？！》）)”’〕]次号"
_NEVER_LAST = "《（(“‘〔[第"
_NAMES_END = ("委员会", "人民政府", "管委会", "区政府", "办公室", "领导小组")
_PAUSE_IS_WORTH = 3


def balanced(text: str, room: int) -> list[str]:
    """Return the text as the fewest lines of at most `room` characters, of like length, broken at a pause near by."""
    lines = []
    for left in range(math.ceil(width(text) / room), 1, -1):
        end = _fair_end(text, room, left)
        lines.append(text[:end])
        text = text[end:]
    return [*lines, text]


def _fair_end(text: str, room: int, lines: int) -> int:
    fair = width(text) / lines
    ends = {}
    for end in range(1, len(text)):
        before, after = text[end - 1], text[end]
        fits = width(text[:end]) <= room and width(text[end:]) <= room * (lines - 1)
        inside = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
        if fits and not inside and after not in _NEVER_FIRST and before not in _NEVER_LAST:
            pauses = before in _PAUSES or text[:end].endswith(_NAMES_END)
            ends[end] = abs(width(text[:end]) - fair) - (_PAUSE_IS_WORTH if pauses else 0)
    return min(ends, key=lambda end: ends[end]) if ends else max(1, math.floor(fair))
