"""Assigning: by choice before the issue or beside issued minutes, numbers that run by year, nothing half done."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from decisions.domain.assign import assign
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
    assert (row.serial, row.assigned_by, row.leader.name) == (1, by, "陈区长")
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
    assert sorted(Assignment.objects.values_list("serial", flat=True)) == list(range(1, 9))
