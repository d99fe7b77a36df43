"""Assigning: by choice before the issue or beside issued minutes, numbers that run by year, nothing half done."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from decisions.domain.assign import assign, due_on_of
from decisions.domain.decided import decided
from decisions.domain.holidays import import_holidays
from decisions.domain.workdays import load_calendar
from decisions.enums import Verb
from decisions.models import Assignment, Event
from gusu_minutes.common.errors import IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.publishing.domain import withdraw
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    OfficerFactory,
    PersonFactory,
    ResolutionFactory,
    UserFactory,
    draft,
    issue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor():
    return UserFactory(roles=["supervisor"])


def proposals(number=1, **fields):
    meeting = draft(items=0)
    resolution = ResolutionFactory(agenda_item__meeting=meeting)
    return meeting, AssignmentFactory.create_batch(number, resolution=resolution, **fields)


@pytest.mark.parametrize("role", ["officer", "official", "leader", "auditor", "signatory", "publisher"])
def test_not_everybody_assigns(role):
    meeting, rows = proposals()
    with pytest.raises(NotAllowed):
        assign(meeting=meeting, assignments=rows, by=UserFactory(roles=[role]))
    assert not Event.objects.exists()


@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_before_the_issue_by_choice(role):
    lead = DepartmentFactory(leader=PersonFactory(name="陈区长"))
    meeting, (first, second) = proposals(2, lead=lead)
    by = UserFactory(roles=[role])
    (row,) = assign(meeting=meeting, assignments=[second], by=by)
    assert (row.serial, row.assigned_by, str(row.leader)) == (1, by, "陈区长")
    assert row.clause_text == f"{row.resolution.number}{row.resolution.text}"
    assert Event.objects.get().verb == Verb.ASSIGN
    officer = OfficerFactory(department=lead).user
    assert list(Assignment.objects.visible_to(officer)) == [row]
    issue(meeting)
    assert Assignment.objects.get(pk=first.pk).serial == 2
    assert not Event.objects.filter(verb=Verb.CLAUSE_CHANGED).exists()


def test_beside_issued_minutes(supervisor):
    meeting = issue(draft())
    resolution = ResolutionFactory(agenda_item=meeting.items.get())
    beside = AssignmentFactory(resolution=resolution, in_minutes=False)
    assert assign(meeting=meeting, assignments=[beside], by=supervisor) == [beside]


def test_the_issue_does_not_assign_what_stands_beside_the_minutes():
    meeting, rows = proposals(1, in_minutes=False)
    issue(meeting)
    assert Assignment.objects.get(pk=rows[0].pk).assigned_at is None


def test_all_or_none(supervisor):
    meeting, rows = proposals(3)
    foreign = proposals()[1][0]
    assign(meeting=meeting, assignments=rows[:1], by=supervisor)
    for extra in (rows[0], foreign):
        with pytest.raises(IllegalMove):
            assign(meeting=meeting, assignments=[rows[1], extra], by=supervisor)
    with pytest.raises(StaleVersion):
        assign(meeting=meeting, assignments=rows[1:], by=supervisor, versions={rows[1].pk: 1, rows[2].pk: 0})
    assert Assignment.objects.issued().count() == 1


def test_nothing_is_assigned_of_withdrawn_minutes(supervisor):
    meeting = issue(draft())
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="有误", notice="已撤回")
    beside = AssignmentFactory(resolution=ResolutionFactory(agenda_item=meeting.items.first()), in_minutes=False)
    with pytest.raises(IllegalMove):
        assign(meeting=meeting, assignments=[beside], by=supervisor)


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_once():
    supervisor = UserFactory(roles=["supervisor"])
    made = [proposals() for _ in range(8)]
    barrier = Barrier(len(made))

    def send(meeting, rows):
        barrier.wait()
        try:
            assign(meeting=meeting, assignments=rows, by=supervisor)
        finally:
            connection.close()

    threads = [Thread(target=send, args=one) for one in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Assignment.objects.order_by("serial").values_list("serial", flat=True)) == list(range(1, 9))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, date(2024, 10, 17)),  # twelve working days over the holidays of October, with a make-up Saturday
        ({"kind": "long_term"}, None),
        ({"kind": "urgent"}, date(2024, 10, 9)),
        ({"due_text": "2个工作日内"}, date(2024, 9, 29)),  # a Sunday that was worked
        ({"due_text": "尽快", "kind": "urgent"}, date(2024, 10, 9)),
        ({"due_text": "尽快", "kind": "long_term"}, None),
        *(
            ({"due_text": words, "kind": "urgent"}, None)
            for words in ("12月底前", "年底前", "春节前", "每季度", "三五天内")
        ),
    ],
)
def test_a_task_without_a_date_gets_one(settings, fields, expected):
    settings.DEADLINE_DAYS = {"urgent": 5, "ordinary": 12, "long_term": 0}
    import_holidays([2024])
    day = date(2024, 9, 26)
    assert due_on_of(Assignment(**fields), day, load_calendar(day)) == expected


def test_what_the_minutes_say_stays_what_they_say(supervisor):
    meeting, rows = proposals(due_text="10个工作日内")
    (row,) = assign(meeting=meeting, assignments=rows, by=supervisor)
    assert row.due_on is not None
    assert decided(row)["due_on"] is None
    assert Event.objects.get().details["new_due_on"] == row.due_on.isoformat()


def test_a_date_that_was_given_is_kept(supervisor):
    meeting, rows = proposals(due_text="10个工作日内", due_on=date(2030, 1, 1))
    (row,) = assign(meeting=meeting, assignments=rows, by=supervisor)
    assert (row.due_on, decided(row)["due_on"]) == (date(2030, 1, 1), "2030-01-01")
