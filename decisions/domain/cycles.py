"""Reporting cycles: the departments are asked by themselves, on the day on which a report is due."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from decisions.domain.steps import line_of, record
from decisions.enums import AssignmentState, ReportCycle, Verb
from decisions.models import Assignment, Event
from gusu_minutes.common.dates import last_day


def next_report_on(cycle: str, day: date) -> date | None:
    """Return when the next regular report after `day` is due: in a week, or on the same day of the next month."""
    if cycle == ReportCycle.WEEKLY:
        return day + timedelta(days=7)
    if cycle == ReportCycle.MONTHLY:
        month = last_day(day.year + day.month // 12, day.month % 12 + 1)
        return month.replace(day=min(day.day, month.day))
    return None


def ask_for_reports(today: date | None = None) -> list[Event]:
    """Ask for every regular report that is due, once a cycle; return the events. Each row has its own transaction."""
    today = today or timezone.localdate()
    due = Assignment.objects.filter(state=AssignmentState.IN_PROGRESS, report_due_on__lte=today)
    events = [_ask(pk, today) for pk in due.order_by("pk").values_list("pk", flat=True)]
    return [event for event in events if event is not None]


@transaction.atomic
def _ask(pk: int, today: date) -> Event | None:
    row = Assignment.objects.select_for_update().get(pk=pk)
    due = row.report_due_on
    if row.state != AssignmentState.IN_PROGRESS or due is None or due > today:
        return None  # reported, or asked by another process, in the meantime
    row.report_due_on = next_report_on(row.cycle, today)
    row.save_as(by=None, reason=line_of(Verb.ASK_REPORT))
    return record(row, Verb.ASK_REPORT, by=None, details={"due_on": due.isoformat()})
