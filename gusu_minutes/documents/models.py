"""An office's own Word layouts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gusu_minutes.common.models import Versioned, history
from gusu_minutes.documents.enums import PaperKind
from meetings.models import Series

# The kinds that are filled from the minutes. Values of PaperKind; the assignment sheet and the volume are not.
LAYOUT_CHOICES = [
    (kind.value, kind.label)
    for kind in (PaperKind.MINUTES, PaperKind.AGENDA, PaperKind.NOTICE, PaperKind.SIGN_IN, PaperKind.EXCERPT)
]


class WordLayout(Versioned):
    """A Word file with fields (docxtpl) that stands instead of our own form of a document.

    The file was checked when it came and never changes; another one is another layout.
    """

    kind = models.CharField(_("kind of document"), max_length=20, choices=LAYOUT_CHOICES)
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("series of meetings"),
        help_text=_("Empty means every series that has no layout of its own."),
    )
    name = models.CharField(_("name of the layout"), max_length=120)
    file = models.FileField(_("file"), upload_to="layouts/%Y/%m/")
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    active = models.BooleanField(
        _("in use"), default=True, help_text=_("Of each kind and series one layout is in use at most.")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    history = history()

    class Meta:
        verbose_name = _("Word layout")
        verbose_name_plural = _("Word layouts")
        ordering = ["kind", "series", "-active", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[value for value, _label in LAYOUT_CHOICES]), name="layout_kind"
            ),
            # Two, because databases count empty fields as different from one another.
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(active=True, series=None),
                name="layout_active_once_for_all",
                violation_error_message=_(
                    "Another layout of this kind is in use for all series. Take that out of use."
                ),
            ),
            models.UniqueConstraint(
                fields=["kind", "series"],
                condition=Q(active=True, series__isnull=False),
                name="layout_active_once_per_series",
                violation_error_message=_(
                    "Another layout of this kind is in use for this series. Take that out of use."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


def layout_for(kind: str, series: Series | None) -> WordLayout | None:
    """Return the layout in use for a kind: that of the series, else that for all, else None. One query."""
    rows = WordLayout.objects.filter(Q(series=series) | Q(series=None), kind=kind, active=True)
    return rows.order_by(F("series").asc(nulls_last=True)).first()
