from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.models.assignment import Assignment


class ReliefRequest(models.Model):
    """A department asks to be relieved of its part, or names who should lead instead. Append-only."""

    append_only = True

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reliefs", verbose_name=_("assignment"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    proposed_lead = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proposed lead department")
    )
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("request for relief")
        verbose_name_plural = _("requests for relief")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.department} → {self.proposed_lead or '—'}"


class ReliefDecision(models.Model):
    """The supervisor's answer to a request for relief; one request has one answer."""

    append_only = True

    request = models.OneToOneField(
        ReliefRequest, models.PROTECT, related_name="decision", verbose_name=_("request for relief")
    )
    granted = models.BooleanField(_("granted"))
    new_lead = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new lead department")
    )
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision on relief")
        verbose_name_plural = _("decisions on relief")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(_("granted") if self.granted else _("refused"))
