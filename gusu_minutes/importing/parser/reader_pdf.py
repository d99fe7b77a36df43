"""PDF files with a text layer: a process of its own reads the lines of each page, here they become paragraphs."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from gusu_minutes.common.folding import fold
from gusu_minutes.importing.parser.errors import SourceError
from gusu_minutes.importing.parser.labels import attendance_label, field_label
from gusu_minutes.importing.parser.lines import SENTENCE_END
from gusu_minutes.importing.parser.noise import is_document_number, is_page_number, is_title_line, stands_alone
from gusu_minutes.importing.parser.numbering import leading_number
from gusu_minutes.importing.pdf.shapes import AMBIGUOUS_DOOR, CLOSERS, OPENERS, Row

_ROOT = str(Path(__file__).resolve().parents[3])
_WORKER = f"import sys; sys.path.insert(0, {_ROOT!r}); from gusu_minutes.importing.pdf.worker import main; main()"
_SECONDS = 40  # the worker ends itself earlier, unless the machine is very busy
_MARGIN_LINES = 2  # at the head and foot of a page, where headers and footers are looked for
_SPACED = re.compile(r"[\u4e00-\u9fff\u3007)）][ \u3000\t]+(?=[\u4e00-\u9fff])")
_TAIL = re.compile(r"[\u4e00-\u9fff](?:\s|[,，、。]|$)")
_DAMAGED = "The file is not a PDF, or it is damaged."
_REFUSALS = {
    "not_pdf": _DAMAGED,
    "encrypted": "The document is protected by a password. Save it without one.",
    "no_text": "The PDF holds only pictures of pages. Run text recognition (OCR) over it, or use the Word file.",
    "no_characters": "The PDF does not say which characters its glyphs stand for. Use the Word file.",
    "too_many_pages": "The PDF has more than 300 pages.",
    "too_long": "The text has more than a million characters.",
    "pdf_bomb": "The PDF unpacks to far too much and is not opened.",
    "too_complex": "The PDF takes too much time or memory to read.",
}


@dataclass(slots=True)
class _Line:
    """A row with its page; `left` and `right` are the edges of the text area there, in points."""

    row: Row
    page: int
    left: float = 0
    right: float = 0

    @property
    def indent(self) -> float:
        """How far the line is set in, in characters."""
        return (self.row.x0 - self.left) / self.row.size


def read_pdf(data: bytes) -> str:
    """The text of a PDF, a paragraph a line; a table's row is one line, its cells parted by tabs.

    Repeated headers stand first; footers, page numbers and text that is not level last. Raises SourceError.
    """
    answer = _ask_worker(data)
    if "error" in answer:
        code = answer["error"]
        raise SourceError(code, _REFUSALS.get(code, _DAMAGED))
    pages = [[Row(*row) for row in page] for page in answer["pages"]]
    heads, bodies, feet, numbers = _part_margins(pages)
    lines = [_Line(row, number) for number, rows in enumerate(bodies) for row in rows]
    _find_edges(lines)
    text = "\n".join([*heads, *_paragraphs(lines), *feet, *answer["turned"], *numbers]) + "\n"
    return text.replace(AMBIGUOUS_DOOR, "戶" if text.count("會") > text.count("会") else "户")


def _ask_worker(data: bytes) -> dict[str, Any]:
    environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", _WORKER],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            env=environment,
            check=True,
        )
        return dict(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError) as error:
        raise SourceError("too_complex", _REFUSALS["too_complex"]) from error


def _part_margins(pages: list[list[Row]]) -> tuple[list[str], list[list[Row]], list[str], list[str]]:
    """Headers once each, the rows between, footers once each, page numbers."""
    places = Counter(
        key for rows in pages for key in {_key(row) for row in [*rows[:_MARGIN_LINES], *rows[-_MARGIN_LINES:]]}
    )
    often = max(2, len(pages) // 2)
    heads: dict[str, None] = {}
    feet: dict[str, None] = {}
    numbers: list[str] = []
    bodies: list[list[Row]] = []
    for rows in pages:
        body = list(rows)
        for margin, end in ((heads, 0), (feet, -1)):
            for _ in range(_MARGIN_LINES):
                if not body:
                    break
                if is_page_number(fold(body[end].text)):
                    numbers.append(body.pop(end).text)
                elif len(pages) > 1 and places[_key(body[end])] >= often and not body[end].table:
                    margin[body.pop(end).text] = None
                else:
                    break
        bodies.append(body)
    return list(heads), bodies, list(feet)[::-1], numbers


def _key(row: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "0", row.text), round(row.y / 4)


def _find_edges(lines: list[_Line]) -> None:
    """Tell each line where the text area begins and ends on its page: pages may have their margins mirrored."""
    prose = [line for line in lines if not line.row.table]
    if not prose:
        return
    inside = [line for line in prose if line.row.text[-1] not in CLOSERS]  # punctuation may hang over the edge
    left = _edge([line.row.x0 for line in prose], min)
    right = _edge([line.row.x1 for line in (inside if len(inside) > 2 else prose)], max)
    for page in {line.page for line in prose}:
        there = [line for line in prose if line.page == page]
        moved_left = _edge([line.row.x0 for line in there], min, least=3)
        moved_right = _edge([line.row.x1 for line in there if line in inside], max, least=3)
        shift = 0.0
        if moved_left and moved_right and left and right and abs((moved_left - left) - (moved_right - right)) < 5:
            shift = moved_right - right
        for line in there:
            line.left, line.right = (left or 0.0) + shift, (right or 0.0) + shift


def _edge(places: list[float], outermost: Any, least: int = 2) -> float | None:
    """The outermost place that `least` lines share, or None; the outermost at all where `least` is 2."""
    shared = [place for place in places if sum(abs(place - other) < 2.5 for other in places) >= least]
    if shared:
        return float(outermost(shared))
    return float(outermost(places)) if least == 2 else None


def _paragraphs(lines: list[_Line]) -> list[str]:
    body = _body_size(lines)
    pitch = _pitch(lines)
    indented = _first_lines_are_indented(lines)
    spaces_show = any(line.row.open for line in lines)  # some programs draw the space at which a line ends
    groups: list[list[_Line]] = []
    for line in lines:
        last = groups[-1] if groups else None
        if last and (whole := _whole_row(last[-1], line)):
            groups[-1] = [whole]
        elif last and (_goes_on(last, line, pitch, indented, spaces_show) or _same_title(last, line, body)):
            last.append(line)
        else:
            groups.append([line])
    return [_text(group) for group in groups]


def _whole_row(before: _Line, line: _Line) -> _Line | None:
    """The row of a table of which a page's end parted some cells, or None."""
    if not (before.row.table and line.row.table and line.page == before.page + 1):
        return None
    above, below = before.row.text.split("\t"), line.row.text.split("\t")
    filled = [place for place, text in enumerate(below) if text]
    if below[0] or len(filled) * 2 >= len(above) or any(place >= len(above) or not above[place] for place in filled):
        return None
    for place in filled:
        above[place] += below[place]
    return _Line(line.row._replace(text="\t".join(above)), line.page)


def _text(group: list[_Line]) -> str:
    text = group[0].row.text
    for before, line in pairwise(group):
        latin = before.row.text[-1].isascii() and before.row.text[-1].isalpha() and line.row.text[0].isascii()
        words = before.row.open or (latin and line.row.text[0].isalpha())
        text += (" " if words else "") + line.row.text
    lead = "\u3000\u3000" if 1.2 < group[0].indent < 3.5 and not group[0].row.table else ""
    return lead + text


def _goes_on(group: list[_Line], line: _Line, pitch: float, indented: bool, spaces_show: bool) -> bool:
    """Whether `line` is the next line of the paragraph: the one before it was full, and it is not set in itself."""
    before, row = group[-1].row, line.row
    if row.table or before.table or "\t" in row.text or abs(before.size - row.size) > 0.12 * row.size:
        return False
    if line.page == group[-1].page and before.y - row.y > 1.4 * pitch:
        return False
    if before.text[-1] in OPENERS:
        return True
    if before.x1 + row.head < group[-1].right - 0.3 * row.size:
        return False
    if line.indent > 1.2:
        if len(group) > 1:
            return abs(line.indent - group[-1].indent) < 0.6 and abs(line.indent - group[0].indent) > 0.6
        return line.indent > group[0].indent + 0.8 and not _numbered(row.text) and _numbered(group[0].row.text)
    if len(_SPACED.findall(before.text)) >= 2 and not before.open and not spaces_show:
        return bool(
            _TAIL.match(row.text)
        )  # names in a row: whether the line ended between two, the parser knows better
    return indented or not _opens(row.text, before.text)


def _opens(text: str, before: str) -> bool:
    """Whether a line begins something of its own, by its words alone."""
    folded = fold(text)
    if _numbered(text) or attendance_label(folded) or field_label(folded):
        return True
    return stands_alone(folded) and fold(before)[-1] in SENTENCE_END


def _numbered(text: str) -> bool:
    return bool(leading_number(text, fold(text)))


def _same_title(group: list[_Line], line: _Line, body: float) -> bool:
    """Whether two centred lines in large type are one title."""
    before, row = group[-1], line.row
    return (
        row.size > 1.15 * body
        and not is_document_number(fold(row.text))
        and not is_title_line(fold(before.row.text))
        and abs(before.row.size - row.size) < 0.05 * row.size
        and line.page == before.page
        and before.row.y - row.y < 2.2 * row.size
        and all(abs((one.row.x0 - one.left) - (one.right - one.row.x1)) < 1.5 * row.size for one in (before, line))
    )


def _body_size(lines: list[_Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.row.size, 1)] += len(line.row.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _pitch(lines: list[_Line]) -> float:
    """The usual distance of lines."""
    steps = [
        before.row.y - line.row.y
        for before, line in pairwise(lines)
        if before.page == line.page and not line.row.table and before.row.y > line.row.y
    ]
    return statistics.median(steps) if steps else 1000.0


def _first_lines_are_indented(lines: list[_Line]) -> bool:
    prose = [line for line in lines if len(line.row.text) >= 10 and not line.row.table]
    return sum(1.2 < line.indent < 3.5 for line in prose) >= max(1, 0.1 * len(prose))
