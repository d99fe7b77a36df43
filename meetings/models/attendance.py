from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from attendees.models import Appointment, Department, Person
from gusu_minutes.common.models import Versioned, history
from meetings.enums import AttendanceKind
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.querysets import PositionedQuerySet


class Attendance(Versioned):
    """Somebody at (or missing from) a meeting: the words as recorded, and whom and what they mean where known."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance", verbose_name=_("meeting"))
    position = models.IntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=20, choices=AttendanceKind.choices)
    name = models.CharField(_("name as recorded"), max_length=60)
    title = models.CharField(_("title as recorded"), max_length=120, blank=True)
    department_name = models.CharField(_("department as recorded"), max_length=120, blank=True)
    substitutes_for = models.CharField(_("substitutes for"), max_length=60, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attendance", verbose_name=_("person")
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="attendance", verbose_name=_("appointment")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="attendance", verbose_name=_("department")
    )
    # No reverse accessor: see Series.bodies.
    items = models.ManyToManyField(
        AgendaItem,
        related_name="+",
        blank=True,
        verbose_name=_("items attended"),
        help_text=_("Empty means the whole meeting."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Internal."))

    objects = PositionedQuerySet.as_manager()
    history = history(["items"])

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="attendance_position_once"),
            models.CheckConstraint(condition=Q(kind__in=AttendanceKind.values), name="attendance_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.department_name}{self.name}"
