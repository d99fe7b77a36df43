"""All tasks of a meeting on one page: proposed, corrected, split, merged, and handed on to be assigned or taken out."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.domain.proposals import correct, merge, split
from decisions.models import Assignment
from decisions.rules import can_see_all_assignments
from gusu_minutes.clerk import once
from gusu_minutes.clerk.links import admin_url
from gusu_minutes.clerk.planning.board import SHOWN, Board
from gusu_minutes.clerk.sheet import meeting_to_see
from gusu_minutes.clerk.trail import crumbs_of, short
from gusu_minutes.common.errors import DomainError
from meetings.domain.moves import lock
from meetings.models import Meeting

# What leads on to a page that asks first.
ASKED = ("assign", "remove")


def meeting_to_plan(admin: Any, request: HttpRequest, pk: int) -> Meeting:
    """Return the meeting. Raises Http404, and PermissionDenied for who may not see it or whom it puts to work."""
    meeting = meeting_to_see(admin, request, pk)
    if not can_see_all_assignments.test(request.user):
        raise PermissionDenied
    return meeting


def planning_view(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the tasks of a meeting, `?show=without` only clauses that have none; save them, and what a button asks."""
    meeting = meeting_to_plan(admin, request, pk)
    show = request.GET.get("show", "")
    if show not in SHOWN:
        show = ""
    if request.method == "POST":
        try:
            return _changed(admin, request, meeting, show)
        except once.SentAlready as error:
            messages.info(request, str(error))
            return redirect(page_of(meeting, show))
    return _page(admin, request, Board(meeting, request.user, show=show))


def page_of(meeting: Meeting, show: str = "") -> str:
    """Return the address of the page."""
    return admin_url(meeting, "assignments") + (f"?show={show}" if show else "")


@transaction.atomic
def _changed(admin: Any, request: HttpRequest, meeting: Meeting, show: str) -> HttpResponse:
    """Save what was sent and take the step, all or nothing; whatever is refused is shown with everything typed."""
    once.require_unused(request)
    meeting = lock(meeting)
    board = Board(meeting, request.user, data=request.POST, show=show)
    if not (board.can_add or board.can_assign):
        raise PermissionDenied
    if added_to := request.POST.get("add"):
        board.add_to(added_to)
        return _page(admin, request, board)
    step = request.POST.get("step", "save")
    refusal = ""
    try:
        with transaction.atomic():
            if not board.is_valid() or (saved := board.save()) is None:
                raise DomainError(_("Nothing was saved yet: look at the marks below."))
            said = _take(request, board, step, saved)
            once.use_up(request)
    except DomainError as error:
        refusal = str(error)
    if refusal:
        return _page(admin, request, board, refusal)
    if said:
        messages.success(request, said)
    return redirect(_asking(meeting, step, _ticked(request)) if step in ASKED else page_of(meeting, show))


def _asking(meeting: Meeting, step: str, keys: list[int]) -> str:
    return f"{admin_url(meeting, f'assignments_{step}')}?{urlencode([('pk', key) for key in keys])}"


def _ticked(request: HttpRequest) -> list[int]:
    return keys_in(request.POST.getlist("ticked"))


def keys_in(texts: Iterable[str]) -> list[int]:
    """Return the primary keys among what was sent; what can be none is left aside."""
    return [int(text) for text in texts if text.isdecimal() and len(text) < 18]


def _take(request: HttpRequest, board: Board, step: str, saved: int) -> str:
    """Take the step on what is ticked and return what to say. Raises DomainError."""
    said = ngettext("%(number)d row was saved.", "%(number)d rows were saved.", saved) % {"number": saved}
    if step not in STEPS and step not in ASKED:
        if saved or not board.has_idle_rows:
            return said if saved else _("Nothing was changed.")
        raise DomainError(_("Nothing was changed: a new task needs its lead department."))
    wanted = _ticked(request)
    rows = Assignment.objects.filter(
        pk__in=wanted, assigned_at__isnull=True, resolution__agenda_item__meeting=board.meeting
    ).select_related("resolution__agenda_item__meeting")
    chosen = sorted(rows, key=lambda row: wanted.index(row.pk))
    if not chosen:
        raise DomainError(_("Tick the proposals first."))
    if step in ASKED:
        return said if saved else ""
    return STEPS[step](chosen, request)


def _split(rows: list[Assignment], request: HttpRequest) -> str:
    several = [row for row in rows if row.supporting.exists()]
    if not several:
        raise DomainError(_("Only one department is named; there is nothing to split."))
    parts = sum(len(split(assignment=row, by=request.user)) for row in several)
    return _("Split into %(number)d proposals, one for each department.") % {"number": parts}


def _merge(rows: list[Assignment], request: HttpRequest) -> str:
    into = merge(assignments=rows, by=request.user, into=rows[0])
    return _("Merged into one proposal, led by “%(department)s”.") % {"department": into.lead}


def _dated(rows: list[Assignment], request: HttpRequest) -> str:
    meeting = rows[0].resolution.agenda_item.meeting
    suggested = {row.assignment.pk: row.suggested for row in Board(meeting, request.user).proposals}
    dated = 0
    for row in rows:
        if row.due_on is None and (day := suggested.get(row.pk)):
            correct(assignment=row, by=request.user, due_on=day)
            dated += 1
    return ngettext(
        "%(number)d proposal has its suggested due date now.",
        "%(number)d proposals have their suggested due dates now.",
        dated,
    ) % {"number": dated}


STEPS: dict[str, Callable[[list[Assignment], HttpRequest], str]] = {"split": _split, "merge": _merge, "dates": _dated}


def _page(admin: Any, request: HttpRequest, board: Board, refusal: str = "") -> HttpResponse:
    meeting, counts = board.meeting, board.counts
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Tasks and assigning"),
        "subtitle": short(meeting),
        "meeting": meeting,
        "opts": admin.opts,
        "crumbs": crumbs_of(meeting),
        "board": board,
        "counts": counts,
        "tabs": [
            ("", _("all clauses"), counts["clauses"]),
            ("without", _("without a task"), counts["without"]),
            ("proposed", _("with proposals"), sum(bool(clause.proposed) for clause in board.clauses)),
        ],
        "refusal": refusal,
        "ticked": set(request.POST.getlist("ticked")),
        "once": once.mark_of(request),
        "once_field": once.FIELD,
    }
    return TemplateResponse(request, "admin/planning/page.html", context, status=409 if refusal else 200)
