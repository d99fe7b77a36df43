"""The doors between the rooms: sign-in, where each person belongs, and how the pages are displayed."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from attendees.models import Department
from decisions.rules import can_see_all_assignments
from gusu_minutes.api.v1.problems import plain_problem
from gusu_minutes.clerk.accounts import ACCOUNTS, PASSWORD
from gusu_minutes.common.context import site

# The reader's switches: name of the cookie, its values; the first is the default and needs no cookie.
DISPLAY = {"type": ("normal", "large"), "contrast": ("normal", "high")}
DISPLAY_AGE = 365 * 24 * 3600  # seconds


class SignIn(LoginView):
    """The sign-in page; in the demo it lists the accounts."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"demo_accounts": ACCOUNTS, "demo_password": PASSWORD}
        return context


@login_required
def rooms(request: HttpRequest) -> HttpResponse:
    """Lead the signed-in person to the room of his or her rights."""
    user = request.user
    if user.has_perm("decisions.supervise_assignment") and not user.is_superuser:
        return redirect("desk:home")
    if user.is_staff:
        return redirect("admin:index")
    if Department.objects.of_officer(user, timezone.localdate()).exists():
        return redirect("desk:home")
    if can_see_all_assignments.test(user):
        return redirect("dashboard:home")
    if user.has_perm("publishing.view_internaledition"):
        return redirect("internal:home")
    return redirect("public:home")


@csrf_exempt  # sets nothing but the look; a token would make public pages differ from reader to reader
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Set the display cookies named in the form and go back where the reader was."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = resolve_url("public:home")
    response = HttpResponseRedirect(target)
    for name, (default, *others) in DISPLAY.items():
        value = request.POST.get(name)
        if value in others:
            response.set_cookie(name, value, max_age=DISPLAY_AGE, secure=request.is_secure(), samesite="Lax")
        elif value == default:
            response.delete_cookie(name, samesite="Lax")
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request cannot be read, with nothing about why."""
    if request.path.startswith("/api/"):
        return plain_problem(request, 400, _("The request can't be read."))
    return HttpResponse(render_to_string("400.html", site(request)), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something failed, with nothing about what: it reads settings and cookies only."""
    if request.path.startswith("/api/"):
        return plain_problem(request, 500, _("Something failed here; try again later."))
    return HttpResponse(render_to_string("500.html", site(request)), status=500)
