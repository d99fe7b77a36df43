"""Tidies the words of an import on request: half-width marks and stray spaces in Chinese text. Pure; writes nothing.

Only what will stand in the records is tidied, never the text as it came: marks are offsets into that.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gusu_minutes.importing.plan import ClausePlan, ImportPlan, ItemPlan

PUNCTUATION, SPACES = "punctuation", "spaces"

_FULL = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}
# What is looked through when a mark looks for its neighbours: other marks, narrow or wide, and spaces.
_THROUGH = frozenset([*_FULL, *_FULL.values(), " ", "\t", "\u00a0", "\u3000"])
_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇\U00020000-\U0003ffff]"
_IS_HAN = re.compile(_HAN)
_STRONG = frozenset("，。；：、！？（）《》〈〉【】〔〕「」『』")
_WEAK = frozenset("“”‘’…—")  # stands in Latin text too
# Addresses keep their marks; a mark that ends one does not belong to it.
_ADDRESS = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|www\.|[\w.+-]+@)[!-~]*[!-'*+\--9<-~]", re.ASCII)
_GAP = re.compile(r"(?<=\S)[ \t\u00a0\u3000]+(?=\S)")


def tidy_punctuation(text: str) -> str:
    """Return the text with `,:;()` in full width where Chinese stands beside them; its length stays the same.

    Numbers, times, ratios, addresses and Latin sentences keep theirs.
    """
    return "".join(_punctuated(line) for line in text.splitlines(keepends=True))


def _punctuated(line: str) -> str:
    kept = {place for found in _ADDRESS.finditer(line) for place in range(*found.span())}
    wide = {place for place in range(len(line)) if line[place] in ",:;" and place not in kept and _stands(line, place)}
    for first, last in _pairs(line):
        if kept.isdisjoint((first, last)) and _encloses(line, first, last):
            wide |= {first, last}
    return "".join(_FULL.get(mark, mark) if place in wide else mark for place, mark in enumerate(line))


def _stands(line: str, place: int) -> bool:
    """Whether the mark at `place` stands in Chinese text and in no number."""
    if line[place - 1 : place].isdigit() and line[place + 1 : place + 2].isdigit():
        return False
    return _is_chinese(_before(line, place)) or _is_chinese(_after(line, place))


def _pairs(line: str) -> Iterator[tuple[int, int]]:
    """Yield where brackets open and close, narrow or wide."""
    open_at: list[int] = []
    for place, mark in enumerate(line):
        if mark in "(（":
            open_at.append(place)
        elif mark in ")）" and open_at:
            yield open_at.pop(), place


def _encloses(line: str, first: int, last: int) -> bool:
    """Whether brackets hold Chinese, or follow it, or begin a line that goes on in Chinese."""
    if _IS_HAN.search(line, first, last):
        return True
    before = _before(line, first)
    return _is_chinese(before) or (not before and _is_chinese(_after(line, last)))


def _before(line: str, place: int) -> str:
    return next((mark for mark in reversed(line[:place]) if mark not in _THROUGH), "")


def _after(line: str, place: int) -> str:
    return next((mark for mark in line[place + 1 :] if mark not in _THROUGH), "")


def _is_chinese(mark: str) -> bool:
    return bool(mark) and (mark in _STRONG or mark in "“”‘’" or _IS_HAN.match(mark) is not None)


def tidy_spaces(text: str, names: Iterable[str] = ()) -> str:
    """Return the text without spaces between Chinese characters and beside Chinese marks.

    Padded names (陈　羔) keep theirs, and so do lists of the `names` given. Latin text and numbers are left alone.
    """
    known = {"".join(name.split()) for name in names} - {""}
    return "".join(_closed_up(line, known) for line in text.splitlines(keepends=True))


def _closed_up(line: str, names: set[str]) -> str:
    gaps = [found.span() for found in _GAP.finditer(line)]
    padded = {place for place, gap in enumerate(gaps) if _is_padded(line, gap)}
    parts, done = [], 0
    for place, (start, end) in enumerate(gaps):
        beside = any(gaps[pair][0] == end + 1 or gaps[pair][1] == start - 1 for pair in padded)
        if place in padded or (beside and _between_han(line, start, end)) or _in_names(line, start, end, names):
            continue
        if _is_stray(line[start - 1], line[end]):
            parts.append(line[done:start])
            done = end
    return "".join([*parts, line[done:]])


def _is_padded(line: str, gap: tuple[int, int]) -> bool:
    """Whether single characters stand on both sides of the gap."""
    start, end = gap
    outside = line[start - 2 : start - 1] if start > 1 else "", line[end + 1 : end + 2]
    return _between_han(line, start, end) and not any(_IS_HAN.match(mark) for mark in outside)


def _between_han(line: str, start: int, end: int) -> bool:
    return bool(_IS_HAN.match(line[start - 1]) and _IS_HAN.match(line[end]))


def _in_names(line: str, start: int, end: int, names: set[str]) -> bool:
    """Whether the gap lies in one of the names or between two of them."""
    if not names:
        return False
    longest = max(map(len, names))
    before, after = "".join(line[:start].split())[-longest:], "".join(line[end:].split())[:longest]
    if any(
        before.endswith(name[:cut]) and after.startswith(name[cut:]) for name in names for cut in range(1, len(name))
    ):
        return True
    return any(before.endswith(name) for name in names) and any(after.startswith(name) for name in names)


def _is_stray(left: str, right: str) -> bool:
    if left in _STRONG or right in _STRONG:
        return True
    is_han = [_IS_HAN.match(mark) is not None for mark in (left, right)]
    return all(is_han) or (any(is_han) and (left in _WEAK or right in _WEAK))


class Tidier:
    """Tidies single strings, and whole plans, in the ways asked for (`PUNCTUATION`, `SPACES`)."""

    def __init__(self, plan: ImportPlan, ways: Iterable[str]) -> None:
        self._plan = plan
        self._ways = frozenset(ways)
        self._names = {entry.name for entry in plan.attendance} | {plan.meeting.chair_name}

    def words(self, text: str) -> str:
        if PUNCTUATION in self._ways:
            text = tidy_punctuation(text)
        return tidy_spaces(text, self._names) if SPACES in self._ways else text

    def plan(self) -> ImportPlan:
        """Return the plan with its titles, clauses, preamble and closing tidied."""
        plan = self._plan
        if not self._ways & {PUNCTUATION, SPACES}:
            return plan
        frame = replace(
            plan.meeting, preamble=self.words(plan.meeting.preamble), closing=self.words(plan.meeting.closing)
        )
        return replace(plan, meeting=frame, items=tuple(self._item(item) for item in plan.items))

    def _item(self, item: ItemPlan) -> ItemPlan:
        return replace(
            item, title=self.words(item.title), clauses=tuple(self._clause(clause) for clause in item.clauses)
        )

    def _clause(self, clause: ClausePlan) -> ClausePlan:
        tasks = tuple(replace(one, task=self.words(one.task)) for one in clause.assignments)
        return replace(clause, text=self.words(clause.text), assignments=tasks)

    def changes(self) -> list[tuple[str, str]]:
        """Return each string that is tidied, before and after, in the order of the minutes."""
        texts = [*self._plan.meeting.preamble.splitlines()]
        for item in self._plan.items:
            texts += [item.title, *(clause.text for clause in item.clauses)]
        texts += self._plan.meeting.closing.splitlines()
        return [(text, after) for text in texts if (after := self.words(text)) != text]
