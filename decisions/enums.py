"""Choices and states of follow-up. Values stand in editions and the API: they never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LeadRole(TextChoices):
    """In what capacity the lead department was named."""

    LEAD = "lead", _("lead department")
    RESPONSIBLE = "responsible", _("responsible department")


class AssignmentState(TextChoices):
    ASSIGNED = "assigned", _("to be acknowledged")
    IN_PROGRESS = "in_progress", _("in progress")
    REPORTED = "reported", _("to be verified")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class Light(TextChoices):
    """How an open assignment stands against its due date; computed, never stored."""

    GREEN = "green", _("on time")
    YELLOW = "yellow", _("due soon")
    RED = "red", _("overdue")


OPEN_STATES = (AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS, AssignmentState.REPORTED)

# (from, to): (verb, who). Nothing else moves an assignment.
ASSIGNMENT_MOVES: dict[tuple[str, str], tuple[str, str]] = {
    (AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS): ("acknowledge", "lead"),
    (AssignmentState.IN_PROGRESS, AssignmentState.REPORTED): ("report_done", "lead"),
    (AssignmentState.REPORTED, AssignmentState.CLOSED): ("close", "supervisor"),
    (AssignmentState.REPORTED, AssignmentState.IN_PROGRESS): ("return", "supervisor"),
    (AssignmentState.ASSIGNED, AssignmentState.CANCELLED): ("cancel", "supervisor"),
    (AssignmentState.IN_PROGRESS, AssignmentState.CANCELLED): ("cancel", "supervisor"),
    (AssignmentState.REPORTED, AssignmentState.CANCELLED): ("cancel", "supervisor"),
}
