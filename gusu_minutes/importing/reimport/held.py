"""What a draft holds already, as choices for the plan of a text that is imported into it again.

What the text says nothing of stays as it is in the draft: a corrected file that lacks the place does not take it away.
"""

from typing import Any

from gusu_minutes.importing.names import Names
from meetings.models import Meeting

_FRAME = ("term", "year", "number", "half_day", "place", "title")


def with_held(choices: dict[str, Any], target: Meeting, parsed: dict[str, Any]) -> dict[str, Any]:
    """Return the clerk's choices with those that the draft `target` has made already. Queries: one."""
    written = parsed["meeting"]
    kept: dict[str, Any] = {"series": target.series.code}
    for name in _FRAME:
        if not written[name] and getattr(target, name):
            kept[name] = getattr(target, name)
    if not written["held_on"] or written["held_on"].startswith("--"):
        kept["held_on"] = target.held_on.isoformat()
    departments: dict[str, str] = {}
    people: dict[str, str] = {}
    for entry in target.attendance.select_related("person", "department"):
        if entry.department is not None:
            departments[entry.department_name] = entry.department.code
        if entry.person is not None:
            people[Names.key(entry.name, entry.department_name)] = entry.person.code
    if target.chair is not None:
        people.setdefault(target.chair_name, target.chair.code)
    return {
        **choices,
        "meeting": {**kept, **choices.get("meeting", {})},
        "held": {"departments": departments, "people": people},
    }
