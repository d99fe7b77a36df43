"""Every state × every verb × every role: only what is declared here passes."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from decisions.domain import extensions, verify, work
from decisions.enums import ASSIGNMENT_MOVES
from decisions.enums import AssignmentState as S
from decisions.models import Assignment
from decisions.rules import STEPS, can_take
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed, StaleVersion
from tests.decisions.story import tell, today
from tests.factories import AssignmentFactory, UserFactory

VERBS = {
    "acknowledge": lambda story, by: work.acknowledge(assignment=story.assignment, by=by),
    "report_progress": lambda story, by: work.report_progress(
        assignment=story.assignment, by=by, text="过半", percent=60
    ),
    "report_done": lambda story, by: work.report_done(assignment=story.assignment, by=by, text="办结"),
    "close": lambda story, by: verify.close(assignment=story.assignment, by=by),
    "return": lambda story, by: verify.return_to_department(assignment=story.assignment, by=by, reason="缺材料"),
    "cancel": lambda story, by: verify.cancel(
        assignment=story.assignment, by=by, reason="不再需要", consent="区长陈羔12月20日同意"
    ),
    "request_extension": lambda story, by: extensions.request_extension(
        assignment=story.assignment, by=by, reason="材料未到", new_due_on=today() + timedelta(days=30)
    ),
}
ROLES = ("lead", "supporting", "stranger", "supervisor", "clerk")
# (verb, role, state before): state after
DECLARED = {
    ("acknowledge", "lead", S.ASSIGNED): S.IN_PROGRESS,
    ("report_progress", "lead", S.IN_PROGRESS): S.IN_PROGRESS,
    ("report_progress", "supporting", S.IN_PROGRESS): S.IN_PROGRESS,
    ("report_done", "lead", S.IN_PROGRESS): S.REPORTED,
    ("request_extension", "lead", S.IN_PROGRESS): S.IN_PROGRESS,
    ("close", "supervisor", S.REPORTED): S.CLOSED,
    ("return", "supervisor", S.REPORTED): S.IN_PROGRESS,
    ("cancel", "supervisor", S.ASSIGNED): S.CANCELLED,
    ("cancel", "supervisor", S.IN_PROGRESS): S.CANCELLED,
    ("cancel", "supervisor", S.REPORTED): S.CANCELLED,
}
MAY_EVER = {(verb, role) for verb, role, _state in DECLARED}


def test_every_verb_is_tried():
    assert set(VERBS) | {"decide_extension"} == set(STEPS)
    moves = {(verb, state): target for (verb, _role, state), target in DECLARED.items() if state != target}
    assert moves == {(verb, state): target for (state, target), (verb, _who) in ASSIGNMENT_MOVES.items()}


@pytest.mark.parametrize("state", S.values)
def test_only_declared_steps_pass(db, state):
    story = tell()
    story.bring_to(state)
    for verb, take in VERBS.items():
        for role in ROLES:
            if (verb, role, state) in DECLARED:
                continue
            by = getattr(story, role)
            before = story.fresh().version
            assert not can_take(by, story.fresh(), verb), (verb, role)
            with pytest.raises(IllegalMove if (verb, role) in MAY_EVER else NotAllowed) as refusal:
                take(story, by)
            assert str(refusal.value)
            after = story.fresh()
            assert (after.state, after.version) == (state, before)


@pytest.mark.parametrize(("verb", "role", "state"), DECLARED)
def test_a_declared_step_moves_and_writes_one_line_of_history(story, verb, role, state):
    before, by = story.bring_to(state), getattr(story, role)
    lines = story.assignment.history.count()
    assert can_take(by, before, verb)
    VERBS[verb](story, by)
    after = story.fresh()
    assert after.state == DECLARED[verb, role, state]
    assert after.version == before.version + 1
    assert story.assignment.history.count() == lines + 1
    line = story.assignment.history.latest()
    assert line.history_user == by
    assert line.history_change_reason


def test_history_keeps_the_words_in_the_language_of_the_records(story):
    story.bring_to(S.REPORTED)
    with override("en"):
        verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason=" 缺验收单 ")
    assert story.assignment.history.latest().history_change_reason == "退办: 缺验收单"


def test_nothing_can_be_done_before_the_minutes_are_issued(story):
    proposal = AssignmentFactory(lead=story.department)
    for verb in STEPS:
        assert not can_take(story.lead, proposal, verb)
    with pytest.raises(IllegalMove):
        work.acknowledge(assignment=proposal, by=story.lead)
    assert not Assignment.objects.visible_to(story.lead).filter(pk=proposal.pk).exists()


@pytest.mark.parametrize("ended", ["office", "account"])
def test_an_officer_whose_time_is_over_does_nothing(story, ended):
    if ended == "office":
        office = story.lead.offices.get()
        office.valid_to = today() - timedelta(days=1)
        office.save()
    else:
        story.lead.is_active = False
        story.lead.save()
    with pytest.raises(NotAllowed):
        work.acknowledge(assignment=story.assignment, by=story.lead)


def test_an_office_counts_from_its_first_to_its_last_day(story):
    office = story.lead.offices.get()
    office.valid_from = office.valid_to = today()
    office.save()
    assert work.acknowledge(assignment=story.assignment, by=story.lead).state == S.IN_PROGRESS


def test_a_supervisor_without_office_does_not_work_for_departments(story):
    superuser = UserFactory(is_superuser=True)
    with pytest.raises(NotAllowed):
        work.acknowledge(assignment=story.assignment, by=superuser)
    assert verify.cancel(assignment=story.assignment, by=superuser, reason="误交办").state == S.CANCELLED


def test_who_and_when_stand_on_the_row(story):
    story.bring_to(S.CLOSED)
    row = story.fresh()
    assert (row.acknowledged_by, row.reported_by, row.closed_by) == (story.lead, story.lead, story.supervisor)
    assert row.acknowledged_at <= row.reported_at <= row.closed_at
    assert (row.percent, row.cancelled_by) == (100, None)


def test_a_return_takes_back_what_was_reported(story):
    story.bring_to(S.IN_PROGRESS)
    work.report_progress(assignment=story.assignment, by=story.lead, text="过半", percent=60)
    work.report_progress(assignment=story.assignment, by=story.supporting, text="配合", percent=90)
    work.report_done(assignment=story.assignment, by=story.lead, text="办结")
    returned = verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason="缺材料")
    assert (returned.percent, returned.reason) == (60, "缺材料")
    assert (returned.reported_by, returned.reported_at) == (None, None)
    work.report_done(assignment=story.assignment, by=story.lead, text="补齐材料")
    assert story.fresh().reason == ""


@pytest.mark.parametrize("words", ["", "  \n"])
def test_a_return_and_a_cancellation_need_a_reason(story, words):
    story.bring_to(S.REPORTED)
    for verb in (verify.return_to_department, verify.cancel):
        with pytest.raises(DomainError):
            verb(assignment=story.assignment, by=story.supervisor, reason=words)
    assert story.fresh().state == S.REPORTED


def test_a_step_from_an_old_page_is_stale(story):
    opened = story.bring_to(S.IN_PROGRESS).version
    work.report_progress(assignment=story.assignment, by=story.supporting, text="配合", percent=10, version=opened)
    with pytest.raises(StaleVersion):
        work.report_done(assignment=story.assignment, by=story.lead, text="办结", version=opened)
    assert story.fresh().state == S.IN_PROGRESS
