"""The list as a file: the rows of the address, of what the person may see, without pages and windows."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from decisions.desk.access import open_desk, private_page
from decisions.desk.clauses import IssuedClause, issued_clauses
from decisions.desk.lights import lamp
from decisions.desk.lists import Listing
from decisions.models import Assignment
from decisions.querysets import AssignmentQuerySet
from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.common.sheets import FORMATS, write_table

MAX_ROWS = 20_000
CHUNK = 500


@require_GET
@login_required
@private_page
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the list as `form` csv or xlsx."""
    desk = open_desk(request.user)
    if form not in FORMATS:
        raise Http404
    listing = Listing(desk, request.GET, timezone.localdate())
    name = _("Follow-up")
    content = write_table(table(listing.everything, listing.today), form, name)
    return hand_out_bytes(content, f"{name}{listing.today:%Y%m%d}.{form}", FORMATS[form])


def table(rows: AssignmentQuerySet, today: date) -> Iterator[list[str]]:
    """Give the lines of the file, headings first; where there are more than MAX_ROWS the last line says so."""
    yield [
        _("Number"), _("Task"), _("Lead department"), _("Supporting departments"), _("Leader in charge"),
        _("Due date"), _("Light"), _("State"), _("Progress in per cent"), _("Assigned on"), _("Acknowledged on"),
        _("Closed on"), _("Times returned"), _("Times extended"), _("Clause"),
    ]  # fmt: skip
    kept = rows.select_related("lead", "leader", "resolution").prefetch_related("supporting")
    read = iter(kept[: MAX_ROWS + 1].iterator(CHUNK))
    left = MAX_ROWS
    while chunk := list(islice(read, min(CHUNK, left))):
        left -= len(chunk)
        clauses = issued_clauses(row.resolution.key for row in chunk)
        yield from (line(row, clauses.get(row.resolution.key), today) for row in chunk)
    if next(read, None) is not None:
        yield [_("Only the first %(limit)d rows stand here. Narrow the list to get the others.") % {"limit": MAX_ROWS}]


def line(row: Assignment, clause: IssuedClause | None, today: date) -> list[str]:
    """Return one line of the file; days as 2026-11-24."""
    moments = (row.acknowledged_at, row.closed_at)
    acknowledged, closed = (timezone.localdate(moment).isoformat() if moment else "" for moment in moments)
    return [
        row.document_number,
        row.task,
        str(row.lead),
        "、".join(str(department) for department in row.supporting.all()),
        str(row.leader or ""),
        row.due_on.isoformat() if row.due_on else "",
        lamp(row, today).words if row.is_open else "",
        row.get_state_display(),
        str(row.percent),
        row.assigned_on.isoformat() if row.assigned_on else "",
        acknowledged,
        closed,
        str(row.times_returned),
        str(row.times_extended),
        clause.place if clause else "",
    ]
