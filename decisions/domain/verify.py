"""What the supervisor does with what was reported, and before: close it, return it, cancel it, remind of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.domain.steps import begin, required
from decisions.enums import AssignmentState, Verb
from decisions.models import Assignment, Event

NEEDS_CONSENT = _("Note who of the chairs consented, and when.")


@transaction.atomic
def close(*, assignment: Assignment, by: Any, version: int | None = None) -> Assignment:
    """Verify what was reported done and close the assignment (销号): to be verified → closed.

    It is closed on time if it was reported done by the end of its due date (Asia/Shanghai), or has none.
    """
    step = begin(Verb.CLOSE, assignment=assignment, by=by, version=version)
    row = step.row
    row.state = AssignmentState.CLOSED
    row.closed_by, row.closed_at = by, timezone.now()
    row.seconds_to_close = row.seconds_until(row.closed_at)
    reported_on = timezone.localdate(row.reported_at)
    row.closed_on_time = row.due_on is None or reported_on <= row.due_on
    row.report_due_on = None
    step.finish(details={"on_time": row.closed_on_time})
    return row


@transaction.atomic
def return_to_department(*, assignment: Assignment, by: Any, reason: str, version: int | None = None) -> Assignment:
    """Return what was reported done but is not (退办): to be verified → in progress, at the percentage before."""
    reason = required(reason, _("Say why it is returned."))
    step = begin(Verb.RETURN, assignment=assignment, by=by, version=version, words=reason)
    row = step.row
    before = row.reports.filter(department=row.lead, done=False, contribution=False).last()
    row.state, row.reason, row.percent = AssignmentState.IN_PROGRESS, reason, before.percent if before else 0
    row.reported_by = row.reported_at = None
    row.times_returned += 1
    step.finish(text=reason)
    return row


@transaction.atomic
def cancel(*, assignment: Assignment, by: Any, reason: str, consent: str, version: int | None = None) -> Assignment:
    """Cancel an open assignment (撤销). `consent` notes who of the chairs agreed, and when."""
    reason = required(reason, _("Say why it is cancelled."))
    consent = required(consent, NEEDS_CONSENT)
    step = begin(Verb.CANCEL, assignment=assignment, by=by, version=version, words=f"{reason} ({consent})")
    row = step.row
    row.state, row.reason = AssignmentState.CANCELLED, reason
    row.cancelled_by, row.cancelled_at = by, timezone.now()
    row.report_due_on = None
    step.finish(text=reason, details={"consent": consent})
    return row


@transaction.atomic
def remind(*, assignment: Assignment, by: Any, text: str = "", version: int | None = None) -> Event:
    """Remind the departments of an unfinished assignment (催办)."""
    text = text.strip()
    step = begin(Verb.REMIND, assignment=assignment, by=by, version=version, words=text)
    return step.finish(text=text)
