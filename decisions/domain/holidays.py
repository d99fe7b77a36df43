"""Statutory holidays and make-up working days (法定节假日、调休), as the State Council's notices name them.

They come from the package `chinesecalendar`, whose next release follows each notice, in November as a rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import chinese_calendar
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from decisions.enums import DaySource
from decisions.models import CalendarDay
from gusu_minutes.common.errors import IllegalMove, NotAllowed
from gusu_minutes.common.rules import holds

may_remove_day = holds("decisions.delete_calendarday")


@dataclass(frozen=True, slots=True)
class HolidayImport:
    """What an import did to statutory days; `own` counts the office's days that it left alone, `unknown` are years."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    kept: int = 0
    own: int = 0
    unknown: tuple[int, ...] = ()


@transaction.atomic
def import_holidays(years: Iterable[int], *, by: Any = None) -> HolidayImport:
    """Bring the statutory days of the years up to date. A day that the office entered or changed stays as it is."""
    wanted = {year: dict(_statutory_days(year)) for year in sorted(set(years))}
    named = {day: told for days in wanted.values() for day, told in days.items()}
    known = [year for year, days in wanted.items() if days]
    rows = {row.day: row for row in CalendarDay.objects.select_for_update().filter(day__year__in=known)}
    done = HolidayImport(unknown=tuple(year for year, days in wanted.items() if not days))
    for day in sorted(named.keys() | rows.keys()):
        step = _bring_up_to_date(day, named.get(day), rows.get(day), by)
        done = replace(done, **{step: getattr(done, step) + 1})
    return done


@transaction.atomic
def remove_day(*, day: CalendarDay, by: Any) -> None:
    """Take out a day of the office; the statutory day that it stood against counts again.

    Raises IllegalMove for a statutory day, NotAllowed.
    """
    if not may_remove_day.test(by):
        raise NotAllowed
    if not day.is_own:
        raise IllegalMove(_("A statutory day is not taken out: it would come back with the next import. Change it."))
    year = day.day.year
    day.delete_as(by=by)
    import_holidays([year], by=by)


def _statutory_days(year: int) -> Iterator[tuple[date, tuple[bool, str]]]:
    """Give the days of a year that the notices name, with whether it is a working day and what for; none if unknown."""
    for is_working, days in ((False, chinese_calendar.holidays), (True, chinese_calendar.workdays)):
        for day, holiday in days.items():
            if day.year == year:
                yield day, (is_working, chinese_calendar.Holiday(holiday).chinese)


def _bring_up_to_date(day: date, told: tuple[bool, str] | None, row: CalendarDay | None, by: Any) -> str:
    """Make one day as it was told; return the name of the count that grows."""
    if row is None and told:
        return _add(CalendarDay(day=day, is_working=told[0], name=told[1], source=DaySource.STATUTORY), by)
    if row is None or row.is_own:
        return "own"
    if told is None:
        row.delete_as(by=by)
        return "removed"
    if told == (row.is_working, row.name):
        return "kept"
    row.is_working, row.name = told
    row.save_as(by=by, reason=_("as the statutory holidays were announced"))
    return "changed"


def _add(row: CalendarDay, by: Any) -> str:
    try:
        with transaction.atomic():
            row.save_as(by=by, reason=_("statutory holidays imported"))
    except IntegrityError:  # somebody else added this day at this moment
        return "kept"
    return "added"
