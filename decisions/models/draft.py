from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from decisions.models.assignment import Assignment


class StepDraft(models.Model):
    """What a person typed into the form of a step and has not sent yet; nobody else sees it."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="drafts", verbose_name=_("assignment"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    verb = models.CharField(max_length=30)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft of a step")
        verbose_name_plural = _("drafts of steps")
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["assignment", "user", "verb"], name="step_draft_once")]

    def __str__(self) -> str:
        return f"{self.verb} {self.saved_at:%Y-%m-%d}"
