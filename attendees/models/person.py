from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attendees.models.department import Department
from attendees.querysets import AppointmentQuerySet, PersonManager
from gusu_minutes.common.models import Versioned, history, period


class Person(Versioned):
    """Somebody who chairs or attends meetings. Two people may share a name; `code` tells them apart."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, db_index=True)
    aliases = models.JSONField(_("aliases"), default=list, blank=True, help_text=_("Other spellings of the name."))

    objects = PersonManager()
    history = history()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Appointment(Versioned):
    """A post held from a day to a day; the roster of a meeting is drawn from the posts held on its day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=_("person"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("department")
    )
    title = models.CharField(_("title"), max_length=100, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["department__position", "person__name"]
        constraints = [
            period("valid_from", "valid_to", name="appointment_period"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.department or ""), self.title, self.person.name]))
