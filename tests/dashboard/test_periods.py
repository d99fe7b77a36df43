"""Which days a period has, what it is called, what lies before and after it, and what is no period."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from decisions.dashboard.periods import KIND_LABELS, Period, around, read_period

TODAY = date(2026, 11, 24)
THIS_YEAR = Period("year", date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "query",
    [
        "period=2026-Q5", "period=2026-H3", "period=2026-13", "period=2026-00", "period=26", "period=2026-1",
        "period=1800", "period=9999", "period=%00", "period=２０２６", "period=2026%0a-Q4", "period=2026-H4",
        "from=2026-01-01", "to=2026-01-01", "from=2026-02-30&to=2026-03-01", "from=x&to=y",
        "from=2026-03-02&to=2026-03-01", "from=0001-01-01&to=2026-01-01", "from=2026-01-01&to=9999-12-31",
    ],
)  # fmt: skip
def test_what_is_no_period_is_said_and_means_this_year(query):
    period, problem = read_period(QueryDict(query), TODAY)
    assert period == THIS_YEAR
    assert str(problem)


def test_the_page_says_so(enter):
    page = enter("leader").get(reverse("dashboard:home"), {"period": "2026-Q5"})
    assert "没有这样的时段" in page.text or "There is no such period" in page.text


@pytest.mark.parametrize(
    ("query", "first", "last", "chinese"),
    [
        ("", "2026-01-01", "2026-12-31", "2026年"),
        ("period=2024", "2024-01-01", "2024-12-31", "2024年"),
        ("period=2024-H1", "2024-01-01", "2024-06-30", "2024年上半年"),
        ("period=2024-H2", "2024-07-01", "2024-12-31", "2024年下半年"),
        ("period=2024-Q1", "2024-01-01", "2024-03-31", "2024年第一季度"),
        ("period=2024-Q4", "2024-10-01", "2024-12-31", "2024年第四季度"),
        ("period=2024-02", "2024-02-01", "2024-02-29", "2024年2月"),
        ("from=2024-02-28&to=2024-03-01", "2024-02-28", "2024-03-01", "2024年2月28日至2024年3月1日"),
        ("from=2024-02-28&to=2024-02-28", "2024-02-28", "2024-02-28", "2024年2月28日至2024年2月28日"),
    ],
)
def test_days_and_name(query, first, last, chinese):
    period, problem = read_period(QueryDict(query), TODAY)
    assert not problem
    assert (period.first.isoformat(), period.last.isoformat(), period.chinese) == (first, last, chinese)
    assert period.label


periods = st.one_of(
    st.builds(around, st.sampled_from(list(KIND_LABELS)), st.dates(date(1950, 1, 1), date(2198, 12, 31))),
    st.builds(
        lambda first, days: Period("days", first, first + timedelta(days)),
        st.dates(date(1960, 1, 1), date(2180, 12, 31)),
        st.integers(0, 2000),
    ),
)


@given(periods)
def test_an_address_means_the_period_it_was_made_for(period):
    assert read_period(QueryDict(period.query), TODAY) == (period, "")


@given(periods)
def test_periods_follow_each_other_without_gap(period):
    before, after = period.previous, period.next
    assert before.last + timedelta(1) == period.first
    assert after.first - timedelta(1) == period.last
    assert before.next == after.previous == period
    assert before.kind == after.kind == period.kind


@given(st.sampled_from(list(KIND_LABELS)), st.dates(date(1950, 1, 1), date(2198, 12, 31)))
def test_a_day_lies_in_one_of_the_periods_of_its_year(kind, day):
    period = around(kind, day)
    assert period.first <= day <= period.last
    assert [one for one in period.siblings(date(2199, 1, 1)) if one.first <= day <= one.last] == [period]


def test_what_has_not_begun_is_not_offered():
    quarters = around("quarter", date(2026, 2, 1)).siblings(TODAY)
    assert [one.code for one in quarters] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [one.code for one in around("half", date(2026, 2, 1)).siblings(date(2026, 3, 1))] == ["2026-H1"]
    assert [one.code for one in THIS_YEAR.siblings(TODAY)] == ["2022", "2023", "2024", "2025", "2026"]


def test_years_end():
    assert around("year", date(1949, 5, 1)).previous is None
    assert around("month", date(2199, 12, 31)).next is None
    assert Period("days", date(1949, 1, 1), date(1949, 1, 9)).previous is None
    assert Period("days", date(2199, 12, 1), date(2199, 12, 31)).next is None
