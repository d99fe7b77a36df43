"""Makes the rows of a draft from those of a plan."""

from decisions.models import Assignment, Resolution
from gusu_minutes.importing.plan import AssignmentPlan, AttendancePlan, ClausePlan, ItemPlan
from gusu_minutes.importing.register import Register
from meetings.models import AgendaItem, Attendance, Meeting


def make_item(meeting: Meeting, position: int, plan: ItemPlan, register: Register) -> AgendaItem:
    """Make an agenda item, without its resolutions."""
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
    return item


def make_resolution(item: AgendaItem, position: int, plan: ClausePlan, register: Register) -> Resolution:
    """Make a resolution with its tasks."""
    resolution = register.save(Resolution(agenda_item=item, position=position, number=plan.number, text=plan.text))
    for one in plan.assignments:
        make_assignment(resolution, one, register)
    return resolution


def make_assignment(resolution: Resolution, plan: AssignmentPlan, register: Register) -> Assignment | None:
    """Propose a task, unless its lead is left unlinked."""
    lead = register.departments[plan.lead]
    if lead is None:
        return None
    assignment = register.save(
        Assignment(
            resolution=resolution,
            task=plan.task,
            lead=lead,
            lead_role=plan.role,
            due_on=plan.due_on,
            due_text=plan.due_text,
            disclosure=register.series.assignment_disclosure,
        )
    )
    if supporting := [unit for unit in register.linked(plan.supporting) if unit != lead]:
        assignment.supporting.set(supporting)
    return assignment


def make_attendance(meeting: Meeting, position: int, plan: AttendancePlan, register: Register) -> Attendance:
    """Put somebody on the roll."""
    return register.save(
        Attendance(
            meeting=meeting,
            position=position,
            kind=plan.kind,
            name=plan.name,
            title=plan.title,
            department_name=plan.department,
            substitutes_for=plan.substitutes_for,
            person=register.people[plan.person],
            appointment=register.appointments[plan.person],
            department=register.departments[plan.department] if plan.department else None,
        )
    )
