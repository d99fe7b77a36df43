"""What a new text would change in a draft: plain values and the rows they stand for. Writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from decisions.models import Assignment, Resolution
from gusu_minutes.common.pieces import Pieces, pieces
from gusu_minutes.importing.plan import AssignmentPlan, AttendancePlan, ClausePlan, ItemPlan
from meetings.models import AgendaItem, Attendance, Meeting

_CONTEXT = 12  # characters of what stayed the same that are shown around a change


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that gets another value. `old` and `new` are for people to read."""

    name: str
    label: str
    old: str
    new: str
    value: Any

    @property
    def pieces(self) -> Pieces:
        return pieces(self.old, self.new, context=_CONTEXT)


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A resolution of the new text; `row` is the one of the draft that it is, None for a new one."""

    plan: ClausePlan
    row: Resolution | None
    field_changes: tuple[FieldChange, ...] = ()
    moved: bool = False
    moved_from: AgendaItem | None = None
    proposals: tuple[AssignmentPlan, ...] = ()

    @property
    def is_change(self) -> bool:
        return self.row is None or self.moved or bool(self.field_changes or self.proposals)

    @property
    def keeps_public_text(self) -> bool:
        """Whether words for the public stay that were written for other words."""
        return self.row is not None and bool(self.row.public_text) and _reworded(self.field_changes, "text")


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of the new text; `presenting` holds names to be linked anew, None where nothing changes."""

    plan: ItemPlan
    row: AgendaItem | None
    clauses: tuple[ClauseChange, ...]
    field_changes: tuple[FieldChange, ...] = ()
    presenting: tuple[str, ...] | None = None
    moved: bool = False

    @property
    def is_changed_itself(self) -> bool:
        return self.row is None or self.moved or bool(self.field_changes)

    @property
    def is_change(self) -> bool:
        return self.is_changed_itself or any(clause.is_change for clause in self.clauses)

    @property
    def changed_clauses(self) -> list[ClauseChange]:
        return [clause for clause in self.clauses if clause.is_change]

    @property
    def keeps_public_title(self) -> bool:
        return self.row is not None and bool(self.row.public_title) and _reworded(self.field_changes, "title")


def _reworded(changes: tuple[FieldChange, ...], name: str) -> bool:
    return any(change.name == name for change in changes)


@dataclass(frozen=True, slots=True)
class Removal:
    """A row that the new text does not have. It goes if it may (`stays_because` is empty) and is confirmed."""

    row: AgendaItem | Resolution
    stays_because: str = ""
    resolutions: tuple[Resolution, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    attachment_total: int = 0
    only_for_it: tuple[Attendance, ...] = ()

    @property
    def name(self) -> str:
        """What the tick of this row is called."""
        return f"{self.row._meta.model_name}-{self.row.pk}"

    @property
    def is_item(self) -> bool:
        return isinstance(self.row, AgendaItem)

    @property
    def needs_asking(self) -> bool:
        """Whether more than words goes: then the tick is not set beforehand."""
        return bool(self.assignments or self.attachment_total or self.only_for_it)


@dataclass(frozen=True, slots=True)
class RollChange:
    """A line of the new roll; `row` is that of the draft, None for a new one."""

    plan: AttendancePlan
    row: Attendance | None
    field_changes: tuple[FieldChange, ...] = ()
    moved: bool = False
    links: bool = True  # whether person, post and department are linked anew

    @property
    def is_change(self) -> bool:
        return self.row is None or self.moved or bool(self.field_changes)


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that one import would change in a draft; `seen` tells the state of the draft it was made from."""

    meeting: Meeting
    seen: str
    field_changes: tuple[FieldChange, ...]
    items: tuple[ItemChange, ...]
    removals: tuple[Removal, ...]
    roll: tuple[RollChange, ...] = ()
    left_out: tuple[Attendance, ...] = ()

    def __bool__(self) -> bool:
        """Whether the text changes anything; what would go and must stay is no change."""
        return bool(
            self.field_changes
            or any(item.is_change for item in self.items)
            or any(not one.stays_because for one in self.removals)
            or self.changed_roll
            or self.left_out
        )

    @property
    def changed_items(self) -> list[ItemChange]:
        return [item for item in self.items if item.is_change]

    @property
    def changed_roll(self) -> list[RollChange]:
        return [line for line in self.roll if line.is_change]

    def _rows(self) -> Iterator[ItemChange | ClauseChange | RollChange]:
        for item in self.items:
            yield item
            yield from item.clauses
        yield from self.roll

    @property
    def added(self) -> int:
        return sum(one.row is None for one in self._rows())

    @property
    def changed(self) -> int:
        return sum(one.row is not None and bool(one.field_changes) for one in self._rows()) + bool(self.field_changes)

    @property
    def moved(self) -> int:
        return sum(one.moved for one in self._rows())

    @property
    def removed(self) -> int:
        return sum(not one.stays_because for one in self.removals) + len(self.left_out)

    @property
    def new_proposals(self) -> int:
        return sum(len(clause.proposals) for item in self.items for clause in item.clauses if clause.row is not None)
