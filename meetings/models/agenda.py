from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from gusu_minutes.common.models import Disclosure, Versioned, history, new_key
from meetings.enums import ItemKind, Outcome
from meetings.models.filing import Matter, Theme
from meetings.models.meeting import Meeting
from meetings.querysets import PositionedQuerySet


class AgendaItem(Versioned):
    """One 议题. `key` is its permanent anchor in every edition."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=_("meeting"))
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    position = models.IntegerField(_("position"))
    number = models.CharField(_("number as written"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ItemKind.choices, default=ItemKind.STUDY)
    title = models.TextField(_("title"), blank=True)
    public_title = models.TextField(
        _("public title"), blank=True, help_text=_("Stands in the public edition instead of the title.")
    )
    # No reverse accessor: see Series.bodies.
    presenting = models.ManyToManyField(
        Department, related_name="+", blank=True, verbose_name=_("presenting departments")
    )
    themes = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("themes"))
    matters = models.ManyToManyField(
        Matter,
        related_name="+",
        blank=True,
        verbose_name=_("matters"),
        help_text=_("What runs through several meetings."),
    )
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome.choices, blank=True)
    outcome_note = models.TextField(_("note on the outcome"), blank=True, help_text=_("Internal."))
    forwarded_to = models.JSONField(
        _("forwarded to"), default=list, blank=True, help_text=_("Bodies that the matter goes to next.")
    )
    disclosure = models.CharField(_("disclosure"), max_length=20, choices=Disclosure.choices, default=Disclosure.PUBLIC)
    disclosure_reason = models.TextField(_("reason for the disclosure"), blank=True, help_text=_("Internal."))

    objects = PositionedQuerySet.as_manager()
    history = history(["presenting", "themes", "matters"])

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="item_position_once"),
            models.CheckConstraint(condition=Q(outcome="") | Q(outcome__in=Outcome.values), name="item_outcome"),
            models.CheckConstraint(condition=Q(disclosure__in=Disclosure.values), name="item_disclosure"),
        ]

    def __str__(self) -> str:
        title = self.title or str(_("(no title)"))
        return f"{self.number}、{title}" if self.number else title

    @property
    def is_public(self) -> bool:
        return self.disclosure == Disclosure.PUBLIC
