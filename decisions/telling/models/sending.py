import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.models import Event
from decisions.telling.enums import TOPIC_OF, SendingState, Topic
from decisions.telling.models.notice import Notice
from gusu_minutes.common.models import Versioned, history


class Sending(models.Model):
    """A message on its way; see telling.sending for how it moves.

    `error` names the kind of a failure and nothing of the message.
    """

    key = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=SendingState.choices, default=SendingState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("not before"), default=timezone.now)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    started_at = models.DateTimeField(_("last attempt at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("done at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Mail(Sending):
    """An e-mail to a person: about one notice, or the daily one of a `day`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recipient"))
    notice = models.OneToOneField(
        Notice, models.PROTECT, null=True, blank=True, related_name="mail", verbose_name=_("notice")
    )
    day = models.DateField(_("daily mail of"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_at"], name="mail_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="mail_once_a_day"),
            models.CheckConstraint(
                condition=Q(notice=None, day__isnull=False) | Q(notice__isnull=False, day=None), name="mail_of_one_kind"
            ),
            models.CheckConstraint(condition=Q(state__in=SendingState.values), name="mail_state"),
        ]

    def __str__(self) -> str:
        return f"{self.user.get_username()} {self.day or ''}".strip()


def new_secret() -> str:
    return secrets.token_hex(32)


class Webhook(Versioned):
    """An address of the office's own system (OA, 政务微信) that is told of events.

    Without departments it hears of all of them, without topics of every event. History keeps no secrets.
    """

    name = models.CharField(_("system"), max_length=60, unique=True)
    url = models.CharField(_("address"), max_length=500, help_text=_("With https://; it must answer with 2xx."))
    secret = models.CharField(_("secret"), max_length=64, default=new_secret, editable=False)
    # No reverse accessor: see meetings.Series.bodies.
    departments = models.ManyToManyField(
        Department, related_name="+", blank=True, verbose_name=_("departments"), help_text=_("None means all.")
    )
    topics = models.JSONField(_("topics"), default=list, blank=True, help_text=_("None means all."))
    active = models.BooleanField(_("active"), default=True)

    history = history(["departments"], excluded_fields=["secret"])

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def hears_of(self, verb: str) -> bool:
        return not self.topics or TOPIC_OF[verb] in self.topics

    @property
    def topic_names(self) -> list[str]:
        return [str(Topic(topic).label) for topic in self.topics]


class Delivery(Sending):
    """One event on its way to one webhook; all of them are the delivery log."""

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries", verbose_name=_("webhook"))
    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries", verbose_name=_("event of follow-up"))
    status_code = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_at"], name="delivery_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=SendingState.values), name="delivery_state"),
        ]

    def __str__(self) -> str:
        return f"{self.webhook} {self.key}"
