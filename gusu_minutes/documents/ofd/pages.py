"""A page of an OFD file: text objects and path objects (GB/T 33190-2016 §7.7, §9, §11). Lengths are in millimetres."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from gusu_minutes.documents.ofd.goals import Goal
from gusu_minutes.documents.ofd.reading import UPRIGHT, Color, Glyph, Page, Path, Point, legal
from gusu_minutes.documents.ofd.typefaces import Typeface

NAMESPACE = "http://www.ofdspec.org/2016"
_SAME_LINE = 0.005  # far less than anybody sees
# Stands for a glyph of which the PDF doesn't say what it means: it takes no room and has no look.
_UNKNOWN = "\u200b"


def element(name: str, parent: etree._Element | None = None, text: str = "", **attributes: str) -> etree._Element:
    """Make an element of OFD, below `parent` where there is one."""
    tag = f"{{{NAMESPACE}}}{name}"
    if parent is None:
        made = etree.Element(tag, attributes, nsmap={"ofd": NAMESPACE})
    else:
        made = etree.SubElement(parent, tag, attributes)
    made.text = text or None
    return made


def number(value: float, places: int = 3) -> str:
    """Write a number without trailing zeros; three places are a micrometre."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def row(values: Iterable[float], places: int = 3) -> str:
    return " ".join(number(value, places) for value in values)


@dataclass(frozen=True, slots=True)
class FontInFile:
    """A font as the OFD file has it: its ID, and which glyph each CID of the PDF is."""

    ref: int
    glyphs: Mapping[int, int]


@dataclass(slots=True)
class Run:
    """Glyphs on one baseline in one face, size and colour; `offsets` are their places along it from the first one."""

    glyphs: list[Glyph]
    offsets: list[float]

    def takes(self, glyph: Glyph) -> bool:
        """Whether this glyph follows the last one, with no more than its own size between them."""
        first, last = self.glyphs[0], self.glyphs[-1]
        style = glyph.face is first.face and glyph.color == first.color
        if not style or abs(glyph.size - first.size) > _SAME_LINE or not _close(glyph.axes, first.axes):
            return False
        along, across = _within(first, glyph)
        gap = along - self.offsets[-1] - last.advance
        return abs(across) < _SAME_LINE and abs(gap) < first.size and along > self.offsets[-1]

    def add(self, glyph: Glyph) -> None:
        self.offsets.append(_within(self.glyphs[0], glyph)[0])
        self.glyphs.append(glyph)


def runs(marks: Iterable[Glyph | Path]) -> Iterator[Run | Path]:
    """Gather glyphs to runs, and keep the order of all marks, since later ones cover earlier ones.

    A glyph that a reader must be told (not one character, or a character drawn in two ways) makes a run of its own.
    A run ends after a character outside the Basic Multilingual Plane: readers written in Java or JavaScript count it as
    two, and would shift what follows.
    """
    run: Run | None = None
    open_ended = False
    for mark in marks:
        if isinstance(mark, Path):
            if run:
                yield run
            run = None
            yield mark
            continue
        if mark.text and not legal(mark.text):
            continue
        mark.text = legal(mark.text)
        alone = not mark.face.claim(mark.text, mark.cid)
        if run and open_ended and not alone and run.takes(mark):
            run.add(mark)
        else:
            if run:
                yield run
            run = Run([mark], [0.0])
        open_ended = not alone and ord(mark.text) < 0x10000
    if run:
        yield run


def go_to(parent: etree._Element, goal: Goal, page_ids: Sequence[int]) -> None:
    """Make a click go to a place in the document (§14.3)."""
    goto = element("Goto", element("Action", element("Actions", parent), Event="CLICK"))
    place = {"Left": number(goal.left), "Top": number(goal.top), "Zoom": "0"}
    element("Dest", goto, Type="XYZ", PageID=str(page_ids[goal.page]), **place)


def page_xml(
    page: Page,
    marks: Iterable[Run | Path],
    fonts: Mapping[Typeface, FontInFile],
    page_ids: Sequence[int],
    new_id: Callable[[], int],
) -> etree._Element:
    """Return a page's Content.xml. `page_ids` are those of all pages, `new_id` numbers the objects."""
    root = element("Page")
    area = element("Area", root)
    element("PhysicalBox", area, row((0, 0, page.width, page.height)))
    layer = element("Layer", element("Content", root), ID=str(new_id()), Type="Body")
    for mark in marks:
        if isinstance(mark, Path):
            _path(layer, mark, new_id())
        else:
            first = mark.glyphs[0]
            text = _text(layer, mark, fonts[first.face], new_id())
            middle = _outside(first, first.advance / 2, -first.size / 3)
            if link := next((link for link in page.links if link.holds(*middle)), None):
                go_to(text, link.goal, page_ids)
                text.insert(0, text[-1])  # actions stand first
    return root


def _text(layer: etree._Element, run: Run, font: FontInFile, ref: int) -> etree._Element:
    """Write a TextObject (§11.2) with its TextCode (§11.3); turned text has a CTM, and its origin on the baseline."""
    first, last = run.glyphs[0], run.glyphs[-1]
    size, width = first.size, run.offsets[-1] + last.advance
    high, low = -first.face.top * size, -first.face.bottom * size
    corners = [_outside(first, along, down) for along in (0, width) for down in (high, low)]
    left, top, across, down = _box(corners)
    attributes = {"ID": str(ref), "Boundary": row((left, top, across, down)), "Font": str(font.ref)}
    attributes["Size"] = number(size)
    x, y = first.x - left, first.y - top
    if not _close(first.axes, UPRIGHT):
        attributes["CTM"] = f"{row(first.axes, 6)} {row((x, y))}"
        x = y = 0
    text = element("TextObject", layer, **attributes)
    _color("FillColor", text, first.color)
    words = "".join(glyph.text for glyph in run.glyphs) or _UNKNOWN
    if len(run.glyphs) == 1 and not first.face.claim(first.text, first.cid) and first.cid in font.glyphs:
        transform = element("CGTransform", text, CodePosition="0", CodeCount=str(len(words)), GlyphCount="1")
        element("Glyphs", transform, str(font.glyphs[first.cid]))
    code = element("TextCode", text, words, X=number(x), Y=number(y))
    if len(run.offsets) > 1:
        # Differences of rounded places: rounded differences would add up along a line.
        places = [round(offset, 3) for offset in run.offsets]
        code.set("DeltaX", row(after - before for before, after in pairwise(places)))
    return text


def _path(layer: etree._Element, path: Path, ref: int) -> None:
    """Write a PathObject (§9.1); its Boundary holds the breadth of the line too."""
    breadth = path.width / 2 if path.stroke else 0
    points = [point for _, points in path.steps for point in points]
    left, top, width, height = _box(points)
    left, top, width, height = left - breadth, top - breadth, width + 2 * breadth, height + 2 * breadth
    attributes = {"ID": str(ref), "Boundary": row((left, top, width, height))}
    attributes["Stroke"] = "true" if path.stroke else "false"
    attributes["Fill"] = "true" if path.fill else "false"
    if path.stroke:
        attributes["LineWidth"] = number(path.width)
        if path.dash:
            attributes |= {"DashPattern": row(path.dash), "DashOffset": number(path.dash_offset)}
    if path.even_odd:
        attributes["Rule"] = "Even-Odd"
    shape = element("PathObject", layer, **attributes)
    if path.stroke:
        _color("StrokeColor", shape, path.stroke)
    if path.fill:
        _color("FillColor", shape, path.fill)
    steps = [" ".join([name, *(row((x - left, y - top)) for x, y in points)]) for name, points in path.steps]
    element("AbbreviatedData", shape, " ".join(steps))


def _color(name: str, parent: etree._Element, color: Color) -> None:
    *value, alpha = color
    element(name, parent, Value=row(value), **({} if alpha == 255 else {"Alpha": str(alpha)}))


def _close(one: Iterable[float], other: Iterable[float]) -> bool:
    return all(abs(a - b) < 1e-4 for a, b in zip(one, other, strict=True))


def _within(first: Glyph, glyph: Glyph) -> Point:
    """Return where a glyph stands in the space of the first one: along its baseline, and down from it."""
    a, b, c, d = first.axes
    x, y = glyph.x - first.x, glyph.y - first.y
    whole = a * d - b * c
    return (d * x - c * y) / whole, (a * y - b * x) / whole


def _outside(first: Glyph, along: float, down: float) -> Point:
    """Return the place on the page of a point in the space of a glyph."""
    a, b, c, d = first.axes
    return first.x + a * along + c * down, first.y + b * along + d * down


def _box(points: list[Point]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what holds all points."""
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top
