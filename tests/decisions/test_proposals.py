"""Proposals: who may make and change them, where they stand, and that splitting and merging lose nobody and nothing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from decisions.domain.assign import assign
from decisions.domain.proposals import correct, merge, propose, split, withdraw_proposal
from decisions.models import Assignment, Event, Resolution
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.common.models import Disclosure
from gusu_minutes.documents.build import internal_document
from gusu_minutes.publishing.domain import publish, sign, start_correction, withdraw
from meetings.domain.review import submit
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    OfficerFactory,
    PersonFactory,
    UserFactory,
    draft,
    issue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {role: UserFactory(roles=[role]) for role in ("clerk", "supervisor", "publisher", "signatory", "auditor")}


@pytest.fixture
def clerk(people):
    return people["clerk"]


def clause_of(meeting) -> Resolution:
    return Resolution.objects.filter(agenda_item__meeting=meeting).order_by("pk")[0]


def proposed(meeting, by, **values) -> Assignment:
    values = {"task": "落实方案", "lead": DepartmentFactory(), **values}
    return propose(resolution=clause_of(meeting), by=by, **values)


def proposal(meeting, helpers: int = 0, **fields) -> Assignment:
    row = AssignmentFactory(resolution=clause_of(meeting), **fields)
    row.supporting.set(DepartmentFactory.create_batch(helpers))
    return row


def in_correction(people):
    meeting = issue(draft())
    return start_correction(meeting=meeting, by=people["publisher"], reason="更正")


# Refusals


@pytest.mark.parametrize("state", ["drafting", "in_review", "signed"])
@pytest.mark.parametrize("role", ["officer", "supervisor", "publisher", "signatory", "auditor", "clerk"])
def test_before_the_issue_only_the_clerk_of_a_draft_proposes(people, role, state):
    meeting, by = draft(), OfficerFactory().user if role == "officer" else people[role]
    row = proposal(meeting, helpers=1)
    if state != "drafting":
        submit(meeting=meeting, by=people["clerk"])
    if state == "signed":
        sign(meeting=meeting, by=people["signatory"])
    if (role, state) == ("clerk", "drafting"):
        assert proposed(meeting, by).in_minutes
        return
    for verb in (
        lambda: proposed(meeting, by),
        lambda: correct(assignment=row, by=by, task="改"),
        lambda: split(assignment=row, by=by),
        lambda: merge(assignments=[proposal(meeting)], by=by, into=row),
        lambda: withdraw_proposal(assignment=row, by=by),
    ):
        with pytest.raises(NotAllowed):
            verb()
    row.refresh_from_db()
    assert row.task != "改"


@pytest.mark.parametrize("role", ["officer", "publisher", "signatory", "auditor"])
def test_beside_issued_minutes_others_propose_nothing(people, role):
    meeting, by = issue(draft()), OfficerFactory().user if role == "officer" else people[role]
    with pytest.raises(NotAllowed):
        proposed(meeting, by)


@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_withdrawn_minutes_get_no_more_tasks(people, role):
    meeting = issue(draft())
    beside = proposed(meeting, people["supervisor"])
    withdraw(meeting=meeting, by=people["publisher"], reason="误发", notice="撤回")
    with pytest.raises(IllegalMove):
        proposed(meeting, people[role])
    with pytest.raises(IllegalMove):
        correct(assignment=beside, by=people[role], task="改")


def test_what_is_assigned_is_no_proposal(people, clerk):
    meeting = draft()
    row, other = proposal(meeting, helpers=1), proposal(meeting)
    assign(meeting=meeting, assignments=[row], by=clerk)
    for verb in (
        lambda: correct(assignment=row, by=clerk, task="改"),
        lambda: split(assignment=row, by=clerk),
        lambda: merge(assignments=[row], by=clerk, into=other),
        lambda: withdraw_proposal(assignment=row, by=clerk),
    ):
        with pytest.raises(IllegalMove):
            verb()
    assert Assignment.objects.count() == 2


def test_a_proposal_from_an_old_page_is_stale(clerk):
    meeting = draft()
    row, other = proposal(meeting, helpers=1), proposal(meeting)
    opened = row.version
    correct(assignment=row, by=clerk, task="同事改的", version=opened)
    for verb in (
        lambda: correct(assignment=row, by=clerk, task="改", version=opened),
        lambda: split(assignment=row, by=clerk, version=opened),
        lambda: merge(assignments=[other], by=clerk, into=row, versions={row.pk: opened, other.pk: other.version}),
        lambda: withdraw_proposal(assignment=row, by=clerk, version=opened),
    ):
        with pytest.raises(StaleVersion):
            verb()
    row.refresh_from_db()
    assert (row.task, row.supporting.count()) == ("同事改的", 1)


@pytest.mark.parametrize("words", ["", " \n"])
def test_a_task_is_said(clerk, words):
    row = proposal(draft())
    with pytest.raises(DomainError):
        proposed(row.resolution.agenda_item.meeting, clerk, task=words)
    with pytest.raises(DomainError):
        correct(assignment=row, by=clerk, task=words)


def test_a_task_beside_the_minutes_goes_to_a_department_that_exists(people, clerk):
    gone = DepartmentFactory(active_to=timezone.localdate() - timedelta(days=1))
    meeting = issue(draft())
    with pytest.raises(DomainError):
        proposed(meeting, clerk, lead=gone)
    row = proposed(meeting, clerk)
    with pytest.raises(DomainError):
        correct(assignment=row, by=clerk, lead=gone)
    # A draft names those of its own day.
    assert proposed(draft(), clerk, lead=gone).lead == gone


def test_only_what_can_be_corrected_is(clerk):
    with pytest.raises(TypeError):
        correct(assignment=proposal(draft()), by=clerk, state="closed")


# Where it stands


def test_a_draft_s_proposal_stands_in_its_minutes_with_the_disclosure_of_the_series(clerk):
    meeting = draft()
    meeting.series.assignment_disclosure = Disclosure.PUBLIC
    meeting.series.save()
    helper = DepartmentFactory()
    lead, leader = DepartmentFactory(), PersonFactory()
    row = proposed(
        meeting, clerk, task=" 印发方案 ", lead=lead, supporting=[helper, lead, helper], due_on=date(2025, 3, 1),
        due_text="三月一日前", kind="urgent", cycle="weekly", leader=leader, lead_role="responsible",
    )  # fmt: skip
    row = Assignment.objects.get(pk=row.pk)
    assert (row.task, row.lead, list(row.supporting.all())) == ("印发方案", lead, [helper])
    assert (row.kind, row.cycle, row.leader, row.lead_role) == ("urgent", "weekly", leader, "responsible")
    assert (row.in_minutes, row.disclosure, row.assigned_at) == (True, Disclosure.PUBLIC, None)
    line = row.history.earliest()
    assert (line.history_user, line.history_type, bool(line.history_change_reason)) == (clerk, "+", True)
    assert not Event.objects.exists()
    (said,) = [entry for item in internal_document(meeting).items for entry in item.clauses[0].responsibilities]
    assert said.lead.code == lead.code


@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_beside_issued_minutes_it_stands_in_no_edition(people, role):
    meeting = issue(draft())
    before = internal_document(meeting)
    row = proposed(meeting, people[role])
    assert not row.in_minutes
    assert internal_document(meeting) == before
    assert assign(meeting=meeting, assignments=[row], by=people[role])[0].serial


def test_while_minutes_are_corrected_the_clerk_s_stand_in_them_and_the_supervisor_s_do_not(people, clerk):
    meeting = in_correction(people)
    own, beside = proposed(meeting, clerk), proposed(meeting, people["supervisor"])
    assert (own.in_minutes, beside.in_minutes) == (True, False)
    with pytest.raises(NotAllowed):
        correct(assignment=own, by=people["supervisor"], task="改")
    assert correct(assignment=beside, by=clerk, task="改").task == "改"
    submit(meeting=meeting, by=clerk)
    # The signature covers what stands in the minutes, nothing else.
    with pytest.raises(NotAllowed):
        correct(assignment=own, by=clerk, task="再改")
    assert correct(assignment=beside, by=clerk, task="再改").task == "再改"
    sign(meeting=meeting, by=people["signatory"])
    publish(meeting=meeting, by=people["publisher"])
    assert Assignment.objects.get(pk=own.pk).assigned_at
    assert Assignment.objects.get(pk=beside.pk).assigned_at is None


# Changing


def test_a_correction_is_one_line_of_history_and_none_without_a_change(clerk):
    row = proposal(draft(), helpers=1)
    unit = DepartmentFactory()
    lines = row.history.count()
    changed = correct(assignment=row, by=clerk, lead=unit, supporting=[unit, DepartmentFactory()], due_text="年底前")
    assert row.history.count() == lines + 1
    line = row.history.latest()
    assert (line.history_user, line.lead, line.supporting.count(), line.version) == (clerk, unit, 1, changed.version)
    correct(assignment=row, by=clerk, lead=unit, due_text="年底前", version=changed.version)
    assert row.history.count() == lines + 1


def test_a_new_lead_no_longer_supports(clerk):
    row = proposal(draft(), helpers=2)
    helper = row.supporting.order_by("pk")[0]
    correct(assignment=row, by=clerk, lead=helper)
    assert helper not in Assignment.objects.get(pk=row.pk).supporting.all()


def test_taking_out_leaves_history(clerk):
    row = proposal(draft())
    withdraw_proposal(assignment=row, by=clerk, version=row.version)
    assert not Assignment.objects.exists()
    line = Assignment.history.filter(id=row.pk).latest()
    assert (line.history_type, line.history_user, bool(line.history_change_reason)) == ("-", clerk, True)


def test_what_stands_beside_the_minutes_can_be_taken_out(people):
    row = proposed(issue(draft()), people["supervisor"])
    withdraw_proposal(assignment=row, by=people["supervisor"])
    assert not Assignment.objects.exists()


# Splitting and merging


def test_a_split_gives_each_department_its_own(clerk):
    row = proposal(draft(), helpers=3, due_on=date(2025, 3, 1), due_text="三月一日前", kind="urgent")
    helpers = set(row.supporting.all())
    first, *others = split(assignment=row, by=clerk, version=row.version)
    assert (first.pk, list(first.supporting.all())) == (row.pk, [])
    assert {one.lead for one in others} == helpers
    for one in others:
        assert (one.task, one.due_on, one.due_text, one.kind) == (row.task, row.due_on, row.due_text, row.kind)
        assert (one.lead_role, one.in_minutes, one.resolution) == ("responsible", True, row.resolution)
        assert one.history.count() == 1


def test_some_departments_stay_when_others_are_split_off(clerk):
    row = proposal(draft(), helpers=3)
    leaving, *staying = row.supporting.order_by("pk")
    assert len(split(assignment=row, by=clerk, departments=[leaving])) == 2
    assert set(Assignment.objects.get(pk=row.pk).supporting.all()) == set(staying)
    with pytest.raises(DomainError):
        split(assignment=row, by=clerk, departments=[leaving])


def test_nothing_is_split_for_one_department_nor_merged_alone(clerk):
    row = proposal(draft())
    with pytest.raises(IllegalMove):
        split(assignment=row, by=clerk)
    with pytest.raises(IllegalMove):
        merge(assignments=[row], by=clerk, into=row)
    with pytest.raises(IllegalMove):
        merge(assignments=[proposal(draft())], by=clerk, into=row)


def test_a_merge_takes_the_earliest_date_the_strictest_disclosure_and_every_department(clerk):
    meeting = draft()
    into = proposal(meeting, helpers=1, task="修改方案", disclosure=Disclosure.PUBLIC)
    later = proposal(meeting, task="修改方案并印发。", due_on=date(2025, 5, 1), due_text="五月")
    first = proposal(meeting, helpers=1, task="报区政府", due_on=date(2025, 3, 1), due_text="三月", cycle="weekly")
    team = {later.lead, first.lead, *into.supporting.all(), *first.supporting.all()}
    lines = into.history.count()
    merged = merge(assignments=[later, first], by=clerk, into=into)
    assert (merged.pk, merged.lead, set(merged.supporting.all())) == (into.pk, into.lead, team)
    assert merged.task == "修改方案并印发。报区政府"
    assert (merged.due_on, merged.due_text, merged.cycle) == (date(2025, 3, 1), "三月", "weekly")
    assert merged.disclosure == Disclosure.INTERNAL
    assert Assignment.objects.count() == 1
    assert into.history.count() == lines + 1
    assert Assignment.history.filter(history_type="-").count() == 2


class RoundTrips(TestCase):
    """No department and no task is lost, whatever is merged and split."""

    @settings(max_examples=40)  # each has a transaction of its own
    @given(
        teams=st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4, unique=True), min_size=2, max_size=4),
        tasks=st.lists(st.text("修改方案印发。；，", min_size=1, max_size=6).filter(str.strip), min_size=4, max_size=4),
        days=st.lists(st.none() | st.dates(date(2025, 1, 1), date(2025, 12, 31)), min_size=4, max_size=4),
    )
    def test_nobody_and_nothing_is_lost(self, teams, tasks, days):
        clerk, meeting = UserFactory(roles=["clerk"]), draft()
        units = DepartmentFactory.create_batch(6)
        rows = []
        for team, task, day in zip(teams, tasks, days, strict=False):
            row = proposal(meeting, lead=units[team[0]], task=task, due_on=day)
            row.supporting.set([units[place] for place in team[1:]])
            rows.append(row)
        named = {units[place].pk for team in teams for place in team}
        merged = merge(assignments=rows[1:], by=clerk, into=rows[0])
        assert {merged.lead_id, *merged.supporting.values_list("pk", flat=True)} == named
        assert all(row.task.strip() in merged.task for row in rows)
        assert merged.due_on == min((row.due_on for row in rows if row.due_on), default=None)
        if len(named) == 1:
            return
        parts = split(assignment=merged, by=clerk)
        assert sorted(part.lead_id for part in parts) == sorted(named)
        again = merge(assignments=parts[1:], by=clerk, into=parts[0])
        assert (again.task, again.due_on, again.lead_id) == (merged.task, merged.due_on, merged.lead_id)
        assert {again.lead_id, *again.supporting.values_list("pk", flat=True)} == named
