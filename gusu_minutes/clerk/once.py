"""A form that adds a record does so once, however often it is sent: each form carries a mark that is used up."""

import secrets
from typing import Any

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import DomainError

FIELD = "once"
_KEY = "clerk_once"
_KEPT = 50  # marks kept in a session; older forms are long gone


class SentAlready(DomainError):
    """The form was sent before, and what it adds is there."""

    def __init__(self) -> None:
        super().__init__(_("This form was sent already; nothing was added twice."))


def mark_of(request: HttpRequest) -> str:
    """Return the mark for the form to carry: a new one, or the one it came with."""
    return request.POST.get(FIELD) or secrets.token_urlsafe(12)


def use_up(request: HttpRequest) -> None:
    """Use up the mark of the form that was sent. Call it in the transaction that adds the record. Raises SentAlready.

    The row of the session is locked until then, so that of two forms sent at once the second waits and is refused.
    """
    if not (mark := request.POST.get(FIELD)):
        return
    session: Any = request.session
    session[_KEY] = [*_unused(request, mark), mark][-_KEPT:]
    session.save()


def require_unused(request: HttpRequest) -> None:
    """Raise SentAlready if the mark of the form was used up; otherwise keep others with the same mark waiting."""
    if mark := request.POST.get(FIELD):
        _unused(request, mark)


def _unused(request: HttpRequest, mark: str) -> list[str]:
    session: Any = request.session
    row = Session.objects.select_for_update().filter(session_key=session.session_key).first()
    used: list[str] = (row.get_decoded() if row else {}).get(_KEY, [])
    if mark in used:
        raise SentAlready
    return used
