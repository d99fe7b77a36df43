from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from attendees.enums import DepartmentKind
from attendees.querysets import DepartmentManager, DepartmentQuerySet, OfficerQuerySet
from gusu_minutes.common.models import Versioned, history, period


class Department(Versioned):
    """A unit that presents items, attends meetings and is put to work. Reorganised units name a successor."""

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("Stands in web addresses; never reuse."))
    name = models.CharField(_("full name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, unique=True, help_text=_("As minutes name it."))
    aliases = models.JSONField(_("aliases"), default=list, blank=True, help_text=_("Other names found in minutes."))
    kind = models.CharField(_("kind"), max_length=20, choices=DepartmentKind.choices, default=DepartmentKind.GOVERNMENT)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order in lists and attendance."))
    leader = models.ForeignKey(
        "Person",
        models.PROTECT,
        null=True,
        blank=True,
        # No reverse accessor: see meetings.Series.bodies.
        related_name="+",
        verbose_name=_("leader in charge"),
        help_text=_("Who of the leaders answers for its work; stands on new assignments."),
    )
    active_from = models.DateField(_("active from"), null=True, blank=True)
    active_to = models.DateField(_("active to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )

    objects = DepartmentManager.from_queryset(DepartmentQuerySet)()
    history = history()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["position", "code"]
        constraints = [
            period("active_from", "active_to", name="department_active_period"),
            models.CheckConstraint(condition=models.Q(kind__in=DepartmentKind.values), name="department_kind"),
        ]

    def __str__(self) -> str:
        return self.short_name

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    @property
    def all_names(self) -> list[str]:
        """Every name under which minutes may mention the department."""
        return [self.short_name, self.name, *self.aliases]


class DepartmentOfficer(Versioned):
    """A user who acts for a department at the desk (单位联络员), from a day to a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices", verbose_name=_("user"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="officers", verbose_name=_("department"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = OfficerQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = _("department officer")
        verbose_name_plural = _("department officers")
        ordering = ["department__position", "user__username"]
        constraints = [
            models.UniqueConstraint(fields=["user", "department"], name="officer_once_per_department"),
            period("valid_from", "valid_to", name="officer_period"),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.user.get_full_name() or self.user.get_username()}"


class Substitution(Versioned):
    """Another user stands in for an officer who is away, from a day to a day, both included."""

    officer = models.ForeignKey(
        DepartmentOfficer, models.PROTECT, related_name="substitutions", verbose_name=_("department officer")
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="substitutions", verbose_name=_("substitute")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))

    objects = OfficerQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ["-valid_from", "pk"]
        constraints = [period("valid_from", "valid_to", name="substitution_period")]

    def __str__(self) -> str:
        return f"{self.officer} → {self.substitute.get_full_name() or self.substitute.get_username()}"
