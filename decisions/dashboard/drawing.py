"""Drawings by leather, made fit for our pages: colours from the style sheet, our fonts, words for who listens.

leather knows one colour a layer, no stacks and nothing of accessibility. It is given the names of our classes for
colours and layers that lie over each other for stacks; what it draws is taken over with lxml. There is no style in it.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import leather
from django.utils.safestring import SafeString, mark_safe
from leather import theme
from lxml import etree

from gusu_minutes.documents.paper import width as text_width

# leather is set up by the variables of its module. Its margin of 5 % would leave nothing for the names on narrow
# screens; it takes every character for equally wide: labels are padded to their width in half characters.
theme.margin = 0.0
theme.tick_font_char_width = 7
_PADDING = "\u2002"

WIDTH = 420
_ROW = 27
_AXIS = 44
_ASIDE = 34  # room behind the last column of the grid: the number behind a bar
_BEFORE = 8  # room before the names: a sign like % is wider than half a character
_LONGEST = 9  # characters of a name
_SVG = "{http://www.w3.org/2000/svg}"
_LENGTHS = ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "cx", "cy")
_ABOVE, _BELOW = 10, 6  # room for the upper half of the topmost label and the foot of the lowest
_FIGURES = re.compile(r"[\d.]+")
_FRACTION = re.compile(r"\d+\.\d+")
# Not by colour alone: what is late has stripes, what is overdue has dots.
_PATTERNS = {"warn": "M0 0V6M3 0V6", "late": "M1 1h2v2h-2z"}


class Layer(NamedTuple):
    """One part of a stack: the class of its colour, its name and its values, one for each bar or column."""

    tone: str
    label: str
    values: list[int]


def bars(key: str, names: Sequence[str], layers: Sequence[Layer], title: str, words: str) -> SafeString:
    """Return lying bars, one for each name, the layers stacked from the left, the sum behind the bar."""
    chart = leather.Chart()
    for tone, sums in _stacked(layers):
        chart.add_bars([(value, str(place)) for place, value in enumerate(sums)], fill_color=tone)
    ticks = _ticks(max(_sums(layers), default=0))
    chart.add_x_scale(0, ticks[-1])
    chart.add_x_axis(ticks=ticks, tick_formatter=_number)
    chart.add_y_axis(tick_formatter=lambda place, _index, _count: _padded(_short(names[int(place)])))
    root = _drawn(chart, len(names) * _ROW + _AXIS)
    _write_sums(root, layers)
    for longer, shorter in _laid_over(root):
        _set(longer, x=_end(shorter), width=_end(longer) - _end(shorter))
    for rectangle in _shapes(root, "rect"):
        height = float(rectangle.get("height"))
        _set(rectangle, y=float(rectangle.get("y")) + height * 0.2, height=height * 0.6)
    return _finished(root, key, title, words)


def columns(key: str, names: Sequence[str], layers: Sequence[Layer], title: str, words: str) -> SafeString:
    """Return standing columns, one for each name, the layers stacked from below."""
    chart = leather.Chart()
    for tone, sums in _stacked(layers):
        chart.add_columns([(str(place), value) for place, value in enumerate(sums)], fill_color=tone)
    ticks = _ticks(max(_sums(layers), default=0))
    chart.add_y_scale(0, ticks[-1])
    chart.add_y_axis(ticks=ticks, tick_formatter=_number)
    shown = [str(place) for place in _thinned(names)]
    chart.add_x_axis(ticks=shown, tick_formatter=lambda place, _index, _count: names[int(place)])
    root = _drawn(chart, 240)
    for longer, shorter in _laid_over(root):
        _set(longer, height=float(longer.get("height")) - float(shorter.get("height")))
    for rectangle in _shapes(root, "rect"):
        width = float(rectangle.get("width"))
        kept = min(width * 0.6, 44)
        _set(rectangle, x=float(rectangle.get("x")) + (width - kept) / 2, width=kept)
    return _finished(root, key, title, words)


def line(key: str, names: Sequence[str], values: Sequence[float | None], title: str, words: str) -> SafeString:
    """Return a line of percentages, one for each name, broken where there is none. At least one must be given."""
    points = list(enumerate(values))
    chart = leather.Chart()
    chart.add_x_scale(0, max(1, len(names) - 1))
    chart.add_y_scale(0, 100)
    chart.add_line(points, stroke_color="done")
    chart.add_dots(points, fill_color="done", radius=4)
    chart.add_y_axis(ticks=[0, 25, 50, 75, 100], tick_formatter=lambda value, _index, _count: f"{value}%")
    chart.add_x_axis(ticks=_thinned(names), tick_formatter=lambda place, _index, _count: names[int(place)])
    return _finished(_drawn(chart, 240), key, title, words)


def pattern_of(key: str, tone: str) -> str:
    """Return what fills a shape of that tone in the chart `key`; nothing for a tone that is all colour."""
    return f"url(#chart-{key}-{tone})" if tone in _PATTERNS else ""


def _sums(layers: Sequence[Layer]) -> list[int]:
    return [sum(values) for values in zip(*(layer.values for layer in layers), strict=True)]


def _stacked(layers: Sequence[Layer]) -> list[tuple[str, list[int]]]:
    """Return the layers with what lies before each added, the longest first: the shorter ones are drawn over it."""
    return [(layers[end - 1].tone, _sums(layers[:end])) for end in range(len(layers), 0, -1)]


def _ticks(largest: int) -> list[int]:
    """Return at most six round numbers from 0 to `largest` or just above it."""
    step = max(1, largest / 5)
    power = 10 ** math.floor(math.log10(step))
    round_step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step)
    return [int(round_step * place) for place in range(math.ceil(max(1, largest) / round_step) + 1)]


def _thinned(names: Sequence[str]) -> list[int]:
    """Return the places whose names have room side by side."""
    longest = max(map(text_width, names), default=1)
    room = max(1, int((WIDTH - _AXIS) / (longest * 14 + 2)))
    return list(range(0, len(names), math.ceil(len(names) / room)))


def _number(value: int, _index: int, _count: int) -> str:
    return _padded(str(value))


def _short(name: str) -> str:
    return name if text_width(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _padded(label: str) -> str:
    return label + _PADDING * max(0, math.ceil(2 * text_width(label)) - len(label))


def _drawn(chart: leather.Chart, height: int) -> etree._Element:
    """Return leather's drawing without its ground, and without its legend and the room for that."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(chart.to_svg(width=WIDTH, height=height), parser)
    whole = root[0]
    ground, margin = whole
    legend, body = margin
    whole.remove(ground)
    margin.remove(legend)
    top = float(_FIGURES.findall(body.get("transform"))[1]) - _ABOVE
    root.set("viewBox", f"{-_BEFORE} {top} {_BEFORE + WIDTH + _ASIDE} {height - top + _BELOW}")
    return root


def _shapes(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{_SVG}{name}"))


def _laid_over(root: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """Return each bar or column with the shorter one that lies over it, the longest first."""
    groups = [group for group in root.iter(f"{_SVG}g") if group.get("class", "").startswith("series")]
    layers = [[node for node in group if node.tag == f"{_SVG}rect"] for group in groups]
    return [pair for longer, shorter in pairwise(layers) for pair in zip(longer, shorter, strict=True)]


def _set(node: etree._Element, **lengths: float) -> None:
    for name, value in lengths.items():
        node.set(name, str(value))


def _end(bar: etree._Element) -> float:
    return float(bar.get("x")) + float(bar.get("width"))


def _write_sums(root: etree._Element, layers: Sequence[Layer]) -> None:
    """Write behind each bar how many it stands for: the bars of the first layer reach to the end."""
    longest = next(group for group in root.iter(f"{_SVG}g") if group.get("class") == "series bars")
    for rectangle, value in zip(list(longest), reversed(_sums(layers)), strict=True):
        middle = float(rectangle.get("y")) + float(rectangle.get("height")) / 2
        label = etree.SubElement(longest, f"{_SVG}text", x=str(_end(rectangle) + 6), y=str(middle), dy="0.32em")
        label.text = str(value)


def _finished(root: etree._Element, key: str, title: str, words: str) -> SafeString:
    """Take over colours and fonts and say what is drawn; return the markup."""
    for node in root.iter():
        for name in ("width", "height") if node is root else ():
            del node.attrib[name]
        for name in _LENGTHS:
            if name in node.attrib:
                node.set(name, f"{float(node.get(name)):.1f}")
        if "d" in node.attrib:
            node.set("d", _FRACTION.sub(lambda found: f"{float(found[0]):.1f}", node.get("d")))
        if node.tag == f"{_SVG}text":
            node.text = (node.text or "").rstrip(_PADDING)
            for name in ("fill", "font-family", "font-size"):
                node.attrib.pop(name, None)
        elif node.tag == f"{_SVG}line":
            node.set("class", "zero" if node.attrib.pop("stroke") == theme.zero_color else "grid")
        else:
            _dress(node, key)
    for rectangle in _shapes(root, "rect"):
        if float(rectangle.get("width")) < 0.1 or float(rectangle.get("height")) < 0.1:
            rectangle.getparent().remove(rectangle)
    root.set("role", "img")
    root.set("aria-labelledby", f"chart-{key}-title chart-{key}-words")
    for place, (tag, text) in enumerate((("title", title), ("desc", words))):
        node = etree.Element(f"{_SVG}{tag}", id=f"chart-{key}-{'words' if place else 'title'}")
        node.text = text
        root.insert(place, node)
    root.insert(2, _patterns(key))
    return mark_safe(etree.tostring(root, encoding="unicode"))  # noqa: S308 - lxml escapes every text


def _dress(node: etree._Element, key: str) -> None:
    """Give a shape the class that leather had for a colour, and the pattern of that class."""
    for name in ("fill", "stroke"):
        tone = node.get(name, "none")
        if tone != "none":
            node.attrib.pop(name)
            if pattern := pattern_of(key, tone):
                node.set("fill", pattern)
            else:
                node.set("class", f"{tone}-line" if name == "stroke" else tone)


def _patterns(key: str) -> etree._Element:
    defs = etree.Element(f"{_SVG}defs")
    for tone, marks in _PATTERNS.items():
        pattern = etree.SubElement(
            defs,
            f"{_SVG}pattern",
            id=f"chart-{key}-{tone}",
            width="6",
            height="6",
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        etree.SubElement(pattern, f"{_SVG}rect", {"class": tone}, width="6", height="6")
        etree.SubElement(pattern, f"{_SVG}path", {"class": f"{tone}-marks"}, d=marks)
    return defs
