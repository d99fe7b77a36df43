"""The whole story of an assignment, the last first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from decisions.enums import AssignmentKind, ReportCycle, Verb
from decisions.models import Assignment, Event, Gathering
from gusu_minutes.common.pieces import Pieces, pieces
from gusu_minutes.common.templatetags.gusu import chinese_date
from gusu_minutes.common.texts import typeset

TONES: dict[str, str] = {
    Verb.CLOSE: "ok",
    Verb.GRANT_EXTENSION: "ok",
    Verb.GRANT_RELIEF: "ok",
    Verb.RETURN: "late",
    Verb.CANCEL: "late",
    Verb.REFUSE_EXTENSION: "late",
    Verb.REFUSE_RELIEF: "late",
    Verb.REMIND: "late",
    Verb.CLAUSE_CHANGED: "late",
}
_CHOICES: dict[str, dict[str, Any]] = {"kind": dict(AssignmentKind.choices), "cycle": dict(ReportCycle.choices)}


@dataclass(frozen=True, slots=True)
class Change:
    """A text that became another; `pieces` compare long ones, else they stand one after the other."""

    label: str
    old: str
    new: str

    @property
    def pieces(self) -> Pieces:
        return pieces(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the page tells it. `mark` is a word of praise or blame, `tone` its colour."""

    event: Event
    tone: str
    mark: str | Promise
    changes: list[Change]

    @property
    def clause(self) -> Change:
        """The clause before and after its correction."""
        details = self.event.details
        return Change("", typeset(details.get("before", "")), typeset(details.get("after", "")))


def timeline(assignment: Assignment) -> list[Told]:
    """Return the events with all that they tell, in at most five queries."""
    gathered = Gathering.objects.select_related("contribution__department", "contribution__by").order_by("pk")
    events = (
        Event.objects.filter(assignment=assignment)
        .select_related("by", "department", "report")
        .prefetch_related(
            "report__attachments",
            Prefetch("report__gathered", gathered),
            "report__gathered__contribution__attachments",
        )
    )
    return [_told(event) for event in events.order_by("-at", "-pk")]


def _told(event: Event) -> Told:
    tone, mark = TONES.get(event.verb, ""), ""
    on_time = event.details.get("on_time")
    if on_time is not None:
        tone, mark = ("ok", _("by its due date")) if on_time else ("late", _("after its due date"))  # type: ignore[assignment]
    return Told(event, tone, mark, [_change(*change) for change in event.details.get("changes", [])])


def _change(name: str, old: str, new: str) -> Change:
    field = Assignment._meta.get_field(name)
    return Change(capfirst(str(field.verbose_name)), _shown(name, old), _shown(name, new))  # type: ignore[union-attr]


def _shown(name: str, value: str) -> str:
    if name == "due_on":
        return chinese_date(_day(value))
    if name in _CHOICES:
        return str(_CHOICES[name].get(value, value))
    return typeset(value)


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None
