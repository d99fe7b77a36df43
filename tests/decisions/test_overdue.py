"""Lights turn at midnight in Shanghai, which is 16:00 UTC."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from decisions.enums import AssignmentKind, Light
from decisions.enums import AssignmentState as S
from decisions.models import Assignment
from tests.decisions.story import tell

DUE = date(2025, 1, 13)


@pytest.fixture
def clock(monkeypatch):
    """Set the time: clock(datetime)."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


@pytest.mark.parametrize(
    ("moment", "days_left", "light"),
    [
        (datetime(2025, 1, 9, 15, 59, 59, tzinfo=UTC), 4, Light.GREEN),
        (datetime(2025, 1, 9, 16, 0, tzinfo=UTC), 3, Light.YELLOW),
        (datetime(2025, 1, 13, 15, 59, 59, tzinfo=UTC), 0, Light.YELLOW),
        (datetime(2025, 1, 13, 16, 0, tzinfo=UTC), -1, Light.RED),
    ],
)
def test_lights_turn_at_midnight_in_shanghai(db, clock, moment, days_left, light):
    tell(due_on=DUE)
    clock(moment)
    row = Assignment.objects.get()
    assert (row.days_left(), row.light()) == (days_left, light)
    assert Assignment.objects.overdue().exists() == (light == Light.RED)
    assert Assignment.objects.due_soon().exists() == (light == Light.YELLOW)


@pytest.mark.parametrize("state", [S.CLOSED, S.CANCELLED])
def test_what_is_done_is_never_overdue(db, clock, state):
    tell(due_on=DUE).bring_to(state)
    clock(datetime(2026, 1, 1, tzinfo=UTC))
    row = Assignment.objects.get()
    assert (row.days_left(), row.light()) == (None, None)
    assert not Assignment.objects.overdue().exists()


def test_without_a_due_date_it_is_green(db):
    story = tell(due_on=None, kind=AssignmentKind.LONG_TERM)
    assert story.fresh().light() == Light.GREEN
    assert not Assignment.objects.overdue(timezone.localdate() + timedelta(days=999)).exists()
