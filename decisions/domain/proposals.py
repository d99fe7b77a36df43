"""Proposing (立项): tasks are made of resolutions, corrected, split, merged and taken out until they are assigned."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendees.models import Department, Person
from decisions.domain.drafts import remove_assignment
from decisions.domain.steps import required, set_supporting
from decisions.enums import AssignmentKind, LeadRole
from decisions.models import Assignment, Resolution
from decisions.rules import can_correct_proposal, stands_in_minutes
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.common.models import Disclosure, for_the_record
from meetings.domain.moves import lock
from meetings.enums import MeetingState
from meetings.models import Meeting

CORRECTABLE = ("task", "lead", "lead_role", "due_on", "due_text", "kind", "cycle", "leader")
_NO_TASK = _("Say what has to be done.")
_GONE = _("Some of them were assigned or removed in the meantime. Nothing was done.")
# From what everybody may know to what the office alone may.
_STRICTNESS = (Disclosure.PUBLIC, Disclosure.ON_REQUEST, Disclosure.INTERNAL)
_ENDS = "。；！？.;!?"


@transaction.atomic
def propose(
    *,
    resolution: Resolution,
    by: Any,
    task: str,
    lead: Department,
    supporting: Iterable[Department] = (),
    due_on: date | None = None,
    due_text: str = "",
    kind: str = AssignmentKind.ORDINARY,
    cycle: str = "",
    leader: Person | None = None,
    lead_role: str = LeadRole.LEAD,
) -> Assignment:
    """Propose a task of a resolution: in its draft, or beside minutes that were issued, where it stands in no edition.

    Raises NotAllowed, IllegalMove for withdrawn minutes, DomainError without a task or for a lead that is no more.
    """
    meeting = _locked(resolution.agenda_item.meeting)
    in_minutes = stands_in_minutes(by, meeting)
    if in_minutes is None:
        raise NotAllowed
    row = Assignment(
        resolution=resolution, task=task, lead=lead, due_on=due_on, due_text=due_text.strip(), kind=kind, cycle=cycle,
        leader=leader, lead_role=lead_role, in_minutes=in_minutes, disclosure=meeting.series.assignment_disclosure,
    )  # fmt: skip
    return _added(row, supporting, by, for_the_record(_("proposed")))


@transaction.atomic
def correct(
    *,
    assignment: Assignment,
    by: Any,
    supporting: Iterable[Department] | None = None,
    version: int | None = None,
    **values: Any,
) -> Assignment:
    """Change a proposal; `values` are new ones of the fields in CORRECTABLE. Without a change nothing is saved.

    Raises NotAllowed (what stands in the minutes is changed in their draft only: the signature covers it), IllegalMove
    once it is assigned, StaleVersion, DomainError.
    """
    if unknown := values.keys() - set(CORRECTABLE):
        raise TypeError(f"not correctable: {unknown}")
    (row,) = _open([assignment], by, _versions(assignment, version))
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.task = required(row.task, _NO_TASK)
    if not row.in_minutes and "lead" in changed:
        _require_active(row.lead)
    before = set(row.supporting.all())
    helpers = _helpers(row, before if supporting is None else supporting)
    if changed or before != set(helpers):
        set_supporting(row, helpers)
        row.save_as(by=by, reason=for_the_record(_("proposal corrected")))
    return row


@transaction.atomic
def split(
    *, assignment: Assignment, by: Any, departments: Sequence[Department] | None = None, version: int | None = None
) -> list[Assignment]:
    """Make of one proposal for several departments one for each: the supporting ones, or some, answer for their own.

    Each has the same task and date. Returns the proposal and the new ones. Raises IllegalMove if nobody supports,
    DomainError for a department that does not, and what `correct` raises.
    """
    (row,) = _open([assignment], by, _versions(assignment, version))
    supporting = list(row.supporting.all())
    if not supporting:
        raise IllegalMove(_("Only one department is named; there is nothing to split."))
    leaving = supporting if departments is None else list(departments)
    if strangers := [department for department in leaving if department not in supporting]:
        raise DomainError(_("“%(department)s” does not support this task.") % {"department": strangers[0]})
    if not leaving:
        return [row]
    set_supporting(row, [department for department in supporting if department not in leaving])
    row.save_as(by=by, reason=for_the_record(_("split by departments")))
    return [row, *(_own_part(row, department, by) for department in leaving)]


@transaction.atomic
def merge(
    *, assignments: Iterable[Assignment], by: Any, into: Assignment, versions: dict[int, int] | None = None
) -> Assignment:
    """Make of several proposals of one meeting one: the lead of `into` leads, all others support.

    The tasks are joined without repetition; the earliest due date wins, with its words; what may be known of it is what
    may be known of each. The others are removed; history keeps them. Raises IllegalMove for fewer than two or for those
    of several meetings, and what `correct` raises; `versions` are those that the person saw, by primary key.
    """
    wanted = {into.pk: into, **{assignment.pk: assignment for assignment in assignments}}
    if len(wanted) < 2:
        raise IllegalMove(_("Choose at least two to merge."))
    rows = _open(list(wanted.values()), by, versions)
    rows.sort(key=lambda row: list(wanted).index(row.pk))
    row, others = rows[0], rows[1:]
    dated = [one for one in rows if one.due_on] or [one for one in rows if one.due_text] or rows
    first = min(dated, key=lambda one: one.due_on or date.max)
    row.task = _joined(one.task for one in rows)
    row.due_on, row.due_text = first.due_on, first.due_text
    row.cycle = next((one.cycle for one in rows if one.cycle), "")
    row.leader = next((one.leader for one in rows if one.leader), None)
    row.disclosure = max((one.disclosure for one in rows), key=lambda value: _STRICTNESS.index(Disclosure(value)))
    team = [department for one in rows for department in (one.lead, *one.supporting.all())]
    for other in others:
        other._change_reason = for_the_record(_("merged into another"))
        other.delete_as(by=by)
    set_supporting(row, _helpers(row, team))
    row.save_as(by=by, reason=for_the_record(_("merged with others")))
    return row


@transaction.atomic
def withdraw_proposal(*, assignment: Assignment, by: Any, version: int | None = None) -> None:
    """Take a proposal out; history keeps it. Raises what `correct` raises."""
    (row,) = _open([assignment], by, _versions(assignment, version))
    row._change_reason = for_the_record(_("proposal taken out"))
    if row.in_minutes:
        remove_assignment(assignment=row, by=by)
    else:
        row.delete_as(by=by)


def _open(assignments: Sequence[Assignment], by: Any, versions: dict[int, int] | None) -> list[Assignment]:
    """Lock the meeting and its proposals and check that `by` may change them now."""
    meeting = _locked(assignments[0].resolution.agenda_item.meeting)
    wanted = {assignment.pk for assignment in assignments}
    rows = list(
        Assignment.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted, resolution__agenda_item__meeting=meeting)
        .select_related("lead", "resolution__agenda_item")
        .order_by("pk")
    )
    if stands_in_minutes(by, meeting) is None:
        raise NotAllowed
    if len(rows) != len(wanted) or any(row.assigned_at is not None for row in rows):
        raise IllegalMove(_GONE)
    if not all(can_correct_proposal(by, row, meeting) for row in rows):
        raise NotAllowed(str(_("It stands in the minutes: it can be changed only while they are a draft.")))
    if versions is not None and any(versions.get(row.pk) != row.version for row in rows):
        raise StaleVersion
    return rows


def _locked(meeting: Meeting) -> Meeting:
    meeting = lock(meeting)
    if meeting.state == MeetingState.WITHDRAWN:
        raise IllegalMove(_("These minutes were withdrawn; nothing can be assigned of them."))
    return meeting


def _versions(assignment: Assignment, version: int | None) -> dict[int, int] | None:
    return None if version is None else {assignment.pk: version}


def _added(row: Assignment, supporting: Iterable[Department], by: Any, line: str) -> Assignment:
    """Save a new proposal. Supporting departments hang on a row that is there: they are history's second line."""
    row.task = required(row.task, _NO_TASK)
    if not row.in_minutes:
        _require_active(row.lead)
    row.save_as(by=by, reason=line)
    if helpers := _helpers(row, supporting):
        row.supporting.set(helpers)
    return row


def _own_part(row: Assignment, department: Department, by: Any) -> Assignment:
    part = Assignment(
        resolution=row.resolution, task=row.task, lead=department, lead_role=LeadRole.RESPONSIBLE, due_on=row.due_on,
        due_text=row.due_text, kind=row.kind, cycle=row.cycle, in_minutes=row.in_minutes, disclosure=row.disclosure,
    )  # fmt: skip
    return _added(part, (), by, for_the_record(_("split by departments")))


def _helpers(row: Assignment, departments: Iterable[Department]) -> list[Department]:
    """Return the departments without the lead, each once."""
    return [department for department in dict.fromkeys(departments) if department.pk != row.lead_id]


def _require_active(lead: Department) -> None:
    """What is proposed beside the minutes goes to a department of today; minutes name those of their own day."""
    if not Department.objects.active_on(timezone.localdate()).filter(pk=lead.pk).exists():
        raise DomainError(_("“%(department)s” exists no more.") % {"department": lead})


def _joined(tasks: Iterable[str]) -> str:
    """Return tasks as one text, leaving out those that stand in another."""
    kept: list[str] = []
    for task in (task.strip() for task in tasks):
        if not any(task in other for other in kept):
            kept = [*(other for other in kept if other not in task), task]
    return "".join(
        task if place == len(kept) or task.endswith(tuple(_ENDS)) else f"{task}；"
        for place, task in enumerate(kept, start=1)
    )
