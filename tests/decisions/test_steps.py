"""Every state × every verb × every role: only what is declared here passes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from attendees.models import Substitution
from decisions.desk.situation import Situation
from decisions.domain import change, corrections, extensions, relief, verify, work
from decisions.enums import ASSIGNMENT_MOVES, OPEN_STATES, Verb
from decisions.enums import AssignmentState as S
from decisions.models import Assignment, Event, ExtensionRequest, ReliefRequest
from decisions.rules import STEPS
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed, StaleVersion
from tests.decisions.story import CONSENT, tell, today
from tests.factories import AssignmentFactory, DepartmentFactory, UserFactory

pytestmark = pytest.mark.once


def extension_asked(story):
    """Return a request that waits, made as a row: in most states no verb makes one."""
    return ExtensionRequest.objects.create(
        assignment=story.assignment,
        department=story.department,
        reason="材料未到",
        old_due_on=story.assignment.due_on,
        new_due_on=story.assignment.due_on + timedelta(days=9),
        by=story.lead,
    )


def relief_asked(story):
    return ReliefRequest.objects.create(
        assignment=story.assignment, department=story.helper, reason="职能已划转", by=story.supporting
    )


def clause_corrected(story):
    Assignment.objects.filter(pk=story.assignment.pk).update(lead_to_note=True, supervisor_to_note=True)


# What has to be there before a verb makes sense.
GROUNDS = {"decide_extension": extension_asked, "decide_relief": relief_asked, "note_change": clause_corrected}
VERBS = {
    "acknowledge": lambda row, by, _: work.acknowledge(assignment=row, by=by),
    "report_progress": lambda row, by, _: work.report_progress(assignment=row, by=by, text="过半", percent=60),
    "contribute": lambda row, by, _: work.contribute(assignment=row, by=by, text="配合完成", percent=60),
    "ask_contribution": lambda row, by, _: work.ask_contribution(assignment=row, by=by, text="请报数据"),
    "report_done": lambda row, by, _: work.report_done(assignment=row, by=by, text="办结"),
    "close": lambda row, by, _: verify.close(assignment=row, by=by),
    "return": lambda row, by, _: verify.return_to_department(assignment=row, by=by, reason="缺材料"),
    "cancel": lambda row, by, _: verify.cancel(assignment=row, by=by, reason="不再需要", consent=CONSENT),
    "remind": lambda row, by, _: verify.remind(assignment=row, by=by, text="请抓紧"),
    "request_extension": lambda row, by, _: extensions.request_extension(
        assignment=row, by=by, reason="材料未到", new_due_on=today() + timedelta(days=30)
    ),
    "decide_extension": lambda row, by, asked: extensions.decide_extension(request=asked, by=by, granted=True),
    "request_relief": lambda row, by, _: relief.request_relief(assignment=row, by=by, reason="职能已划转"),
    "decide_relief": lambda row, by, asked: relief.decide_relief(request=asked, by=by, granted=True),
    "change": lambda row, by, _: change.change(
        assignment=row, by=by, reason="会议另有决定", consent=CONSENT, due_on=today() + timedelta(days=60)
    ),
    "reassign": lambda row, by, _: change.reassign(
        assignment=row, by=by, lead=DepartmentFactory(), reason="职能已划转", consent=CONSENT
    ),
    "note_change": lambda row, by, _: corrections.note_change(assignment=row, by=by),
}
ROLES = (
    "lead", "supporting", "substitute", "stranger",
    "supervisor", "clerk", "leader", "auditor", "superuser", "anonymous",
)  # fmt: skip


def _same(verb, roles, states):
    """Declare that a verb leaves the state."""
    return {(verb, role, state): state for role in roles for state in states}


LEAD, SUPERVISOR = ("lead", "substitute"), ("supervisor", "superuser")
# (verb, role, state before): state after
DECLARED = {
    **{("acknowledge", role, S.ASSIGNED): S.IN_PROGRESS for role in LEAD},
    **_same("report_progress", LEAD, [S.IN_PROGRESS]),
    **_same("contribute", ["supporting"], [S.IN_PROGRESS]),
    **_same("ask_contribution", LEAD, [S.IN_PROGRESS]),
    **{("report_done", role, S.IN_PROGRESS): S.REPORTED for role in LEAD},
    **_same("request_extension", LEAD, [S.IN_PROGRESS]),
    **_same("request_relief", [*LEAD, "supporting"], [S.ASSIGNED, S.IN_PROGRESS]),
    **{("close", role, S.REPORTED): S.CLOSED for role in SUPERVISOR},
    **{("return", role, S.REPORTED): S.IN_PROGRESS for role in SUPERVISOR},
    **{("cancel", role, state): S.CANCELLED for role in SUPERVISOR for state in OPEN_STATES},
    **{("reassign", role, state): S.ASSIGNED for role in SUPERVISOR for state in OPEN_STATES},
    **_same("remind", SUPERVISOR, [S.ASSIGNED, S.IN_PROGRESS]),
    **_same("decide_extension", SUPERVISOR, OPEN_STATES),
    **_same("decide_relief", SUPERVISOR, OPEN_STATES),
    **_same("change", SUPERVISOR, OPEN_STATES),
    **_same("note_change", [*LEAD, *SUPERVISOR], S.values),
}
MAY_EVER = {(verb, role) for verb, role, _state in DECLARED}


def person(story, role):
    """Return who has `role` in the story."""
    match role:
        case "anonymous":
            return AnonymousUser()
        case "superuser":
            return UserFactory(is_superuser=True)
        case "leader" | "auditor":
            return UserFactory(roles=[role])
        case "substitute":
            user = UserFactory(roles=["officer"])
            Substitution.objects.create(
                officer=story.lead.offices.get(), substitute=user, valid_from=today(), valid_to=today()
            )
            return user
    return getattr(story, role)


def test_every_verb_is_tried():
    assert set(VERBS) == set(STEPS)
    moves = {(verb, state): target for (verb, _role, state), target in DECLARED.items() if state != target}
    assert moves == {(verb, state): target for (state, target), (verb, _who) in ASSIGNMENT_MOVES.items()}


@pytest.mark.parametrize("state", S.values)
def test_only_declared_steps_pass(db, state):
    story = tell()
    people = {role: person(story, role) for role in ROLES}
    story.bring_to(state)
    for verb, take in VERBS.items():
        ground = GROUNDS.get(verb, lambda story: None)(story)
        for role, by in people.items():
            if (verb, role, state) in DECLARED:
                continue
            before, events = story.fresh().version, Event.objects.count()
            assert not Situation(by, story.fresh()).may(verb), (verb, role)
            with pytest.raises(IllegalMove if (verb, role) in MAY_EVER else NotAllowed) as refusal:
                take(story.assignment, by, ground)
            assert str(refusal.value)
            after = story.fresh()
            assert (after.state, after.version, Event.objects.count()) == (state, before, events)


@pytest.mark.parametrize(("verb", "role", "state"), DECLARED)
def test_a_declared_step_moves_and_writes_one_line_and_one_event(story, verb, role, state):
    by = person(story, role)
    story.bring_to(state)
    ground = GROUNDS.get(verb, lambda story: None)(story)
    before = story.fresh()
    lines, events = story.assignment.history.count(), story.assignment.events.count()
    assert Situation(by, before).may(verb)
    VERBS[verb](story.assignment, by, ground)
    after = story.fresh()
    assert after.state == DECLARED[verb, role, state]
    assert after.version == before.version + 1
    assert story.assignment.history.count() == lines + 1
    line = story.assignment.history.latest()
    assert line.history_user == by
    assert line.history_change_reason
    assert story.assignment.events.count() == events + 1
    event = story.assignment.events.last()
    assert event.by == by
    assert event.verb == {"decide_extension": Verb.GRANT_EXTENSION, "decide_relief": Verb.GRANT_RELIEF}.get(verb, verb)


def test_history_keeps_the_words_in_the_language_of_the_records(story):
    story.bring_to(S.REPORTED)
    with override("en"):
        verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason=" 缺验收单 ")
    assert story.assignment.history.latest().history_change_reason == "退办: 缺验收单"


def test_nothing_can_be_done_before_the_minutes_are_issued(story):
    proposal = AssignmentFactory(lead=story.department)
    for verb in STEPS:
        assert not Situation(story.lead, proposal).may(verb)
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
    assert (
        verify.cancel(assignment=story.assignment, by=superuser, reason="误交办", consent=CONSENT).state == S.CANCELLED
    )


def test_who_and_when_stand_on_the_row(story):
    story.bring_to(S.CLOSED)
    row = story.fresh()
    assert (row.acknowledged_by, row.reported_by, row.closed_by) == (story.lead, story.lead, story.supervisor)
    assert row.acknowledged_at <= row.reported_at <= row.closed_at
    assert (row.percent, row.cancelled_by) == (100, None)


def test_a_return_takes_back_what_was_reported(story):
    story.bring_to(S.IN_PROGRESS)
    work.report_progress(assignment=story.assignment, by=story.lead, text="过半", percent=60)
    work.contribute(assignment=story.assignment, by=story.supporting, text="配合", percent=90)
    work.report_done(assignment=story.assignment, by=story.lead, text="办结")
    returned = verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason="缺材料")
    assert (returned.percent, returned.reason) == (60, "缺材料")
    assert (returned.reported_by, returned.reported_at) == (None, None)
    work.report_done(assignment=story.assignment, by=story.lead, text="补齐材料")
    assert story.fresh().reason == ""


@pytest.mark.parametrize("words", ["", "  \n"])
def test_a_return_and_a_cancellation_need_a_reason(story, words):
    story.bring_to(S.REPORTED)
    about = {"assignment": story.assignment, "by": story.supervisor}
    with pytest.raises(DomainError):
        verify.return_to_department(reason=words, **about)
    for said in ({"reason": words, "consent": CONSENT}, {"reason": "不再需要", "consent": words}):
        with pytest.raises(DomainError):
            verify.cancel(**said, **about)
        with pytest.raises(DomainError):
            change.change(task="新的事项", **said, **about)
        with pytest.raises(DomainError):
            change.reassign(lead=DepartmentFactory(), **said, **about)
    assert story.fresh().state == S.REPORTED


def test_a_step_from_an_old_page_is_stale(story):
    opened = story.bring_to(S.IN_PROGRESS).version
    work.contribute(assignment=story.assignment, by=story.supporting, text="配合", percent=10, version=opened)
    with pytest.raises(StaleVersion):
        work.report_done(assignment=story.assignment, by=story.lead, text="办结", version=opened)
    assert story.fresh().state == S.IN_PROGRESS
