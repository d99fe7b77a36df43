"""The review page of a text that is imported again into a draft: what would change, and taking it over."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gusu_minutes.clerk.links import admin_url
from gusu_minutes.clerk.trail import Crumbs, crumbs_of
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.plan import ImportPlan
from gusu_minutes.importing.reimport.begin import changes_of, why_no_draft
from gusu_minutes.importing.reimport.changes import Changes
from gusu_minutes.importing.reimport.takeover import take_over, told
from meetings.models import Meeting
from meetings.rules import can_correct


def crumbs_above(minutes_import: MinutesImport) -> Crumbs:
    """Return the way up from the review page: the draft that is to be changed, or the first page of the wizard."""
    if minutes_import.target is not None:
        return crumbs_of(minutes_import.target)
    return [(_("Import minutes"), reverse("admin:import_start"))]


def not_a_draft(request: HttpRequest, meeting: Meeting) -> HttpResponse | None:
    """Return the way to a meeting that can't be imported into, with a message that says why; None for a draft."""
    reason = why_no_draft(meeting)
    if not reason:
        return None
    if can_correct.test(request.user, meeting):
        address = admin_url(meeting, "correct")
        reason = format_html('{} <a href="{}">{}</a>', reason, address, _("Start a correction"))
    messages.warning(request, reason)
    return redirect(admin_url(meeting))


def changes_context(
    request: HttpRequest, minutes_import: MinutesImport, plan: ImportPlan, known: Known
) -> dict[str, Any]:
    """Return the changes against the draft and what is ticked to be removed; nothing where a new one is made."""
    if minutes_import.target is None:
        return {}
    changes = changes_of(minutes_import.target, plan, known)
    return {"changes": changes, "ticked": _ticked(request, changes)}


def _ticked(request: HttpRequest, changes: Changes) -> set[str]:
    """Return what is ticked: as it was sent, otherwise what goes without taking anything else along."""
    for sent in (request.POST, request.GET):
        if "seen" in sent:
            return set(sent.getlist("remove"))
    return {one.name for one in changes.removals if not one.needs_asking}


def ticks_of(request: HttpRequest) -> str:
    """Return what was ticked on the page that was sent, as a query string that ticks it again."""
    if "seen" not in request.POST:
        return ""
    return "?" + urlencode([("seen", ""), *(("remove", name) for name in request.POST.getlist("remove"))])


def taken_over(request: HttpRequest, minutes_import: MinutesImport) -> HttpResponse:
    """Change the draft and go there. Raises what `take_over` does."""
    taken = take_over(
        minutes_import=minutes_import,
        seen=request.POST.get("seen", ""),
        confirmed=request.POST.getlist("remove"),
        by=request.user,
    )
    messages.success(request, told(taken))
    return redirect(admin_url(taken.meeting))
