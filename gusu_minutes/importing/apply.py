"""Writes the plan of an import: one transaction, one draft meeting, every row with its history."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import IllegalMove
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import ParsedMinutes
from gusu_minutes.importing.plan import ImportPlan
from gusu_minutes.importing.reading import plan_import, plan_parsed
from gusu_minutes.importing.register import Register
from gusu_minutes.importing.rows import make_attendance, make_item, make_resolution
from meetings.models import Meeting


class AlreadyImported(IllegalMove):
    """The import has made its meeting before; `meeting` is it."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(_("This import has made the draft “%(meeting)s” already.") % {"meeting": meeting.title})
        self.meeting = meeting


@dataclass(frozen=True, slots=True)
class Draft:
    """What an import made, and after which plan."""

    meeting: Meeting
    plan: ImportPlan


def apply_plan(*, minutes_import: MinutesImport, by: Any) -> Meeting:
    """Make the draft of an import as its plan stands now, and return the meeting. Raises what `make_draft` does."""
    return make_draft(minutes_import=minutes_import, by=by).meeting


def make_draft(*, minutes_import: MinutesImport, by: Any, parsed: ParsedMinutes | None = None) -> Draft:
    """Make the draft of an import as its plan stands now; `parsed` spares reading a text without marks again.

    Raises AlreadyImported for a second time, IllegalMove while the plan has problems or somebody else writes the same
    records at the same moment. Nothing is written then.
    """
    try:
        with transaction.atomic():
            return _make(minutes_import, by, parsed)
    except IntegrityError as error:
        raise IllegalMove(_("Somebody else saved the same records at this moment. Look again, then repeat.")) from error


def _make(minutes_import: MinutesImport, by: Any, parsed: ParsedMinutes | None) -> Draft:
    locked = MinutesImport.objects.select_for_update().get(pk=minutes_import.pk)
    if locked.meeting is not None:
        raise AlreadyImported(locked.meeting)
    known = Known.load()
    plan = plan_parsed(parsed, locked, known) if parsed else plan_import(locked, known)
    if plan.problems:
        raise IllegalMove(" ".join(problem.message for problem in plan.problems))
    reason = _("imported: %(name)s") % {"name": str(locked)}
    meeting = _write(plan, Register(plan, by=by, reason=reason))
    locked.meeting = meeting
    locked.save_as(by=by, reason=reason)
    return Draft(meeting, plan)


def _write(plan: ImportPlan, register: Register) -> Meeting:
    meeting = _meeting(plan, register)
    for position, one in enumerate(plan.items, start=1):
        item = make_item(meeting, position, one, register)
        for place, clause in enumerate(one.clauses, start=1):
            make_resolution(item, place, clause, register)
    for position, entry in enumerate(plan.attendance, start=1):
        make_attendance(meeting, position, entry, register)
    return meeting


def _meeting(plan: ImportPlan, register: Register) -> Meeting:
    frame = plan.meeting
    assert frame.held_on is not None  # otherwise the plan has a problem
    return register.save(
        Meeting(
            series=register.series,
            title=frame.title,
            term=frame.term,
            year=frame.year,
            number=frame.number,
            held_on=frame.held_on,
            half_day=frame.half_day,
            place=frame.place,
            chair=register.people.get(frame.chair),
            chair_name=frame.chair_name,
            chair_title=frame.chair_title,
            document_number=frame.document_number,
            recorder=frame.recorder,
            preamble=frame.preamble,
            closing=frame.closing,
            unplaced=frame.unplaced,
        )
    )
