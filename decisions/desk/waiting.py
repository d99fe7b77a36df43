"""What waits for a person today: the first line of the desk, each part of it a link to its rows."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from decisions.desk.access import Desk
from decisions.desk.filters import EXTENSION_WAITS, RELIEF_WAITS, RETURNED
from decisions.enums import AssignmentState, Light
from decisions.querysets import OPEN, with_light

# What the line says of each count, in this order, and the address of the rows that are counted.
PARTS: dict[str, tuple[Promise, str]] = {
    "to_acknowledge": (gettext_lazy("%(n)d to acknowledge"), "state=assigned&role=lead"),
    "returned": (gettext_lazy("%(n)d returned"), "state=returned&role=lead"),
    "to_verify": (gettext_lazy("%(n)d to verify"), "state=reported"),
    "extensions": (ngettext_lazy("%(n)d extension to answer", "%(n)d extensions to answer", "n"), "state=extension"),
    "reliefs": (
        ngettext_lazy("%(n)d request for relief to answer", "%(n)d requests for relief to answer", "n"),
        "state=relief",
    ),
    "due_soon": (gettext_lazy("%(n)d due soon"), "light=yellow"),
    "overdue": (gettext_lazy("%(n)d overdue"), "light=red"),
}


class Part(NamedTuple):
    words: str
    address: str


class Waiting(NamedTuple):
    """Who it is for, and what waits."""

    who: str
    parts: list[Part]

    def __str__(self) -> str:
        return self._sentence(_("; ").join(part.words for part in self.parts))

    @property
    def linked(self) -> str:
        """The sentence as markup, each part a link to its rows."""
        links = ((part.address, part.words) for part in self.parts)
        return self._sentence(format_html_join(_("; "), '<a href="{}">{}</a>', links))

    def _sentence(self, what: str) -> str:
        if not what:
            return format_html(_("{who}: nothing waits today"), who=self.who)
        return format_html(_("{who}: today {what}"), who=self.who, what=what)


def what_waits(desk: Desk, today: date) -> Waiting:
    """Say what waits today: 区发改局，今天有 2 件要签收，1 件逾期. One query, over open assignments."""
    mine = Q(lead__in=desk.departments)
    conditions = {"overdue": with_light(Light.RED, today), "due_soon": with_light(Light.YELLOW, today)}
    if desk.departments:
        conditions |= {"to_acknowledge": mine & Q(state=AssignmentState.ASSIGNED), "returned": mine & RETURNED}
    if desk.supervises:
        answers = {"extensions": Q(EXTENSION_WAITS), "reliefs": Q(RELIEF_WAITS)}
        conditions |= {"to_verify": Q(state=AssignmentState.REPORTED), **answers}
    counted: dict[str, Any] = {name: Count("pk", filter=rule) for name, rule in conditions.items()}
    counts = desk.assignments.filter(OPEN).aggregate(**counted)
    who = _("Follow-up") if desk.sees_all else _(", ").join(str(unit) for unit in desk.departments)
    parts = [
        Part(str(words % {"n": counts[name]}), f"?{ask}") for name, (words, ask) in PARTS.items() if counts.get(name)
    ]
    return Waiting(who, parts)
