from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from gusu_minutes.common.models import Disclosure, Versioned, history
from meetings.enums import MeetingKind, Numbering, Quorum
from meetings.querysets import CodeManager

if TYPE_CHECKING:
    from meetings.models.meeting import Meeting


class Body(Versioned):
    """Who meets: 保护区管委会, 姑苏区政府."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, unique=True, help_text=_("As minutes name it."))
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = CodeManager()
    history = history()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.short_name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Series(Versioned):
    """Meetings of one kind by the same bodies, numbered together; holds the defaults of their minutes."""

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("Stands in web addresses; never reuse."))
    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=MeetingKind.choices, default=MeetingKind.EXECUTIVE)
    # No reverse accessor: django-simple-history fails on changes made from the other side of a tracked relation.
    bodies = models.ManyToManyField(Body, related_name="+", verbose_name=_("bodies"))
    numbering = models.CharField(_("numbering"), max_length=20, choices=Numbering.choices, default=Numbering.RUNNING)
    document_title = models.CharField(
        _("document head"),
        max_length=120,
        help_text=_("The red head of the minutes, e.g. 姑苏区人民政府常务会议纪要."),
    )
    title_pattern = models.CharField(
        _("title pattern"),
        max_length=120,
        default="{bodies}第{number}次{series}",
        help_text=_("Fields: {bodies} {series} {number} {year} {term}."),
    )
    number_pattern = models.CharField(
        _("number pattern"), max_length=60, default="第{number}次", help_text=_("Fields: {number} {year} {term}.")
    )
    issuer = models.CharField(
        _("issuing office"), max_length=120, blank=True, help_text=_("Stands at the foot of the minutes as printed.")
    )
    copy_to = models.TextField(
        _("copy to"), blank=True, help_text=_("One a line; stands at the foot of the minutes, not of the public ones.")
    )
    quorum = models.CharField(_("quorum"), max_length=20, choices=Quorum.choices, default=Quorum.HALF)
    item_disclosure = models.CharField(
        _("disclosure of new items"), max_length=20, choices=Disclosure.choices, default=Disclosure.PUBLIC
    )
    assignment_disclosure = models.CharField(
        _("disclosure of new assignments"), max_length=20, choices=Disclosure.choices, default=Disclosure.INTERNAL
    )

    objects = CodeManager()
    history = history(["bodies"])

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(numbering__in=Numbering.values), name="series_numbering"),
            models.CheckConstraint(
                condition=models.Q(item_disclosure__in=Disclosure.values)
                & models.Q(assignment_disclosure__in=Disclosure.values),
                name="series_disclosure",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def number_line(self, meeting: "Meeting") -> str:
        """Return the line under the head, 第39次, or nothing for a meeting without a number."""
        if meeting.number is None:
            return ""
        return self.number_pattern.format(number=meeting.number, year=meeting.held_on.year, term=meeting.term or "")
