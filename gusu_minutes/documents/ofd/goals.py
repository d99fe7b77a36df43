"""What leads to a place in a PDF: bookmarks and links (ISO 32000-1 §12.3, §12.5.6.5). Lengths are in millimetres."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pdfminer.pdfdocument import PDFDestinationNotFound, PDFDocument, PDFNoOutlines
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral

MM = 25.4 / 72  # one point


@dataclass(frozen=True, slots=True)
class Goal:
    """A place that a bookmark or a link leads to; pages are counted from 0."""

    page: int
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a page, from its left top to its right bottom, and where a click on it leads."""

    box: tuple[float, float, float, float]
    goal: Goal

    def holds(self, x: float, y: float) -> bool:
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom


@dataclass(frozen=True, slots=True)
class Entry:
    """A bookmark: where it leads, and what stands below it."""

    title: str
    goal: Goal
    children: "list[Entry]"


class Goals:
    """The bookmarks of a document, and the links of each of its pages."""

    def __init__(self, document: PDFDocument, sheets: Sequence[PDFPage]) -> None:
        self._document = document
        self._places = {sheet.pageid: (number, sheet.mediabox) for number, sheet in enumerate(sheets)}

    def outline(self) -> list[Entry]:
        """Return the bookmarks as a tree; one that leads to no page of the document is left out."""
        roots: list[Entry] = []
        path: list[tuple[int, list[Entry]]] = [(0, roots)]
        try:
            found = list(self._document.get_outlines())
        except PDFNoOutlines:
            return roots
        for level, title, dest, action, _ in found:
            goal = self._goal(dest, action)
            if goal is None:
                continue
            entry = Entry(title, goal, [])
            while len(path) > 1 and path[-1][0] >= level:
                path.pop()
            path[-1][1].append(entry)
            path.append((level, entry.children))
        return roots

    def links(self, sheet: PDFPage) -> Iterator[Link]:
        """Yield the links of a page to places in the document, as those of a table of contents."""
        x, _, _, height = sheet.mediabox
        for reference in resolve1(sheet.annots) or ():
            annotation = dict_value(reference)
            goal = self._goal(annotation.get("Dest"), annotation.get("A"))
            if goal is not None and "Rect" in annotation:
                left, bottom, right, top = (float(resolve1(value)) for value in list_value(annotation["Rect"]))
                box = (left - x, height - top, right - x, height - bottom)
                yield Link(cast(tuple[float, float, float, float], tuple(value * MM for value in box)), goal)

    def _goal(self, dest: Any, action: Any) -> Goal | None:
        """Return where a destination, or the action in its stead, leads to; None for no place in the document."""
        dest = resolve1(dest or dict_value(action or {}).get("D"))
        if isinstance(dest, bytes | PSLiteral):
            try:
                dest = resolve1(self._document.get_dest(dest.name if isinstance(dest, PSLiteral) else dest))
            except PDFDestinationNotFound:
                return None
        if isinstance(dest, dict):
            dest = resolve1(dest.get("D"))
        if not isinstance(dest, list) or not dest:
            return None
        number, (x, _, _, height) = self._places.get(getattr(dest[0], "objid", None), (None, (0, 0, 0, 0)))
        if number is None:
            return None
        left, top = dest[2:4] if len(dest) > 3 else (x, height)  # [page /XYZ left top zoom]
        return Goal(number, (float(left or x) - x) * MM, (height - float(top or height)) * MM)
