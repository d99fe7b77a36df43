"""What departments do with an assignment: sign for it, report progress, report it done."""

from collections.abc import Iterable
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.domain.attachments import check_all, keep
from decisions.domain.steps import begin, required
from decisions.enums import AssignmentState
from decisions.models import Assignment, ProgressReport
from gusu_minutes.common.errors import DomainError


@transaction.atomic
def acknowledge(*, assignment: Assignment, by: Any, version: int | None = None) -> Assignment:
    """The lead department signs for the assignment (签收): assigned → in progress. Returns the saved assignment.

    `version`, here and in the other verbs, is that of the form; errors are those of `steps.begin`.
    """
    locked, line = begin("acknowledge", assignment=assignment, by=by, version=version)
    locked.state = AssignmentState.IN_PROGRESS
    locked.acknowledged_by, locked.acknowledged_at = by, timezone.now()
    locked.save_as(by=by, reason=line)
    return locked


@transaction.atomic
def report_progress(
    *,
    assignment: Assignment,
    by: Any,
    text: str,
    percent: int,
    attachments: Iterable[File] = (),
    version: int | None = None,
) -> ProgressReport:
    """A department reports how far it is (反馈); `percent` from 0 to 100.

    The lead's figure becomes that of the assignment; a supporting department's stands for its own part only.
    """
    if not 0 <= percent <= 100:
        raise DomainError(_("The progress lies between 0 and 100 per cent."))
    text, files = required(text, _("Say what was done.")), check_all(attachments)
    words = " ".join([f"{percent}% {text}", *(f"[{file.name}]" for file in files)])
    locked, line = begin("report_progress", assignment=assignment, by=by, version=version, words=words)
    department = _acting_department(by, locked)
    if department == locked.lead:
        locked.percent = percent
    locked.save_as(by=by, reason=line)
    report = ProgressReport.objects.create(assignment=locked, department=department, text=text, percent=percent, by=by)
    keep(report, files)
    return report


@transaction.atomic
def report_done(
    *, assignment: Assignment, by: Any, text: str, attachments: Iterable[File] = (), version: int | None = None
) -> ProgressReport:
    """The lead department reports the task done (办结): in progress → to be verified."""
    text, files = required(text, _("Say what was done.")), check_all(attachments)
    words = " ".join([text, *(f"[{file.name}]" for file in files)])
    locked, line = begin("report_done", assignment=assignment, by=by, version=version, words=words)
    locked.state, locked.percent, locked.reason = AssignmentState.REPORTED, 100, ""
    locked.reported_by, locked.reported_at = by, timezone.now()
    locked.save_as(by=by, reason=line)
    report = ProgressReport.objects.create(
        assignment=locked, department=locked.lead, text=text, percent=100, done=True, by=by
    )
    keep(report, files)
    return report


def _acting_department(by: Any, assignment: Assignment) -> Department:
    """Return the department that `by` speaks for: the lead before a supporting one."""
    mine = Department.objects.of_officer(by, timezone.localdate())
    return mine.filter(pk=assignment.lead_id).first() or mine.filter(pk__in=assignment.supporting.all())[0]
