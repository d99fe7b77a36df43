"""Saved searches, how far their owners were told, their private feeds and the daily mails."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.telling.enums import SendingState
from decisions.telling.models import Sending
from gusu_minutes.common.models import Versioned, history
from gusu_minutes.following.enums import Room, Tell


class SearchQuerySet(models.QuerySet):
    def of(self, user: Any) -> "SearchQuerySet":
        return self.filter(user=user)


class SavedSearch(Versioned):
    """A question that a person asks again. `query` is what stands behind ? in the address of the search page."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_searches", verbose_name=_("person")
    )
    room = models.CharField(_("searches"), max_length=10, choices=Room.choices)
    name = models.CharField(_("name"), max_length=80, help_text=_("E-mails name it; so no work secrets in it."))
    query = models.CharField(_("query"), max_length=4000)
    tell = models.CharField(_("what is new"), max_length=10, choices=Tell.choices, default=Tell.NOT)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects: ClassVar[Any] = SearchQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="savedsearch_name_once",
                violation_error_message=_("You have a search of this name."),
            ),
            models.CheckConstraint(condition=Q(room__in=Room.values), name="savedsearch_room"),
            models.CheckConstraint(condition=Q(tell__in=Tell.values), name="savedsearch_tell"),
        ]

    def __str__(self) -> str:
        return self.name


class Look(models.Model):
    """Up to which edition the owner of a search was told: the place in the chain of its audience."""

    search = models.OneToOneField(SavedSearch, models.CASCADE, related_name="look", verbose_name=_("saved search"))
    sequence = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")

    def __str__(self) -> str:
        return str(self.sequence)


class SearchFeed(models.Model):
    """The private feed of a search. Only the SHA-256 of its token is kept: the table opens no feed."""

    search = models.OneToOneField(SavedSearch, models.CASCADE, related_name="feed", verbose_name=_("saved search"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made at"))
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("private feed")
        verbose_name_plural = _("private feeds")

    def __str__(self) -> str:
        return str(self.search_id)


class SearchMail(Sending):
    """The mail of a day about a person's searches. `lines` are [key of the search, number of what is new]."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recipient"))
    day = models.DateField(_("daily mail of"))
    lines = models.JSONField(_("what is new"), default=list)

    class Meta:
        verbose_name = _("e-mail about saved searches")
        verbose_name_plural = _("e-mails about saved searches")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_at"], name="searchmail_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="searchmail_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=SendingState.values), name="searchmail_state"),
        ]

    def __str__(self) -> str:
        return f"{self.user.get_username()} {self.day}"
