"""The steps, taken by POST. A refused step shows the page again with what was typed."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from decisions.desk.access import private_page
from decisions.desk.forms import StepForm
from decisions.desk.page import assignment_page
from decisions.desk.panels import PANELS, new_form
from decisions.desk.situation import Situation, readable
from decisions.domain.step_drafts import discard_draft
from decisions.domain.steps import Repeated
from gusu_minutes.common.errors import DomainError, NotAllowed


@require_POST
@private_page
def take(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Take a step with what its form says and go back to the page; on a refusal show the page with the form."""
    page_url = reverse("desk:assignment", args=[key])
    if not request.user.is_authenticated:
        return redirect_to_login(page_url)
    assignment = get_object_or_404(readable(request.user), key=key)
    form = new_form(Situation(request.user, assignment), verb, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return show_again(request, key, verb, form, status=422)
    try:
        with transaction.atomic():
            PANELS[verb].take(assignment=assignment, by=request.user, **form.arguments())
            discard_draft(assignment=assignment, by=request.user, verb=verb)
    except Repeated as repeated:
        messages.info(request, str(repeated))
    except DomainError as error:
        form.add_error(None, str(error))
        return show_again(request, key, verb, form, status=403 if isinstance(error, NotAllowed) else 409)
    else:
        messages.success(request, str(PANELS[verb].done))
    return redirect(page_url)


def show_again(request: HttpRequest, key: str, verb: str, form: StepForm, *, status: int) -> HttpResponse:
    """Show the page as it stands now, the refused form in front."""
    situation = Situation(request.user, get_object_or_404(readable(request.user), key=key))
    return render(request, "desk/assignment.html", assignment_page(situation, tried=(verb, form)), status=status)
