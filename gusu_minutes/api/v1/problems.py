"""Errors as application/problem+json (RFC 9457): one shape for all of them, with no word of what is behind the wall."""

import json
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

MEDIA_TYPE = "application/problem+json"


class Gone(exceptions.APIException):
    """The minutes of this address were withdrawn; the answer carries the public notice."""

    status_code = status.HTTP_410_GONE

    def __init__(self, *, notice: str, withdrawn_at: str) -> None:
        super().__init__(_("These minutes were withdrawn."))
        self.members = {"notice": notice, "withdrawn_at": withdrawn_at}


class TakenBack(exceptions.APIException):
    """A correction took back what this edition said."""

    status_code = status.HTTP_410_GONE

    def __init__(self) -> None:
        super().__init__(_("This edition is no longer handed out: a correction took back what it said."))


def problem(code: int, detail: str, path: str, **members: Any) -> dict[str, Any]:
    """Return a problem met at `path`; `about:blank` says that the status tells its kind (RFC 9457 §4.2.1)."""
    common = {"type": "about:blank", "title": HTTPStatus(code).phrase, "status": code, "detail": detail}
    return {**common, "instance": escape_uri_path(path), **members}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception of a view; None leaves a mistake of ours to the server's own page."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("There is nothing at this address."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    members = dict(getattr(error, "members", {}))
    detail = error.detail
    if isinstance(error, exceptions.ValidationError):
        members["errors"] = _by_field(detail)
        detail = _("Some parameters can't be used; “errors” says which.")
    headers = {}
    if (challenge := getattr(error, "auth_header", None)) is not None:
        headers["WWW-Authenticate"] = challenge
    set_rollback()
    content = problem(error.status_code, str(detail), context["request"].path, **members)
    return Response(content, status=error.status_code, headers=headers, content_type=MEDIA_TYPE)


def _by_field(detail: Any) -> dict[str, list[str]]:
    fields = detail if isinstance(detail, dict) else {"": detail}
    return {name: [str(message) for message in messages] for name, messages in fields.items()}


def plain_problem(request: HttpRequest, code: int, detail: str) -> HttpResponse:
    """Return a problem where no view of the API was reached."""
    content = json.dumps(problem(code, detail, request.path), ensure_ascii=False)
    return HttpResponse(content, status=code, content_type=MEDIA_TYPE)
