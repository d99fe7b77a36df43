"""After minutes were corrected: assignments whose clause changed are flagged with the difference; nothing moves."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from decisions.domain.steps import acting_department, begin, line_of, record
from decisions.enums import OPEN_STATES, Verb
from decisions.models import Assignment, Event
from decisions.rules import is_lead_officer, is_supervisor
from gusu_minutes.common.errors import IllegalMove
from meetings.models import Meeting


def flag_changed(*, meeting: Meeting, clauses: Mapping[str, str], by: Any) -> list[Event]:
    """Flag the open assignments of a meeting whose clause is no longer what it was; call inside a transaction.

    `clauses` are those of the edition just issued, by key, as number and text; one that is missing was taken out.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).filter(
        resolution__agenda_item__meeting=meeting, assigned_at__isnull=False, state__in=OPEN_STATES
    )
    events = []
    for row in rows.select_related("resolution").order_by("pk"):
        before, after = row.clause_text, clauses.get(row.resolution.key, "")
        if before == after:
            continue
        row.clause_text = after
        row.lead_to_note = row.supervisor_to_note = True
        row.save_as(by=by, reason=line_of(Verb.CLAUSE_CHANGED))
        events.append(record(row, Verb.CLAUSE_CHANGED, by=by, details={"before": before, "after": after}))
    return events


@transaction.atomic
def note_change(*, assignment: Assignment, by: Any, version: int | None = None) -> Event:
    """The lead department, or the supervisor, takes note of a corrected clause. Raises IllegalMove if none waits."""
    step = begin(Verb.NOTE_CHANGE, assignment=assignment, by=by, version=version)
    row = step.row
    as_lead = row.lead_to_note and is_lead_officer.test(by, row)
    as_supervisor = row.supervisor_to_note and is_supervisor.test(by)
    if not (as_lead or as_supervisor):
        raise IllegalMove(_("No correction waits to be noted."))
    row.lead_to_note = row.lead_to_note and not as_lead
    row.supervisor_to_note = row.supervisor_to_note and not as_supervisor
    return step.finish(department=acting_department(by, row) if as_lead else None)
