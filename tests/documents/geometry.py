"""Reads a PDF's real coordinates, in millimetres from the upper left corner of the sheet."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTCurve, LTLine, LTRect

MM = 72 / 25.4


@dataclass
class Mark:
    """A character or a rule: its text (empty for a rule), its box, its size and font."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    font: str = ""
    size: float = 0
    color: tuple[float, ...] = ()
    weight: float = 0


@dataclass
class Sheet:
    """One page: its size, its characters and its rules."""

    width: float
    height: float
    characters: list[Mark] = field(default_factory=list)
    rules: list[Mark] = field(default_factory=list)

    def lines(self) -> list[list[Mark]]:
        """Return the characters line by line, downwards, each from left to right."""
        rows: list[list[Mark]] = []
        for mark in sorted(self.characters, key=lambda one: (round(one.bottom, 1), one.left)):
            if rows and abs(rows[-1][0].bottom - mark.bottom) < 1:
                rows[-1].append(mark)
            else:
                rows.append([mark])
        return [sorted(row, key=lambda one: one.left) for row in rows]

    def text_lines(self) -> list[str]:
        return ["".join(mark.text for mark in row).strip() for row in self.lines()]

    def body(self) -> list[list[Mark]]:
        """Return the lines of the type area set in 3号."""
        return [row for row in self.lines() if abs(row[0].size - 16) < 0.1 and row[0].top < 262]


def sheets(pdf: bytes) -> list[Sheet]:
    """Return the pages of a PDF."""
    return [_sheet(page) for page in extract_pages(io.BytesIO(pdf), laparams=LAParams(all_texts=True))]


def _sheet(page: Any) -> Sheet:
    sheet = Sheet(page.width / MM, page.height / MM)
    for element in _leaves(page):
        box = (element.x0 / MM, (page.height - element.y1) / MM, element.x1 / MM, (page.height - element.y0) / MM)
        if isinstance(element, LTChar):
            color = _color(element.graphicstate.ncolor)
            size = (element.matrix[0] ** 2 + element.matrix[1] ** 2) ** 0.5 * _font_size(element)
            sheet.characters.append(Mark(element.get_text(), *box, element.fontname, size, color))
        else:
            sheet.rules.append(Mark("", *box, color=_color(element.stroking_color), weight=element.linewidth / MM))
    return sheet


def _font_size(character: LTChar) -> float:
    return float(getattr(character, "fontsize", None) or character.size)


def _color(value: Any) -> tuple[float, ...]:
    return tuple(float(part) for part in value) if isinstance(value, list | tuple) else (float(value or 0),)


def _leaves(element: Any) -> Iterator[Any]:
    if isinstance(element, LTContainer):
        for child in element:
            yield from _leaves(child)
    elif isinstance(element, LTChar | LTLine | LTRect | LTCurve):
        yield element
