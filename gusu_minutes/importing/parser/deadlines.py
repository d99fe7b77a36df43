"""Until when: 3月底前, 于4月10日前, 年内, 一个月内 — the words, and the day where the text gives one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from gusu_minutes.common.dates import last_day, valid_date
from gusu_minutes.common.numerals import to_int

_N = "〇○零一二三四五六七八九十0-9"
_YEAR = rf"(?:[{_N}]{{4}}\s?年|今年|明年|本年|次年|本年度)"
_DAY = rf"(?:(?P<year>{_YEAR})(?:的)?\s?)?(?:(?P<month>[{_N}]{{1,3}})\s?月(?:份)?\s?|(?P<relmonth>本月|下月|当月|次月|下个月))"
_BEFORE = r"(?:之前|以前|前)"
_PATTERNS = (
    re.compile(_DAY + rf"(?:(?P<day>[{_N}]{{1,3}})\s?[日号]|(?P<last>底|末))?{_BEFORE}"),
    re.compile(rf"(?P<year>{_YEAR})?(?:的)?(?P<yearend>年底|年末|底|末)(?:{_BEFORE})"),
    re.compile(rf"(?P<inyear>{_YEAR}度?以?内|年内|年度内|本年度内)"),
)
_RANGE = re.compile(
    _DAY.replace("?P<", "?P<from_")
    + rf"(?:(?P<from_day>[{_N}]{{1,3}})[日号])?\s*(?:至|到|—+|-+|~)\s*"
    + rf"(?:(?P<year>{_YEAR})?(?:(?P<month>[{_N}]{{1,3}})月)?(?:(?P<day>[{_N}]{{1,3}})[日号]|(?P<last>底|末))?)"
    + rf"(?:{_BEFORE}|期间|之间|内)?(?=[,。;:)]|完成|开展|组织|进行|实施|对|集中|$)"
)
_WORDS = re.compile(  # deadlines in words, which give no day: festivals, quarters, weeks, spans, what recurs
    rf"(?:每(?:年|半年|季度|个?月|周|旬|日|天)[{_N}底末]{{0,3}}[日号]?(?:底|末)?{_BEFORE})"
    rf"|(?:{_YEAR})?(?:春节|除夕|元旦|元宵|重阳|冬至|寒假|暑假|开工|春运|国庆|中秋|清明|端午|五一|劳动节|十一|两节|汛期|主汛期|入汛|冬季来临|供暖季|开学|入冬|节)(?:节|假期)?(?:到来|来临)?{_BEFORE}"
    rf"|“(?:五一|十一|七一|八一|元旦|春节|国庆)”(?:节|假期)?{_BEFORE}"
    rf"|(?<=[于在到至])[^\W\d_]{{2,4}}节{_BEFORE}"
    rf"|(?:{_YEAR})?第?[一二三四1-4上下本]个?(?:季度|半年)(?:底|末)?(?:{_BEFORE}|以?内)|季度(?:底|末)?(?:{_BEFORE}|内)"
    rf"|(?:{_YEAR})?(?:[{_N}]{{1,3}}月)?(?:份)?(?:上|中|下)旬{_BEFORE}"
    rf"|[本下]个?周(?:[一二三四五六日末]|之)?(?:{_BEFORE}|以?内)|[本下]个?月(?:底|末)?(?:以?内)"
    rf"|(?<![至到超为满过约少{_N}])[{_N}两半]{{1,4}}(?:个)?(?:工作日|自然日|日|天|周|月|个月|年|小时)(?:之内|以内|内)(?![的部])"
)
_ON = re.compile(rf"(?<=[于在]){_DAY}(?P<day>[{_N}]{{1,3}})[日号](?=完成|办结|上报|报|提交|召开)")


_NEEDED = [(_WORDS, "前内"), *zip(_PATTERNS, "前前内", strict=True), (_ON, "日号")]  # without one of these no match


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words' span in folded text, and the ISO date or None."""

    start: int
    end: int
    due: str | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """What makes days of words: the year, month and day of the meeting, as far as they are known."""

    held_on: dt.date | None = None

    def resolve(self, year: int | None, month: int, day: int | None) -> str | None:
        """The ISO date of a day (or a month's last day); without a year it is the next one after the meeting."""
        if year is None and self.held_on is None:
            return None
        known = year if year is not None else (self.held_on.year if self.held_on else 0)
        date = _date(known, month, day)
        if date and year is None and self.held_on and date < self.held_on:
            date = _date(known + 1, month, day)
        return date.isoformat() if date else None


def _date(year: int, month: int, day: int | None) -> dt.date | None:
    if not valid_date(year, month, day or 1):
        return None
    return dt.date(year, month, day) if day else last_day(year, month)


def find_deadlines(folded: str, start: int, end: int, calendar: Calendar) -> list[Deadline]:
    """The deadlines between two offsets, in order, none inside another."""
    hits: list[Deadline] = []
    words = folded[start:end]
    if "月" in words:
        for match in _RANGE.finditer(folded, start, end):
            if match["month"] or match["day"]:
                hits.append(Deadline(match.start(), match.end(), _range_end(match, calendar)))
    for pattern, needed in _NEEDED:
        if not any(character in words for character in needed):
            continue
        for match in pattern.finditer(folded, start, end):
            due = None if pattern is _WORDS else _due(match, calendar)
            hits.append(Deadline(match.start(), match.end(), due))
    hits.sort(key=lambda d: (d.start, -d.end))
    out: list[Deadline] = []
    for hit in hits:
        if not out or hit.start >= out[-1].end:
            out.append(hit)
    return out


def _due(match: re.Match[str], calendar: Calendar) -> str | None:
    groups = match.groupdict()
    year = _year(groups.get("year"), calendar)
    if groups.get("yearend") or groups.get("inyear"):
        year = _year(groups.get("inyear"), calendar) or year
        return calendar.resolve(year or (calendar.held_on.year if calendar.held_on else None), 12, 31)
    month, day = groups.get("month"), groups.get("day")
    if groups.get("relmonth"):
        return _relative(groups["relmonth"], day, calendar)
    return calendar.resolve(year, to_int(month or "") or 0, to_int(day) if day else None)


def _range_end(match: re.Match[str], calendar: Calendar) -> str | None:
    month = to_int(match["month"] or match["from_month"] or "")
    day = to_int(match["day"]) if match["day"] else None
    year = _year(match["year"] or match["from_year"], calendar)
    return calendar.resolve(year, month, day) if month else None


def _relative(words: str, day: str | None, calendar: Calendar) -> str | None:
    held = calendar.held_on
    if held is None:
        return None
    later = words not in ("本月", "当月")
    year, month = (held.year + 1, 1) if later and held.month == 12 else (held.year, held.month + later)
    return calendar.resolve(year, month, to_int(day) if day else None)


def _year(words: str | None, calendar: Calendar) -> int | None:
    if not words:
        return None
    if number := to_int(words[:4]):
        return number
    if calendar.held_on is None:
        return None
    return calendar.held_on.year + words.startswith(("明年", "次年"))
