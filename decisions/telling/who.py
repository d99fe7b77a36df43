"""Who is told of what: for each verb its audiences. The actor is never told.

Who may not see the assignment is told nothing, but for one: that it was taken from the department.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from attendees.models import Department, DepartmentOfficer, Substitution
from decisions.enums import Verb
from decisions.models import Event
from decisions.rules import can_see_assignment

SUPERVISE = "decisions.supervise_assignment"
# An answer and the verb of the question whose author hears of it.
QUESTION_OF: dict[str, str] = {
    Verb.GRANT_EXTENSION: Verb.REQUEST_EXTENSION,
    Verb.REFUSE_EXTENSION: Verb.REQUEST_EXTENSION,
    Verb.GRANT_RELIEF: Verb.REQUEST_RELIEF,
    Verb.REFUSE_RELIEF: Verb.REQUEST_RELIEF,
}


def officers_by_department(departments: Any, day: date) -> dict[int, set[int]]:
    """Return the active users who act for each department on `day`, substitutes too: two queries."""
    offices = DepartmentOfficer.objects.on(day).filter(department__in=departments)
    stand_ins = Substitution.objects.on(day).filter(officer__in=offices, substitute__is_active=True)
    officers: dict[int, set[int]] = defaultdict(set)
    for department, user in [
        *offices.filter(user__is_active=True).values_list("department", "user"),
        *stand_ins.values_list("officer__department", "substitute"),
    ]:
        officers[department].add(user)
    return officers


def officers_of(departments: Any) -> Any:
    """Return the active users who act for any of `departments` today."""
    officers = officers_by_department(departments, timezone.localdate())
    return get_user_model().objects.filter(pk__in=set().union(*officers.values()))


def _lead(event: Event) -> Any:
    return officers_of([event.assignment.lead_id])


def _supporting(event: Event) -> Any:
    return officers_of(event.assignment.supporting.all())


def _supervisors(event: Event) -> Any:
    # Who may everything by being a superuser runs the machine; follow-up is not his work.
    backend = "django.contrib.auth.backends.ModelBackend"
    users: Any = get_user_model().objects
    return users.with_perm(SUPERVISE, include_superusers=False, backend=backend)


def _asker(event: Event) -> Any:
    """Return who asked the question that the event answers."""
    asked = Event.objects.filter(assignment=event.assignment_id, verb=QUESTION_OF[event.verb], pk__lt=event.pk)
    return get_user_model().objects.filter(pk__in=asked.order_by("-pk").values("by")[:1], is_active=True)


Audience = Callable[[Event], Any]

AUDIENCES: dict[str, tuple[Audience, ...]] = {
    Verb.ASSIGN: (_lead, _supporting),
    Verb.ACKNOWLEDGE: (),
    Verb.REPORT_PROGRESS: (),
    Verb.CONTRIBUTE: (_lead,),
    Verb.ASK_CONTRIBUTION: (_supporting,),
    Verb.REPORT_DONE: (_supervisors,),
    Verb.CLOSE: (_lead, _supporting),
    Verb.RETURN: (_lead,),
    Verb.CANCEL: (_lead, _supporting),
    Verb.REQUEST_EXTENSION: (_supervisors,),
    Verb.GRANT_EXTENSION: (_lead, _asker),
    Verb.REFUSE_EXTENSION: (_lead, _asker),
    Verb.REQUEST_RELIEF: (_supervisors,),
    Verb.GRANT_RELIEF: (_lead, _asker),
    Verb.REFUSE_RELIEF: (_asker,),
    Verb.REMIND: (_lead, _supporting),
    Verb.ASK_REPORT: (_lead,),
    Verb.CHANGE: (_lead, _supporting),
    Verb.REASSIGN: (_lead, _supporting),
    Verb.CLAUSE_CHANGED: (_lead, _supporting, _supervisors),
    Verb.NOTE_CHANGE: (),
}


def told_of(event: Event) -> list[Any]:
    """Return the users to tell of an event, each once, by key."""
    users = [user for audience in AUDIENCES[event.verb] for user in audience(event)]
    return [user for user in _others(event, users) if can_see_assignment.test(user, event.assignment)]


def taken_from(event: Event) -> list[Any]:
    """Return the users to whom the event closed the assignment: their department has no part in it any more."""
    users = officers_of(Department.objects.filter(code__in=event.details.get("left", ())))
    return [user for user in _others(event, users) if not can_see_assignment.test(user, event.assignment)]


def _others(event: Event, users: Iterable[Any]) -> list[Any]:
    """Return the users without the actor, each once, by key."""
    return [user for pk, user in sorted({user.pk: user for user in users}.items()) if pk != event.by_id]
