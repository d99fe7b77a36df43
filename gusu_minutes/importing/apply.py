"""Writes the plan of an import: one transaction, one draft meeting, every row with its history."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from decisions.models import Assignment, Resolution
from gusu_minutes.common.errors import IllegalMove
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import ParsedMinutes
from gusu_minutes.importing.plan import AttendancePlan, ImportPlan, ItemPlan
from gusu_minutes.importing.reading import plan_import, plan_parsed
from gusu_minutes.importing.register import Register
from meetings.models import AgendaItem, Attendance, Meeting


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
    for position, item in enumerate(plan.items, start=1):
        _item(meeting, position, item, register)
    for position, entry in enumerate(plan.attendance, start=1):
        _attendance(meeting, position, entry, register)
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


def _item(meeting: Meeting, position: int, plan: ItemPlan, register: Register) -> None:
    item = register.save(
        AgendaItem(
            meeting=meeting,
            position=position,
            number=plan.number,
            kind=plan.kind,
            title=plan.title,
            outcome=plan.outcome,
            forwarded_to=list(plan.forwarded_to),
            disclosure=register.series.item_disclosure,
        )
    )
    if presenting := register.linked(plan.presenting):
        item.presenting.set(presenting)
    for place, clause in enumerate(plan.clauses, start=1):
        resolution = register.save(Resolution(agenda_item=item, position=place, number=clause.number, text=clause.text))
        for one in clause.assignments:
            lead = register.departments[one.lead]
            if lead is None:
                continue
            assignment = register.save(
                Assignment(
                    resolution=resolution,
                    task=one.task,
                    lead=lead,
                    lead_role=one.role,
                    due_on=one.due_on,
                    due_text=one.due_text,
                    disclosure=register.series.assignment_disclosure,
                )
            )
            if supporting := [unit for unit in register.linked(one.supporting) if unit != lead]:
                assignment.supporting.set(supporting)


def _attendance(meeting: Meeting, position: int, entry: AttendancePlan, register: Register) -> None:
    register.save(
        Attendance(
            meeting=meeting,
            position=position,
            kind=entry.kind,
            name=entry.name,
            title=entry.title,
            department_name=entry.department,
            substitutes_for=entry.substitutes_for,
            person=register.people[entry.person],
            appointment=register.appointments[entry.person],
            department=register.departments[entry.department] if entry.department else None,
        )
    )
