"""What was typed into a step and not sent: kept while typing or by a button, shown again, discarded."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decisions.desk.access import private_page
from decisions.desk.actions import show_again
from decisions.desk.panels import PANELS, new_form
from decisions.desk.situation import Situation, readable
from decisions.domain.step_drafts import discard_draft, keep_draft
from gusu_minutes.common.errors import DomainError


@require_POST
@private_page
def keep(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Keep what the form of a step holds; say so to the script that asked, or on the page."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("desk:assignment", args=[key]))
    assignment = get_object_or_404(readable(request.user), key=key)
    form = new_form(Situation(request.user, assignment), _known(verb), data=request.POST, files=request.FILES)
    by_script = request.headers.get("Accept") == "application/json"
    try:
        draft = keep_draft(
            assignment=assignment, by=request.user, verb=verb, data=form.typed(), version=_version(request)
        )
    except DomainError as error:
        if by_script:
            return JsonResponse({"said": str(error)}, status=422)
        form.add_error(None, str(error))
        return show_again(request, key, verb, form, status=422)
    at = f"{timezone.localtime(draft.saved_at):%H:%M}" if draft else ""
    said = _("Saved %(time)s; only you see it.") % {"time": at} if draft else _("There is nothing to be kept.")
    if by_script:
        return JsonResponse({"said": said})
    messages.success(request, said)
    if request.FILES:
        messages.warning(request, _("Files are not kept; choose them again before you send it."))
    return redirect("desk:assignment", key)


@require_POST
@private_page
def discard(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Forget what was kept for a step."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("desk:assignment", args=[key]))
    assignment = get_object_or_404(readable(request.user), key=key)
    discard_draft(assignment=assignment, by=request.user, verb=_known(verb))
    messages.success(request, _("What you had typed is discarded."))
    return redirect("desk:assignment", key)


def _known(verb: str) -> str:
    if verb not in PANELS:
        raise Http404
    return verb


def _version(request: HttpRequest) -> int | None:
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
