"""The steps, taken: one POST-only view each. A refused step shows the page again with what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decisions.desk.access import private_page
from decisions.desk.page import assignment_page
from decisions.desk.panels import PANELS, new_form
from decisions.domain import extensions, verify, work
from decisions.domain.steps import Repeated
from decisions.models import Assignment, ExtensionDecision, ExtensionRequest
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed


@require_POST
@private_page
def acknowledge(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "acknowledge", work.acknowledge)


@require_POST
@private_page
def report_progress(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "report_progress", work.report_progress)


@require_POST
@private_page
def contribute(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "contribute", work.contribute)


@require_POST
@private_page
def report_done(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "report_done", work.report_done)


@require_POST
@private_page
def close(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "close", verify.close)


@require_POST
@private_page
def return_to_department(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "return", verify.return_to_department)


@require_POST
@private_page
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "cancel", verify.cancel)


@require_POST
@private_page
def request_extension(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "request_extension", extensions.request_extension)


@require_POST
@private_page
def decide_extension(request: HttpRequest, key: str) -> HttpResponse:
    return _take(request, key, "decide_extension", _decide_last)


def _decide_last(*, assignment: Assignment, **answer: Any) -> ExtensionDecision:
    """Answer the last request: an earlier one has its answer, or the last could not have been asked."""
    asked = ExtensionRequest.objects.filter(assignment=assignment).last()
    if asked is None:
        raise IllegalMove(_("No request for an extension is waiting for an answer."))
    return extensions.decide_extension(request=asked, **answer)


def _take(request: HttpRequest, key: str, name: str, verb: Callable[..., Any]) -> HttpResponse:
    """Take step `name` with what the form says and go back to the page; on a refusal show the page with the form."""
    page_url = reverse("desk:assignment", args=[key])
    if not request.user.is_authenticated:
        return redirect_to_login(page_url)
    visible = Assignment.objects.visible_to(request.user).select_related("lead", "resolution")
    assignment = get_object_or_404(visible, key=key)
    form = new_form(assignment, name, data=request.POST, files=request.FILES)
    status = 422
    if form.is_valid():
        try:
            verb(assignment=assignment, by=request.user, **form.cleaned_data)
        except Repeated as repeated:
            messages.info(request, str(repeated))
            return redirect(page_url)
        except DomainError as error:
            form.add_error(None, str(error))
            status = 403 if isinstance(error, NotAllowed) else 409
        else:
            messages.success(request, str(PANELS[name].done))
            return redirect(page_url)
    context = assignment_page(request.user, visible.get(key=key), tried=(name, form))
    return render(request, "desk/assignment.html", context, status=status)
