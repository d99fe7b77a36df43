"""What the measurements stand on: rows as verbs would have left them, and lists that ask no more for more of them."""

import pytest
from django.db.models import Count, Q
from django.test import Client
from django.utils import timezone

from decisions.enums import AssignmentState as S
from decisions.models import Assignment, Event
from scripts.follow_up_data import fill
from tests.desk.test_list import HOME


@pytest.fixture
def crowd(db):
    return fill(300)


def test_rows_fit_together(crowd):
    rows = Assignment.objects.annotate(
        told=Count("events"),
        returns=Count("events", filter=Q(events__verb="return")),
        grants=Count("events", filter=Q(events__verb="grant_extension")),
    )
    for row in rows:
        assert row.told == 10
        assert (row.times_returned, row.times_extended) == (row.returns, row.grants)
        assert (row.closed_at is not None) == (row.state == S.CLOSED)
        assert (row.cancelled_at is not None) == (row.state == S.CANCELLED)
        assert (row.acknowledged_at is None) == (row.state == S.ASSIGNED)
        assert (row.reported_at is not None) == (row.state in (S.REPORTED, S.CLOSED))
        assert row.assigned_on == timezone.localdate(row.assigned_at)
        if row.state == S.CLOSED:
            assert row.percent == 100 and row.due_on is not None
            assert row.closed_on_time == (timezone.localdate(row.reported_at) <= row.due_on)
            assert row.seconds_to_close == int((row.closed_at - row.assigned_at).total_seconds())
    assert {row.state for row in rows} >= {S.ASSIGNED, S.IN_PROGRESS, S.REPORTED}
    assert not Event.objects.filter(at__gt=timezone.now()).exists()


def test_numbers_run_by_year_and_more_can_be_added(crowd):
    numbers = Assignment.objects.order_by("assigned_on", "pk").values_list("number_year", "serial")
    for year in {year for year, _serial in numbers}:
        serials = [serial for found, serial in numbers if found == year]
        assert serials == list(range(1, len(serials) + 1))
    Event.objects.create(assignment_id=1, verb="remind", by=crowd.supervisor)


@pytest.mark.parametrize(("who", "queries"), [("officer", 16), ("supervisor", 17)])
def test_queries_on_many(crowd, django_assert_num_queries, who, queries):
    client = Client()
    client.force_login(crowd.officers[7] if who == "officer" else crowd.supervisor)
    with django_assert_num_queries(queries):
        assert client.get(HOME).context["rows"]
