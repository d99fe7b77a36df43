"""The text as it came, line by line, each with what became of it: the left side of the import wizard."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from gusu_minutes.importing.parser import Cut, Marks, ParsedMinutes
from gusu_minutes.importing.parser.lines import split_lines

# What a line can become, the strongest first: a line with a heading and a clause on it is a heading.
LINE_KINDS = ("heading", "clause", "attendance", "closing", "preamble", "unparsed")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters of one kind; `at` is where the record that begins with it stands, if one does."""

    text: str
    kind: str
    at: int | None = None


@dataclass(slots=True)
class SourceLine:
    """A line: its place, its kind, its segments, the record it belongs to, and whether somebody mended it."""

    at: int
    kind: str = ""
    segments: list[Segment] = field(default_factory=list)
    record: int | None = None
    mended: bool = False
    joined: bool = False

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    def splits(self) -> Iterator[tuple[int, str]]:
        """Yield (offset, what begins there) for each place behind a mark at which the line may be split."""
        text = self.text
        for index in range(1, len(text)):
            if text[index - 1] in "。；;，,：:、 \u3000" and text[index].strip():
                yield self.at + index, text[index : index + 12]


@dataclass(frozen=True, slots=True)
class _Paint:
    kind: str
    record: int | None
    cut: Cut


def original_lines(text: str, parsed: ParsedMinutes, marks: Marks) -> list[SourceLine]:
    """Return the lines of `text` that hold anything, with what `parsed` made of them under `marks`."""
    lines = split_lines(text, marks)
    starts = [line.part.start for line in lines]
    kinds = [[""] * len(line.text) for line in lines]
    records: list[list[int | None]] = [[None] * len(line.text) for line in lines]
    begins: set[int] = set()
    for paint in _paints(parsed):
        if paint.record is not None:
            begins.add(paint.record)
        for part in paint.cut.parts:
            index = bisect_right(starts, part.start) - 1
            first, last = part.start - starts[index], part.end - starts[index]
            kinds[index][first:last] = [paint.kind] * (last - first)
            records[index][first:last] = [paint.record] * (last - first)
    return [
        _line(line.part.start, line.text, kinds[index], records[index], begins, marks)
        for index, line in enumerate(lines)
    ]


def _line(
    at: int, text: str, kinds: list[str], records: list[int | None], begins: set[int], marks: Marks
) -> SourceLine:
    found = {_LINE_KIND.get(kind, kind) for kind in kinds}
    line = SourceLine(
        at,
        kind=next((kind for kind in LINE_KINDS if kind in found), ""),
        record=next((record for record in records if record is not None), None),
        mended=at in marks.roles or at in marks.breaks or at in marks.joins,
        joined=at in marks.joins,
    )
    position = 0
    for (kind, record), run in groupby(zip(kinds, records, strict=True)):
        length = len(list(run))
        offset = at + position
        starts_record = record if offset in begins and record == offset else None
        line.segments.append(Segment(text[position : position + length], kind, starts_record))
        position += length
    return line


# Kinds of segments that tell what their line is.
_LINE_KIND = {"number": "clause", "name": "attendance", "unit": "attendance", "post": "attendance"}


def _paints(parsed: ParsedMinutes) -> Iterator[_Paint]:
    """Yield what to paint, the larger before the smaller that lies in it."""
    for cut in parsed.preamble:
        yield _Paint("preamble", None, cut)
    for item in parsed.items:
        first = next((cut for cut in (item.number, item.title) if cut), None)
        at = _start(first) if first else None
        for part in (item.number, item.title):
            if part:
                yield _Paint("heading", at, part)
        for clause in item.clauses:
            at = _start(clause.number or clause.text)
            if clause.number:
                yield _Paint("clause", at, clause.number)
            yield _Paint("clause", at, clause.text)
            for one in clause.assignments:
                yield _Paint("duty", at, one.department)
                if one.due_text:
                    yield _Paint("due", at, one.due_text)
    for cut in parsed.closing:
        yield _Paint("closing", None, cut)
    for person in parsed.attendance:
        at = _start(person.name)
        for kind, words in (("unit", person.department), ("post", person.title), ("name", person.name)):
            if words:
                yield _Paint(kind, at, words)
        if person.substitutes_for:
            yield _Paint("name", at, person.substitutes_for)
    for cut in parsed.unparsed:
        yield _Paint("unparsed", None, cut)


def _start(cut: Cut) -> int:
    return cut.parts[0].start
