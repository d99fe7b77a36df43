"""Regular reports are asked for by themselves, once a cycle."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.domain import work
from decisions.domain.cycles import ask_for_reports, next_report_on
from decisions.enums import AssignmentState as S
from decisions.enums import ReportCycle, Verb
from decisions.models import Assignment
from tests.decisions.story import tell, today


@pytest.mark.parametrize(
    ("cycle", "day", "expected"),
    [
        (ReportCycle.NONE, date(2024, 12, 13), None),
        (ReportCycle.WEEKLY, date(2024, 12, 28), date(2025, 1, 4)),
        (ReportCycle.MONTHLY, date(2024, 12, 13), date(2025, 1, 13)),
        (ReportCycle.MONTHLY, date(2025, 1, 31), date(2025, 2, 28)),
        (ReportCycle.MONTHLY, date(2024, 1, 31), date(2024, 2, 29)),
    ],
)
def test_when_the_next_is_due(cycle, day, expected):
    assert next_report_on(cycle, day) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_month_is_never_skipped(day):
    following = next_report_on(ReportCycle.MONTHLY, day)
    assert following is not None
    assert (following.year * 12 + following.month) - (day.year * 12 + day.month) == 1


def test_it_begins_with_the_signature_and_is_asked_once(db):
    story = tell(cycle=ReportCycle.WEEKLY)
    assert ask_for_reports(today() + timedelta(days=30)) == []
    story.bring_to(S.IN_PROGRESS)
    assert story.fresh().report_due_on == today() + timedelta(days=7)
    assert ask_for_reports(today() + timedelta(days=6)) == []
    (event,) = ask_for_reports(today() + timedelta(days=7))
    assert (event.verb, event.by, event.assignment) == (Verb.ASK_REPORT, None, story.assignment)
    assert ask_for_reports(today() + timedelta(days=7)) == []
    assert story.fresh().report_due_on == today() + timedelta(days=14)


def test_a_report_in_time_is_not_asked_for(db):
    story = tell(cycle=ReportCycle.WEEKLY)
    story.bring_to(S.IN_PROGRESS)
    Assignment.objects.filter(pk=story.assignment.pk).update(report_due_on=today())
    work.report_progress(assignment=story.assignment, by=story.lead, text="过半", percent=50)
    assert ask_for_reports() == []
    assert story.fresh().report_due_on == today() + timedelta(days=7)


@pytest.mark.parametrize("state", [S.CLOSED, S.CANCELLED, S.REPORTED])
def test_what_is_not_worked_on_is_not_asked_for(db, state):
    story = tell(cycle=ReportCycle.WEEKLY)
    story.bring_to(state)
    assert ask_for_reports(today() + timedelta(days=30)) == []
