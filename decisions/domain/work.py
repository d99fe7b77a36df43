"""What departments do with an assignment: sign for it, report, contribute, report it done, note a correction."""

from collections.abc import Iterable
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.domain.attachments import CheckedFile, check_all, keep
from decisions.domain.cycles import next_report_on
from decisions.domain.steps import Taken, begin, required
from decisions.enums import AssignmentState, Verb
from decisions.models import Assignment, Event, Gathering, ProgressReport
from decisions.rules import departments_of
from gusu_minutes.common.errors import DomainError, IllegalMove


@transaction.atomic
def acknowledge(*, assignment: Assignment, by: Any, version: int | None = None) -> Assignment:
    """The lead department signs for the assignment (签收): assigned → in progress. Returns the saved assignment.

    `version`, here and in the other verbs, is that of the form; errors are those of `steps.begin`.
    """
    step = begin(Verb.ACKNOWLEDGE, assignment=assignment, by=by, version=version)
    row = step.row
    row.state = AssignmentState.IN_PROGRESS
    row.acknowledged_by, row.acknowledged_at = by, timezone.now()
    if row.seconds_to_acknowledge is None:
        row.seconds_to_acknowledge = row.seconds_until(row.acknowledged_at)
    row.report_due_on = next_report_on(row.cycle, timezone.localdate())
    step.finish(department=row.lead)
    return row


@transaction.atomic
def report_progress(
    *,
    assignment: Assignment,
    by: Any,
    text: str,
    percent: int,
    attachments: Iterable[File] = (),
    gathered: Iterable[ProgressReport] = (),
    version: int | None = None,
) -> ProgressReport:
    """The lead department reports how far it is (反馈); `percent` from 0 to 100.

    `gathered` are contributions of supporting departments that the report takes up. Raises DomainError for one that
    belongs to another assignment or was taken up before.
    """
    text, files = _said(text, attachments)
    percent, gathered = _per_cent(percent), list(gathered)
    words = _words(text, files, gathered, percent)
    step = begin(Verb.REPORT_PROGRESS, assignment=assignment, by=by, version=version, words=words)
    step.row.percent = percent
    return _report(step, text, percent, files, gathered)


@transaction.atomic
def report_done(
    *,
    assignment: Assignment,
    by: Any,
    text: str,
    attachments: Iterable[File] = (),
    gathered: Iterable[ProgressReport] = (),
    version: int | None = None,
) -> ProgressReport:
    """The lead department reports the task done (办结): in progress → to be verified."""
    text, files = _said(text, attachments)
    gathered = list(gathered)
    step = begin(Verb.REPORT_DONE, assignment=assignment, by=by, version=version, words=_words(text, files, gathered))
    row = step.row
    row.state, row.percent, row.reason = AssignmentState.REPORTED, 100, ""
    row.reported_by, row.reported_at = by, timezone.now()
    return _report(step, text, 100, files, gathered, done=True)


@transaction.atomic
def contribute(
    *,
    assignment: Assignment,
    by: Any,
    text: str,
    percent: int,
    attachments: Iterable[File] = (),
    version: int | None = None,
) -> ProgressReport:
    """A supporting department says how far its own part is (协办情况); the lead department gathers it."""
    text, files = _said(text, attachments)
    percent = _per_cent(percent)
    step = begin(Verb.CONTRIBUTE, assignment=assignment, by=by, version=version, words=_words(text, files, (), percent))
    department = departments_of(by).filter(pk__in=step.row.supporting.values("pk"))[0]
    report = ProgressReport.objects.create(
        assignment=step.row, department=department, text=text, percent=percent, contribution=True, by=by
    )
    keep(report, files)
    step.finish(department=department, text=text, report=report, details={"percent": percent})
    return report


@transaction.atomic
def ask_contribution(*, assignment: Assignment, by: Any, text: str, version: int | None = None) -> Event:
    """The lead department asks the supporting ones for their part (提请协办). Raises IllegalMove if there are none."""
    text = required(text, _("Say what you need."))
    step = begin(Verb.ASK_CONTRIBUTION, assignment=assignment, by=by, version=version, words=text)
    if not step.row.supporting.exists():
        raise IllegalMove(_("There is no supporting department that could be asked."))
    return step.finish(department=step.row.lead, text=text)


def waiting_contributions(assignment: Assignment) -> Any:
    """Return the contributions that no report of the lead department has taken up yet, the first first."""
    return assignment.reports.filter(contribution=True, gathering=None).order_by("at", "pk")


def _said(text: str, attachments: Iterable[File]) -> tuple[str, list[CheckedFile]]:
    return required(text, _("Say what was done.")), check_all(attachments)


def _per_cent(percent: int) -> int:
    if not 0 <= percent <= 100:
        raise DomainError(_("The progress lies between 0 and 100 per cent."))
    return percent


def _words(text: str, files: Iterable[CheckedFile], gathered: Iterable[ProgressReport], percent: int = -1) -> str:
    figure = [f"{percent}%"] if percent >= 0 else []
    return " ".join([*figure, text, *(f"[{file.name}]" for file in files), *(f"[+{one.pk}]" for one in gathered)])


def _report(
    step: Taken,
    text: str,
    percent: int,
    files: list[CheckedFile],
    gathered: list[ProgressReport],
    *,
    done: bool = False,
) -> ProgressReport:
    row = step.row
    waiting = set(waiting_contributions(row).values_list("pk", flat=True))
    if any(one.pk not in waiting for one in gathered):
        raise DomainError(_("A contribution was taken up already. Look at the page again."))
    row.report_due_on = next_report_on(row.cycle, timezone.localdate())
    report = ProgressReport.objects.create(
        assignment=row, department=row.lead, text=text, percent=percent, done=done, by=step.by
    )
    for one in gathered:
        Gathering.objects.create(report=report, contribution=one)
    keep(report, files)
    step.finish(department=row.lead, text=text, report=report, details={"percent": percent})
    return report
