"""What the worker and the reader of PDF files both speak of; imports nothing of pdfminer."""

from __future__ import annotations

import re
from typing import NamedTuple

CLOSERS = "，。、；：？！”’）》】〉」』〕］…,.;:?!)%℃"
OPENERS = "“‘（《【〈「『〔［(["
AMBIGUOUS_DOOR = "\u2f3e"  # ⼾ is 户 in a Simplified font and 戶 in a Traditional one
_NUMBER = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}(?:[）)、]|[.．](?!\d)))")


class Row(NamedTuple):
    """One line of a page. `head` is the width of what cannot be parted from its beginning; lengths in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    head: float
    table: bool = False
    open: bool = False  # white space follows at the end


def reads_by_itself(cell: str) -> bool:
    """Whether a cell of a table holds prose, or a list, and not a word or two."""
    lines = cell.split("\n")
    return "。" in cell or len(cell) > 120 or (len(lines) > 1 and any(_NUMBER.match(line) for line in lines))
