"""Who asks: nobody in particular, or the owner of a token. Cookies count for nothing here.

Without a session no page of another site can make a browser read for it what its user may read, and nothing needs a
CSRF token.
"""

import logging
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from gusu_minutes.api.enums import Refusal, Scope
from gusu_minutes.api.models import ApiToken
from gusu_minutes.api.tokens import Refused, note_refusal, note_use, token_of
from gusu_minutes.api.v1.throttling import address_of
from gusu_minutes.public.audience import AUDIENCES, Audience

logger = logging.getLogger(__name__)

SCHEMES = ("token", "bearer")


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` or `Token …`. Whatever else stands in that header is refused, never read as nobody."""

    def authenticate(self, request: Any) -> tuple[Any, ApiToken] | None:
        """Return (user, token), None without the header. Raises AuthenticationFailed (401), PermissionDenied (403)."""
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, secret = header.partition(" ")
        if scheme.lower() not in SCHEMES or not secret.strip():
            raise AuthenticationFailed(_("Write “Authorization: Bearer” and the token."))
        try:
            token = token_of(secret.strip())
        except Refused as refused:
            note_refusal(refused, address_of(request) or None)
            if refused.reason == Refusal.NO_RIGHT:
                message = _("The owner of this token may no longer read what officials read.")
                raise PermissionDenied(message) from refused
            raise AuthenticationFailed(_("This token is not valid.")) from refused
        if token is None:
            logger.warning("an unknown API token was refused, asked from %s", address_of(request))
            raise AuthenticationFailed(_("This token is not valid."))
        note_use(token)
        return token.user, token

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


def audience_of(token: ApiToken | None) -> Audience:
    """Return whose tables a request reads."""
    return AUDIENCES["internal" if token is not None and token.scope == Scope.INTERNAL else "public"]
