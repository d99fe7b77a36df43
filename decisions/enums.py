"""Choices and states of follow-up. Values stand in editions and the API: they never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LeadRole(TextChoices):
    """In what capacity the lead department was named."""

    LEAD = "lead", _("lead department")
    RESPONSIBLE = "responsible", _("responsible department")


class AssignmentKind(TextChoices):
    """How much time a task has where the minutes give no date; see settings.DEADLINE_DAYS."""

    URGENT = "urgent", _("urgent task")
    ORDINARY = "ordinary", _("ordinary task")
    LONG_TERM = "long_term", _("long-term task")


class ReportCycle(TextChoices):
    """How often the lead department is asked for a report."""

    NONE = "", _("only when something is to be said")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")


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


class Verb(TextChoices):
    """What can happen to an assignment, as its events name it; the label tells it afterwards."""

    ASSIGN = "assign", _("Assigned")
    ACKNOWLEDGE = "acknowledge", _("Acknowledged")
    REPORT_PROGRESS = "report_progress", _("Progress reported")
    CONTRIBUTE = "contribute", _("Contribution given")
    ASK_CONTRIBUTION = "ask_contribution", _("Contributions asked for")
    REPORT_DONE = "report_done", _("Reported done")
    CLOSE = "close", _("Verified and closed")
    RETURN = "return", _("Returned to the department")
    CANCEL = "cancel", _("Cancelled")
    REQUEST_EXTENSION = "request_extension", _("Extension requested")
    GRANT_EXTENSION = "grant_extension", _("Extension granted")
    REFUSE_EXTENSION = "refuse_extension", _("Extension refused")
    REQUEST_RELIEF = "request_relief", _("Relief requested")
    GRANT_RELIEF = "grant_relief", _("Relief granted")
    REFUSE_RELIEF = "refuse_relief", _("Relief refused")
    REMIND = "remind", _("Reminded")
    ASK_REPORT = "ask_report", _("Asked for the regular report")
    CHANGE = "change", _("Assignment changed")
    REASSIGN = "reassign", _("Lead department changed")
    CLAUSE_CHANGED = "clause_changed", _("Clause corrected in the minutes")
    NOTE_CHANGE = "note_change", _("Correction of the clause noted")


class DaySource(TextChoices):
    """Who says that a day is a working day or none. What the office says stands against what was imported."""

    STATUTORY = "statutory", _("statutory")
    OFFICE = "office", _("the office's own")


OPEN_STATES = (AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS, AssignmentState.REPORTED)

# (from, to): (verb, who). Nothing else moves an assignment.
ASSIGNMENT_MOVES: dict[tuple[str, str], tuple[str, str]] = {
    (AssignmentState.ASSIGNED, AssignmentState.IN_PROGRESS): (Verb.ACKNOWLEDGE, "lead"),
    (AssignmentState.IN_PROGRESS, AssignmentState.REPORTED): (Verb.REPORT_DONE, "lead"),
    (AssignmentState.REPORTED, AssignmentState.CLOSED): (Verb.CLOSE, "supervisor"),
    (AssignmentState.REPORTED, AssignmentState.IN_PROGRESS): (Verb.RETURN, "supervisor"),
    # A new lead department signs for what it takes over; between two leads that never signed nothing moves.
    (AssignmentState.IN_PROGRESS, AssignmentState.ASSIGNED): (Verb.REASSIGN, "supervisor"),
    (AssignmentState.REPORTED, AssignmentState.ASSIGNED): (Verb.REASSIGN, "supervisor"),
    (AssignmentState.ASSIGNED, AssignmentState.CANCELLED): (Verb.CANCEL, "supervisor"),
    (AssignmentState.IN_PROGRESS, AssignmentState.CANCELLED): (Verb.CANCEL, "supervisor"),
    (AssignmentState.REPORTED, AssignmentState.CANCELLED): (Verb.CANCEL, "supervisor"),
}
