"""Compares the plan of a new text with a draft."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from decisions.models import Resolution
from gusu_minutes.importing.plan import NONE, AssignmentPlan, AttendancePlan, ImportPlan, ItemPlan
from gusu_minutes.importing.reimport.changes import (
    Changes,
    ClauseChange,
    FieldChange,
    ItemChange,
    Removal,
    RollChange,
)
from gusu_minutes.importing.reimport.draft import Draft
from gusu_minutes.importing.reimport.pairing import Clause, Item, Pairs, moved, pair
from gusu_minutes.importing.reimport.roll import Line, pair_roll
from meetings.models import AgendaItem, Attendance, Meeting

_FRAME = ("title", "term", "year", "number", "held_on", "half_day", "place", "preamble", "closing", "unplaced")
# What a text that does not name it does not take away.
_NAMED = ("document_number", "chair_name", "chair_title", "recorder")


def outline(items: Iterable[ItemPlan]) -> list[Item]:
    """Return the items of a plan as the matching wants them."""
    return [Item(one.number, one.title, tuple(Clause(c.number, c.text) for c in one.clauses)) for one in items]


def compare(draft: Draft, plan: ImportPlan, last: ImportPlan | None = None) -> Changes:
    """Return what `plan` would change in the draft. Pure.

    `last` is the plan that the draft came of. What is concluded from the words (kind, outcome, who presents, whom a
    clause puts to work) is taken over only where they say something else than then: the clerk may have mended it.
    """
    return _Comparison(draft, plan, last).changes()


def change_of(row: Any, name: str, value: Any) -> FieldChange | None:
    """Return the change of a field to `value`, None where it has it."""
    field = row._meta.get_field(name)
    old = getattr(row, name)
    if (old or "") == (value or ""):
        return None
    return FieldChange(name, capfirst(str(field.verbose_name)), _shown(field, old), _shown(field, value), value)


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return "" if value is None else str(value)


class _Comparison:
    def __init__(self, draft: Draft, plan: ImportPlan, last: ImportPlan | None) -> None:
        self.draft, self.plan = draft, plan
        new = outline(plan.items)
        self.pairs = pair(draft.outline, new)
        self.last = last
        self.before = pair(outline(last.items), new) if last else Pairs({}, {})

    def changes(self) -> Changes:
        items = self._items()
        roll, left_out = self._roll()
        return Changes(
            self.draft.meeting, self.draft.seen, tuple(self._frame()), items, tuple(self._removals()), roll, left_out
        )

    def _frame(self) -> list[FieldChange]:
        meeting, frame = self.draft.meeting, self.plan.meeting
        changes = [change_of(meeting, name, getattr(frame, name)) for name in _FRAME]
        changes += [change_of(meeting, name, value) for name in _NAMED if (value := getattr(frame, name))]
        chair = self.plan.people.get(frame.chair)
        renamed = bool(frame.chair_name) and frame.chair_name != meeting.chair_name
        if chair and chair.choice != NONE and chair.person != meeting.chair and (renamed or meeting.chair is None):
            label = capfirst(str(Meeting._meta.get_field("chair").verbose_name))
            changes.append(FieldChange("chair", label, str(meeting.chair or ""), chair.name, frame.chair))
        series = self.plan.series
        if series.found != meeting.series:
            name = series.found.name if series.found else series.name
            label = capfirst(str(Meeting._meta.get_field("series").verbose_name))
            changes.insert(0, FieldChange("series", label, str(meeting.series), name, None))
        return [change for change in changes if change is not None]

    def _items(self) -> tuple[ItemChange, ...]:
        found = [here for here in range(len(self.plan.items)) if here in self.pairs.items]
        out = {found[place] for place in moved([self.pairs.items[here] for here in found])}
        return tuple(self._item(here, here in out) for here in range(len(self.plan.items)))

    def _item(self, here: int, out: bool) -> ItemChange:
        plan, there = self.plan.items[here], self.pairs.items.get(here)
        row = self.draft.items[there] if there is not None else None
        clauses = self._clauses(here, there)
        if row is None:
            return ItemChange(plan, None, clauses, presenting=plan.presenting)
        last = self.last.items[self.before.items[here]] if self.last and here in self.before.items else None
        changes = [change_of(row, "number", plan.number), change_of(row, "title", plan.title)]
        for name in ("kind", "outcome", "forwarded_to"):
            if last is None or getattr(last, name) != getattr(plan, name):
                value = getattr(plan, name)
                changes.append(change_of(row, name, list(value) if isinstance(value, tuple) else value))
        presenting = None
        if last is None or last.presenting != plan.presenting:
            presenting = self._presenting(row, plan, changes)
        return ItemChange(plan, row, clauses, tuple(filter(None, changes)), presenting, out)

    def _presenting(self, row: AgendaItem, plan: ItemPlan, changes: list[Any]) -> tuple[str, ...] | None:
        linked = [self.plan.departments[name] for name in plan.presenting if self.plan.departments[name].is_linked]
        held = list(row.presenting.all())
        if {one.department for one in linked} == set(held):
            return None
        label = capfirst(str(AgendaItem._meta.get_field("presenting").verbose_name))
        old = "、".join(str(one) for one in held)
        changes.append(
            FieldChange("presenting", label, old, "、".join(str(one.department or one.name) for one in linked), None)
        )
        return plan.presenting

    def _clauses(self, here: int, there: int | None) -> tuple[ClauseChange, ...]:
        plans = self.plan.items[here].clauses
        at_home = [
            nth for nth in range(len(plans)) if (place := self.pairs.clauses.get((here, nth))) and place[0] == there
        ]
        out = {at_home[place] for place in moved([self.pairs.clauses[here, nth][1] for nth in at_home])}
        return tuple(self._clause(here, nth, there, nth in out) for nth in range(len(plans)))

    def _clause(self, here: int, nth: int, there: int | None, out: bool) -> ClauseChange:
        plan, place = self.plan.items[here].clauses[nth], self.pairs.clauses.get((here, nth))
        if place is None:
            return ClauseChange(plan, None, proposals=tuple(one for one in plan.assignments if self._is_made(one)))
        home = self.draft.items[place[0]]
        row = self.draft.resolutions[home.pk][place[1]]
        changes = filter(None, [change_of(row, "number", plan.number), change_of(row, "text", plan.text)])
        away = place[0] != there
        return ClauseChange(
            plan,
            row,
            tuple(changes),
            out or away,
            home if away else None,
            self._proposals(row, plan.assignments, (here, nth)),
        )

    def _is_made(self, one: AssignmentPlan) -> bool:
        return self.plan.departments[one.lead].is_linked

    def _proposals(
        self, row: Resolution, plans: Sequence[AssignmentPlan], here: tuple[int, int]
    ) -> tuple[AssignmentPlan, ...]:
        """Return the tasks that the resolution has not, and that the clerk did not take out of it."""
        held = {(one.lead, one.lead_role) for one in row.assignments.all()}
        said: set[tuple[str, str]] = set()
        if self.last and here in self.before.clauses:
            item, nth = self.before.clauses[here]
            said = {(one.lead, one.role) for one in self.last.items[item].clauses[nth].assignments}
        return tuple(
            one
            for one in plans
            if self._is_made(one)
            and (self.plan.departments[one.lead].department, one.role) not in held
            and (one.lead, one.role) not in said
        )

    def _removals(self) -> list[Removal]:
        kept_items, kept = set(self.pairs.items.values()), set(self.pairs.clauses.values())
        removals = []
        for there, item in enumerate(self.draft.items):
            left = [one for nth, one in enumerate(self.draft.resolutions[item.pk]) if (there, nth) not in kept]
            if there in kept_items:
                removals += [self._removal(one) for one in left]
                continue
            removals.append(
                Removal(
                    item,
                    self.draft.why_item_stays(item, left),
                    tuple(left),
                    tuple(task for one in left for task in one.assignments.all()),
                    item.attachment_total,  # type: ignore[attr-defined]
                    tuple(one for one in self.draft.roll if list(one.items.all()) == [item]),
                )
            )
        return removals

    def _removal(self, one: Resolution) -> Removal:
        return Removal(one, self.draft.why_resolution_stays(one), (), tuple(one.assignments.all()))

    def _roll(self) -> tuple[tuple[RollChange, ...], tuple[Attendance, ...]]:
        """Return the lines of the roll, and those that are left out. A text without a roll changes none."""
        if not self.plan.attendance:
            return (), ()
        rows = self.draft.roll
        pairs = pair_roll(
            [Line(row.kind, row.name, row.department_name, row.person_id) for row in rows],
            [Line(one.kind, one.name, one.department, self._person_of(one)) for one in self.plan.attendance],
        )
        found = sorted(pairs)
        out = {found[place] for place in moved([pairs[here] for here in found])}
        lines = tuple(
            self._line(one, rows[pairs[here]] if here in pairs else None, here in out)
            for here, one in enumerate(self.plan.attendance)
        )
        taken = set(pairs.values())
        return lines, tuple(row for there, row in enumerate(rows) if there not in taken)

    def _person_of(self, entry: AttendancePlan) -> int | None:
        person = self.plan.people[entry.person].person
        return person.pk if person else None

    def _line(self, plan: AttendancePlan, row: Attendance | None, out: bool) -> RollChange:
        if row is None:
            return RollChange(plan, None)
        values = {
            "kind": plan.kind, "name": plan.name, "title": plan.title, "department_name": plan.department,
            "substitutes_for": plan.substitutes_for,
        }  # fmt: skip
        changes = [change for name, value in values.items() if (change := change_of(row, name, value))]
        renamed = (row.name, row.department_name) != (plan.name, plan.department)
        person = self.plan.people[plan.person]
        links = renamed
        if not renamed and row.person is None and person.choice != NONE:
            label = capfirst(str(Attendance._meta.get_field("person").verbose_name))
            new = str(person.person) if person.person else _("a new person")
            changes.append(FieldChange("person", label, "", new, None))
            links = True
        return RollChange(plan, row, tuple(changes), out, links)
