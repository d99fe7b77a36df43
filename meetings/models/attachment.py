from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gusu_minutes.common.models import Disclosure, Versioned, history
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting


class Attachment(Versioned):
    """A file that belongs to a meeting or to one of its items; internal unless said otherwise.

    It is issued with the minutes. `text` is what search finds of it, as far as it could be read when it was uploaded.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attachments", verbose_name=_("meeting"))
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="attachments", verbose_name=_("agenda item")
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="attachments/%Y/%m/")
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    text = models.TextField(_("text"), blank=True, editable=False)
    disclosure = models.CharField(
        _("disclosure"), max_length=20, choices=Disclosure.choices, default=Disclosure.INTERNAL
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    history = history(excluded_fields=["text"])

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(disclosure__in=Disclosure.values), name="attachment_disclosure"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def download_name(self) -> str:
        """The title with the ending of the stored file."""
        ending = PurePath(str(self.file.name)).suffix
        return self.title if self.title.lower().endswith(ending.lower()) else f"{self.title}{ending}"
