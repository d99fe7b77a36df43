"""Two texts compared word by word: a Chinese character, a number and a Latin word are each a word."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isqrt

Pieces = tuple[tuple[str, str], ...]
Stretch = tuple[int, int, int, int]  # from and to in the old, from and to in the new sequence

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*[%％]?|[a-zA-Z\u00c0-\u024f]+(?:['’-][a-zA-Z\u00c0-\u024f]+)*|.", re.DOTALL)
_MARKS = "，。；：、！？,.;:!?"
_LONG = 24  # characters from which on a text is compared piece by piece
# Of texts that have less in common than that a reader sees more when one stands after the other.
_COMMON = 0.4
_ONE = 300_000  # steps that one comparison takes at most where none are shared
_LONGEST_SCRIPT = 1500  # words; it bounds the memory of one comparison to a few megabytes


@dataclass
class Effort:
    """How much work may still be done, in steps; a million take a second at most. Comparisons may share one."""

    left: int = 2_000_000


def pieces(old: str, new: str, *, context: int | None = None, effort: Effort | None = None) -> Pieces:
    """Return (same | del | ins, text) from one text to the other; nothing where they are too short or have too little
    in common for it.

    Of what stayed the same only `context` characters are kept around a change, or all.
    """
    if min(len(old), len(new)) < _LONG:
        return ()
    found = compare_words(old, new, effort or Effort(_ONE))
    if old != new and all(kind != "same" for kind, _text in found):
        return ()
    return found if context is None else tuple(_shortened(found, context))


def compare_words(old: str, new: str, effort: Effort) -> Pieces:
    """Return (same | del | ins, text) from one text to the other; joined, the pieces give back both.

    Once `effort` is used up, or where little is common, the whole of both stands as deleted and inserted.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    stretches = common_stretches(before, after, effort, common=_COMMON)
    stretches = _by_sentences(before, after, _without_crumbs(stretches, len(before), len(after)))
    return tuple(_pieces(before, after, stretches))


def common_stretches(old: Sequence[str], new: Sequence[str], effort: Effort, *, common: float = 0) -> list[Stretch]:
    """Return what both sequences have in common, as stretches in order; the rest was deleted and inserted.

    Of what stands between the common beginning and end, nothing is common when less than the part `common` of it
    could be, or when finding it would take more than `effort`.
    """
    head, shorter = 0, min(len(old), len(new))
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    end_old, end_new = len(old) - tail, len(new) - tail
    found = [(0, head, 0, head)]
    for x, y, length in _middle(old[head:end_old], new[head:end_new], effort, common):
        found.append((head + x, head + x + length, head + y, head + y + length))
    found.append((end_old, len(old), end_new, len(new)))
    return [stretch for stretch in found if stretch[0] < stretch[1]]


def _middle(old: Sequence[str], new: Sequence[str], effort: Effort, common: float) -> Iterator[tuple[int, int, int]]:
    """Yield (place in old, place in new, length) of what a shortest script keeps (E. W. Myers, 1986)."""
    size = len(old) + len(new)
    shared = 2 * (Counter(old) & Counter(new)).total()
    if not shared or shared < common * size:
        return
    longest = min(_LONGEST_SCRIPT, isqrt(max(0, effort.left)), int(size * (1 - common)))
    # rows[n][i]: how far one gets in `old` with n changes on diagonal 2i - n, which is place in old - place in new.
    rows: list[array[int]] = []
    for changes in range(longest + 1):
        row = array("l")
        for index in range(changes + 1):
            x, _is_insertion = _step(rows, changes, index)
            y = start = x - 2 * index + changes
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x += 1
                y += 1
            effort.left -= 1 + y - start
            row.append(x)
            if x >= len(old) and y >= len(new):
                rows.append(row)
                yield from reversed(list(_kept(rows, index)))
                return
        rows.append(row)
        if effort.left <= 0:
            return


def _step(rows: list[array[int]], changes: int, index: int) -> tuple[int, bool]:
    """Return the place in the old sequence after the last of so many changes, and whether that is an insertion."""
    if not changes:
        return 0, False
    before = rows[changes - 1]
    if index == 0 or (index < changes and before[index - 1] < before[index]):
        return before[index], True
    return before[index - 1] + 1, False


def _kept(rows: list[array[int]], index: int) -> Iterator[tuple[int, int, int]]:
    """Walk back from the end of both; yield what was common, the last first."""
    for changes in range(len(rows) - 1, -1, -1):
        start, is_insertion = _step(rows, changes, index)
        length = rows[changes][index] - start
        if length:
            yield start, start - 2 * index + changes, length
        index -= not is_insertion


def _without_crumbs(stretches: list[Stretch], old: int, new: int) -> list[Stretch]:
    """Drop what is common by chance: a single word with more than two changed ones on both sides of it."""
    kept: list[Stretch] = []
    for place, (x, end_x, y, end_y) in enumerate(stretches):
        to_x, to_y = (stretches[place + 1][0], stretches[place + 1][2]) if place + 1 < len(stretches) else (old, new)
        from_x, from_y = (kept[-1][1], kept[-1][3]) if kept else (0, 0)
        crumb = end_x - x == 1 and min(x - from_x + y - from_y, to_x - end_x + to_y - end_y) > 2
        if not crumb:
            kept.append((x, end_x, y, end_y))
    return kept


def _by_sentences(old: list[str], new: list[str], stretches: list[Stretch]) -> list[Stretch]:
    """Let what was only inserted or only deleted end with a mark instead of beginning with the same one."""
    found = list(stretches)
    for place in range(len(found) - 1):
        one, other = found[place], found[place + 1]
        gap_old, gap_new = old[one[1] : other[0]], new[one[3] : other[2]]
        gap = gap_old or gap_new
        if gap and not (gap_old and gap_new) and gap[0] in _MARKS and gap[0] == old[other[0]]:
            found[place] = (one[0], one[1] + 1, one[2], one[3] + 1)
            found[place + 1] = (other[0] + 1, other[1], other[2] + 1, other[3])
    return [stretch for stretch in found if stretch[0] < stretch[1]]


def _pieces(old: list[str], new: list[str], stretches: list[Stretch]) -> Iterator[tuple[str, str]]:
    at_old = at_new = 0
    for x, end_x, y, end_y in [*stretches, (len(old), len(old), len(new), len(new))]:
        for kind, words in (("del", old[at_old:x]), ("ins", new[at_new:y]), ("same", old[x:end_x])):
            if words:
                yield kind, "".join(words)
        at_old, at_new = end_x, end_y


def _shortened(found: Pieces, context: int) -> Iterator[tuple[str, str]]:
    """Keep what stands next to a change of each long unchanged stretch."""
    for place, (kind, text) in enumerate(found):
        head = text[:context] if place else ""
        tail = text[-context:] if place < len(found) - 1 else ""
        short = kind != "same" or len(text) <= len(head) + len(tail) + 3
        yield kind, text if short else f"{head}…{tail}"
