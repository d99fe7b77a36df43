from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.enums import Verb
from decisions.models.assignment import Assignment
from decisions.models.progress import ProgressReport


class Event(models.Model):
    """One thing that happened to an assignment: who, when, what and why. Append-only; all of them are its story.

    `by` is empty where the program acted on a date. `details` holds what the verb needs to be told: old_due_on and
    new_due_on (ISO dates), percent, old_lead and new_lead (short names), left (codes of departments that have no part
    in it any more), consent (of the chair), before and after (texts), changes ([label, before, after]).
    """

    append_only = True

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="events", verbose_name=_("assignment"))
    verb = models.CharField(_("what"), max_length=30, choices=Verb.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for which department")
    )
    text = models.TextField(_("why"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    report = models.OneToOneField(
        ProgressReport, models.PROTECT, null=True, blank=True, related_name="event", verbose_name=_("report")
    )

    class Meta:
        verbose_name = _("event of follow-up")
        verbose_name_plural = _("events of follow-up")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["assignment", "at"], name="event_of_assignment")]
        constraints = [models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="event_verb")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.text[:40]}".strip()
