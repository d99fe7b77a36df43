from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gusu_minutes.publishing.models.edition import PublicEdition


class WithheldEdition(models.Model):
    """That a former public edition is not handed out any more, from the edition `since` on: append-only.

    The edition itself stays in the chain. Officials read the internal one of the same number.
    """

    append_only = True

    edition = models.OneToOneField(PublicEdition, models.PROTECT, related_name="withheld", verbose_name=_("edition"))
    since = models.ForeignKey(PublicEdition, models.PROTECT, related_name="+", verbose_name=_("since edition"))

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name = _("withheld edition")
        verbose_name_plural = _("withheld editions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.edition} < {self.since.number}"
