"""The pages that ask before proposals are assigned, or taken out: how many, to whom, and what comes of it."""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.domain.assign import assign, due_on_of
from decisions.domain.proposals import withdraw_proposal
from decisions.domain.workdays import load_calendar
from decisions.models import Assignment
from decisions.rules import stands_in_minutes
from gusu_minutes.clerk.planning.board import may_assign
from gusu_minutes.clerk.planning.views import keys_in, meeting_to_plan, page_of
from gusu_minutes.clerk.trail import crumbs_of
from gusu_minutes.common.errors import DomainError, IllegalMove
from meetings.models import Meeting


class Step(NamedTuple):
    """A step on many proposals: what it is called, who may, and how it is taken."""

    title: Promise | str
    may: Callable[[Any, Meeting], bool]
    take: Callable[[Meeting, list[Assignment], Any, dict[int, int]], str]


def _assign(meeting: Meeting, rows: list[Assignment], by: Any, versions: dict[int, int]) -> str:
    done = assign(meeting=meeting, assignments=rows, by=by, versions=versions)
    numbers = "–".join(dict.fromkeys([done[0].document_number, done[-1].document_number]))
    said = ngettext(
        "%(number)d task was assigned: %(numbers)s.", "%(number)d tasks were assigned: %(numbers)s.", len(done)
    )
    return said % {"number": len(done), "numbers": numbers}


def _remove(meeting: Meeting, rows: list[Assignment], by: Any, versions: dict[int, int]) -> str:
    for row in rows:
        withdraw_proposal(assignment=row, by=by, version=versions[row.pk])
    return ngettext("%(number)d proposal was taken out.", "%(number)d proposals were taken out.", len(rows)) % {
        "number": len(rows)
    }


STEPS = {
    "assign": Step(gettext_lazy("Assign now"), may_assign, _assign),
    "remove": Step(
        gettext_lazy("Take out"), lambda user, meeting: stands_in_minutes(user, meeting) is not None, _remove
    ),
}


def asking_view(admin: Any, request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask with what was ticked, `?pk=…` each; sent, act on all of them or on none."""
    meeting, step = meeting_to_plan(admin, request, pk), STEPS[name]
    if not step.may(request.user, meeting):
        raise PermissionDenied
    if request.method == "POST":
        versions = _chosen(request)
        try:
            with transaction.atomic():
                messages.success(request, step.take(meeting, _rows(meeting, list(versions)), request.user, versions))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect(page_of(meeting))
    try:
        rows = _rows(meeting, keys_in(request.GET.getlist("pk")))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(page_of(meeting))
    return _page(admin, request, meeting, name, rows)


def _chosen(request: HttpRequest) -> dict[int, int]:
    """Return the versions by key, as the page sent them."""
    chosen = {}
    for entry in request.POST.getlist("chosen"):
        key, _colon, version = entry.partition(":")
        if len(pair := keys_in([key, version])) == 2:
            chosen[pair[0]] = pair[1]
    return chosen


def _rows(meeting: Meeting, keys: list[int]) -> list[Assignment]:
    """Return the proposals in the order of the minutes. Raises IllegalMove for none, or if one is none any longer."""
    rows = Assignment.objects.filter(pk__in=keys, assigned_at__isnull=True, resolution__agenda_item__meeting=meeting)
    rows = rows.select_related("lead", "resolution__agenda_item__meeting").prefetch_related("supporting")
    found = list(rows.order_by("resolution__agenda_item__position", "resolution__position", "pk"))
    if not found or len(found) != len(set(keys)):
        raise IllegalMove(_("Some of them were assigned or removed in the meantime. Nothing was done."))
    return found


def _page(admin: Any, request: HttpRequest, meeting: Meeting, name: str, rows: list[Assignment]) -> HttpResponse:
    leads = Counter(row.lead.short_name for row in rows)
    helps = Counter(department.short_name for row in rows for department in row.supporting.all())
    today = timezone.localdate()
    calendar = load_calendar(today)
    # Assigning gives a date where there is none.
    dates = [row.due_on or due_on_of(row, today, calendar) for row in rows]
    context = {
        **admin.admin_site.each_context(request),
        "title": STEPS[name].title,
        "step": name,
        "meeting": meeting,
        "opts": admin.opts,
        "crumbs": [*crumbs_of(meeting), (_("Tasks and assigning"), page_of(meeting))],
        "rows": rows,
        "tasks": list(zip(rows, dates, strict=True)),
        "departments": [(unit, leads[unit], helps[unit]) for unit in dict.fromkeys([*leads, *helps])],
        "undated": dates.count(None),
        "back": page_of(meeting),
    }
    return TemplateResponse(request, "admin/planning/asking.html", context)
