from django.db import models
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """The daily round of a day (Asia/Shanghai): scheduled once, taken by one worker, finished once."""

    day = models.DateField(_("day"), unique=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("daily round")
        verbose_name_plural = _("daily rounds")
        ordering = ["-day"]

    def __str__(self) -> str:
        return self.day.isoformat()
