"""Counting in working days (工作日): weekends and holidays left out, make-up working days counted."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from decisions.models import CalendarDay


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked on between `start` and `end` (None: ever after); `named` says of some days whether.

    On a day that is not named its place in the week decides. Raises ValueError for a day outside: it may be a holiday
    that was not read.
    """

    named: Mapping[date, bool]
    start: date
    end: date | None = None
    _odd_days: list[date] = field(init=False, repr=False, compare=False)
    _corrections: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        odd = sorted(day for day, is_working in self.named.items() if is_working != _is_weekday(day))
        object.__setattr__(self, "_odd_days", odd)
        corrections = accumulate((1 if self.named[day] else -1 for day in odd), initial=0)
        object.__setattr__(self, "_corrections", list(corrections))

    def is_working(self, day: date) -> bool:
        self._require(day)
        return self.named.get(day, _is_weekday(day))

    def add(self, day: date, working_days: int) -> date:
        """Return the last of so many working days; the day after `day` is the first that may count.

        So 民法典 第二百零一条. Of 0 working days it is `day` itself. Raises ValueError for a negative number.
        """
        if working_days < 0:
            raise ValueError(f"{working_days} working days cannot be added")
        left = working_days
        while left:  # so many days hold at most so many working days: the last step ends on one
            later = day + timedelta(days=left)
            left -= self.between(day, later)
            day = later
        return day

    def between(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and with `end`; negative where `end` is the earlier one."""
        self._require(start)
        self._require(end)
        return self._count_until(end) - self._count_until(start)

    def _count_until(self, day: date) -> int:
        weeks, rest = divmod(day.toordinal(), 7)  # ordinal 1 was a Monday
        return weeks * 5 + min(rest, 5) + self._corrections[bisect_right(self._odd_days, day)]

    def _require(self, day: date) -> None:
        if day < self.start or (self.end is not None and day > self.end):
            raise ValueError(f"{day} lies outside of the calendar that was read")


def load_calendar(start: date, end: date | None = None) -> WorkCalendar:
    """Return the calendar from `start` to `end`, without an end all that is known. One query."""
    rows = CalendarDay.objects.filter(day__gte=start)
    if end is not None:
        rows = rows.filter(day__lte=end)
    return WorkCalendar(dict(rows.values_list("day", "is_working")), start, end)


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5
