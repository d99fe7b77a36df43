"""Due dates out of deadlines in words (10个工作日内, 两个月内), and those that a kind of task has by itself.

A period begins on the day after `start` (民法典 第二百零一条); months and years end on the same day of the month, or on
its last one (第二百零二条). A period of days that ends on a holiday is not moved on (第二百零三条 moves a debtor's):
an office that is told 三十日内 is to be done by then.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings

from decisions.domain.workdays import WorkCalendar, load_calendar
from gusu_minutes.common.dates import last_day
from gusu_minutes.common.folding import fold
from gusu_minutes.common.numerals import NUMERAL_CHARACTERS, to_int

_N = f"[{NUMERAL_CHARACTERS}]"
_FROM = "(?:[自从]?(?:本?(?:纪要|通知|文件))?(?:印发|发文|下发|交办)(?:之日)?(?:起|后))?"
_SPAN = re.compile(
    rf"{_FROM}(?:(?P<number>{_N}+)(?P<unit>个?工作日|个?自然日|日|天|个?周|个?星期|个月|年|个?小时)"
    # 一月内 may be January; 两月内 and 半月内 may not.
    r"|(?P<fixed>半个?月|半年|两月))(?:之内|以内|内)"
)
_PART_OF_YEAR = re.compile(
    rf"(?P<year>{_N}{{4}})年(?:第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)(?:之内|以内|内|[底末](?:之前|以前|前))"
)
# More than a task is ever given: 2024年内 is no period of 2,024 years.
_MOST = {"days": 1000, "months": 120}


def due_from_words(words: str, start: date, calendar: WorkCalendar | None = None) -> date | None:
    """Return the day until which a deadline in words runs that was set on `start`; None where the words leave doubt.

    Festivals, weeks and quarters without a year, what recurs: None. `calendar` saves the one query that working days
    need, where many are asked for; it must begin on `start` or before.
    """
    text = "".join(fold(words).split()).strip(",.;:。、()")
    if span := _SPAN.fullmatch(text):
        return _end_of_span(span, start, calendar)
    if part := _PART_OF_YEAR.fullmatch(text):
        return _end_of_part(part, start)
    return None


def names_a_time(words: str) -> bool:
    """Return whether a deadline in words names some time, be it one that `due_from_words` cannot tell."""
    return re.search(rf"{_N}|[年月日周天季节旬]", fold(words)) is not None


def default_due_on(kind: str, start: date, calendar: WorkCalendar | None = None) -> date | None:
    """Return when a task of the kind (a key of DEADLINE_DAYS) that is assigned on `start` is due; None if never."""
    working_days = settings.DEADLINE_DAYS[kind]
    return (calendar or load_calendar(start)).add(start, working_days) if working_days else None


def _end_of_span(span: re.Match[str], start: date, calendar: WorkCalendar | None) -> date | None:
    if span["fixed"]:
        count, step = _FIXED[span["fixed"]]
        return step(start, count)
    number = _number(span["number"])
    if not number:
        return None
    unit = span["unit"].removeprefix("个")
    if unit == "工作日":
        return (calendar or load_calendar(start)).add(start, number) if number <= _MOST["days"] else None
    if unit == "小时":  # whole days only: of 12 hours nobody knows whether they end today
        return _days(start, number // 24) if number % 24 == 0 else None
    count, step = _STEPS[unit]
    return step(start, number * count)


def _end_of_part(part: re.Match[str], start: date) -> date | None:
    year = to_int(part["year"])
    if not year or not start.year <= year <= start.year + 10:
        return None
    month = 3 * (to_int(part["quarter"]) or 0) if part["quarter"] else {"上": 6, "下": 12}[part["half"]]
    end = last_day(year, month)
    return end if end >= start else None


def _number(text: str) -> int | None:
    """Read a numeral; 三五 and 两三 are no numbers but "three to five" and "two or three"."""
    several = len(text) > 1 and all(character in "一二三四五六七八九两" for character in text)
    return None if several else to_int(text)


def _days(start: date, number: int) -> date | None:
    return start + timedelta(days=number) if number <= _MOST["days"] else None


def _months(start: date, number: int) -> date | None:
    if number > _MOST["months"]:
        return None
    years, month = divmod(start.month - 1 + number, 12)
    last = last_day(start.year + years, month + 1)
    return last.replace(day=min(start.day, last.day))


_FIXED: dict[str, tuple[int, Callable[[date, int], date | None]]] = {
    "半月": (15, _days),
    "半个月": (15, _days),
    "两月": (2, _months),
    "半年": (6, _months),
}
_STEPS: dict[str, tuple[int, Callable[[date, int], date | None]]] = {
    "日": (1, _days),
    "天": (1, _days),
    "自然日": (1, _days),
    "周": (7, _days),
    "星期": (7, _days),
    "月": (1, _months),
    "年": (12, _months),
}
