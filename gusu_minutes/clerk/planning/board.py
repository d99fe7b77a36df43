"""The tasks of a meeting, clause by clause: what is assigned, what is proposed, and the forms to change it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.desk.lights import Lamp, lamp
from decisions.domain.assign import due_on_of
from decisions.domain.proposals import correct, propose
from decisions.domain.workdays import WorkCalendar, load_calendar
from decisions.models import Assignment, Resolution
from decisions.rules import can_assign, can_correct_proposal, stands_in_minutes
from gusu_minutes.clerk.planning.forms import NewForm, ProposalForm
from gusu_minutes.clerk.planning.names import Departments, Leaders
from gusu_minutes.common.errors import DomainError
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting

_NEW = re.compile(r"new-([1-9][0-9]{0,17})-(0|[1-9][0-9]{0,5})-task")
_ROW = re.compile(r"row-([1-9][0-9]{0,17})-version")  # as the page writes it


@dataclass(slots=True)
class Row:
    """A proposal, with its form where the person may change it; or an assignment as it stands, with its lamp."""

    assignment: Assignment
    form: ProposalForm | None = None
    suggested: date | None = None
    can_tick: bool = False
    lamp: Lamp | None = None


@dataclass(slots=True)
class ClauseRows:
    resolution: Resolution
    assigned: list[Row] = field(default_factory=list)
    proposed: list[Row] = field(default_factory=list)
    new: list[NewForm] = field(default_factory=list)

    @property
    def is_without(self) -> bool:
        return not (self.assigned or self.proposed)


@dataclass(slots=True)
class ItemRows:
    item: AgendaItem
    clauses: list[ClauseRows]


class Board:
    """What `user` sees of the tasks of a meeting, and may do; `data` is what was sent.

    `show` is one of SHOWN. Changing anything asks for a transaction in which the meeting is locked.
    """

    def __init__(self, meeting: Meeting, user: Any, *, data: QueryDict | None = None, show: str = "") -> None:
        self.meeting, self.user, self.data, self.show = meeting, user, data, show
        self.can_add = stands_in_minutes(user, meeting) is not None
        self.can_assign = may_assign(user, meeting)
        self.departments = Departments()
        self.everything = list(self._load())
        self.clauses = [clause for item in self.everything for clause in item.clauses]
        self.leaders = Leaders(self.departments, [row.assignment.leader for row in self._rows()])
        self.lost: list[str] = []
        for row in self.proposals:
            self._equip(row)
        if data is not None:
            self._take_new(data)
            self._take_orphans(data)

    # What is shown

    def _load(self) -> Iterator[ItemRows]:
        rows = Assignment.objects.select_related("lead", "leader").prefetch_related("supporting").order_by("pk")
        resolutions = Resolution.objects.order_by("position").prefetch_related(Prefetch("assignments", rows))
        items = AgendaItem.objects.filter(meeting=self.meeting).order_by("position")
        today = timezone.localdate()
        for item in items.prefetch_related(Prefetch("resolutions", resolutions)):
            clauses = []
            for resolution in item.resolutions.all():
                clause = ClauseRows(resolution)
                for assignment in resolution.assignments.all():
                    if assignment.assigned_at is None:
                        clause.proposed.append(Row(assignment))
                    else:
                        clause.assigned.append(Row(assignment, lamp=lamp(assignment, today)))
                clauses.append(clause)
            yield ItemRows(item, clauses)

    def _rows(self) -> Iterator[Row]:
        for clause in self.clauses:
            yield from clause.assigned
            yield from clause.proposed

    @cached_property
    def proposals(self) -> list[Row]:
        return [row for clause in self.clauses for row in clause.proposed]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "clauses": len(self.clauses),
            "without": sum(clause.is_without for clause in self.clauses),
            "proposed": len(self.proposals),
            "assigned": sum(len(clause.assigned) for clause in self.clauses),
        }

    @property
    def items(self) -> list[ItemRows]:
        """The items with the clauses that `show` keeps."""
        kept = SHOWN[self.show]
        found = (ItemRows(item.item, [clause for clause in item.clauses if kept(clause)]) for item in self.everything)
        return [item for item in found if item.clauses]

    @property
    def offered(self) -> list[str]:
        return [one.short_name for one in self.departments.offered(timezone.localdate())]

    # What may be typed

    def _equip(self, row: Row) -> None:
        assignment = row.assignment
        may_correct = can_correct_proposal(self.user, assignment, self.meeting)
        row.can_tick = may_correct or self.can_assign
        if assignment.due_on is None:
            row.suggested = due_on_of(assignment, self._start(assignment), self._calendar)
        if not may_correct:
            return
        prefix = f"row-{assignment.pk}"
        sent = self.data if self.data is not None and f"{prefix}-version" in self.data else None
        row.form = self._form(ProposalForm, sent, instance=assignment, prefix=prefix)

    def _form(self, form: Any, data: Any, **options: Any) -> Any:
        return form(data, departments=self.departments, leaders=self.leaders, **options)

    def _start(self, assignment: Assignment) -> date:
        """A time in words runs from the issue of the minutes; that of a kind from the day of assigning."""
        issued = self.meeting.issued_at
        return timezone.localdate(issued) if assignment.due_text and issued else timezone.localdate()

    @cached_property
    def _calendar(self) -> WorkCalendar:
        issued = self.meeting.issued_at
        return load_calendar(timezone.localdate(issued) if issued else timezone.localdate())

    def add_to(self, resolution_pk: str) -> None:
        """Show one more empty row under a clause."""
        for clause in self.clauses:
            if str(clause.resolution.pk) == resolution_pk:
                self._add_form(clause, None)

    def _add_form(self, clause: ClauseRows, data: Any, number: int | None = None) -> NewForm:
        number = max([0, *(self._number(form) + 1 for form in clause.new)]) if number is None else number
        form = self._form(
            NewForm,
            data,
            instance=Assignment(resolution=clause.resolution),
            initial={"task": clause.resolution.text},
            prefix=f"new-{clause.resolution.pk}-{number}",
        )
        clause.new.append(form)
        return form

    @staticmethod
    def _number(form: NewForm) -> int:
        return int(str(form.prefix).rsplit("-", 1)[1])

    def _take_new(self, data: QueryDict) -> None:
        clauses = {str(clause.resolution.pk): clause for clause in self.clauses}
        for key in data:
            if not (found := _NEW.fullmatch(key)):
                continue
            if found[1] in clauses:
                if self.can_add:
                    self._add_form(clauses[found[1]], data, int(found[2]))
            elif text := str(data[key]).strip():
                self.lost.append(text)

    def _take_orphans(self, data: QueryDict) -> None:
        """Keep what was typed into rows that were assigned or taken out meanwhile, as new rows of their clauses."""
        present = {row.assignment.pk for row in self.proposals}
        gone = {int(found[1]) for key in data if (found := _ROW.fullmatch(key))} - present
        clauses = {clause.resolution.pk: clause for clause in self.clauses}
        for pk in sorted(gone):
            seen = Assignment.history.filter(
                id=pk, version=_whole(str(data[f"row-{pk}-version"])), resolution__agenda_item__meeting=self.meeting
            ).exclude(history_type="-").order_by("-history_id").first()  # fmt: skip
            if seen is None:
                continue
            helpers = list(seen.supporting.values_list("department_id", flat=True))
            old = self._form(
                ProposalForm, data, instance=seen.instance, initial={"supporting": helpers}, prefix=f"row-{pk}"
            )
            if not old.has_changed():
                continue
            if (clause := clauses.get(seen.resolution_id)) is None or not self.can_add:
                self.lost.append(str(data.get(f"row-{pk}-task", "")))
                continue
            self._keep_as_new(clause, old)

    def _keep_as_new(self, clause: ClauseRows, old: ProposalForm) -> None:
        form = self._add_form(clause, None)
        copied: Any = self.data.copy() if self.data is not None else QueryDict(mutable=True)
        for name in old.fields:
            copied[form.add_prefix(name)] = old[name].data or ""
        form.data, form.is_bound = copied, True
        form.full_clean()
        form.add_error(None, _("This was assigned or taken out in the meantime; what you typed is a new proposal now."))

    # What is saved

    @property
    def forms(self) -> Iterable[ProposalForm]:
        for clause in self.clauses:
            yield from (row.form for row in clause.proposed if row.form is not None and row.form.is_bound)
            yield from clause.new

    @property
    def has_idle_rows(self) -> bool:
        """Whether a new row was opened and says nothing yet."""
        return any(isinstance(form, NewForm) and not form.has_changed() for form in self.forms)

    def is_valid(self) -> bool:
        """Whether every row that was sent can be saved; each tells what is wrong with it."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return not (wrong or self.lost)

    def save(self) -> int | None:
        """Save what was changed, all or nothing, and return how many rows; None if a row was refused, which says why.

        The caller undoes the transaction then.
        """
        saved, refused = 0, False
        for form in self.forms:
            if not form.has_changed():
                continue
            try:
                self._save_row(form)
                saved += 1
            except DomainError as error:
                form.add_error(None, str(error))
                refused = True
        return None if refused else saved

    def _save_row(self, form: ProposalForm) -> None:
        if isinstance(form, NewForm):
            propose(resolution=form.instance.resolution, by=self.user, **form.values())
        else:
            version = form.cleaned_data["version"]
            correct(assignment=form.instance, by=self.user, version=version, **form.values())


def may_assign(user: Any, meeting: Meeting) -> bool:
    """Return whether `user` may assign proposals of `meeting` now."""
    return can_assign.test(user) and meeting.state != MeetingState.WITHDRAWN


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1


# What the page can be narrowed down to.
SHOWN: dict[str, Any] = {
    "": lambda clause: True,
    "without": lambda clause: clause.is_without,
    "proposed": lambda clause: bool(clause.proposed),
}
