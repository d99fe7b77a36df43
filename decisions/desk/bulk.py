"""Many assignments at once, in two steps: what would be done with which rows, then all of it or nothing."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decisions.desk.access import Desk, open_desk, private_page
from decisions.desk.bulk_actions import Action, allowed, last_reports, waiting_requests
from decisions.desk.lights import Lamp, lamp
from decisions.desk.lists import Listing
from decisions.domain.bulk import BulkRefused, take_all
from decisions.domain.steps import Repeated
from decisions.models import Assignment, ExtensionRequest, ProgressReport
from gusu_minutes.common.errors import StaleVersion

MAX_ROWS = 500
# A row as the form names it: its key and the version that the person saw.
_ROW = re.compile(r"([\w-]{1,20})\.(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the confirmation; `reason` says why it is left out or was refused."""

    assignment: Assignment
    lamp: Lamp
    reason: str
    asked: ExtensionRequest | None
    reported: ProgressReport | None

    @property
    def value(self) -> str:
        return f"{self.assignment.key}.{self.assignment.version}"


@dataclass
class Choice:
    """The rows that somebody ticked, as far as the person may see them; `missing` were not found."""

    rows: list[Assignment]
    seen: dict[int, int] = field(default_factory=dict)
    missing: int = 0
    cut: int = 0

    def reasons(self, action: Action, desk: Desk) -> dict[int, str]:
        """Return why the step is not possible, by row: it changed since it was seen, or the step does not fit."""
        stale = {row.pk: str(StaleVersion()) for row in self.rows if self.seen.get(row.pk, row.version) != row.version}
        return action.reasons(desk, self.rows) | stale


@require_POST
@private_page
def bulk(request: HttpRequest) -> HttpResponse:
    """Show what would be done with the rows chosen or, confirmed, do it and go back to the list."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("desk:home"))
    desk = open_desk(request.user)
    name = request.POST.get("action", "")
    action = allowed(desk).get(name)
    if action is None:
        raise Http404
    back = QueryDict(request.POST.get("back", ""))
    choice = _choose(desk, request.POST, back)
    if not choice.rows:
        words = _("None of these assignments was found.") if choice.missing else _("Tick the rows first.")
        messages.warning(request, words)
        return redirect(_address(back))
    page = {"desk": desk, "name": name, "action": action, "back": back, "choice": choice}
    if "confirmed" not in request.POST:
        return _confirmation(request, page, action.form(label_suffix=""), choice.reasons(action, desk))
    form = action.form(request.POST, label_suffix="")
    if choice.missing or not form.is_valid():
        return _confirmation(request, page, form, choice.reasons(action, desk), status=422)
    return _take(request, page, form)


def _take(request: HttpRequest, page: dict[str, Any], form: forms.Form) -> HttpResponse:
    """Take the step on every row; where one refuses nothing is done, and the page says which."""
    action, choice = page["action"], page["choice"]
    arguments = {**action.arguments, **form.cleaned_data}
    try:
        number = take_all(action.verb, assignments=choice.rows, by=request.user, versions=choice.seen, **arguments)
    except BulkRefused as refused:
        if all(isinstance(refusal.error, Repeated) for refusal in refused.refusals):
            messages.info(request, str(Repeated()))
            return redirect(_address(page["back"]))
        form.add_error(None, str(refused))
        reasons = {refusal.assignment.pk: str(refusal.error) for refusal in refused.refusals}
        return _confirmation(request, page, form, reasons, status=409)
    messages.success(request, action.done % {"n": number})
    return redirect(_address(page["back"]))


def _choose(desk: Desk, posted: QueryDict, back: QueryDict) -> Choice:
    """Return the rows of the form: those ticked, or all of the list that the address `back` shows, up to MAX_ROWS."""
    rows = desk.assignments.select_related("lead__successor").order_by("number_year", "serial", "pk")
    if posted.get("scope") == "all" and "confirmed" not in posted:
        listing = Listing(desk, back, timezone.localdate())
        keys = [] if listing.is_long else list(listing.rows.values_list("pk", flat=True)[:MAX_ROWS])
        return Choice(list(rows.filter(pk__in=keys)), cut=max(0, listing.total - MAX_ROWS) if keys else 0)
    named = (_ROW.fullmatch(value) for value in posted.getlist("row"))
    ticked = {found[1]: found[2] for found in named if found}
    kept = dict(list(ticked.items())[:MAX_ROWS])
    found_rows = list(rows.filter(key__in=kept))
    seen = {row.pk: int(kept[row.key]) for row in found_rows}
    return Choice(found_rows, seen, missing=len(kept) - len(found_rows), cut=len(ticked) - len(kept))


def _confirmation(
    request: HttpRequest, page: dict[str, Any], form: forms.Form, reasons: dict[int, str], *, status: int = 200
) -> HttpResponse:
    today, rows = timezone.localdate(), page["choice"].rows
    asked = waiting_requests(rows) if page["action"].answers_requests else {}
    reported = last_reports(rows) if page["action"].judges_reports else {}
    lines = [
        Line(row, lamp(row, today), reasons.get(row.pk, ""), asked.get(row.pk), reported.get(row.pk)) for row in rows
    ]
    possible = [line for line in lines if not line.reason]
    context = {
        **page,
        "form": form,
        "possible": possible,
        "impossible": [line for line in lines if line.reason],
        "states": _tally(line.assignment.get_state_display() for line in possible),
        "departments": _tally(line.assignment.lead.short_name for line in possible),
        "limit": MAX_ROWS,
        "list_address": _address(page["back"]),
        "crumbs": [(_("Follow-up"), _address(page["back"])), (page["action"].label, "")],
    }
    return render(request, "desk/bulk.html", context, status=status)


def _tally(names: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(names).most_common()


def _address(back: QueryDict) -> str:
    return reverse("desk:home") + (f"?{back.urlencode()}" if back else "")
