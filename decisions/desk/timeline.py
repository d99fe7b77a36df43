"""The whole story of an assignment, the last first."""

from datetime import date
from typing import Any

from django.db.models import Prefetch

from decisions.enums import Verb
from decisions.models import Assignment, Event, Gathering

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


def timeline(assignment: Assignment) -> list[Event]:
    """Return the events with all that they tell, in four queries; each gets `tone`, `old_due_on` and `new_due_on`."""
    gathered = Gathering.objects.select_related("contribution__department").order_by("pk")
    events = (
        Event.objects.filter(assignment=assignment)
        .select_related("by", "department", "report")
        .prefetch_related("report__attachments", Prefetch("report__gathered", gathered))
    )
    story: list[Any] = list(events.order_by("-at", "-pk"))
    for event in story:
        event.tone = TONES.get(event.verb, "")
        for name in ("old_due_on", "new_due_on"):
            day = event.details.get(name)
            setattr(event, name, date.fromisoformat(day) if day else None)
    return story
