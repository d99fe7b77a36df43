"""The pages of a PDF as marks in their order: glyphs, and rules and other paths. Lengths are in millimetres.

Places are counted from the top left corner of the page, downwards, as OFD does (GB/T 33190-2016 §8.1).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, cast

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt, decode_text

from gusu_minutes.documents.ofd.goals import MM, Entry, Goals, Link
from gusu_minutes.documents.ofd.typefaces import Typeface

UPRIGHT = (1.0, 0.0, 0.0, 1.0)
# What XML 1.0 §2.2 has no room for.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Color = tuple[int, int, int, int]  # red, green, blue and how opaque, from 0 to 255
Point = tuple[float, float]


class UnsupportedContent(ValueError):
    """Something on a PDF page that official documents don't have, and that would be lost."""


@dataclass(slots=True)
class Glyph:
    """One glyph and what it stands for; `text` is empty where nobody says it.

    `axes` (a, b, c, d) turn the glyph's own right and down, one unit long, into the page's.
    """

    text: str
    cid: int
    face: Typeface
    size: float
    axes: tuple[float, float, float, float]
    x: float
    y: float
    advance: float
    color: Color


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and curves; each step is "M", "L", "B" (cubic Bézier) or "C" (close) with its points (§9.1)."""

    steps: tuple[tuple[str, tuple[Point, ...]], ...]
    stroke: Color | None
    fill: Color | None
    width: float
    dash: tuple[float, ...] = ()
    dash_offset: float = 0
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    marks: tuple[Glyph | Path, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    pages: tuple[Page, ...]
    faces: tuple[Typeface, ...]
    outline: tuple[Entry, ...]


def legal(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def read(pdf: bytes) -> Layout:
    """Return what stands on the pages of a PDF, which fonts it is set in, and its bookmarks.

    Raises pdfminer's PDFSyntaxError for what is no PDF, UnsupportedFont and UnsupportedContent for what would be lost.
    """
    document = PDFDocument(PDFParser(BytesIO(pdf)))
    resources = PDFResourceManager()
    device = _Device(resources)
    interpreter = _Interpreter(resources, device)
    sheets = list(PDFPage.create_pages(document))
    for sheet in sheets:
        interpreter.process_page(sheet)
    goals = Goals(document, sheets)
    pages = (replace(page, links=tuple(goals.links(sheet))) for page, sheet in zip(device.pages, sheets, strict=True))
    return Layout(tuple(pages), tuple(device.faces.values()), tuple(goals.outline()))


class _State(PDFGraphicState):
    """pdfminer's graphics state, and how opaque strokes and fills are (ISO 32000-1 §11.6.4.4)."""

    def __init__(self) -> None:
        super().__init__()
        self.stroke_alpha = self.fill_alpha = 1.0

    def copy(self) -> "_State":
        twin = _State()
        twin.__dict__.update(self.__dict__)
        return twin


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, which passes over the operator that sets opacity."""

    graphicstate: _State

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self.graphicstate = _State()

    def do_gs(self, name: Any) -> None:
        states = dict_value(self.resources.get("ExtGState", {}))
        state = dict_value(states.get(literal_name(name), {}))
        self.graphicstate.stroke_alpha = float(resolve1(state.get("CA", self.graphicstate.stroke_alpha)))
        self.graphicstate.fill_alpha = float(resolve1(state.get("ca", self.graphicstate.fill_alpha)))


class _Device(PDFTextDevice):
    """Takes down what pdfminer's interpreter draws."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.pages: list[Page] = []
        self.faces: dict[PDFFont, Typeface] = {}
        self._marks: list[Glyph | Path] = []
        self._height = 0.0
        # For each open tag where its marks begin, and the text that it says they stand for.
        self._tags: list[tuple[int, str | None]] = []

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self._marks = []
        self._tags = []
        self._height = page.mediabox[3] - page.mediabox[1]

    def end_page(self, page: PDFPage) -> None:
        width = page.mediabox[2] - page.mediabox[0]
        self.pages.append(Page(width * MM, self._height * MM, tuple(self._marks)))

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        actual = resolve1(props.get("ActualText")) if isinstance(props, dict) else None
        self._tags.append((len(self._marks), decode_text(actual) if isinstance(actual, bytes) else None))

    def end_tag(self) -> None:
        start, text = self._tags.pop() if self._tags else (0, None)
        if text is None:
            return
        glyphs = [mark for mark in self._marks[start:] if isinstance(mark, Glyph)]
        parts = list(text) if len(glyphs) == len(text) else [text, *[""] * (len(glyphs) - 1)]
        for glyph, part in zip(glyphs, parts, strict=False):
            glyph.text = part

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        a, b, c, d, e, f = matrix
        a, b, c, d = a * fontsize * scaling, b * fontsize * scaling, c * fontsize, d * fontsize
        size = abs(a * d - b * c) ** 0.5
        if font not in self.faces:
            self.faces[font] = Typeface.of(font)
        width = font.char_width(cid)
        if size:
            try:
                text = font.to_unichr(cid)
            except PDFUnicodeNotDefined:
                text = ""
            glyph = Glyph(
                text=text,
                cid=cid,
                face=self.faces[font],
                size=size * MM,
                axes=(a / size, -b / size, -c / size, d / size),
                x=(e + c / fontsize * rise) * MM,
                y=(self._height - f - d / fontsize * rise) * MM,
                advance=width * size * MM,
                color=_fill(graphicstate),
            )
            self._marks.append(glyph)
        return width * fontsize * scaling

    def paint_path(
        self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        steps: list[tuple[str, tuple[Point, ...]]] = []
        for name, *values in path:
            numbers = [float(value) for value in values]
            points = [self._place(point) for point in zip(numbers[::2], numbers[1::2], strict=True)]
            if name == "v":  # the point where the pen stands is the first control point
                points.insert(0, steps[-1][1][-1])
            elif name == "y":
                points.append(points[-1])
            steps.append((_STEPS[str(name)], tuple(points)))
        pattern, phase = cast(tuple[Sequence[float], float], graphicstate.dash or ((), 0))
        mark = Path(
            tuple(steps),
            stroke=_stroke(graphicstate) if stroke else None,
            fill=_fill(graphicstate) if fill else None,
            # pdfminer has 0 for the width that nobody set; it is 1 in the space of the path (ISO 32000-1 §8.4.1).
            width=(graphicstate.linewidth or self._unit) * MM,
            dash=tuple(length * MM for length in pattern),
            dash_offset=phase * MM,
            even_odd=evenodd,
        )
        if steps and (stroke or fill):
            self._marks.append(mark)

    def render_image(self, name: str, stream: PDFStream) -> None:
        raise UnsupportedContent(f"image {name}")

    @property
    def _unit(self) -> float:
        """How long one unit of the current space is on the page, in points."""
        assert self.ctm is not None
        a, b, c, d, *_ = self.ctm
        return abs(a * d - b * c) ** 0.5

    def _place(self, point: Point) -> Point:
        assert self.ctm is not None
        x, y = apply_matrix_pt(self.ctm, point)
        return x * MM, (self._height - y) * MM


_STEPS = {"m": "M", "l": "L", "c": "B", "v": "B", "y": "B", "h": "C"}


def _stroke(state: PDFGraphicState) -> Color:
    return _color(state.scolor, state.stroke_alpha if isinstance(state, _State) else 1)


def _fill(state: PDFGraphicState) -> Color:
    return _color(state.ncolor, state.fill_alpha if isinstance(state, _State) else 1)


def _color(color: Any, alpha: float) -> Color:
    """Return a colour of one (grey), three or four (CMYK) components from 0 to 1.

    Raises UnsupportedContent for a pattern.
    """
    try:
        components = [float(value) for value in (color if isinstance(color, list | tuple) else (color,))]
    except (TypeError, ValueError):
        raise UnsupportedContent(f"colour {color!r}") from None
    if len(components) == 4:
        *inks, black = components
        components = [(1 - ink) * (1 - black) for ink in inks]
    elif len(components) != 3:
        components = components[:1] * 3
    red, green, blue, opacity = (round(255 * min(max(value, 0), 1)) for value in (*components, alpha))
    return red, green, blue, opacity
