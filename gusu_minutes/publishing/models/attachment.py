from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssuedAttachment(models.Model):
    """The bytes of a file that an edition names by their SHA-256, and what search finds of it: append-only.

    The same bytes are kept once for an audience, whatever minutes they were issued with. Whether they are handed out
    says the edition that stands.
    """

    append_only = True

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    content = models.BinaryField()
    text = models.TextField(_("text"), blank=True)
    kept_at = models.DateTimeField(_("kept at"), auto_now_add=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.sha256[:12]


class InternalAttachment(IssuedAttachment):
    class Meta(IssuedAttachment.Meta):
        verbose_name = _("internal attachment")
        verbose_name_plural = _("internal attachments")


class PublicAttachment(IssuedAttachment):
    class Meta(IssuedAttachment.Meta):
        verbose_name = _("public attachment")
        verbose_name_plural = _("public attachments")
