"""What was given in to be imported: kept as it came, so that an import can be taken up again and checked for ever."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gusu_minutes.common.models import Versioned, history


class MinutesImport(Versioned):
    """One text that a clerk pasted or uploaded, the clerk's choices, and the meeting that came of it."""

    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    # The file as it came, kept for ever beside the text that was read from it; empty for a pasted text.
    file = models.FileField(_("file as it came"), blank=True, editable=False)
    digest = models.CharField(_("SHA-256 of what came"), max_length=64, blank=True, editable=False, db_index=True)
    source = models.TextField(_("text as it came"), blank=True, editable=False)
    refusal = models.CharField(
        _("why the file can't be read"), max_length=40, blank=True, editable=False, help_text="code of a SourceError"
    )
    to_simplified = models.BooleanField(_("convert to Simplified"), default=True)
    choices = models.JSONField(_("choices"), default=dict, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("at"), auto_now_add=True)
    meeting = models.ForeignKey(
        "meetings.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="imports",
        verbose_name=_("meeting"),
    )

    # The draft that this import is to change; it makes a new one where there is none.
    target = models.ForeignKey(
        "meetings.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="imports_again",
        verbose_name=_("draft to be changed"),
    )

    history = history()

    class Meta:
        verbose_name = _("import of minutes")
        verbose_name_plural = _("imports of minutes")
        ordering = ["-created_at"]

    @property
    def is_waiting(self) -> bool:
        """Whether the file has still to be read, in the background."""
        return not self.source and not self.refusal

    def __str__(self) -> str:
        return self.file_name or self.source.strip()[:40]
