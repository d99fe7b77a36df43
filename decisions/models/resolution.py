from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gusu_minutes.common.models import Disclosure, Versioned, history, new_key
from meetings.models import AgendaItem
from meetings.querysets import PositionedQuerySet


class Resolution(Versioned):
    """One 议定意见: a clause as written. `key` is its permanent anchor in every edition."""

    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="resolutions", verbose_name=_("agenda item")
    )
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    position = models.IntegerField(_("position"))
    # As written, (一) or 1. or nothing: what was imported must come out again to the character.
    number = models.CharField(_("number as written"), max_length=20, blank=True)
    text = models.TextField(_("text"))
    public_text = models.TextField(
        _("public text"), blank=True, help_text=_("Stands in the public edition instead of the text.")
    )
    disclosure = models.CharField(_("disclosure"), max_length=20, choices=Disclosure.choices, default=Disclosure.PUBLIC)
    disclosure_reason = models.TextField(_("reason for the disclosure"), blank=True, help_text=_("Internal."))

    objects = PositionedQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ["agenda_item", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agenda_item", "position"], name="resolution_position_once"),
            models.CheckConstraint(condition=Q(disclosure__in=Disclosure.values), name="resolution_disclosure"),
        ]

    def __str__(self) -> str:
        text = self.text if len(self.text) <= 40 else self.text[:39] + "…"
        return f"{self.number}{text}"

    @property
    def is_public(self) -> bool:
        return self.disclosure == Disclosure.PUBLIC
