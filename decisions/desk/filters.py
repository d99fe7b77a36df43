"""What the lists of the room can be narrowed to. The names stand in addresses: the dashboard links to them."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from attendees.models import Department, Person
from decisions.desk.access import Desk
from decisions.enums import AssignmentKind, AssignmentState, Light
from decisions.models import Assignment, ExtensionRequest, ReliefRequest
from decisions.querysets import OPEN, AssignmentQuerySet, with_light
from gusu_minutes.search.query import MAX_LENGTH
from meetings.models import Meeting, Series

RETURNED = Q(state=AssignmentState.IN_PROGRESS) & ~Q(reason="")
# Whether a request of the row waits for its answer.
EXTENSION_WAITS = Exists(ExtensionRequest.objects.filter(assignment=OuterRef("pk"), decision=None))
RELIEF_WAITS = Exists(ReliefRequest.objects.filter(assignment=OuterRef("pk"), decision=None))


class Tab(NamedTuple):
    """A part of the list; one that is not `always` there shows only when it holds something."""

    label: Promise
    condition: Q
    always: bool = True


# Every open assignment is in one of these; there are never many, however old the office is.
OPEN_TABS: dict[str, Tab] = {
    "open": Tab(_("All open"), OPEN),
    "assigned": Tab(_("To acknowledge"), Q(state=AssignmentState.ASSIGNED)),
    "in_progress": Tab(_("In progress"), Q(state=AssignmentState.IN_PROGRESS, reason="")),
    "reported": Tab(_("To verify"), Q(state=AssignmentState.REPORTED)),
    "returned": Tab(_("Returned"), RETURNED),
    "extension": Tab(_("Extension asked for"), OPEN & Q(EXTENSION_WAITS), always=False),
    "relief": Tab(_("Relief asked for"), OPEN & Q(RELIEF_WAITS), always=False),
}
# These grow for ever, and are read window by window. `kept` is the state that `lists.window` fences off.
LONG_TABS: dict[str, Tab] = {
    "closed": Tab(_("Closed"), Q(kept=AssignmentState.CLOSED)),
    "cancelled": Tab(_("Called off"), Q(kept=AssignmentState.CANCELLED), always=False),
    "all": Tab(_("All"), Q()),
}
TABS = OPEN_TABS | LONG_TABS

SORTS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "due": (_("due date"), ("due_on",)),
    "assigned": (_("day of assigning"), ("assigned_on",)),
    "number": (_("number"), ("number_year", "serial")),
    "department": (_("lead department"), ("lead__position", "lead__code")),
    "percent": (_("progress"), ("percent",)),
}
# Stands for no leader in addresses; it is no code, for those are words.
NOBODY = "~"
ROLES = [("lead", _("lead only")), ("supporting", _("supporting only"))]


class FollowUpNumber(NamedTuple):
    """A number as people type it: 128, 督〔2024〕128号."""

    serial: int
    year: int | None

    @property
    def condition(self) -> Q:
        return Q(serial=self.serial, **({} if self.year is None else {"number_year": self.year}))


def number_in(words: str) -> FollowUpNumber | None:
    """Return the follow-up number that somebody typed as words to find, if it is one."""
    found = re.fullmatch(r"(?:督?\s*[〔(（\[]?(\d{4})[〕)）\]]\s*)?(\d{1,9})\s*号?", words)
    return FollowUpNumber(int(found[2]), int(found[1]) if found[1] else None) if found else None


class _Ticked(forms.CheckboxInput):
    """A box whose only true value in an address is 1."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"value": "1", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        return data.get(name) == "1"


class Flag(django_filters.Filter):
    """Keep the rows that fit `condition`, which may depend on today, where the box is ticked."""

    field_class = forms.BooleanField

    def __init__(self, label: Any, condition: Q | Callable[[date], Q]) -> None:
        super().__init__(label=label, widget=_Ticked)
        self.condition = condition

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        condition = self.condition if isinstance(self.condition, Q) else self.condition(self.parent.today)
        return qs.filter(condition) if value else qs


def _day(name: str, lookup: str, label: Any) -> django_filters.DateFilter:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return django_filters.DateFilter(field_name=name, lookup_expr=lookup, label=label, widget=widget)


def _choice(label: Any, choices: Any, empty: Any, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=empty, **options)


def _record(label: Any, queryset: Any, empty: Any, **options: Any) -> django_filters.ModelChoiceFilter:
    options = {"to_field_name": "code", **options}
    return django_filters.ModelChoiceFilter(label=label, queryset=queryset, empty_label=empty, **options)


_LEADERS = Person.objects.filter(Exists(Assignment.objects.filter(leader=OuterRef("pk"))))
_MEETING = "resolution__agenda_item__meeting"
_SORTED = [
    choice
    for name, (label, _fields) in SORTS.items()
    for choice in ((name, format_lazy("{} ↑", label)), (f"-{name}", format_lazy("{} ↓", label)))
]


class DeskFilter(django_filters.FilterSet):
    """The filters of the lists; a value that cannot be is left aside.

    `q` and `sort` are taken up in `lists`, when the rows are few.
    """

    q = django_filters.CharFilter(label=_("Words in the task, or its number"), max_length=MAX_LENGTH, method="later")
    role = _choice(_("Role"), ROLES, _("lead and supporting"), method="by_role")
    department = _record(_("Department"), Department.objects.all(), _("all departments"), method="by_department")
    light = _choice(_("Light"), Light.choices, _("every light"), method="by_light")
    lead = _record(_("Lead department"), Department.objects.all(), _("all departments"))
    leader = _record(
        _("Leader in charge"), _LEADERS, _("all leaders"), null_label=_("no leader named"), null_value=NOBODY
    )
    series = _record(_("Series"), Series.objects.all(), _("all series"), field_name=f"{_MEETING}__series")
    meeting = _record(
        _("Meeting"), Meeting.objects.none(), None, field_name=_MEETING, to_field_name="pk", widget=forms.HiddenInput
    )
    kind = _choice(_("Kind of task"), AssignmentKind.choices, _("all kinds"))
    due = _day("due_on", "exact", _("Due on"))
    returned = Flag(_("returned before"), Q(times_returned__gt=0))
    extended = Flag(_("extended before"), Q(times_extended__gt=0))
    late = Flag(_("closed late"), Q(closed_on_time=False))
    on_time = Flag(_("closed on time"), Q(closed_on_time=True))
    signed = Flag(_("signed for"), Q(seconds_to_acknowledge__isnull=False))
    # What the on-time rate is a share of. By the state, SQLite would read all that was ever closed.
    due_or_closed = Flag(
        _("closed or overdue"), lambda today: Q(closed_on_time__isnull=False) | with_light(Light.RED, today)
    )
    flagged = Flag(_("correction to be noted"), Q(lead_to_note=True) | Q(supervisor_to_note=True))
    sort = _choice(_("Order"), _SORTED, _("as usual"), method="later")

    plain = ("role", "department", "light")  # what people filter by every day, beside words

    def __init__(self, data: Any, *, desk: Desk, today: date) -> None:
        super().__init__(data, desk.assignments)
        self.desk, self.today = desk, today
        # Only what the person may know of is offered: of a meeting, one that gave visible assignments.
        visible = desk.assignments.filter(**{_MEETING: OuterRef("pk")})
        self.filters["meeting"].queryset = Meeting.objects.filter(Exists(visible))
        if not desk.departments:
            del self.filters["role"]
        if not desk.sees_all:
            del self.filters["department"], self.filters["leader"]
        self.form.is_valid()

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Add the filters whose names are words of Python."""
        assigned = {
            "from": _day("assigned_on", "gte", _("Assigned from")),
            "to": _day("assigned_on", "lte", _("Assigned until")),
        }
        return super().get_filters() | assigned

    @property
    def in_use(self) -> dict[str, Any]:
        """Return what was chosen, by name; what is no choice is missing."""
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def rows(self) -> AssignmentQuerySet:
        return self.qs

    def plain_fields(self) -> Iterator[Any]:
        yield from (self.form[name] for name in self.plain if name in self.filters)

    def rare_fields(self) -> list[Any]:
        """Return the fields of "more filters"; boxes to tick come last."""
        names = [name for name in self.filters if name not in (*self.plain, "q", "meeting")]
        return [self.form[name] for name in sorted(names, key=lambda name: isinstance(self.filters[name], Flag))]

    @property
    def rare_in_use(self) -> bool:
        return any(name not in (*self.plain, "q") for name in self.in_use)

    def chips(self, asked: QueryDict) -> list[tuple[str, str, str]]:
        """Return label, value and the address without it, for each filter in use."""
        found = []
        for name, value in self.in_use.items():
            field, rest = self.form[name].field, asked.copy()
            for gone in (name, "page"):
                rest.pop(gone, None)
            shown = "" if value is True else dict(getattr(field, "choices", ())).get(value, value)
            found.append((str(field.label), str(shown), f"?{rest.urlencode()}"))
        return found

    def later(self, rows: AssignmentQuerySet, name: str, value: Any) -> AssignmentQuerySet:
        return rows

    def by_role(self, rows: AssignmentQuerySet, name: str, role: str) -> AssignmentQuerySet:
        lead = Q(lead__in=self.desk.departments)
        return rows.filter(lead) if role == "lead" else rows.of_departments(self.desk.departments).exclude(lead)

    def by_department(self, rows: AssignmentQuerySet, name: str, department: Department) -> AssignmentQuerySet:
        return rows.of_departments([department])

    def by_light(self, rows: AssignmentQuerySet, name: str, light: str) -> AssignmentQuerySet:
        return rows.filter(with_light(light, self.today))
