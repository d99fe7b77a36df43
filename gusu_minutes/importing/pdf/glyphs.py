"""What a page draws, as far as it is text: glyphs with their places, and the straight rules of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.utils import apply_matrix_pt

from gusu_minutes.importing.pdf.guard import MAX_CHARACTERS, Budget, Refused

_MAX_RULES = 1_500  # a page with more is a drawing
_THIN = 3.0  # points: a filled box that is thinner is a rule
UNKNOWN = "\ufffd"


class Glyph(NamedTuple):
    """A character from `x0` to `x1` on the base line `y`; lengths in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


class Rule(NamedTuple):
    """A straight line, along x or along y, at `at` from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Sheet:
    """One page."""

    glyphs: list[Glyph] = field(default_factory=list)
    turned: list[Glyph] = field(default_factory=list)  # watermarks and other text that is not level
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)


class Collector(PDFTextDevice):
    """Keeps the glyphs and rules of the page being drawn."""

    def __init__(self, resources: PDFResourceManager, budget: Budget) -> None:
        super().__init__(resources)
        self.budget = budget
        self.sheet = Sheet()
        self.characters = 0

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.sheet = Sheet()

    def render_char(
        self,
        matrix: Any,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance = font.char_width(cid) * fontsize * scaling
        a, b, c, d, e, f = matrix
        self.characters += 1
        if self.characters > MAX_CHARACTERS:
            raise Refused("too_long")
        if self.characters % 1000 == 0:
            self.budget.tick()
        level = a > 0 and d > 0 and abs(b) < 0.2 * a and abs(c) < 0.5 * d  # a slant is italics made by hand
        size = abs(fontsize * (d if level else max(map(abs, (a, b, c, d)))))
        x1 = e + advance * (a if level else 1)
        (self.sheet.glyphs if level else self.sheet.turned).append(Glyph(text, e, x1, f + rise * d, size or 1.0))
        return advance

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        if len(self.sheet.across) + len(self.sheet.down) > _MAX_RULES or len(path) > 100 or not (stroke or fill):
            return
        points: list[tuple[float, float]] = []
        for operator, *numbers in path:
            if operator == "m":
                self._outline(points, stroke)
                points = []
            if operator == "h" and points:
                points.append(points[0])
            elif len(numbers) >= 2 and self.ctm is not None:
                points.append(apply_matrix_pt(self.ctm, (numbers[-2], numbers[-1])))
        self._outline(points, stroke)

    def _outline(self, points: list[tuple[float, float]], stroke: bool) -> None:
        if len(points) < 2:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if y1 - y0 < _THIN < x1 - x0:
            self.sheet.across.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 < _THIN < y1 - y0:
            self.sheet.down.append(Rule((x0 + x1) / 2, y0, y1))
        elif stroke:
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ay - by) < 0.5 < abs(ax - bx):
                    self.sheet.across.append(Rule(ay, min(ax, bx), max(ax, bx)))
                elif abs(ax - bx) < 0.5 < abs(ay - by):
                    self.sheet.down.append(Rule(ax, min(ay, by), max(ay, by)))
