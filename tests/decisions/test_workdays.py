"""Counting in working days, against real days and against a slow count day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.domain.holidays import import_holidays
from decisions.domain.workdays import WorkCalendar, load_calendar
from decisions.models import CalendarDay

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 800).map(lambda number: FIRST + timedelta(days=number))
CALENDARS = st.dictionaries(DAYS, st.booleans(), max_size=60).map(lambda named: WorkCalendar(named, FIRST))


def slow_is_working(calendar: WorkCalendar, day: date) -> bool:
    return calendar.named[day] if day in calendar.named else day.isoweekday() not in (6, 7)


def slow_between(calendar: WorkCalendar, start: date, end: date) -> int:
    days = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    return sum(slow_is_working(calendar, day) for day in days)


def slow_add(calendar: WorkCalendar, day: date, working_days: int) -> date:
    while working_days:
        day += timedelta(days=1)
        working_days -= slow_is_working(calendar, day)
    return day


@pytest.fixture
def statutory(db: None) -> WorkCalendar:
    import_holidays(range(2024, 2027))
    return load_calendar(FIRST)


@given(CALENDARS, DAYS, st.integers(0, 300))
def test_adding_agrees_with_a_slow_count(calendar, day, number):
    assert calendar.add(day, number) == slow_add(calendar, day, number)


@given(CALENDARS, DAYS, DAYS)
def test_what_lies_between_agrees_with_a_slow_count(calendar, one, other):
    start, end = sorted((one, other))
    assert calendar.between(start, end) == slow_between(calendar, start, end)
    assert calendar.between(end, start) == -slow_between(calendar, start, end)


@given(CALENDARS, DAYS)
def test_one_day_agrees_with_a_slow_look(calendar, day):
    assert calendar.is_working(day) == slow_is_working(calendar, day)


@given(CALENDARS, DAYS, st.integers(1, 300))
def test_a_period_ends_on_a_working_day_so_many_later(calendar, day, number):
    end = calendar.add(day, number)
    assert calendar.is_working(end)
    assert calendar.between(day, end) == number


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2024, 9, 29), True),  # a Sunday, worked for the National Day
        (date(2024, 10, 1), False),
        (date(2024, 10, 12), True),  # a Saturday
        (date(2025, 1, 26), True),  # a Sunday before the Spring Festival
        (date(2025, 1, 28), False),
        (date(2025, 2, 4), False),
        (date(2025, 2, 5), True),
        (date(2026, 2, 14), True),  # a Saturday
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 10, 10), True),
    ],
)
def test_real_days(statutory, day, is_working):
    assert statutory.is_working(day) == is_working


@pytest.mark.parametrize(
    ("day", "number", "end"),
    [
        (date(2024, 9, 27), 1, date(2024, 9, 29)),
        (date(2024, 9, 30), 1, date(2024, 10, 8)),
        (date(2024, 9, 30), 5, date(2024, 10, 12)),
        (date(2025, 1, 24), 5, date(2025, 2, 7)),  # 26 and 27 January, 5 to 7 February
        (date(2025, 1, 24), 6, date(2025, 2, 8)),
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
        (date(2024, 10, 1), 0, date(2024, 10, 1)),
    ],
)
def test_real_periods(statutory, day, number, end):
    assert statutory.add(day, number) == end


def test_without_statutory_days_weekends_decide(db):
    calendar = load_calendar(date(2024, 9, 27))
    assert calendar.add(date(2024, 9, 27), 3) == date(2024, 10, 2)


def test_negative_periods_are_refused():
    with pytest.raises(ValueError, match="-1"):
        WorkCalendar({}, FIRST).add(FIRST, -1)


def test_days_that_were_not_read_are_refused():
    """A holiday may lie there: a wrong date would look like a right one."""
    calendar = WorkCalendar({}, date(2024, 9, 2), date(2024, 9, 30))
    assert calendar.add(date(2024, 9, 27), 1) == date(2024, 9, 30)
    for outside in (
        lambda: calendar.is_working(date(2024, 10, 1)),
        lambda: calendar.is_working(date(2024, 9, 1)),
        lambda: calendar.add(date(2024, 9, 27), 2),
        lambda: calendar.between(date(2024, 9, 1), date(2024, 9, 3)),
    ):
        with pytest.raises(ValueError, match="outside"):
            outside()


def test_a_calendar_is_one_query_however_much_is_asked(statutory, django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = load_calendar(date(2024, 9, 1), date(2026, 3, 1))
        assert calendar.add(date(2024, 9, 27), 30) == date(2024, 11, 13)
        assert calendar.between(date(2025, 1, 24), date(2026, 2, 24)) == 264
    named = CalendarDay.objects.filter(day__range=(date(2024, 9, 1), date(2026, 3, 1)))
    assert len(calendar.named) == named.count()
