from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from attendees.enums import DirectoryTable
from gusu_minutes.common.models import paired, when, who


class DirectoryImport(models.Model):
    """One table that somebody gave in for the directory: its rows as they came, and when they were taken over."""

    table = models.CharField(_("table"), max_length=20, choices=DirectoryTable.choices)
    file_name = models.CharField(_("file name"), max_length=200)
    rows = models.JSONField(_("rows"), default=list, help_text="[number in the file, {column: text}] each")
    ignored = models.JSONField(_("columns left out"), default=list, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("at"), auto_now_add=True)
    applied_by, applied_at = who(_("taken over by")), when(_("taken over at"))
    counts = models.JSONField(_("what was done"), default=dict, blank=True, help_text="{new, changed, unchanged}")

    class Meta:
        verbose_name = _("import of the directory")
        verbose_name_plural = _("imports of the directory")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(table__in=DirectoryTable.values), name="directory_import_table"),
            *paired("directory_import", "applied"),
        ]

    def __str__(self) -> str:
        return self.file_name
