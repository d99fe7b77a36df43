"""The whole story of an assignment, the last first: from its history, its reports and its requests."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decisions.domain.steps import LABELS
from decisions.enums import ASSIGNMENT_MOVES
from decisions.models import Assignment, ExtensionRequest, ProgressReport, ReportAttachment


@dataclass(slots=True)
class Event:
    """One thing that happened: `department` did it, `given_to` has to act; `tone` is late for a setback, or ok."""

    at: datetime
    by: Any
    what: str | Promise
    verb: str = ""
    text: str = ""
    tone: str = ""
    department: Any = None
    given_to: Any = None
    percent: int | None = None
    old_due_on: date | None = None
    new_due_on: date | None = None
    files: list[ReportAttachment] = field(default_factory=list)


_TONES = {"close": "ok", "return": "late", "cancel": "late"}
# Reports make their own events.
_TOLD_BY_REPORTS = {"report_done"}


def timeline(assignment: Assignment, requests: list[ExtensionRequest]) -> list[Event]:
    """Return the events in four queries or fewer; `requests` are the assignment's, with their decisions."""
    granted = {request.new_due_on for request in requests if getattr(request, "decision", None)}
    events = [*_moves(assignment, granted), *_reports(assignment), *_extensions(requests)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _moves(assignment: Assignment, granted: set[date]) -> Iterator[Event]:
    """Read the moves and later changes from history; what stood before the assignment was issued is not told."""
    rows = assignment.history.filter(assigned_at__isnull=False).select_related("history_user", "lead")
    before = None
    for row in rows.order_by("history_date", "history_id"):
        at, by = row.history_date, row.history_user
        if before is None:
            yield Event(at, by, _("Assigned"), given_to=row.lead, new_due_on=row.due_on)
        elif row.state != before.state:
            verb = ASSIGNMENT_MOVES[before.state, row.state][0]
            if verb not in _TOLD_BY_REPORTS:
                yield Event(
                    at,
                    by,
                    LABELS[verb],
                    text=row.reason if verb in ("return", "cancel") else "",
                    tone=_TONES.get(verb, ""),
                )
        elif row.lead_id != before.lead_id:
            yield Event(at, by, _("Lead department changed"), given_to=row.lead)
        elif row.due_on != before.due_on and row.due_on not in granted:
            yield Event(at, by, _("Due date changed"), old_due_on=before.due_on, new_due_on=row.due_on)
        elif row.task != before.task:
            yield Event(at, by, _("Task reworded"), text=row.task)
        before = row


def _reports(assignment: Assignment) -> Iterator[Event]:
    reports = ProgressReport.objects.filter(assignment=assignment).select_related("department", "by")
    for report in reports.prefetch_related("attachments"):
        yield Event(
            report.at,
            report.by,
            LABELS["report_done" if report.done else "report_progress"],
            verb="report_done" if report.done else "report_progress",
            text=report.text,
            department=report.department,
            percent=report.percent,
            files=list(report.attachments.all()),
        )


def _extensions(requests: list[ExtensionRequest]) -> Iterator[Event]:
    for request in requests:
        yield Event(
            request.at,
            request.by,
            LABELS["request_extension"],
            text=request.reason,
            department=request.department,
            old_due_on=request.old_due_on,
            new_due_on=request.new_due_on,
        )
        decision = getattr(request, "decision", None)
        if decision:
            yield Event(
                decision.at,
                decision.by,
                LABELS["grant_extension" if decision.granted else "refuse_extension"],
                text=decision.note,
                tone="ok" if decision.granted else "late",
                new_due_on=request.new_due_on if decision.granted else None,
            )
