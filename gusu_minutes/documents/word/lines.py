"""How large and how long lines of a title are, so that it stands balanced, and how many lines a text takes."""

import math
import re
from dataclasses import dataclass

from gusu_minutes.documents.paper import width

# Where a name may be parted without tearing a word.
_SEAM = re.compile(
    r"(?:[、，》”）·]|政府|委员会|委員會|管委会|管委會|办公室|辦公室|公司|党组|黨組|会议|會議|关于|關於|的)$"
)
_NEVER_FIRST = set("、，。；：！？》”）〉】〕")
_NEVER_LAST = set("《“（〈【〔")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a centred text stands: its size in points, the width of its lines in points, how many there are."""

    size: float
    measure: float
    lines: int


def shape_on_one_line(text: str, *, measure: float, largest: float, most: int) -> Shape:
    """Return the size at which a text fills a line; with more than `most` characters, two or more balanced lines."""
    count = max(width(text), 1.0)
    if count <= most:
        return Shape(min(largest, _half_points(measure / count)), measure, 1)
    lines = math.ceil(count / most)
    first, slack = first_line(text, lines, most)
    size = min(largest, _half_points(measure / first))
    return Shape(size, min(measure, (first + slack) * size), lines)


def shape_of_size(text: str, *, measure: float, size: float) -> Shape:
    """Return how a text of a given size stands: on one line, or on balanced ones."""
    most = math.floor(measure / size)
    lines = math.ceil(max(width(text), 1.0) / most)
    if lines == 1:
        return Shape(size, measure, 1)
    first, slack = first_line(text, lines, most)
    return Shape(size, min(measure, (first + slack) * size), lines)


def first_line(text: str, lines: int, most: int) -> tuple[float, float]:
    """Return how many characters wide the first of several balanced lines is, and what may be left beside it.

    It has its share at least, and `most` at most; with two lines it ends where a word does, if there is such a place.
    The slack is room for fonts with wide digits, and too little for the next character.
    """
    share = width(text) / lines
    ends = [end for end in range(1, len(text)) if share <= width(text[:end]) <= most and _may_break(text, end)]
    if not ends:
        return min(math.ceil(share), most), 0.4
    seams = [end for end in ends if _SEAM.search(text[:end])] if lines == 2 else []
    end = min(seams or ends)
    return width(text[:end]), 0.4 if text[end].isascii() else 0.9


def _may_break(text: str, end: int) -> bool:
    return text[end] not in _NEVER_FIRST and text[end - 1] not in _NEVER_LAST


def _half_points(size: float) -> float:
    return math.floor(size * 2) / 2


def line_count(text: str, columns: float, indent: float = 0) -> int:
    """Return on how many lines of `columns` characters a text stands; at least one."""
    taken = (width(line) + (0 if number else indent) for number, line in enumerate(text.split("\n")))
    return sum(max(1, math.ceil(one / max(1.0, columns))) for one in taken)
