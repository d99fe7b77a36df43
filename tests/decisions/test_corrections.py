"""After a correction: who works on a clause that changed is told, with the difference; nothing moves by itself."""

import pytest

from decisions.domain import corrections, work
from decisions.domain.assign import assign
from decisions.enums import AssignmentState as S
from decisions.enums import Verb
from decisions.models import Assignment, Event
from gusu_minutes.common.errors import IllegalMove, NotAllowed
from gusu_minutes.publishing.domain import start_correction, withdraw
from tests.factories import AssignmentFactory, ResolutionFactory, UserFactory, draft, issue


def correct(story, text):
    start_correction(meeting=story.meeting, by=UserFactory(roles=["publisher"]), reason="文字有误")
    clause = story.assignment.resolution
    clause.text = text
    clause.save()
    story.meeting.refresh_from_db()
    issue(story.meeting)


def flags(row):
    return (row.lead_to_note, row.supervisor_to_note)


def test_a_changed_clause_is_flagged_with_the_difference(story):
    story.bring_to(S.IN_PROGRESS)
    before = story.fresh()
    correct(story, "区发改局牵头，区商务局、区财政局配合，做好冬季促消费活动。")
    row = story.fresh()
    assert flags(row) == (True, True)
    assert (row.state, row.due_on, row.lead, row.task) == (before.state, before.due_on, before.lead, before.task)
    event = row.events.last()
    assert event.verb == Verb.CLAUSE_CHANGED
    assert event.details["before"] == before.clause_text
    assert event.details["after"] == row.clause_text != before.clause_text


def test_an_unchanged_clause_is_left_alone(story):
    before = story.fresh().version
    correct(story, story.assignment.resolution.text)
    assert (story.fresh().version, flags(story.fresh())) == (before, (False, False))


@pytest.mark.parametrize("state", [S.CLOSED, S.CANCELLED])
def test_what_is_done_is_left_alone(story, state):
    story.bring_to(state)
    correct(story, "另一句话。")
    assert flags(story.fresh()) == (False, False)


def test_withdrawn_minutes_flag_what_was_assigned(story):
    withdraw(meeting=story.meeting, by=UserFactory(roles=["publisher"]), reason="有误", notice="已撤回")
    assert flags(story.fresh()) == (True, True)
    assert story.assignment.events.last().details["after"] == ""


def test_each_notes_for_itself_once(story):
    correct(story, "另一句话。")
    with pytest.raises(NotAllowed):
        corrections.note_change(assignment=story.assignment, by=story.supporting)
    corrections.note_change(assignment=story.assignment, by=story.lead)
    assert flags(story.fresh()) == (False, True)
    with pytest.raises(IllegalMove):
        corrections.note_change(assignment=story.assignment, by=story.lead)
    corrections.note_change(assignment=story.assignment, by=story.supervisor)
    assert flags(story.fresh()) == (False, False)


def test_work_goes_on_with_the_flag(story):
    correct(story, "另一句话。")
    assert work.acknowledge(assignment=story.assignment, by=story.lead).lead_to_note


def test_what_was_assigned_before_the_issue_is_compared_with_it(db):
    meeting = draft(items=0)
    clause = ResolutionFactory(agenda_item__meeting=meeting)
    row = AssignmentFactory(resolution=clause)
    assign(meeting=meeting, assignments=[row], by=UserFactory(roles=["supervisor"]))
    clause.text = "审议后改定的文字。"
    clause.save()
    issue(meeting)
    assert flags(Assignment.objects.get(pk=row.pk)) == (True, True)
    assert Event.objects.filter(verb=Verb.CLAUSE_CHANGED).count() == 1
