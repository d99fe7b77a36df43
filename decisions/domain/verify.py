"""What the supervisor does with an assignment: close it, return it, cancel it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.domain.steps import begin, required
from decisions.enums import AssignmentState
from decisions.models import Assignment


@transaction.atomic
def close(*, assignment: Assignment, by: Any, version: int | None = None) -> Assignment:
    """Verify what was reported done and close the assignment (销号): to be verified → closed."""
    locked, line = begin("close", assignment=assignment, by=by, version=version)
    locked.state = AssignmentState.CLOSED
    locked.closed_by, locked.closed_at = by, timezone.now()
    locked.save_as(by=by, reason=line)
    return locked


@transaction.atomic
def return_to_department(*, assignment: Assignment, by: Any, reason: str, version: int | None = None) -> Assignment:
    """Return what was reported done but is not (退办): to be verified → in progress, at the percentage before."""
    reason = required(reason, _("Say why it is returned."))
    locked, line = begin("return", assignment=assignment, by=by, version=version, words=reason)
    before = locked.reports.filter(department=locked.lead, done=False).last()
    locked.state, locked.reason, locked.percent = AssignmentState.IN_PROGRESS, reason, before.percent if before else 0
    locked.reported_by = locked.reported_at = None
    locked.save_as(by=by, reason=line)
    return locked


@transaction.atomic
def cancel(*, assignment: Assignment, by: Any, reason: str, version: int | None = None) -> Assignment:
    """Cancel an open assignment (撤销)."""
    reason = required(reason, _("Say why it is cancelled."))
    locked, line = begin("cancel", assignment=assignment, by=by, version=version, words=reason)
    locked.state, locked.reason = AssignmentState.CANCELLED, reason
    locked.cancelled_by, locked.cancelled_at = by, timezone.now()
    locked.save_as(by=by, reason=line)
    return locked
