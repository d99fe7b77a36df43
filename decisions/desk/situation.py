"""An assignment as one person meets it: what its panels and forms have to know, read when it is first asked for."""

from functools import cached_property
from typing import Any

import rules
from django.db.models import Q
from django.utils import timezone

from attendees.models import Appointment, Department, Person
from decisions.domain.step_drafts import drafts_of
from decisions.domain.work import waiting_contributions
from decisions.models import Assignment, ExtensionRequest, ProgressReport, ReliefRequest, StepDraft
from decisions.querysets import AssignmentQuerySet
from decisions.rules import STEPS, is_lead_officer, is_supervisor


def readable(user: Any) -> AssignmentQuerySet:
    """Return the assignments that `user` may see, with what the page of one shows."""
    rows = Assignment.objects.visible_to(user)
    return rows.select_related("lead", "leader", "resolution__agenda_item__meeting")


class Situation:
    def __init__(self, user: Any, assignment: Assignment) -> None:
        self.user, self.assignment = user, assignment
        self._answers: dict[rules.Predicate, bool] = {}

    def may(self, verb: str) -> bool:
        """Return whether the person may take a step (a key of STEPS) on the assignment as it stands."""
        step = STEPS[verb]
        assigned = self.assignment.assigned_at is not None
        return assigned and self.assignment.state in step.states and self._is(step.allowed)

    @property
    def is_lead(self) -> bool:
        return self._is(is_lead_officer)

    @property
    def has_to_note(self) -> bool:
        """Whether a correction waits to be noted by this very person."""
        row = self.assignment
        return (row.lead_to_note and self.is_lead) or (row.supervisor_to_note and self._is(is_supervisor))

    @cached_property
    def last_extension(self) -> ExtensionRequest | None:
        return self.assignment.extensions.select_related("department", "by", "decision").last()

    @property
    def extension(self) -> ExtensionRequest | None:
        """The request for an extension that waits for its answer."""
        asked = self.last_extension
        return asked if asked is not None and not hasattr(asked, "decision") else None

    @cached_property
    def last_relief(self) -> ReliefRequest | None:
        return self.assignment.reliefs.select_related("department", "proposed_lead", "by", "decision").last()

    @property
    def relief(self) -> ReliefRequest | None:
        """The request for relief that waits for its answer."""
        asked = self.last_relief
        return asked if asked is not None and not hasattr(asked, "decision") else None

    @cached_property
    def supporting(self) -> list[Department]:
        return list(self.assignment.supporting.all())

    @cached_property
    def contributions(self) -> list[ProgressReport]:
        """What supporting departments gave and the lead department has not taken up yet."""
        waiting = waiting_contributions(self.assignment)
        return list(waiting.select_related("department", "by").prefetch_related("attachments"))

    @cached_property
    def departments(self) -> list[Department]:
        """Every department that can be put to work today."""
        return list(Department.objects.active_on(timezone.localdate()))

    @cached_property
    def leaders(self) -> list[Person]:
        """Who can be in charge: leaders of departments, holders of a post that belongs to none, the present one."""
        of_departments = Department.objects.exclude(leader=None).values("leader")
        above = Appointment.objects.on(timezone.localdate()).filter(department=None).values("person")
        chosen = Q(pk__in=of_departments) | Q(pk__in=above) | Q(pk=self.assignment.leader_id)
        return list(Person.objects.filter(chosen))

    @cached_property
    def drafts(self) -> dict[str, StepDraft]:
        return drafts_of(self.user, self.assignment)

    def _is(self, rule: rules.Predicate) -> bool:
        """Ask a rule once: several steps share one, and each asks the database."""
        if rule not in self._answers:
            self._answers[rule] = rule.test(self.user, self.assignment)
        return self._answers[rule]
