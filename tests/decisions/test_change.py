"""Changing what was assigned, relief, another lead: with consent, never silently, never beside the rules."""

from datetime import timedelta

import pytest

from attendees.models import Department
from decisions.domain import change, relief, work
from decisions.enums import AssignmentState as S
from decisions.enums import Verb
from decisions.models import ReliefDecision
from gusu_minutes.common.errors import DomainError, IllegalMove
from tests.decisions.story import CONSENT, today
from tests.factories import DepartmentFactory, PersonFactory


def changed(story, **fields):
    values = {"reason": "会议另有决定", "consent": CONSENT, **fields}
    return change.change(assignment=story.assignment, by=story.supervisor, **values)


def reassigned(story, lead, **fields):
    values = {"reason": "职能已划转", "consent": CONSENT, **fields}
    return change.reassign(assignment=story.assignment, by=story.supervisor, lead=lead, **values)


def test_a_change_tells_what_was_and_what_is(story):
    due_on, other = today() + timedelta(days=60), DepartmentFactory(short_name="区第三局")
    leader = PersonFactory(name="王区长")
    row = changed(story, task=" 新的事项 ", due_on=due_on, supporting=[other, story.department], leader=leader)
    assert (row.task, row.due_on, row.leader, row.state) == ("新的事项", due_on, leader, S.ASSIGNED)
    assert list(row.supporting.all()) == [other]
    event = story.assignment.events.last()
    assert event.details == {
        "consent": CONSENT,
        "changes": [
            ["task", "冬季系列促消费活动", "新的事项"],
            ["due_on", story.assignment.due_on.isoformat(), due_on.isoformat()],
            ["leader", "", "王区长"],
            ["supporting", "区商务局", "区第三局"],
        ],
        "left": [story.helper.code],
    }
    line = story.assignment.history.latest()
    assert [unit.department for unit in line.supporting.all()] == [other]


@pytest.mark.parametrize("fields", [{}, {"task": "冬季系列促消费活动"}, {"task": " \n"}])
def test_a_change_that_changes_nothing_is_refused(story, fields):
    with pytest.raises(DomainError):
        changed(story, **fields)
    assert story.fresh().version == story.assignment.version


def test_only_what_may_change_changes(story):
    with pytest.raises(TypeError):
        changed(story, state=S.CLOSED)


def test_a_new_lead_signs_for_it(story):
    story.bring_to(S.REPORTED)
    new = DepartmentFactory(leader=PersonFactory(name="李区长"))
    row = reassigned(story, new)
    assert (row.lead, row.state, row.percent, row.leader.name) == (new, S.ASSIGNED, 0, "李区长")
    assert (row.acknowledged_by, row.reported_at, row.report_due_on) == (None, None, None)
    assert story.assignment.events.last().details == {
        "old_lead": "区发改局",
        "new_lead": new.short_name,
        "left": [story.department.code],
        "consent": CONSENT,
    }


def test_a_supporting_department_that_leads_supports_no_longer(story):
    row = reassigned(story, story.helper)
    assert (row.lead, row.supporting.count()) == (story.helper, 0)


def test_the_first_signature_counts_for_the_time_it_took(story):
    first = story.bring_to(S.IN_PROGRESS).seconds_to_acknowledge
    reassigned(story, story.helper)
    work.acknowledge(assignment=story.assignment, by=story.supporting)
    assert story.fresh().seconds_to_acknowledge == first


@pytest.mark.parametrize("which", ["same", "gone"])
def test_a_lead_that_cannot_be_is_refused(story, which):
    gone = DepartmentFactory(active_to=today() - timedelta(days=1))
    with pytest.raises(DomainError):
        reassigned(story, story.department if which == "same" else gone)
    assert story.fresh().lead == story.department


def test_a_successor_takes_over_without_consent(story):
    with pytest.raises(IllegalMove):
        change.hand_to_successor(assignment=story.assignment, by=story.supervisor)
    successor = DepartmentFactory()
    Department.objects.filter(pk=story.department.pk).update(successor=successor)
    row = change.hand_to_successor(assignment=story.fresh(), by=story.supervisor)
    assert (row.lead, row.state) == (successor, S.ASSIGNED)
    with pytest.raises(DomainError):
        reassigned(story, story.helper, consent=" ")


def asked(story, by=None, **fields):
    return relief.request_relief(assignment=story.assignment, by=by or story.lead, reason="职能已划转", **fields)


def decided(story, request, **fields):
    return relief.decide_relief(request=request, by=story.supervisor, **{"granted": True, **fields})


def test_the_lead_is_relieved_for_another(story):
    new = DepartmentFactory()
    request = asked(story, proposed_lead=story.helper)
    assert (request.department, request.proposed_lead) == (story.department, story.helper)
    decision = decided(story, request, new_lead=new)
    assert (decision.new_lead, story.fresh().lead, story.fresh().state) == (new, new, S.ASSIGNED)


def test_the_proposed_lead_is_taken_where_no_other_is_named(story):
    decided(story, asked(story, proposed_lead=story.helper))
    assert story.fresh().lead == story.helper


def test_a_lead_is_not_relieved_for_nobody(story):
    request = asked(story)
    with pytest.raises(DomainError):
        decided(story, request)
    assert not ReliefDecision.objects.exists()


def test_a_supporting_department_is_named_no_longer(story):
    request = asked(story, by=story.supporting)
    decided(story, request)
    row = story.fresh()
    assert (row.lead, row.supporting.count()) == (story.department, 0)
    assert row.decided["supporting"] == [[story.helper.code, "区商务局"]]


def test_only_the_lead_proposes_a_lead(story):
    for by, lead in ((story.supporting, DepartmentFactory()), (story.lead, story.department)):
        with pytest.raises(DomainError):
            asked(story, by=by, proposed_lead=lead)


def test_a_refusal_needs_a_word_and_moves_nothing(story):
    request = asked(story)
    with pytest.raises(DomainError):
        decided(story, request, granted=False, note=" ")
    decided(story, request, granted=False, note="仍由你局牵头")
    assert (story.fresh().lead, story.assignment.events.last().verb) == (story.department, Verb.REFUSE_RELIEF)


def test_one_request_at_a_time_and_one_answer(story):
    request = asked(story)
    with pytest.raises(IllegalMove):
        asked(story, by=story.supporting)
    decided(story, request, granted=False, note="不同意")
    with pytest.raises(IllegalMove):
        decided(story, request, new_lead=story.helper)
    asked(story, by=story.supporting)


def test_who_has_no_part_any_more_is_not_relieved(story):
    request = asked(story)
    reassigned(story, DepartmentFactory())
    with pytest.raises(IllegalMove):
        decided(story, request, new_lead=story.helper)
