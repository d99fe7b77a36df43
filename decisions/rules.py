"""Who may do what with an assignment: predicates of django-rules, and the table of steps that the verbs obey."""

from typing import Any, NamedTuple

import rules
from django.utils import timezone

from decisions.enums import ASSIGNMENT_MOVES, OPEN_STATES, AssignmentState
from decisions.models import Assignment


@rules.predicate
def is_lead_officer(user: Any, assignment: Assignment) -> bool:
    """Whether the user acts today for the lead department."""
    return user.is_active and user.offices.on(timezone.localdate()).filter(department=assignment.lead_id).exists()


@rules.predicate
def is_supporting_officer(user: Any, assignment: Assignment) -> bool:
    """Whether the user acts today for a supporting department."""
    supporting = assignment.supporting.all()
    return user.is_active and user.offices.on(timezone.localdate()).filter(department__in=supporting).exists()


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


# Every verb of follow-up. Those that move the state come from ASSIGNMENT_MOVES; nothing else is ever allowed.
STEPS: dict[str, Step] = {
    **_moving_steps(),
    "report_progress": Step(frozenset({AssignmentState.IN_PROGRESS}), is_lead_officer | is_supporting_officer),
    "request_extension": Step(frozenset({AssignmentState.IN_PROGRESS}), is_lead_officer),
    "decide_extension": Step(frozenset(OPEN_STATES), is_supervisor),
}


def can_take(user: Any, assignment: Assignment, verb: str) -> bool:
    """Return whether `user` may use `verb` (a key of STEPS) on `assignment` as it stands."""
    step = STEPS[verb]
    return (
        assignment.assigned_at is not None and assignment.state in step.states and step.allowed.test(user, assignment)
    )
