"""Dates as Chinese documents write them: 2024年12月13日下午, 二〇二四年九月, 2024.12.13, 4月8日."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from gusu_minutes.common.numerals import to_int

_CN = "〇○零一二三四五六七八九十0-9"
_FULL = re.compile(
    rf"(?:(?P<year>[{_CN}]{{4}})\s*年\s*)?(?P<month>[{_CN}]{{1,3}})\s*月\s*(?P<day>[{_CN}]{{1,3}})\s*[日号]"
)
_NUMERIC = re.compile(r"(?<!\d)(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)")
_HALF_DAY = re.compile("上午|下午|晚上|晚间|中午|晚")
HALF_DAYS = {"上午": "上午", "下午": "下午", "晚上": "晚上", "晚间": "晚上", "晚": "晚上"}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: `year` is None where the text gives none; `start` and `end` are offsets."""

    year: int | None
    month: int
    day: int
    start: int
    end: int

    def isoformat(self) -> str:
        """ISO 8601; a date without a year as `--04-08`."""
        if self.year is None:
            return f"--{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


def last_day(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def valid_date(year: int | None, month: int, day: int) -> bool:
    """Whether such a day exists; without a year, whether it exists in a leap year."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2024, month)[1] and (year is None or year >= 1)


def find_date(folded: str, start: int = 0, end: int | None = None) -> FoundDate | None:
    """The first whole date (month and day at least) in folded text, or None; impossible days are passed over."""
    stop = len(folded) if end is None else end
    hits = [m for pattern in (_FULL, _NUMERIC) for m in pattern.finditer(folded, start, stop)]
    for match in sorted(hits, key=lambda m: m.start()):
        year = to_int(match["year"]) if match["year"] else None
        month, day = to_int(match["month"]), to_int(match["day"])
        if month and day and valid_date(year, month, day):
            return FoundDate(year, month, day, match.start(), match.end())
    return None


def find_half_day(folded: str, start: int = 0, end: int | None = None) -> str | None:
    """上午, 下午 or 晚上 as the first such word of folded text says, or None."""
    match = _HALF_DAY.search(folded, start, len(folded) if end is None else end)
    return HALF_DAYS.get(match.group()) if match else None
