"""Assigning (交办): proposals take effect, with the issue of the minutes, before it or after it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.domain.deadlines import default_due_on, due_from_words, names_a_time
from decisions.domain.decided import decided
from decisions.domain.steps import line_of, record
from decisions.domain.workdays import WorkCalendar, load_calendar
from decisions.enums import Verb
from decisions.models import Assignment
from decisions.rules import can_assign
from gusu_minutes.common.errors import IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.common.locks import Lock, one_at_a_time
from meetings.domain.moves import lock
from meetings.enums import MeetingState
from meetings.models import Meeting


@transaction.atomic
def assign(
    *, meeting: Meeting, assignments: Iterable[Assignment], by: Any, versions: dict[int, int] | None = None
) -> list[Assignment]:
    """Assign proposals of one meeting now, before its issue or after it, all or none; return them.

    `versions` are those that the person saw, by primary key. Raises NotAllowed; IllegalMove for one that is assigned
    already or belongs to another meeting, and for withdrawn minutes; StaleVersion.
    """
    meeting = lock(meeting)
    if not can_assign.test(by):
        raise NotAllowed
    if meeting.state == MeetingState.WITHDRAWN:
        raise IllegalMove(_("These minutes were withdrawn; nothing can be assigned of them."))
    wanted = [assignment.pk for assignment in assignments]
    rows = list(_proposals(meeting, assigned_at__isnull=True, pk__in=wanted).select_for_update(of=("self",)))
    if len(rows) != len(set(wanted)):
        raise IllegalMove(_("Some of them were assigned or removed in the meantime. Nothing was assigned."))
    if versions is not None and any(versions.get(row.pk) != row.version for row in rows):
        raise StaleVersion
    return _assign(rows, by=by, at=timezone.now())


def assign_all(*, meeting: Meeting, by: Any, at: datetime, last_issued_at: datetime | None = None) -> list[Assignment]:
    """Number and assign every proposal that stands in the minutes being issued; return them.

    A correction assigns only what was proposed since the issue before (`last_issued_at`): what was left then, of
    minutes that were issued on paper, is nothing new. The caller has locked the meeting.
    """
    rows = _proposals(meeting, assigned_at__isnull=True, in_minutes=True)
    if last_issued_at is not None:
        new = Assignment.history.filter(history_type="+", history_date__gt=last_issued_at)
        rows = rows.filter(pk__in=new.values("id"))
    return _assign(list(rows), by=by, at=at)


def _proposals(meeting: Meeting, **conditions: Any) -> Any:
    rows = Assignment.objects.filter(resolution__agenda_item__meeting=meeting, **conditions)
    return (
        rows.select_related("lead", "resolution")
        .prefetch_related("supporting")
        .order_by("resolution__agenda_item__position", "resolution__position", "pk")
    )


def _assign(rows: list[Assignment], *, by: Any, at: datetime) -> list[Assignment]:
    """Give each its number, 督〔2024〕128号: they run by year of assigning."""
    one_at_a_time(Lock.FOLLOW_UP_NUMBERS)
    day = timezone.localdate(at)
    calendar = load_calendar(day)
    last = Assignment.objects.filter(number_year=day.year).aggregate(last=Max("serial"))["last"] or 0
    for serial, row in enumerate(rows, start=last + 1):
        row.number_year, row.serial = day.year, serial
        row.assigned_by, row.assigned_at, row.assigned_on = by, at, day
        row.decided = decided(row)
        row.clause_text = f"{row.resolution.number}{row.resolution.text}"
        row.leader = row.leader or row.lead.leader
        row.due_on = row.due_on or due_on_of(row, day, calendar)
        row.save_as(by=by, reason=line_of(Verb.ASSIGN))
        due_on = {"new_due_on": row.due_on.isoformat()} if row.due_on else {}
        record(row, Verb.ASSIGN, by=by, at=at, details={"new_lead": row.lead.short_name, **due_on})
    return rows


def due_on_of(assignment: Assignment, day: date, calendar: WorkCalendar | None = None) -> date | None:
    """Return when an assignment without a due date is due if it is assigned on `day`: by its words, else by its kind.

    Words that name a time and leave doubt (12月底前, 春节前) give no date; others (尽快) leave it to the time that its
    kind has (settings.DEADLINE_DAYS). `calendar` saves the query for working days, where many are asked for.
    """
    if found := due_from_words(assignment.due_text, day, calendar):
        return found
    return None if names_a_time(assignment.due_text) else default_due_on(assignment.kind, day, calendar)
