from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.models.assignment import Assignment


class ProgressReport(models.Model):
    """What a department reported (反馈). Append-only: a mistake is mended by another report.

    With `contribution` it is what a supporting department gives to the lead department, which gathers it in its own.
    """

    append_only = True

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reports", verbose_name=_("assignment"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    text = models.TextField(_("text"))
    percent = models.PositiveSmallIntegerField(_("progress in per cent"))
    done = models.BooleanField(_("reports it done"), default=False)
    contribution = models.BooleanField(_("contribution of a supporting department"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="report_percent")]

    def __str__(self) -> str:
        return f"{self.percent}% {self.text[:40]}"


class Gathering(models.Model):
    """A contribution that a report of the lead department takes up; each is taken up once."""

    append_only = True

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="gathered", verbose_name=_("report"))
    contribution = models.OneToOneField(
        ProgressReport, models.PROTECT, related_name="gathering", verbose_name=_("contribution")
    )

    class Meta:
        verbose_name = _("gathered contribution")
        verbose_name_plural = _("gathered contributions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.contribution)


class ReportAttachment(models.Model):
    """A file that proves what a report says."""

    append_only = True

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="attachments", verbose_name=_("report"))
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to="reports/%Y/%m/")
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("attachment of a report")
        verbose_name_plural = _("attachments of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
