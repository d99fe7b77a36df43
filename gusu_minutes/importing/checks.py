"""What stands against a draft, and what a clerk should know before making one."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gusu_minutes.importing.matching import Known, key_of
from gusu_minutes.importing.plan import ImportPlan, Problem
from meetings.enums import MeetingState, Numbering
from meetings.models import Meeting


def problems_of(plan: ImportPlan, known: Known, parsed: dict[str, Any]) -> Iterator[Problem]:
    """Yield what must be mended first. One query at most."""
    meeting = plan.meeting
    if meeting.held_on is None:
        written = parsed["meeting"]["held_on"] or ""
        yield Problem("held_on", _missing_day(written))
    if not plan.items:
        yield Problem("", _("No agenda item and no resolution was found in this text."))
    if plan.series.found is None and key_of(plan.series.name) in {key_of(one.name) for one in known.series}:
        yield Problem("series_name", _("There is a series “%(name)s” already: choose it.") % {"name": plan.series.name})
    if plan.series.found and meeting.number and meeting.held_on:
        other = Meeting.objects.filter(
            series=plan.series.found, number=meeting.number, number_scope=_scope(plan)
        ).first()
        if other:
            message = _("“%(meeting)s” is on record already: number %(number)s of this series is taken.")
            if other.state == MeetingState.WITHDRAWN:
                message = _("“%(meeting)s” was withdrawn and keeps number %(number)s: give these minutes another one.")
            yield Problem("number", message % {"meeting": other.title, "number": meeting.number}, other)


def _missing_day(written: str) -> str:
    if not written.startswith("--"):
        return _("The text does not say on which day the meeting was held: enter it.")
    month, day = written[2:].split("-")
    return _("The text gives %(month)s/%(day)s without a year: enter the whole date.") % {"month": month, "day": day}


def _scope(plan: ImportPlan) -> int:
    """Return within what the number is unique, as meetings.Meeting.save does."""
    meeting, series = plan.meeting, plan.series.found
    if series and series.numbering == Numbering.BY_YEAR and meeting.held_on:
        return meeting.year or meeting.held_on.year
    return meeting.term or 0 if series and series.numbering == Numbering.BY_TERM else 0


def warnings_of(plan: ImportPlan, lonely: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield sentences about what will be missing from the records. `lonely`: helpers named without a lead."""
    for unit, text in lonely:
        yield _("“%(unit)s” is named only as supporting in “%(text)s”: no assignment is made of it.") % {
            "unit": unit, "text": text[:30] + "…" if len(text) > 30 else text,
        }  # fmt: skip
    unlinked = {name for name, one in plan.departments.items() if not one.is_linked}
    for item in plan.items:
        for clause in item.clauses:
            for one in clause.assignments:
                if one.lead in unlinked:
                    yield _("The assignment of “%(unit)s” is not made while the department is not linked.") % {
                        "unit": one.lead
                    }
    count = len(plan.meeting.unplaced.splitlines())
    if count:
        yield ngettext(
            "%(count)s line was not recognised; it stays with the draft and is never issued.",
            "%(count)s lines were not recognised; they stay with the draft and are never issued.",
            count,
        ) % {"count": count}
