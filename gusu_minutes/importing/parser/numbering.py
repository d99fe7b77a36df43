"""The numbers that stand before headings and clauses: 一、 (一) 1. 1、 (1) ① 议题一."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from gusu_minutes.common.numerals import to_int


class Level(IntEnum):
    """Numbering systems from the outermost in, as GB/T 9704-2012 §7.3.3 orders them; 议题一 stands above all."""

    TOPIC = 0
    HAN = 1  # 一、
    HAN_BRACKET = 2  # (一)
    ARABIC = 3  # 1.
    ARABIC_BRACKET = 4  # (1) 1)
    CIRCLED = 5  # ① ⒈


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the head of a paragraph: `end` is where the text begins, `bare` the span without its marks."""

    level: Level
    value: int
    end: int
    bare: tuple[int, int]


_HAN = "一二三四五六七八九十百零〇"
_PATTERNS = (
    (
        Level.TOPIC,
        re.compile(
            rf"[(【\[]?(?P<bare>(?:第[{_HAN}\d]{{1,4}}(?:项|个)?议题|议题(?P<n>[{_HAN}\d]{{1,4}})))[)】\]]?[:、.]?\s*"
        ),
    ),
    (Level.HAN, re.compile(rf"(?P<bare>[{_HAN}]{{1,4}})\s*[、.．]\s*")),
    (Level.HAN_BRACKET, re.compile(rf"[(〔](?P<bare>[{_HAN}]{{1,4}})[)〕]\s*[、.:]?\s*")),
    (Level.ARABIC, re.compile(r"(?P<bare>\d{1,2})\s*(?:[、,](?!\d)|\.(?!\d))\s*")),
    (Level.ARABIC_BRACKET, re.compile(r"\(?(?P<bare>\d{1,2})\)[、.]?\s*")),
    (Level.CIRCLED, re.compile(r"(?P<bare>[①-⑳⒈-⒛])[、.]?\s*")),
)


_HEAD = 40  # characters within which a number ends, unless somebody typed a great many spaces
_FIRST = frozenset(_HAN + "([〔【第议")


def leading_number(text: str, folded: str) -> Number | None:
    """The number that begins a paragraph, or None; `text` and its fold have the same length."""
    first = folded[:1]
    if not (first in _FIRST or first.isdecimal() or "①" <= text[:1] <= "⒛"):
        return None  # most paragraphs
    number = _read_head(text[:_HEAD], folded[:_HEAD])  # each paragraph is asked about several times
    return number if number is None or number.end < _HEAD else _read(text, folded)


def _read(text: str, folded: str) -> Number | None:
    for level, pattern in _PATTERNS:
        match = pattern.match(text if level is Level.CIRCLED else folded)
        if match:
            value = _value(level, match["bare"])
            return None if value is None else Number(level, value, match.end(), match.span("bare"))
    return None


_read_head = lru_cache(maxsize=512)(_read)


def _value(level: Level, bare: str) -> int | None:
    if level is Level.CIRCLED:
        base = "①" if bare <= "⑳" else "⒈"
        return ord(bare) - ord(base) + 1
    if level is Level.TOPIC:
        bare = re.sub("[^" + _HAN + r"\d]", "", bare)
    return to_int(bare)
