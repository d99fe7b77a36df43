"""Takes a new text over into a draft: one transaction, every row with its history, what is the same untouched."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.domain.drafts import remove_item, remove_resolution
from decisions.models import Resolution
from gusu_minutes.common.errors import IllegalMove, StaleVersion
from gusu_minutes.common.models import without_history
from gusu_minutes.importing.apply import AlreadyImported
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.plan import ImportPlan
from gusu_minutes.importing.reading import plan_import
from gusu_minutes.importing.register import Register
from gusu_minutes.importing.reimport.begin import changes_of, require_draft
from gusu_minutes.importing.reimport.changes import Changes, ItemChange, Removal, RollChange
from gusu_minutes.importing.rows import make_assignment, make_attendance, make_item, make_resolution
from meetings.domain.moves import lock
from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken over into which draft; `stayed` are the rows that the new text lacks and that were kept."""

    meeting: Meeting
    changes: Changes
    stayed: tuple[Removal, ...]


def take_over(*, minutes_import: MinutesImport, seen: str, confirmed: Collection[str], by: Any) -> Taken:
    """Change the draft as the plan of the import stands now; rows of `confirmed` (Removal.name) are removed.

    Raises AlreadyImported for a second time, StaleVersion where the draft is no longer the one that was `seen`,
    IllegalMove for a meeting that is no draft or a plan with problems, NotAllowed. Nothing is written then.
    """
    try:
        with transaction.atomic():
            return _take_over(minutes_import, seen, confirmed, by)
    except IntegrityError as error:
        raise IllegalMove(_("Somebody else saved the same records at this moment. Look again, then repeat.")) from error


def _take_over(minutes_import: MinutesImport, seen: str, confirmed: Collection[str], by: Any) -> Taken:
    locked = MinutesImport.objects.select_for_update().get(pk=minutes_import.pk)
    if locked.target is None:
        raise IllegalMove(_("This import makes a new draft: it has none to change."))
    if locked.meeting is not None:
        raise AlreadyImported(locked.meeting)
    meeting = lock(locked.target)
    locked.target = meeting
    require_draft(meeting, by)
    known = Known.load()
    plan = plan_import(locked, known)
    if plan.problems:
        raise IllegalMove(" ".join(problem.message for problem in plan.problems))
    changes = changes_of(meeting, plan, known)
    if changes.seen != seen:
        raise StaleVersion
    reason = _("imported again: %(name)s") % {"name": str(locked)}
    going = [one for one in changes.removals if not one.stays_because and one.name in confirmed]
    if changes:
        _Writer(changes, plan, going, by, reason).write()
    locked.meeting = meeting
    locked.save_as(by=by, reason=reason)
    return Taken(meeting, changes, tuple(one for one in changes.removals if one not in going))


class _Writer:
    """Writes changes. Rows that move step aside first: positions are unique at every moment."""

    def __init__(self, changes: Changes, plan: ImportPlan, going: list[Removal], by: Any, reason: str) -> None:
        self.changes, self.plan, self.going, self.by, self.reason = changes, plan, going, by, reason
        self.meeting = changes.meeting
        self.register = Register(plan, by=by, reason=reason)
        self._gone = {one.name for one in going}
        self._leaving: list[tuple[int, int]] = []  # items that go, with the position they had

    def write(self) -> None:
        self._frame()
        for one in self.going:
            if isinstance(one.row, Resolution):
                one.row._change_reason = self.reason
                remove_resolution(resolution=one.row, by=self.by)
        items = self._items()
        self._resolutions(items)
        self._roll()

    def _frame(self) -> None:
        for change in self.changes.field_changes:
            if change.name == "series":
                self.meeting.series = self.register.series
            elif change.name == "chair":
                self.meeting.chair = self.register.people.get(change.value)
            else:
                setattr(self.meeting, change.name, change.value)
        if self.changes.field_changes:
            self.register.save(self.meeting)

    # Items

    def _items(self) -> list[tuple[AgendaItem, ItemChange | None]]:
        """Write the items in their new order and return them; those that go stand aside until they are empty."""
        order: list[tuple[AgendaItem | None, ItemChange | None]] = [(one.row, one) for one in self.changes.items]
        staying = [one.row for one in self.changes.removals if one.is_item and one.name not in self._gone]
        order = _with_kept(order, staying, self.meeting.items.order_by("position"))
        places = _places([row for row, _change in order])
        going = [one.row for one in self.going if one.is_item]
        was = {row.pk: row.position for row in going}
        moving = [row for (row, _change), place in zip(order, places, strict=True) if row and row.position != place]
        self._step_aside([*moving, *going])
        written = []
        for (row, change), place in zip(order, places, strict=True):
            written.append((self._item(row, change, place), change))
        self._leaving = list(was.items())
        return written

    def _item(self, row: AgendaItem | None, change: ItemChange | None, place: int) -> AgendaItem:
        if row is None:
            assert change is not None
            return make_item(self.meeting, place, change.plan, self.register)
        changed = row.position != place
        for field in change.field_changes if change else ():
            changed = True
            if field.name != "presenting":
                setattr(row, field.name, field.value)
        row.position = place
        if change and change.presenting is not None:
            row._history_user, row._change_reason = self.by, self.reason
            row.presenting.set(self.register.linked(change.presenting))
        if changed:
            self.register.save(row)
        return row

    # Resolutions

    def _resolutions(self, items: Sequence[tuple[AgendaItem, ItemChange | None]]) -> None:
        there = self._standing()
        orders = []
        for item, change in items:
            order: list[Any] = [(clause.row, clause) for clause in (change.clauses if change else ())]
            # What the new text has elsewhere, or not at all and goes, is no longer here.
            staying = [row for row in there.get(item.pk, []) if row.pk not in self._placed]
            order = _with_kept(order, staying, there.get(item.pk, []))
            own = [row if row is not None and row.agenda_item_id == item.pk else None for row, _clause in order]
            orders.append((item, order, _places(own)))
        self._step_aside(
            row
            for item, order, places in orders
            for (row, _clause), place in zip(order, places, strict=True)
            if row is not None and (row.agenda_item_id, row.position) != (item.pk, place)
        )
        for item, order, places in orders:
            for (row, clause), place in zip(order, places, strict=True):
                self._resolution(item, place, row, clause)
        for key, position in self._leaving:
            item = AgendaItem.objects.get(pk=key)  # as it stands now, without what moved elsewhere
            item.position = position  # for its last row of history
            item._change_reason = self.reason
            remove_item(item=item, by=self.by)

    @property
    def _placed(self) -> set[int]:
        return {clause.row.pk for item in self.changes.items for clause in item.clauses if clause.row is not None}

    def _standing(self) -> dict[int, list[Resolution]]:
        """Return the resolutions of each item as they stand, without those removed; rows of changes are themselves."""
        known = {
            clause.row.pk: clause.row
            for item in self.changes.items
            for clause in item.clauses
            if clause.row is not None
        }
        there: dict[int, list[Resolution]] = {}
        for row in Resolution.objects.filter(agenda_item__meeting=self.meeting).order_by("agenda_item", "position"):
            there.setdefault(row.agenda_item_id, []).append(known.get(row.pk, row))
        return there

    def _resolution(self, item: AgendaItem, place: int, row: Resolution | None, clause: Any) -> None:
        if row is None:
            resolution = make_resolution(item, place, clause.plan, self.register)
        else:
            resolution = row
            changed = (row.agenda_item_id, row.position) != (item.pk, place)
            for field in clause.field_changes if clause else ():
                setattr(row, field.name, field.value)
                changed = True
            if changed:
                row.agenda_item, row.position = item, place
                self.register.save(row)
        for one in clause.proposals if clause and row is not None else ():
            make_assignment(resolution, one, self.register)

    def _step_aside(self, rows: Iterable[Any]) -> None:
        """Give rows a place where no other is. That step is no news for the history."""
        for row in rows:
            row.position = -row.pk
            with without_history(row):
                row.save_as(by=self.by, reason=self.reason)

    # Attendance

    def _roll(self) -> None:
        for row in self.changes.left_out:
            row._change_reason = self.reason
            row.delete_as(by=self.by)
        places = _places([line.row for line in self.changes.roll])
        self._step_aside(
            line.row
            for line, place in zip(self.changes.roll, places, strict=True)
            if line.row is not None and line.row.position != place
        )
        for line, place in zip(self.changes.roll, places, strict=True):
            self._line(line, place)

    def _line(self, line: RollChange, place: int) -> None:
        row, plan = line.row, line.plan
        if row is None:
            make_attendance(self.meeting, place, plan, self.register)
            return
        changed = row.position != place
        for field in line.field_changes:
            changed = True
            if field.name != "person":
                setattr(row, field.name, field.value)
        if line.links:
            row.person, row.appointment = self.register.people[plan.person], self.register.appointments[plan.person]
            row.department = self.register.departments[plan.department] if plan.department else None
            changed = True
        if changed:
            row.position = place
            self.register.save(row)


def _with_kept(order: list[Any], kept: Iterable[Any], before: Iterable[Any]) -> list[Any]:
    """Return (row, change) in order with the `kept` rows put in: each behind the row that it stood behind."""
    order = list(order)
    sequence = [row.pk for row in before]
    for row in kept:
        at = sequence.index(row.pk)
        earlier = set(sequence[:at])
        behind = max(
            (index for index, (one, _c) in enumerate(order) if one is not None and one.pk in earlier), default=-1
        )
        order.insert(behind + 1, (row, None))
    return order


def _places(rows: Sequence[Any]) -> list[int]:
    """Return a position for each row (None for a new one): those they have where these are in order already."""
    held = [row.position if row is not None else None for row in rows]
    if None not in held and all(0 < one < other for one, other in zip([0.5, *held], held, strict=False)):  # type: ignore[operator]
        return held  # type: ignore[return-value]
    return list(range(1, len(rows) + 1))


def told(taken: Taken) -> str:
    """Return a sentence about what was taken over."""
    if not taken.changes:
        return _("The text says what the draft says; nothing was changed.")
    changes = taken.changes
    removed = changes.removed - sum(not one.stays_because for one in taken.stayed)
    sentence = _("Taken over: %(added)s added, %(changed)s changed, %(moved)s moved, %(removed)s removed.") % {
        "added": changes.added, "changed": changes.changed, "moved": changes.moved, "removed": removed,
    }  # fmt: skip
    count = len(taken.stayed)
    if not count:
        return sentence
    stayed = ngettext(
        "%(count)s that the text lacks stayed in the draft.",
        "%(count)s that the text lacks stayed in the draft.",
        count,
    )
    return f"{sentence} {stayed % {'count': count}}"
