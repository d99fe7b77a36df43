"""The period that figures are for: a year, half-year, quarter, month, or from one day to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gusu_minutes.common.dates import last_day
from gusu_minutes.common.numerals import to_chinese
from meetings.models import FIRST_YEAR, LAST_YEAR

# kind: the letter before the number in a period's code, and how many months it has. Codes are 2026, 2026-H1, 2026-Q4
# and 2026-11; a period from one day to another has none.
_KINDS = {"year": ("", 12), "half": ("H", 6), "quarter": ("Q", 3), "month": ("", 1)}
_CODE = re.compile(r"(\d{4})(?:-(H|Q)([1-4])|-(\d{2}))?", re.ASCII)
_LABELS = {
    ("half", 1): _("first half of %(year)s"),
    ("half", 2): _("second half of %(year)s"),
    ("quarter", 1): _("1st quarter of %(year)s"),
    ("quarter", 2): _("2nd quarter of %(year)s"),
    ("quarter", 3): _("3rd quarter of %(year)s"),
    ("quarter", 4): _("4th quarter of %(year)s"),
}
KIND_LABELS = {"year": _("Year"), "half": _("Half-year"), "quarter": _("Quarter"), "month": _("Month")}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included. `number` counts periods of this kind in the year, from 1."""

    kind: str
    first: date
    last: date
    number: int = 1

    @property
    def code(self) -> str:
        if self.kind == "month":
            return f"{self.first:%Y-%m}"
        return f"{self.first:%Y}" + (f"-{_KINDS[self.kind][0]}{self.number}" if self.kind != "year" else "")

    @property
    def query(self) -> str:
        """The period as the query of an address."""
        if self.kind == "days":
            return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat()})
        return urlencode({"period": self.code})

    @property
    def label(self) -> str:
        """What people call it, in the reader's language."""
        words: dict[str, str | int] = {"year": self.first.year, "month": self.first.month}
        if self.kind == "days":
            words = {"first": _day(self.first), "last": _day(self.last)}
            return str(_("%(first)s to %(last)s")) % words
        patterns: dict[str, str | Promise] = {
            "year": pgettext_lazy("period", "%(year)s"),
            "month": _("%(month)s/%(year)s"),
        }
        return str(patterns.get(self.kind) or _LABELS[self.kind, self.number]) % words

    @property
    def chinese(self) -> str:
        """What documents call it, whatever language the reader has chosen: 2024年第四季度."""
        year = f"{self.first.year}年"
        match self.kind:
            case "half":
                return year + ("上半年" if self.number == 1 else "下半年")
            case "quarter":
                return f"{year}第{to_chinese(self.number)}季度"
            case "month":
                return f"{year}{self.first.month}月"
            case "days":
                return f"{_day(self.first)}至{_day(self.last)}"
        return year

    @property
    def previous(self) -> Period | None:
        """The period of the same kind, or of as many days, that ends before this one; None where years end."""
        return self._moved(-1)

    @property
    def next(self) -> Period | None:
        return self._moved(1)

    def _moved(self, step: int) -> Period | None:
        if self.kind != "days":
            count = 12 // _KINDS[self.kind][1]
            year, place = divmod(self.first.year * count + self.number - 1 + step, count)
            return numbered(self.kind, year, place + 1)
        days = step * ((self.last - self.first).days + 1)
        ends = [day.toordinal() + days for day in (self.first, self.last)]
        if ends[0] < date(FIRST_YEAR, 1, 1).toordinal() or ends[1] > date(LAST_YEAR, 12, 31).toordinal():
            return None
        return Period("days", self.first + timedelta(days), self.last + timedelta(days))

    def siblings(self, today: date) -> list[Period]:
        """The periods of this kind in the same year that have begun; the years around a year, for single days none."""
        if self.kind == "days":
            return []
        year, places = self.first.year, range(1, 12 // _KINDS[self.kind][1] + 1)
        years = range(year - 4, year + 3) if self.kind == "year" else (year,)
        made = [numbered(self.kind, year, place) for year in years for place in places]
        return [period for period in made if period and (period.first <= today or period == self)]


def numbered(kind: str, year: int, number: int) -> Period | None:
    """Return the period `number` of `year`, or None where there is no such one."""
    months = _KINDS[kind][1]
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= number <= 12 // months:
        return None
    return Period(kind, date(year, (number - 1) * months + 1, 1), last_day(year, number * months), number)


def around(kind: str, day: date) -> Period:
    """Return the period of that kind in which `day` lies."""
    period = numbered(kind, day.year, (day.month - 1) // _KINDS[kind][1] + 1)
    if period is None:
        raise ValueError(f"no year of ours: {day.year}")
    return period


def month_of(day: date) -> Period:
    """Return the month of a day."""
    return around("month", day)


def read_period(query: QueryDict, today: date) -> tuple[Period, str | Promise]:
    """Return the period that an address asks for, and what is wrong with it: then the period is this year.

    `period` is a code; without it `from` and `to` are ISO dates. An address without any of them means this year.
    """
    code, first, last = (query.get(name, "").strip() for name in ("period", "from", "to"))
    this_year = around("year", today)
    if code:
        period, problem = _decoded(code), _("There is no such period. The figures are those of this year.")
    elif first or last:
        period = _between(first, last)
        problem = _(
            "Give two dates, the first not later than the last, such as 2026-01-31. The figures are those of this year."
        )
    else:
        return this_year, ""
    return (period, "") if period else (this_year, problem)


def _decoded(code: str) -> Period | None:
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    year, letter, number, month = match.groups()
    if letter:
        return numbered({"H": "half", "Q": "quarter"}[letter], int(year), int(number))
    return numbered("month", int(year), int(month)) if month else numbered("year", int(year), 1)


def _between(first: str, last: str) -> Period | None:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    known = start.year >= FIRST_YEAR and end.year <= LAST_YEAR
    return Period("days", start, end) if start <= end and known else None


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
