"""The calendar of due dates: whose, on which day, in how many queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from decisions.desk.month import beside, month_of
from decisions.enums import AssignmentState as S
from tests.decisions.story import today
from tests.desk.test_list import more
from tests.factories import OfficerFactory, UserFactory

MONTH = reverse("desk:calendar")


def days(page):
    return {day.day: day for week in page.context["weeks"] for day in week}


def of_month(client, day, **condition):
    return client.get(MONTH, {"month": f"{day:%Y-%m}", **condition})


def test_anonymous_signs_in_first(client, db):
    assert client.get(MONTH).headers["Location"] == f"{reverse('login')}?next={MONTH}"


@pytest.mark.parametrize("roles", [[], ["official"], ["officer"]])
def test_without_office_or_right_there_is_no_calendar(client, db, roles):
    client.force_login(UserFactory(roles=roles))
    assert client.get(MONTH).status_code == 404


def test_another_department_sees_nothing_in_it(story, enter):
    page = of_month(enter("stranger"), story.assignment.due_on)
    assert not any(day.entries or day.more for day in days(page).values())
    assert story.assignment.task not in page.content.decode()
    assert page.context["total"] == 0


@pytest.mark.parametrize("role", ["lead", "supporting", "supervisor", "clerk"])
def test_who_may_know_sees_it_on_its_day(story, enter, role):
    page = of_month(enter(role), story.assignment.due_on)
    entries = days(page)[story.assignment.due_on].entries
    assert [entry.assignment for entry in entries] == [story.assignment]
    assert "还有 10 天" in page.content.decode()


def test_filters_narrow_it(story, enter):
    due = story.assignment.due_on
    assert of_month(enter("lead"), due, role="supporting").context["total"] == 0
    assert of_month(enter("supporting"), due, role="supporting").context["total"] == 1
    unit = OfficerFactory().department
    assert of_month(enter("supervisor"), due, department=unit.code).context["total"] == 0
    assert of_month(enter("supervisor"), due, department=story.helper.code).context["total"] == 1
    assert of_month(enter("supervisor"), due, q="夏季").context["total"] == 0


def test_what_ended_is_not_in_it(story, enter):
    story.bring_to(S.CLOSED)
    assert of_month(enter("lead"), story.assignment.due_on).context["total"] == 0


def test_three_a_day_and_the_others_behind_a_link(story, enter):
    due = story.assignment.due_on
    more(story, 4, due_on=due)
    page = of_month(enter("lead"), due)
    day = days(page)[due]
    assert (len(day.entries), day.more) == (3, 2)
    link = f"{reverse('desk:home')}?due={due.isoformat()}"
    assert f'href="{link}"' in page.content.decode()
    assert len(enter("lead").get(link).context["rows"]) == 5


def test_weeks_begin_on_monday_and_weekends_are_off(story, enter):
    page = enter("lead").get(MONTH, {"month": "2026-11"})
    weeks = page.context["weeks"]
    assert weeks[0][0].day == date(2026, 10, 26) and weeks[-1][-1].day == date(2026, 12, 6)
    assert [day.is_off for day in weeks[0]] == [False] * 5 + [True] * 2
    assert page.context["weekdays"][0] == "星期一"


@pytest.mark.parametrize("asked", ["", "nonsense", "2026-13", "2026-00", "0001-01", "9999-12", "２０２６-１１"])
def test_what_is_no_month_is_this_month(asked):
    assert month_of(asked, date(2026, 11, 24)) == date(2026, 11, 1)


def test_months_beside():
    assert beside(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert beside(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert beside(date(1949, 1, 1), -1) is None
    assert beside(date(2199, 12, 1), 1) is None


@pytest.mark.parametrize(("role", "queries"), [("lead", 10), ("supervisor", 12)])
@pytest.mark.parametrize("rows", [1, 30])
def test_queries(story, enter, django_assert_num_queries, role, queries, rows):
    more(story, rows - 1, due_on=story.assignment.due_on)
    client = enter(role)
    with django_assert_num_queries(queries):
        of_month(client, today() + timedelta(days=10))
