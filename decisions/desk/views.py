"""Pages of one assignment in the department room: itself, a report's file, its sheet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET
from django.views.generic import DetailView

from decisions.desk.access import private_page
from decisions.desk.clauses import issued_clauses
from decisions.desk.page import assignment_page
from decisions.desk.situation import Situation, readable
from decisions.domain.attachments import media_type
from decisions.models import Assignment, ReportAttachment
from decisions.querysets import AssignmentQuerySet
from decisions.telling.inbox import read_notices
from gusu_minutes.common.downloads import hand_out, hand_out_bytes
from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.formats import FORMATS, render
from gusu_minutes.documents.papers.assignment import Ground, assignment_paper


@method_decorator(private_page, name="dispatch")
class AssignmentView(LoginRequiredMixin, DetailView):
    """One assignment: its clause, its story and the next thing to do."""

    template_name = "desk/assignment.html"
    slug_field = slug_url_kwarg = "key"

    def get_queryset(self) -> AssignmentQuerySet:
        return readable(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the page; what the inbox said of the assignment is read with it."""
        read_notices(self.request.user, self.object)
        return super().get_context_data(**kwargs) | assignment_page(Situation(self.request.user, self.object))


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
