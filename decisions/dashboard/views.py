"""The leaders' room: the figures of follow-up, the workbook of them, the circular."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from decisions.dashboard.charts import charts
from decisions.dashboard.circular import circular_of
from decisions.dashboard.figures import Tables, count
from decisions.dashboard.league import FEWEST, rank
from decisions.dashboard.periods import KIND_LABELS, Period, around, read_period
from decisions.dashboard.tables import league_table, page_tables, sheets, whole_figures
from decisions.desk.access import private_page
from decisions.models import Assignment
from decisions.querysets import AssignmentQuerySet
from decisions.rules import can_see_all_assignments
from gusu_minutes.common import sheets as files
from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.formats import FORMATS, render
from gusu_minutes.documents.papers.circular import circular_paper


def _rows_for(user: Any) -> AssignmentQuerySet:
    """Return what the figures are added up from. Raises Http404 for who may not see all assignments."""
    if not can_see_all_assignments.test(user):
        raise Http404
    return Assignment.objects.visible_to(user)


def _asked(request: HttpRequest) -> Period:
    """Return the period that the address asks for; a message says so where it is none."""
    period, problem = read_period(request.GET, timezone.localdate())
    if problem:
        messages.warning(request, str(problem))
    return period


def _tables(request: HttpRequest) -> tuple[AssignmentQuerySet, Tables]:
    rows = _rows_for(request.user)
    return rows, count(rows, _asked(request), timezone.localdate())


@method_decorator(private_page, name="dispatch")
class DashboardView(LoginRequiredMixin, TemplateView):
    """All figures of a period, each leading to its rows."""

    template_name = "dashboard/home.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        _rows, tables = _tables(self.request)
        league, period = rank(tables.departments), tables.period
        # A period of the past opens at its end, one that goes on at today.
        day = min(period.last, max(tables.today, period.first))
        return super().get_context_data(**kwargs) | {
            "period": period,
            "siblings": period.siblings(tables.today),
            "kinds": [(label, around(kind, day), kind == period.kind) for kind, label in KIND_LABELS.items()],
            "today": tables.today,
            "whole": list(whole_figures(tables)),
            "any": tables.whole.assigned,
            "charts": charts(tables),
            "league": league,
            "league_table": league_table(tables, league),
            "fewest": FEWEST,
            "tables": page_tables(tables),
            "forms": [(form, kind.label) for form, kind in FORMATS.items()],
        }


@require_GET
@login_required
@private_page
def workbook(request: HttpRequest) -> HttpResponse:
    """Give every table of the page as one workbook."""
    _rows, tables = _tables(request)
    content = files.write_book(sheets(tables, rank(tables.departments)))
    name = f"{tables.period.chinese}督办统计.xlsx"
    return hand_out_bytes(content, name, files.FORMATS["xlsx"])


@require_GET
@login_required
@private_page
def circular(request: HttpRequest, form: str) -> HttpResponse:
    """Give the circular on the period as an official document."""
    rows = _rows_for(request.user)
    if form not in FORMATS:
        raise Http404
    tables = count(rows, _asked(request), timezone.localdate())
    paper = circular_paper(circular_of(tables, rank(tables.departments), rows))
    try:
        content = render(paper, form)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('dashboard:home')}?{tables.period.query}")
    return hand_out_bytes(content, f"{paper.name}.{form}", FORMATS[form].media_type)
