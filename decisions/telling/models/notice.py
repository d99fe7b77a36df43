from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.models import Assignment, Event
from decisions.telling.enums import TOPIC_OF, How, NoticeKind, Topic
from decisions.telling.querysets import NoticeQuerySet

OF_EVENTS = [NoticeKind.EVENT, NoticeKind.LEFT]


class Told(models.Model):
    """An event whose telling was seen to: people have their notices, webhooks their deliveries. One an event."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="told", verbose_name=_("event of follow-up"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event that was told")
        verbose_name_plural = _("events that were told")

    def __str__(self) -> str:
        return str(self.event_id)


class Notice(models.Model):
    """One line of a person's inbox: of an event, or of a due date (`kind`, `due_on`), which is no event.

    Of an event each person has one, of a due date too, so that a date that is moved is told again. A farewell tells who
    may know the assignment no more that it is gone, by its number alone. `how` is how the person wanted to hear of it
    at the time; `digest` is the daily mail that took it up.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("recipient")
    )
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="notices", verbose_name=_("assignment"))
    kind = models.CharField(_("what"), max_length=20, choices=NoticeKind.choices, default=NoticeKind.EVENT)
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("event of follow-up")
    )
    due_on = models.DateField(_("due date"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=20, choices=How.choices, default=How.INBOX)
    digest = models.ForeignKey(
        "telling.Mail", models.PROTECT, null=True, blank=True, related_name="gathered", verbose_name=_("daily mail")
    )
    created_at = models.DateTimeField(_("at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["user"], condition=Q(how=How.DIGEST, digest=None), name="notice_for_digest"),
            models.Index(fields=["assignment", "user"], name="notice_of_assignment"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], condition=Q(event__isnull=False), name="notice_once"),
            models.UniqueConstraint(
                fields=["user", "assignment", "kind", "due_on"],
                condition=Q(event=None),
                name="notice_of_date_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind"),
            models.CheckConstraint(condition=Q(how__in=[How.INBOX, How.AT_ONCE, How.DIGEST]), name="notice_how"),
            models.CheckConstraint(
                condition=Q(kind__in=OF_EVENTS, event__isnull=False, due_on=None)
                | (~Q(kind__in=OF_EVENTS) & Q(event=None, due_on__isnull=False)),
                name="notice_of_event_or_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.assignment.document_number}"

    @property
    def what(self) -> str:
        """What happened, in words that say nothing of the matter itself."""
        if self.event is None or self.is_farewell:
            return str(self.get_kind_display())
        return str(self.event.get_verb_display())

    @property
    def is_farewell(self) -> bool:
        return self.kind == NoticeKind.LEFT

    @property
    def topic(self) -> Topic:
        return TOPIC_OF[self.event.verb] if self.event else Topic.DUE

    @property
    def department(self) -> Department | None:
        """Who acted or asked; without one, the lead department. A farewell names nobody."""
        if self.is_farewell:
            return None
        return (self.event.department if self.event else None) or self.assignment.lead

    @property
    def due(self) -> Any:
        """The due date that it tells of, else the one that holds now; none of a farewell."""
        return None if self.is_farewell else self.due_on or self.assignment.due_on


class Preference(models.Model):
    """How a person hears of a topic; without a row, as usual."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="telling_preferences", verbose_name=_("recipient")
    )
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    how = models.CharField(_("how"), max_length=20, choices=How.choices)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="preference_once"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="preference_topic"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="preference_how"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.get_how_display()}"
