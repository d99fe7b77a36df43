"""Who may do what with an assignment: predicates of django-rules, and the table of steps that the verbs obey."""

from typing import Any, NamedTuple

import rules
from django.utils import timezone

from attendees.models import Department
from decisions.enums import ASSIGNMENT_MOVES, OPEN_STATES, AssignmentState, Verb
from decisions.models import Assignment
from gusu_minutes.common.rules import holds
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.rules import can_edit_meeting


def departments_of(user: Any) -> Any:
    """Return the departments for which an active user acts today, as officer or in place of one."""
    if not user.is_active:
        return Department.objects.none()
    return Department.objects.of_officer(user, timezone.localdate())


@rules.predicate
def is_lead_officer(user: Any, assignment: Assignment) -> bool:
    """Whether the user acts today for the lead department."""
    return departments_of(user).filter(pk=assignment.lead_id).exists()


@rules.predicate
def is_supporting_officer(user: Any, assignment: Assignment) -> bool:
    """Whether the user acts today for a supporting department."""
    return departments_of(user).filter(pk__in=assignment.supporting.values("pk")).exists()


@rules.predicate
def is_supervisor(user: Any) -> bool:
    """Whether the user verifies, closes, returns and cancels (督查)."""
    return user.is_active and user.has_perm("decisions.supervise_assignment")


@rules.predicate
def can_see_all_assignments(user: Any) -> bool:
    """Whether the user knows the assignments of every department."""
    return is_supervisor.test(user) or (user.is_active and user.has_perm("decisions.view_assignment"))


@rules.predicate
def can_see_assignment(user: Any, assignment: Assignment) -> bool:
    return Assignment.objects.visible_to(user).filter(pk=assignment.pk).exists()


can_assign = holds("decisions.assign_assignment") | holds("decisions.supervise_assignment")


@rules.predicate
def was_issued(user: Any, meeting: Meeting) -> bool:
    return meeting.issued_at is not None


# The draft's own proposals belong to its clerk; beside issued minutes more can be made of them.
can_plan_in_draft = can_edit_meeting
can_plan_beside_minutes = can_assign & was_issued


def stands_in_minutes(user: Any, meeting: Meeting) -> bool | None:
    """Return whether a proposal that `user` makes now would stand in the minutes; None if they may make none."""
    if meeting.state == MeetingState.WITHDRAWN:
        return None
    if can_plan_in_draft.test(user, meeting):
        return True
    return False if can_plan_beside_minutes.test(user, meeting) else None


def can_correct_proposal(user: Any, assignment: Assignment, meeting: Meeting) -> bool:
    """Return whether `user` may change or take out a proposal of `meeting`, apart from whether it is one still."""
    if meeting.state == MeetingState.WITHDRAWN:
        return False
    return (can_plan_in_draft if assignment.in_minutes else can_plan_beside_minutes).test(user, meeting)


class Step(NamedTuple):
    """In which states a verb may be used, and by whom."""

    states: frozenset[str]
    allowed: rules.Predicate


_WHO = {"lead": is_lead_officer, "supervisor": is_supervisor}


def _moving_steps() -> dict[str, Step]:
    steps: dict[str, Step] = {}
    for (state, _target), (verb, who) in ASSIGNMENT_MOVES.items():
        states = steps[verb].states if verb in steps else frozenset()
        steps[verb] = Step(states | {state}, _WHO[who])
    return steps


_UNFINISHED = frozenset({AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS})
_WORKING = frozenset({AssignmentState.IN_PROGRESS})

# Every verb of follow-up. Those that move the state come from ASSIGNMENT_MOVES; nothing else is ever allowed.
STEPS: dict[str, Step] = {
    **_moving_steps(),
    Verb.REPORT_PROGRESS: Step(_WORKING, is_lead_officer),
    Verb.CONTRIBUTE: Step(_WORKING, is_supporting_officer),
    Verb.ASK_CONTRIBUTION: Step(_WORKING, is_lead_officer),
    Verb.REQUEST_EXTENSION: Step(_WORKING, is_lead_officer),
    "decide_extension": Step(frozenset(OPEN_STATES), is_supervisor),
    Verb.REQUEST_RELIEF: Step(_UNFINISHED, is_lead_officer | is_supporting_officer),
    "decide_relief": Step(frozenset(OPEN_STATES), is_supervisor),
    Verb.REMIND: Step(_UNFINISHED, is_supervisor),
    Verb.CHANGE: Step(frozenset(OPEN_STATES), is_supervisor),
    Verb.REASSIGN: Step(frozenset(OPEN_STATES), is_supervisor),
    Verb.NOTE_CHANGE: Step(frozenset(AssignmentState.values), is_lead_officer | is_supervisor),
}
