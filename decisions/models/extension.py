from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.models.assignment import Assignment


class ExtensionRequest(models.Model):
    """A lead department asks for a later due date (延期申请). Append-only; the answer is a row of its own."""

    append_only = True

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions", verbose_name=_("assignment"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    reason = models.TextField(_("reason"))
    old_due_on = models.DateField(_("due date at the time"))
    new_due_on = models.DateField(_("due date asked for"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("extension request")
        verbose_name_plural = _("extension requests")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(new_due_on__gt=models.F("old_due_on")),
                name="extension_is_later",
                violation_error_message=_("The new date must be later than the present one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on} → {self.new_due_on}"


class ExtensionDecision(models.Model):
    """The supervisor's answer to a request; one request has one answer."""

    append_only = True

    request = models.OneToOneField(
        ExtensionRequest, models.PROTECT, related_name="decision", verbose_name=_("extension request")
    )
    granted = models.BooleanField(_("granted"))
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on an extension")
        verbose_name_plural = _("decisions on extensions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(_("granted") if self.granted else _("refused"))
