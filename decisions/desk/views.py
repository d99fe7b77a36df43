"""Pages of the department room: the desk or board, an assignment, a report's file."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django.views.generic import DetailView, ListView

from decisions.desk.access import Desk, open_desk, private_page
from decisions.desk.clauses import IssuedClause, issued_clauses
from decisions.desk.filters import TABS, DeskFilter, count_tabs, count_waiting, under_tab
from decisions.desk.lights import Lamp, lamp
from decisions.desk.page import assignment_page
from decisions.domain.attachments import media_type
from decisions.enums import AssignmentState
from decisions.models import Assignment, ReportAttachment
from decisions.querysets import AssignmentQuerySet
from gusu_minutes.common.downloads import hand_out, hand_out_bytes
from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.formats import FORMATS, render
from gusu_minutes.documents.papers.assignment import Ground, assignment_paper

PAGE_SIZE = 20
# What the heading says of each count, in this order.
WAITING = {
    "to_acknowledge": gettext_lazy("%(n)d to acknowledge"),
    "returned": gettext_lazy("%(n)d returned"),
    "to_verify": gettext_lazy("%(n)d to verify"),
    "extensions": gettext_lazy("%(n)d extensions to answer"),
    "overdue": gettext_lazy("%(n)d overdue"),
}
# (role, state): what the row's button says
NEXT: dict[tuple[str, str], Promise] = {
    ("lead", AssignmentState.ASSIGNED): gettext_lazy("Acknowledge"),
    ("lead", AssignmentState.IN_PROGRESS): gettext_lazy("Report"),
    ("supporting", AssignmentState.IN_PROGRESS): gettext_lazy("Report"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    assignment: Assignment
    clause: IssuedClause | None
    role: str
    lamp: Lamp
    step: str | Promise


@method_decorator(private_page, name="dispatch")
class DeskView(LoginRequiredMixin, ListView):
    """The department's assignments; for supervisors and auditors the board of all."""

    template_name = "desk/list.html"
    paginate_by = PAGE_SIZE
    desk: Desk

    def get_queryset(self) -> AssignmentQuerySet:
        self.desk, self.today = open_desk(self.request.user), timezone.localdate()
        self.filter = DeskFilter(self.request.GET, desk=self.desk)
        narrowed = self.filter.narrow(self.desk.assignments, self.today)
        self.counts = count_tabs(narrowed)
        asked = self.request.GET.get("state", "")
        self.tab = asked if asked in TABS else "open"
        return under_tab(narrowed, self.tab).select_related("lead", "resolution")

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator, Page, Any, bool]:
        """Show the nearest page there is; the count is known from the tab."""
        paginator = self.get_paginator(queryset, page_size)
        paginator.count = self.counts[self.tab]
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        return context | {
            "desk": self.desk,
            "heading": heading(self.desk, self.today),
            "tabs": [
                (name, tab.label, self.counts[name])
                for name, tab in TABS.items()
                if tab.always or self.counts[name] or name == self.tab
            ],
            "tab": self.tab,
            "filter": self.filter,
            "rows": rows_of(self.desk, page.object_list, self.today),
            "page": page,
            "page_numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
            "may_read_minutes": self.request.user.has_perm("publishing.view_internaledition"),
        }


def heading(desk: Desk, today: date) -> str:
    """Say what waits today: 区发改局，今天有 2 件要签收，1 件逾期."""
    who = _("Follow-up") if desk.sees_all else _(", ").join(str(unit) for unit in desk.departments)
    counts = count_waiting(desk, today)
    parts = [str(words) % {"n": counts[name]} for name, words in WAITING.items() if counts.get(name)]
    if not parts:
        return _("%(who)s: nothing waits today") % {"who": who}
    return _("%(who)s: today %(what)s") % {"who": who, "what": _("; ").join(parts)}


def rows_of(desk: Desk, assignments: Any, today: date) -> list[Row]:
    """Return the lines for the assignments of a page, their clauses read in one query."""
    clauses = issued_clauses(assignment.resolution.key for assignment in assignments)
    rows = []
    for assignment in assignments:
        role = desk.role_in(assignment)
        clause = clauses.get(assignment.resolution.key)
        rows.append(Row(assignment, clause, role, lamp(assignment, today), _next_step(desk, role, assignment)))
    return rows


def _next_step(desk: Desk, role: str, assignment: Assignment) -> str | Promise:
    if desk.supervises and assignment.extension_waits and assignment.is_open:  # type: ignore[attr-defined]
        return _("Answer")
    if desk.supervises and assignment.state == AssignmentState.REPORTED:
        return _("Verify")
    return NEXT.get((role, assignment.state), "")


@method_decorator(private_page, name="dispatch")
class AssignmentView(LoginRequiredMixin, DetailView):
    """One assignment: its clause, its story and the next thing to do."""

    template_name = "desk/assignment.html"
    slug_field = slug_url_kwarg = "key"

    def get_queryset(self) -> AssignmentQuerySet:
        return Assignment.objects.visible_to(self.request.user).select_related("lead", "resolution")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | assignment_page(self.request.user, self.object)


@require_GET
@login_required
@private_page
def attachment(request: HttpRequest, key: str, pk: int) -> HttpResponse | FileResponse:
    """Give a report's file to who may see the assignment, to be saved and never shown by the browser."""
    visible = Assignment.objects.visible_to(request.user).filter(key=key)
    found = get_object_or_404(ReportAttachment, pk=pk, report__assignment__in=visible)
    return hand_out(found.file, found.name, media_type(found.name))


@require_GET
@login_required
@private_page
def sheet(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Give the assignment sheet to who may see the assignment; the clause stands in it as issued."""
    if form not in FORMATS:
        raise Http404
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user).select_related("lead"), key=key)
    clause = issued_clauses([assignment.resolution.key]).get(assignment.resolution.key)
    paper = assignment_paper(assignment, clause.ground if clause else Ground())
    try:
        content = render(paper, form)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("desk:assignment", key)
    return hand_out_bytes(content, f"{paper.name}.{form}", FORMATS[form].media_type)
