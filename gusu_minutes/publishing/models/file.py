from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gusu_minutes.publishing.enums import FileFormat, RenderingState
from gusu_minutes.publishing.models.edition import InternalEdition, PublicEdition


class EditionFile(models.Model):
    """An edition as a file, as it was first handed out: append-only like the edition, the bytes themselves included."""

    append_only = True

    format = models.CharField(_("format"), max_length=10, choices=FileFormat.choices)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("made at"))

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "format"], name="%(class)s_format_once"),
            models.CheckConstraint(condition=models.Q(format__in=FileFormat.values), name="%(class)s_format"),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.sha256[:12]}"


class InternalEditionFile(EditionFile):
    edition = models.ForeignKey(InternalEdition, models.PROTECT, related_name="files")

    class Meta(EditionFile.Meta):
        verbose_name = _("internal file")
        verbose_name_plural = _("internal files")


class PublicEditionFile(EditionFile):
    edition = models.ForeignKey(PublicEdition, models.PROTECT, related_name="files")

    class Meta(EditionFile.Meta):
        verbose_name = _("public file")
        verbose_name_plural = _("public files")


class Rendering(models.Model):
    """Whether the files of both editions of one issue are made yet; `problem` says, a line each, what is in the way."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RenderingState.choices, default=RenderingState.WAITING)
    problem = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = _("making of files")
        verbose_name_plural = _("making of files")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="rendering_once"),
            models.CheckConstraint(condition=models.Q(state__in=RenderingState.values), name="rendering_state"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}#{self.number} {self.state}"
