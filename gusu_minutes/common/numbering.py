"""The numbers that stand before items and clauses, as written: counted anew, checked, continued.

A number is what is written, marks and all: 一, (一), 1., ①, 3.2, 议题一. Numbers of one shape count on; a shape inside
another ((一) 1. 2. (二) 1.) begins anew under each.
"""

import re
from collections.abc import Iterable, Sequence

from gusu_minutes.common.numerals import to_chinese

_ENCLOSED = ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")
_NUMERAL = re.compile(rf"[〇零一二三四五六七八九十百]+|[0-9０-９]+|[{''.join(_ENCLOSED)}]")


def renumbered(numbers: Iterable[str]) -> list[str]:
    """Count anew in the way the numbers are written: (一) (三) become (一) (二). What has no number keeps none."""
    counting: dict[tuple[str, str, str], int] = {}  # the shapes that are open, the outermost first
    result = []
    for number in numbers:
        numerals = list(_NUMERAL.finditer(number))
        if not numerals:
            result.append(number)
            continue
        start, end = numerals[-1].span()  # of 3.2 the 2
        script = _script(number[start:end])
        shape = _NUMERAL.sub("", number[:start]), number[end:], script
        count = counting.get(shape, 0) + 1
        while shape in counting:
            counting.popitem()
        counting[shape] = count
        result.append(number[:start] + _ordinal(count, script) + number[end:])
    return result


def in_order(numbers: Iterable[str]) -> bool:
    """Whether the numbers count without a gap or a jump."""
    numbers = list(numbers)
    return renumbered(numbers) == numbers


def following(numbers: Iterable[str]) -> str:
    """Return the number that comes after these; empty where they are not in order or the last row has none."""
    numbers = list(numbers)
    if not numbers or not numbers[-1] or not in_order(numbers):
        return ""
    return renumbered([*numbers, numbers[-1]])[-1]


def _script(numeral: str) -> str:
    """Name the script of a numeral: 1, 一, or the first of its enclosed row."""
    row = next((row for row in _ENCLOSED if numeral in row), None)
    return row[0] if row else "1" if numeral.isdecimal() else "一"


def _ordinal(count: int, script: str) -> str:
    row: Sequence[str] = next((row for row in _ENCLOSED if script in row), ())
    if count <= len(row):
        return row[count - 1]
    return to_chinese(count) if script == "一" else str(count)
