"""The page on which a signed-in person makes, sees and revokes the own tokens of the API."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.desk.access import private_page
from gusu_minutes.api.forms import TokenForm
from gusu_minutes.api.models import ApiToken
from gusu_minutes.api.tokens import make_token, revoke_token
from gusu_minutes.common.errors import DomainError

SHOWN = 50  # tokens on the page, the last made first


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@private_page
def tokens(request: HttpRequest) -> HttpResponse:
    """List the person's tokens; make one. The answer to the making is the only one that shows the secret."""
    form = TokenForm(request.POST or None, user=request.user)
    secret = ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            _token, secret = make_token(
                by=request.user, name=values["name"], scope=values["scope"], expires_at=form.expires_at
            )
        except DomainError as error:
            form.add_error(None, str(error))
    status = 422 if form.is_bound and not form.is_valid() else 200
    shown = TokenForm(user=request.user) if secret else form
    return render(request, "accounts/tokens.html", _context(request, shown, secret), status=status)


@require_POST
@login_required
@private_page
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the person's own tokens; another's is not there."""
    token = get_object_or_404(ApiToken.objects.of(request.user), pk=pk)
    try:
        revoke_token(token=token, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The token is no longer valid."))
    return redirect("tokens")


@require_safe
@private_page
def docs(request: HttpRequest) -> HttpResponse:
    """The page on which the API is tried."""
    return render(request, "api/docs.html", {"crumbs": [(_("Programming interface"), "")]})


def _context(request: HttpRequest, form: TokenForm, secret: str) -> dict[str, Any]:
    return {
        "form": form,
        "secret": secret,
        "tokens": ApiToken.objects.of(request.user)[:SHOWN],
        "crumbs": [(_("API tokens"), "")],
    }
