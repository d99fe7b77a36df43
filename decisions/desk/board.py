"""The desk of a department, and the board of all: a list under tabs, with filters."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView

from decisions.desk.access import Desk, open_desk, private_page
from decisions.desk.acting import acting_for
from decisions.desk.bulk_actions import offered
from decisions.desk.clauses import IssuedClause, issued_clauses
from decisions.desk.filters import LONG_TABS, SORTS, TABS
from decisions.desk.lights import Lamp, lamp
from decisions.desk.lists import Listing, with_requests
from decisions.desk.waiting import what_waits
from decisions.enums import AssignmentState
from decisions.models import Assignment
from decisions.querysets import AssignmentQuerySet

PAGE_SIZE = 20
# (role, state): what the row's button says
NEXT: dict[tuple[str, str], Promise] = {
    ("lead", AssignmentState.ASSIGNED): gettext_lazy("Acknowledge"),
    ("lead", AssignmentState.IN_PROGRESS): gettext_lazy("Report"),
    ("supporting", AssignmentState.IN_PROGRESS): gettext_lazy("Report"),
}
GROUPS = {"lead": gettext_lazy("As lead department"), "supporting": gettext_lazy("As supporting department")}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    assignment: Assignment
    clause: IssuedClause | None
    role: str
    lamp: Lamp
    step: str | Promise
    may_tick: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading of their own; without one where all is one list."""

    heading: str
    count: int | None
    rows: list[Row]


@method_decorator(private_page, name="dispatch")
class DeskView(LoginRequiredMixin, ListView):
    """The department's assignments; for supervisors and auditors the board of all."""

    template_name = "desk/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> AssignmentQuerySet:
        desk = open_desk(self.request.user)
        self.listing = Listing(desk, self.request.GET, timezone.localdate())
        return self.listing.rows

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        """Show the nearest page there is; the count is known from the tab.

        Keys are put in order first, and only the rows of the page are read whole.
        """
        paginator = self.get_paginator(queryset.values_list("pk", flat=True), page_size)
        paginator.count = self.listing.total
        page = paginator.get_page(self.request.GET.get("page"))
        keys = list(page.object_list)
        rows = with_requests(self.listing.desk.assignments).select_related("lead", "resolution").in_bulk(keys)
        page.object_list = [rows[key] for key in keys if key in rows]
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        listing, page = self.listing, context["page_obj"]
        desk = listing.desk
        rows = rows_of(desk, page.object_list, listing.today)
        return context | {
            "desk": desk,
            "listing": listing,
            "heading": what_waits(desk, listing.today),
            "tabs": tabs(listing),
            "tab": listing.tab,
            "long_tabs": LONG_TABS,
            "filter": listing.filter,
            "chips": listing.filter.chips(self.request.GET),
            "columns": columns(listing),
            "rows": rows,
            "groups": groups(listing, rows),
            "actions": offered(desk, listing) if rows else [],
            "page": page,
            "acting_for": acting_for(self.request.user) if desk.departments else [],
            "may_read_minutes": self.request.user.has_perm("publishing.view_internaledition"),
        }


def tabs(listing: Listing) -> list[tuple[str, Promise, int | None]]:
    """Return name, label and count of each tab to show."""
    counts = listing.counts
    return [
        (name, tab.label, counts[name])
        for name, tab in TABS.items()
        if tab.always or counts[name] or name == listing.tab
    ]


def columns(listing: Listing) -> dict[str, tuple[str, str]]:
    """Return for each sort what its heading leads to, and how the column is sorted now (aria-sort)."""
    chosen = listing.filter.in_use.get("sort", "" if listing.is_long else "due")
    told = {name: "ascending" if chosen == name else "descending" for name in SORTS if chosen.lstrip("-") == name}
    return {name: (f"-{name}" if chosen == name else name, told.get(name, "")) for name in SORTS}


def groups(listing: Listing, rows: list[Row]) -> list[Group]:
    """Part the lines of a page by role for who acts for departments."""
    if listing.desk.sees_all:
        return [Group("", None, rows)] if rows else []
    parted = ((role, [row for row in rows if row.role == role]) for role in GROUPS)
    return [Group(str(GROUPS[role]), listing.counts[f"as_{role}"], own) for role, own in parted if own]


def rows_of(desk: Desk, assignments: Any, today: date) -> list[Row]:
    """Return the lines for the assignments of a page, their clauses read in one query."""
    clauses = issued_clauses(assignment.resolution.key for assignment in assignments)
    rows = []
    for assignment in assignments:
        role = desk.role_in(assignment)
        clause = clauses.get(assignment.resolution.key)
        # An officer has one step for many: to acknowledge.
        may_tick = desk.supervises or (role == "lead" and assignment.state == AssignmentState.ASSIGNED)
        step = _next_step(desk, role, assignment)
        rows.append(Row(assignment, clause, role, lamp(assignment, today), step, may_tick))
    return rows


def _next_step(desk: Desk, role: str, assignment: Assignment) -> str | Promise:
    waits = assignment.extension_waits or assignment.relief_waits  # type: ignore[attr-defined]
    if desk.supervises and waits and assignment.is_open:
        return _("Answer")
    if desk.supervises and assignment.state == AssignmentState.REPORTED:
        return _("Verify")
    return NEXT.get((role, assignment.state), "")
