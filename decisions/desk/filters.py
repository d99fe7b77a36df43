"""What the desk's list can be narrowed to, and the counts over it."""

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.desk.access import Desk
from decisions.enums import OPEN_STATES, AssignmentState, Light
from decisions.models import ExtensionRequest
from decisions.querysets import AssignmentQuerySet
from gusu_minutes.common.folding import to_simplified

OPEN = Q(state__in=OPEN_STATES)
RETURNED = Q(state=AssignmentState.IN_PROGRESS) & ~Q(reason="")
_WAITING = ExtensionRequest.objects.filter(assignment=OuterRef("pk"), decision=None)
EXTENSION_WAITS = OPEN & Q(Exists(_WAITING))


class Tab(NamedTuple):
    label: Promise
    condition: Any
    always: bool = True


TABS: dict[str, Tab] = {
    "open": Tab(_("All open"), OPEN),
    "assigned": Tab(_("To acknowledge"), Q(state=AssignmentState.ASSIGNED)),
    "in_progress": Tab(_("In progress"), Q(state=AssignmentState.IN_PROGRESS, reason="")),
    "reported": Tab(_("To verify"), Q(state=AssignmentState.REPORTED)),
    "returned": Tab(_("Returned"), RETURNED),
    "extension": Tab(_("Extension asked for"), EXTENSION_WAITS, always=False),
    "closed": Tab(_("Closed"), Q(state=AssignmentState.CLOSED)),
    "cancelled": Tab(_("Called off"), Q(state=AssignmentState.CANCELLED), always=False),
}


def is_overdue(today: date) -> Q:
    return OPEN & Q(due_on__lt=today)


def _with_light(light: str, today: date) -> Q:
    soon = today + timedelta(days=settings.DUE_SOON_DAYS)
    return {
        Light.RED: is_overdue(today),
        Light.YELLOW: OPEN & Q(due_on__gte=today, due_on__lte=soon),
        Light.GREEN: OPEN & (Q(due_on=None) | Q(due_on__gt=soon)),
    }[Light(light)]


class DeskFilter(forms.Form):
    """The filters of the list; a value that is none of the choices is left aside."""

    q = forms.CharField(label=_("Words in the task, or its number"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("lead and supporting")), ("lead", _("lead only")), ("supporting", _("supporting only"))],
    )
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=_("Department"),
        required=False,
        to_field_name="code",
        empty_label=_("all departments"),
    )
    light = forms.ChoiceField(label=_("Light"), required=False, choices=[("", _("every light")), *Light.choices])

    def __init__(self, data: Any, *, desk: Desk) -> None:
        super().__init__(data, auto_id="filter-%s", label_suffix="")
        self.desk = desk
        if not desk.departments:
            del self.fields["role"]
        if not desk.sees_all:
            del self.fields["department"]
        self.is_valid()

    @property
    def in_use(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows: AssignmentQuerySet, today: date) -> AssignmentQuerySet:
        """Return the rows that fit what was chosen."""
        chosen = self.in_use
        if "q" in chosen:
            rows = rows.filter(_words(chosen["q"]))
        if role := chosen.get("role"):
            own, lead = self.desk.departments, Q(lead__in=self.desk.departments)
            rows = rows.filter(lead) if role == "lead" else rows.of_departments(own).exclude(lead)
        if "department" in chosen:
            rows = rows.of_departments([chosen["department"]])
        if "light" in chosen:
            rows = rows.filter(_with_light(chosen["light"], today))
        return rows


def _words(words: str) -> Q:
    """Match the task as typed or in Simplified, or the follow-up number: 128, 督〔2024〕128号."""
    condition = Q(task__icontains=words) | Q(task__icontains=to_simplified(words))
    if number := re.fullmatch(r"(?:督?\s*[〔(（\[]?(\d{4})[〕)）\]]\s*)?(\d{1,9})\s*号?", words):
        year = {"number_year": int(number[1])} if number[1] else {}
        condition |= Q(serial=int(number[2]), **year)
    return condition


def count_tabs(rows: AssignmentQuerySet) -> dict[str, int]:
    """Count the rows under each tab, in one query."""
    return rows.aggregate(**{name: Count("pk", filter=tab.condition) for name, tab in TABS.items()})


def under_tab(rows: AssignmentQuerySet, name: str) -> AssignmentQuerySet:
    """Return the rows under a tab: open ones by due date, ended ones with the last first.

    Each row says as `extension_waits` whether a request for an extension waits for its answer.
    """
    rows = rows.filter(TABS[name].condition).annotate(extension_waits=Exists(_WAITING))
    if name in ("closed", "cancelled"):
        return rows.order_by(f"-{name}_at", "-pk")
    return rows.order_by(F("due_on").asc(nulls_last=True), "number_year", "serial", "pk")


def count_waiting(desk: Desk, today: date) -> dict[str, int]:
    """Count what waits for this person today, in one query."""
    mine = Q(lead__in=desk.departments)
    conditions = {"overdue": is_overdue(today)}
    if desk.departments:
        conditions |= {"to_acknowledge": mine & Q(state=AssignmentState.ASSIGNED), "returned": mine & RETURNED}
    if desk.supervises:
        conditions |= {"to_verify": Q(state=AssignmentState.REPORTED), "extensions": EXTENSION_WAITS}
    return desk.assignments.aggregate(**{name: Count("pk", filter=rule) for name, rule in conditions.items()})
