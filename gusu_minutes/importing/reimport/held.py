"""What a draft holds already, as choices for the plan of a text that is imported into it again.

What the text says nothing of, or says as it did the last time, stays as it is in the draft: a corrected file that lacks
the place does not take it away, and a number that the clerk mended is not unmended.
"""

from typing import Any

from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.names import Names
from gusu_minutes.importing.plan import NEW
from meetings.models import Meeting

_FRAME = ("title", "term", "year", "number", "half_day", "place")


def last_import(target: Meeting) -> MinutesImport | None:
    """Return the import whose text the draft holds, if it came of one. One query."""
    return target.imports.exclude(source="").order_by("-pk").first()


def with_held(
    choices: dict[str, Any], target: Meeting, written: dict[str, Any], last: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the clerk's choices with those that the draft has made already. Queries: one.

    `written` is the meeting of gusu-minutes/1 as the text gives it, `last` as the text before gave it.
    """
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
        "meeting": {**_frame(target, written, last), **choices.get("meeting", {})},
        "held": {"departments": departments, "people": people},
    }


def _frame(target: Meeting, written: dict[str, Any], last: dict[str, Any] | None) -> dict[str, Any]:
    frame: dict[str, Any] = {"series": target.series.code}
    for name in _FRAME:
        if not written[name] or (last is not None and last[name] == written[name]):
            frame[name] = getattr(target, name)
    day = written["held_on"]
    if not day or day.startswith("--") or (last is not None and last["held_on"] == day):
        frame["held_on"] = target.held_on.isoformat()
    return frame


def carried(last: MinutesImport | None, *, source: str, to_simplified: bool) -> dict[str, Any]:
    """Return the choices of the import before that hold for a new text too: names, tidying; for the same text, mends.

    Who was new to the directory then is not so now.
    """
    if last is None:
        return {}
    kept = {name: value for name, value in last.choices.items() if name in ("departments", "people", "tidy")}
    for kind in ("departments", "people"):
        kept[kind] = {name: choice for name, choice in kept.get(kind, {}).items() if choice != NEW}
    if last.source == source and last.to_simplified == to_simplified and "marks" in last.choices:
        kept["marks"] = last.choices["marks"]
    return {kind: entries for kind, entries in kept.items() if entries}
