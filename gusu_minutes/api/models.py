"""Tokens of the API, and what became of them."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gusu_minutes.api.enums import Refusal, Scope, TokenEvent

LONGEST = timedelta(days=366)


class TokenQuerySet(models.QuerySet):
    def of(self, user: Any) -> "TokenQuerySet":
        return self.filter(user=user)

    def valid(self, now: datetime | None = None) -> "TokenQuerySet":
        """Keep those that open something now."""
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now())


class ApiToken(models.Model):
    """A person's key to the API. Only the SHA-256 of its 256 random bits is kept: the table opens nothing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens", verbose_name=_("person")
    )
    name = models.CharField(_("what it is for"), max_length=80)
    scope = models.CharField(_("opens"), max_length=10, choices=Scope.choices, default=Scope.PUBLIC)
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("revoked by")
    )
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    last_refused_at = models.DateTimeField(_("last refused at"), null=True, blank=True)

    objects: ClassVar[Any] = models.Manager.from_queryset(TokenQuerySet)()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="apitoken_scope"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="apitoken_expires"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="apitoken_revoked_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def state(self) -> str:
        """Return "valid", "expired" or "revoked"."""
        if self.revoked_at is not None:
            return "revoked"
        return "valid" if self.expires_at > timezone.now() else "expired"


class ApiTokenEvent(models.Model):
    """What became of a token: append-only rows, for a line of a log is gone when somebody asks a year later."""

    append_only = True

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="events", verbose_name=_("API token"))
    kind = models.CharField(_("event"), max_length=10, choices=TokenEvent.choices)
    reason = models.CharField(_("reason"), max_length=10, choices=Refusal.choices, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("by")
    )
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    at = models.DateTimeField(_("at"))

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = _("event of an API token")
        verbose_name_plural = _("events of API tokens")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TokenEvent.values), name="apitokenevent_kind"),
            models.CheckConstraint(
                condition=Q(kind=TokenEvent.REFUSED, reason__in=Refusal.values)
                | (~Q(kind=TokenEvent.REFUSED) & Q(reason="")),
                name="apitokenevent_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
