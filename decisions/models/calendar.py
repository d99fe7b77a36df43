"""The days on which an office works although it is a weekend, or rests although it is none."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from decisions.enums import DaySource
from gusu_minutes.common.models import Versioned, history
from meetings.models import FIRST_YEAR, LAST_YEAR


class CalendarDay(Versioned):
    """One day that is named in the calendar (法定节假日、调休); on any other day its place in the week decides."""

    day = models.DateField(
        _("day"),
        unique=True,
        validators=[MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))],
        error_messages={"unique": _("This day is in the calendar already; change it there.")},
    )
    is_working = models.BooleanField(_("working day"), help_text=_("Deadlines in working days count it."))
    name = models.CharField(_("name"), max_length=60)
    source = models.CharField(
        _("source"), max_length=20, choices=DaySource.choices, default=DaySource.OFFICE, editable=False
    )

    history = history()

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["day"]
        constraints = [models.CheckConstraint(condition=Q(source__in=DaySource.values), name="calendar_day_source")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

    @property
    def is_own(self) -> bool:
        return self.source == DaySource.OFFICE
