"""From lines to paragraphs: page furniture is set aside, wrapped and page-split lines are joined again."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from gusu_minutes.common.folding import fold
from gusu_minutes.importing.parser.marks import NO_MARKS, Marks, Role
from gusu_minutes.importing.parser.model import Cut, Part
from gusu_minutes.importing.parser.noise import is_page_number, stands_alone
from gusu_minutes.importing.parser.numbering import leading_number

SENTENCE_END = '。;!?:…”"」』)】》'
_WRAP_MIN, _WRAP_MAX = 24, 120  # columns between which a typed page breaks its lines
_TYPED_STOP = re.compile(r"(?<=[^\n]{5}[\u4e00-\u9fff)》”])\.(?!\d)")  # a full stop typed as a dot
_LABELLED = re.compile(r"^\S{2,12}[::]")


class _Columns(dict[str, int]):
    """Columns that a character takes on a typed page, looked up once for each."""

    def __missing__(self, character: str) -> int:
        wide = self[character] = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        return wide


_COLUMNS = _Columns()


@dataclass(slots=True)
class Line:
    """One line of the source (or what a mark cut of it), without its surrounding white space.

    `role` and `begins` are what somebody said of it: what it is, whether it begins a paragraph; None: nobody did.
    """

    part: Part
    text: str
    folded: str
    indent: int
    after_blank: bool
    role: Role | None = None
    begins: bool | None = None

    @property
    def width(self) -> int:
        """Columns, a Chinese character counting two."""
        return self.indent + sum(map(_COLUMNS.__getitem__, self.text[:_WRAP_MAX]))


@dataclass(slots=True)
class Paragraph:
    """One paragraph: its text, the same text folded, and the way back to the source."""

    lines: list[Line]
    text: str = ""
    folded: str = ""
    after_blank: bool = False
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.after_blank = self.lines[0].after_blank
        self.text = "".join(line.text for line in self.lines)
        self.folded = "".join(line.folded for line in self.lines)
        position = 0
        for line in self.lines:
            self._starts.append(position)
            position += len(line.text)

    @property
    def role(self) -> Role | None:
        """What somebody said that the paragraph is."""
        return self.lines[0].role

    def cut(self, start: int = 0, end: int | None = None) -> Cut:
        """The characters from `start` to `end` of the paragraph, without white space at the ends."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Cut(self.text[start:end], self._parts(start, end))

    def name(self, start: int, end: int) -> Cut:
        """As `cut`, and without the white space that spreads a two-character name (陈 羔)."""
        kept = [i for i in range(start, end) if not self.text[i].isspace()]
        parts: list[Part] = []
        for i in kept:
            part = self._parts(i, i + 1)[0]
            if parts and parts[-1].end == part.start and parts[-1].line == part.line:
                part = Part(parts.pop().start, part.end, part.line)
            parts.append(part)
        return Cut("".join(self.text[i] for i in kept), parts)

    def slice(self, start: int, end: int) -> Paragraph:
        """The characters from `start` to `end` as a paragraph of its own."""
        if (start, end) == (0, len(self.text)):
            return self
        pieces: list[Line] = []
        for line, base in zip(self.lines, self._starts, strict=True):
            first, last = max(start, base), min(end, base + len(line.text))
            text = line.text[first - base : last - base].rstrip() if first < last else ""
            if text.strip():
                offset = line.part.start + first - base
                part = Part(offset, offset + len(text), line.part.line)
                folded = line.folded[first - base : first - base + len(text)]
                role = line.role if first == 0 else None
                pieces.append(Line(part, text, folded, line.indent, line.after_blank and first == 0, role))
        return Paragraph(pieces)

    def _parts(self, start: int, end: int) -> list[Part]:
        parts = []
        index = bisect_right(self._starts, start) - 1
        while start < end:
            line, base = self.lines[index], self._starts[index]
            stop = min(end, base + len(line.text))
            if stop > start:
                offset = line.part.start - base
                parts.append(Part(start + offset, stop + offset, line.part.line))
            start, index = stop, index + 1
        return parts


def split_lines(source: str, marks: Marks = NO_MARKS) -> list[Line]:
    """The lines of the source that hold anything, with offsets and numbers; marked breaks cut them further."""
    lines: list[Line] = []
    position, blank = 0, False
    for number, raw in enumerate(source.splitlines(keepends=True), 1):
        text = raw.strip()
        if text:
            lead = len(raw) - len(raw.lstrip())
            start = position + lead
            indent = sum(2 if c == "\u3000" else 1 for c in raw[:lead])
            stops = [*marks.cuts_within(start, start + len(text)), start + len(text)]
            for begin, end in zip([start, *stops], stops, strict=False):
                lines += _piece(source, begin, end, number, indent, blank and begin == start, marks)
        blank = not text
        position += len(raw)
    return lines


def _piece(source: str, begin: int, end: int, number: int, indent: int, after_blank: bool, marks: Marks) -> list[Line]:
    text = source[begin:end]
    begin += len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return []
    part = Part(begin, begin + len(text), number)
    folded = _TYPED_STOP.sub("。", fold(text))
    return [Line(part, text, folded, indent, after_blank, marks.roles.get(begin), marks.begins(begin))]


def join_lines(lines: list[Line]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Paragraphs in order, and the page numbers that stood between them."""
    width = _wrap_width(lines)
    indented = _mostly_indented(lines)
    groups: list[list[Line]] = []
    pages: list[Paragraph] = []
    across_page = False
    for line in lines:
        if line.role is None and is_page_number(line.folded):
            pages.append(Paragraph([line]))
            across_page = True
        elif groups and _continues(groups[-1], line, width, indented, across_page):
            groups[-1].append(line)
            across_page = False
        else:
            groups.append([line])
            across_page = False
    return [Paragraph(group) for group in groups], pages


def _wrap_width(lines: list[Line]) -> int | None:
    """The column at which a typed text breaks its lines, or None where a line is a paragraph."""
    widths = [line.width for line in lines if not is_page_number(line.folded)]
    if len(widths) < 4:
        return None
    widest = max(widths)
    if not _WRAP_MIN <= widest < _WRAP_MAX:
        return None
    full = sum(widest - 5 <= width for width in widths)
    return widest if full >= 3 and full >= 0.25 * len(widths) else None


def _mostly_indented(lines: list[Line]) -> bool:
    prose = [line for line in lines if len(line.text) >= 10]
    return bool(prose) and sum(line.indent >= 2 for line in prose) >= 0.3 * len(prose)


def _continues(group: list[Line], line: Line, width: int | None, indented: bool, across_page: bool) -> bool:
    """Whether `line` goes on with the paragraph before it."""
    before = group[-1]
    if line.begins is not None:
        return not line.begins
    if "\t" in before.text and "\t" in line.text:
        return False  # rows of a table
    if line.after_blank and not across_page:
        return False
    if stands_alone(line.folded) or stands_alone(group[0].folded) or leading_number(line.text, line.folded):
        return False
    if _is_open(group):
        return True
    if _LABELLED.match(line.folded):
        return False
    if indented and line.indent >= 2 and not across_page:
        return False
    ended = before.folded[-1] in SENTENCE_END
    prose = len(before.text) >= 15 and "," in group[0].folded
    if indented and line.indent < 2 <= group[0].indent and not ended and prose:
        return True
    if width is not None and before.width >= width - 5 and (not ended or (indented and line.indent < 2)):
        return True
    return _breaks_off(before.folded, group[0], across_page) and not ended


def _is_open(group: list[Line]) -> bool:
    """Whether a paragraph so far has opened a bracket that it has not closed."""
    text = "".join(line.folded for line in group[-3:])
    return text.rfind("(") > text.rfind(")")


def _breaks_off(folded: str, first: Line, across_page: bool) -> bool:
    """Whether a line stops in the middle of a sentence that is prose, not a heading or a list of names."""
    if folded[-1] in ",、" and len(folded) >= 10 and "," in folded:
        return True
    if leading_number(first.text, first.folded) and "。" not in folded and "," not in folded:
        return across_page and len(folded) >= 30
    return len(folded) >= 20 and "," in folded and (across_page or "。" in folded)
