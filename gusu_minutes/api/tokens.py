"""The verbs of tokens: make, revoke, look up, note that one was used or refused.

As with the private calendar, a token is looked for by the SHA-256 of its secret, so how long a refusal takes tells
nothing of any token; the secret is shown once and kept nowhere.
"""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gusu_minutes.api.enums import Refusal, Scope, TokenEvent
from gusu_minutes.api.models import LONGEST, ApiToken, ApiTokenEvent
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed
from gusu_minutes.common.secrets import digest_of

logger = logging.getLogger(__name__)

MARK = "gusu_"  # what scanners for forgotten secrets can look for
SHOWN = len(MARK) + 4
AT_MOST = 20  # valid tokens of one person
USE_IS_NOTED_EVERY = timedelta(minutes=1)
REFUSAL_IS_NOTED_EVERY = timedelta(hours=1)
INTERNAL_RIGHT = "publishing.view_internaledition"


class TooMany(DomainError):
    """The person has as many tokens as one may have."""


class Refused(Exception):
    """A token that we know opens nothing; `reason` says why, to the log and never to the one who asked."""

    def __init__(self, token: ApiToken, reason: Refusal) -> None:
        super().__init__(reason)
        self.token, self.reason = token, reason


@transaction.atomic
def make_token(
    *, by: Any, name: str, scope: str, expires_at: datetime, now: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token of the person `by` and return it with its secret, which cannot be had a second time.

    Raises NotAllowed for a scope beyond the person's rights, TooMany, DomainError for an end that is past or too far.
    """
    now = now or timezone.now()
    if not by.is_active or (scope == Scope.INTERNAL and not by.has_perm(INTERNAL_RIGHT)):
        raise NotAllowed
    if not now < expires_at <= now + LONGEST:
        raise DomainError(_("A token is valid for a year at most."))
    if ApiToken.objects.of(by).valid(now).count() >= AT_MOST:
        raise TooMany(_("You have %(number)d valid tokens; revoke one first.") % {"number": AT_MOST})
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        name=name,
        scope=scope,
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        created_at=now,
        expires_at=expires_at,
    )
    _note(token, TokenEvent.CREATED, at=now, by=by)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Any, now: datetime | None = None) -> ApiToken:
    """End a token at once. Raises IllegalMove if that was done before, NotAllowed for another person's.

    An administrator (`api.change_apitoken`) ends anybody's.
    """
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.user_id != by.pk and not by.has_perm("api.change_apitoken"):
        raise NotAllowed
    if token.revoked_at is not None:
        raise IllegalMove(_("This token was revoked before."))
    token.revoked_at, token.revoked_by = now or timezone.now(), by
    token.save(update_fields=["revoked_at", "revoked_by"])
    _note(token, TokenEvent.REVOKED, at=token.revoked_at, by=by)
    return token


def token_of(secret: str, now: datetime | None = None) -> ApiToken | None:
    """Return the valid token with this secret, None for an unknown one. Raises Refused for one that is over."""
    now = now or timezone.now()
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if token is None:
        return None
    if token.revoked_at is not None:
        raise Refused(token, Refusal.REVOKED)
    if token.expires_at <= now:
        raise Refused(token, Refusal.EXPIRED)
    if not token.user.is_active:
        raise Refused(token, Refusal.INACTIVE)
    if token.scope == Scope.INTERNAL and not token.user.has_perm(INTERNAL_RIGHT):
        raise Refused(token, Refusal.NO_RIGHT)
    return token


def note_use(token: ApiToken, now: datetime | None = None) -> None:
    """Note that the token was used, once a minute: one statement, whichever of many requests comes first."""
    now = now or timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - USE_IS_NOTED_EVERY:
        _claim(token, "last_used_at", now, USE_IS_NOTED_EVERY)


@transaction.atomic
def note_refusal(refused: Refused, address: str | None, now: datetime | None = None) -> None:
    """Note that a known token was refused, once an hour: a program that goes on asking fills no table."""
    now = now or timezone.now()
    if _claim(refused.token, "last_refused_at", now, REFUSAL_IS_NOTED_EVERY):
        _note(refused.token, TokenEvent.REFUSED, at=now, reason=refused.reason, address=address)


def _claim(token: ApiToken, field: str, now: datetime, every: timedelta) -> bool:
    """Set a time if the one there is older than `every`; return whether this call was the one."""
    due = Q(**{field: None}) | Q(**{f"{field}__lte": now - every})
    return bool(ApiToken.objects.filter(due, pk=token.pk).update(**{field: now}))


def _note(token: ApiToken, kind: TokenEvent, *, at: datetime, **fields: Any) -> None:
    ApiTokenEvent.objects.create(token=token, kind=kind, at=at, **fields)
    logger.info("API token %s (%s…): %s %s", token.pk, token.prefix, kind.value, fields.get("reason", ""))
