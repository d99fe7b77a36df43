import hashlib
import json
from datetime import UTC
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gusu_minutes.documents.model import MinutesDocument, canonical_json
from gusu_minutes.publishing.enums import Algorithm, EditionKind
from gusu_minutes.publishing.models.attachment import InternalAttachment, IssuedAttachment, PublicAttachment
from gusu_minutes.publishing.querysets import EditionManager


class Edition(models.Model):
    """One state of a meeting's minutes as issued to one audience: append-only, chained by hashes.

    `payload` is the canonical JSON that the digest covers; anyone can hash it again. The other columns repeat what
    lists need and are checked against the payload by `verify_editions`. The chain runs through all editions of an
    audience in order of `sequence`: a changed, removed or slipped-in row breaks it.
    """

    append_only = True
    audience: str
    attachment: type[IssuedAttachment]

    sequence = models.PositiveBigIntegerField(unique=True)
    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="+", verbose_name=_("meeting"))
    number = models.PositiveIntegerField(_("edition"))
    kind = models.CharField(_("kind"), max_length=20, choices=EditionKind.choices)
    address = models.CharField(_("address"), max_length=120, db_index=True)
    title = models.CharField(_("title"), max_length=200)
    series_code = models.CharField(max_length=60, db_index=True)
    series_name = models.CharField(_("series"), max_length=60)
    bodies = models.TextField(help_text="names between bars: |a|b|")
    year = models.PositiveSmallIntegerField(_("year"))
    meeting_number = models.PositiveIntegerField(null=True)
    held_on = models.DateField(_("held on"), db_index=True)
    item_count = models.PositiveIntegerField()
    clause_count = models.PositiveIntegerField()
    content = models.TextField(_("content"))
    reason = models.TextField(_("reason"), blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"))
    algorithm = models.CharField(_("hash algorithm"), max_length=10, choices=Algorithm.choices)
    previous_digest = models.CharField(_("previous digest"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    objects = EditionManager()  # type: ignore[django-manager-missing, unused-ignore]

    class Meta:
        abstract = True
        ordering = ["-held_on", "-meeting_number", "-number", "-pk"]
        indexes = [models.Index(fields=["series_code", "held_on", "meeting_number"], name="%(class)s_in_series")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="%(class)s_number_once"),
            models.CheckConstraint(condition=Q(kind__in=EditionKind.values), name="%(class)s_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.address}#{self.number}"

    @cached_property
    def document(self) -> MinutesDocument:
        """The minutes that this edition holds."""
        return MinutesDocument.from_dict(json.loads(self.content))

    @cached_property
    def texts(self) -> dict[str, str]:
        """The texts of the attached files by SHA-256. Queries: one, none without any."""
        wanted = [file.sha256 for file in self.document.attached]
        kept = self.attachment.objects.filter(sha256__in=wanted) if wanted else self.attachment.objects.none()
        return dict(kept.values_list("sha256", "text"))

    @property
    def is_withdrawal(self) -> bool:
        return self.kind == EditionKind.WITHDRAWAL

    @property
    def body_names(self) -> list[str]:
        return [name for name in self.bodies.split("|") if name]

    def covered(self) -> dict[str, Any]:
        """Return everything that the digest covers; the address names the meeting, since its key counts drafts too."""
        return {
            "address": self.address,
            "algorithm": self.algorithm,
            "audience": self.audience,
            "content": json.loads(self.content),
            "kind": self.kind,
            "number": self.number,
            "previous": self.previous_digest,
            "published_at": self.published_at.astimezone(UTC).isoformat(),
            "reason": self.reason,
            "sequence": self.sequence,
        }

    @property
    def payload(self) -> str:
        """The canonical JSON over which the digest is taken; served as it is, so that anyone can hash it again."""
        return canonical_json(self.covered())

    def computed_digest(self) -> str:
        """Return the digest of the payload, in lower-case hexadecimal. Raises ValueError for an unknown algorithm."""
        return hashlib.new(self.algorithm, self.payload.encode()).hexdigest()

    @staticmethod
    def columns_of(document: MinutesDocument) -> dict[str, Any]:
        """Return the columns that repeat parts of `document` for lists."""
        return {
            "address": document.address,
            "title": document.title,
            "series_code": document.series.code,
            "series_name": document.series.name,
            "bodies": "|" + "|".join(document.bodies) + "|",
            "year": document.year,
            "meeting_number": document.number,
            "held_on": document.date,
            "item_count": len(document.items),
            "clause_count": document.clause_count,
        }


class InternalEdition(Edition):
    """The whole minutes, for officials."""

    audience = "internal"
    attachment = InternalAttachment

    class Meta(Edition.Meta):
        verbose_name = _("internal edition")
        verbose_name_plural = _("internal editions")

    def covered(self) -> dict[str, Any]:
        return {**super().covered(), "published_by": self.published_by_id}


class PublicEdition(Edition):
    """What anyone may read. Nothing that is not public is ever in this table."""

    audience = "public"
    attachment = PublicAttachment

    class Meta(Edition.Meta):
        verbose_name = _("public edition")
        verbose_name_plural = _("public editions")
