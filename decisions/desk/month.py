"""The calendar: which open assignments are due on which day of a month, Monday first."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from decisions.desk.access import open_desk, private_page
from decisions.desk.lights import Lamp, lamp
from decisions.desk.lists import Listing
from decisions.models import Assignment, CalendarDay
from meetings.models import FIRST_YEAR, LAST_YEAR

SHOWN = 3  # assignments on a day; the others are counted


@dataclass(frozen=True, slots=True)
class Entry:
    assignment: Assignment
    lamp: Lamp


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid. `named` is its row in the calendar of working days, where it has one."""

    day: date
    in_month: bool
    is_today: bool
    named: CalendarDay | None
    entries: list[Entry]
    more: int

    @property
    def is_off(self) -> bool:
        """Whether the office rests on it."""
        return not self.named.is_working if self.named else self.day.weekday() >= 5


@method_decorator(private_page, name="dispatch")
class MonthView(LoginRequiredMixin, TemplateView):
    """A month of due dates; a constant number of queries, whatever falls into it."""

    template_name = "desk/month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk, today = open_desk(self.request.user), timezone.localdate()
        listing = Listing(desk, self.request.GET, today)
        first = month_of(self.request.GET.get("month", ""), today)
        weeks, total = weeks_of(first, listing, today)
        return super().get_context_data(**kwargs) | {
            "desk": desk,
            "filter": listing.filter,
            "chips": listing.filter.chips(self.request.GET),
            "first": first,
            "previous": beside(first, -1),
            "next": beside(first, 1),
            "this_month": today.replace(day=1),
            "weekdays": list(WEEKDAYS.values()),
            "weeks": weeks,
            "total": total,
        }


def month_of(asked: str, today: date) -> date:
    """Return the first day of the month that an address names as 2026-11; of this month where it names none."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", asked)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def beside(first: date, months: int) -> date | None:
    """Return the first day of a month before or after; None beyond the years that there are."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) if FIRST_YEAR <= year <= LAST_YEAR else None


def weeks_of(first: date, listing: Listing, today: date) -> tuple[list[list[Day]], int]:
    """Return the weeks that a month touches, and how many open assignments are due in it."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    start, end = weeks[0][0], weeks[-1][-1]
    due: dict[date, list[Assignment]] = {}
    rows = listing.open.filter(due_on__range=(start, end)).order_by("due_on", "number_year", "serial", "pk")
    for assignment in rows:
        due.setdefault(assignment.due_on, []).append(assignment)
    named = named_days(start, end)

    def day_of(day: date) -> Day:
        own = due.get(day, [])
        entries = [Entry(assignment, lamp(assignment, today)) for assignment in own[:SHOWN]]
        in_month = day.month == first.month
        return Day(day, in_month, day == today, named.get(day), entries, len(own) - len(entries))

    total = sum(len(own) for day, own in due.items() if day.month == first.month)
    return [[day_of(day) for day in week] for week in weeks], total


def named_days(start: date, end: date) -> dict[date, CalendarDay]:
    """Return the holidays and make-up working days between two days, by day."""
    return CalendarDay.objects.filter(day__range=(start, end)).in_bulk(field_name="day")
