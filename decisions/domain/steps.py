"""What every verb of follow-up begins and ends with: the locked row, the checks, history and the event."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.enums import Verb
from decisions.models import Assignment, Event, ProgressReport
from decisions.rules import STEPS, departments_of
from decisions.telling.tasks import tell
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.common.models import for_the_record, without_history


class Repeated(DomainError):
    """The very step was taken already: a form sent twice. Nothing was changed by the second one."""

    def __init__(self) -> None:
        super().__init__(_("This was recorded already; it was not recorded twice."))


def required(text: str, message: Any) -> str:
    """Return `text` without surrounding space. Raises DomainError with `message` if nothing is left."""
    text = text.strip()
    if not text:
        raise DomainError(message)
    return text


@dataclass(slots=True)
class Taken:
    """A step that may be taken: the locked row to change, by whom, and the line for history."""

    row: Assignment
    by: Any
    label: str
    line: str

    def finish(
        self,
        *,
        text: str = "",
        department: Department | None = None,
        report: ProgressReport | None = None,
        details: dict[str, Any] | None = None,
    ) -> Event:
        """Save the row and write the event that tells of it. `text` says why; for `details` see models.Event."""
        self.row.save_as(by=self.by, reason=self.line)
        return record(
            self.row, self.label, by=self.by, text=text, department=department, report=report, details=details or {}
        )


def begin(
    verb: str, *, assignment: Assignment, by: Any, version: int | None, words: str = "", label: str = ""
) -> Taken:
    """Lock the assignment and check that `by` may use `verb` on it now; call inside a transaction.

    `version` is the one that the person's form was opened with (None for callers without a form). It also makes a form
    sent twice harmless: each step saves the assignment and so raises its version, hence the second sending is stale;
    and where history shows that the same person took the same step with the same words from that very version, it is
    known to be a repetition. `words` are what the person wrote; `label` is the Verb of the event where `verb` is not.

    Returns what to change and to finish, once. Raises NotAllowed, Repeated, StaleVersion or IllegalMove, in this order.
    """
    locked: Assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    step = STEPS[verb]
    if not step.allowed.test(by, locked):
        raise NotAllowed
    line = line_of(label or verb, words)
    if version is not None and version != locked.version:
        same = locked.history.filter(version=version + 1, history_user=by, history_change_reason=line)
        raise Repeated if same.exists() else StaleVersion
    if locked.assigned_at is None:
        raise IllegalMove(_("This is a proposal still; it has to be assigned first."))
    if locked.state not in step.states:
        raise IllegalMove(
            _("This is not possible now: the assignment is “%(state)s”.") % {"state": locked.get_state_display()}
        )
    return Taken(locked, by, label or verb, line)


def set_supporting(row: Assignment, departments: Iterable[Department]) -> None:
    """Name the supporting departments of a row that is saved afterwards: the save writes the one line of history."""
    with without_history(row):
        row.supporting.set(departments)


def line_of(label: str, words: str = "") -> str:
    """Return the line for history, in the language of the records whatever language the person reads."""
    label = for_the_record(Verb(label).label)
    return f"{label}: {words}" if words else label


def record(assignment: Assignment, verb: str, *, by: Any, **fields: Any) -> Event:
    """Write that something happened to an assignment, to be told; call in the transaction in which it does."""
    event = Event.objects.create(assignment=assignment, verb=verb, by=by, **fields)
    tell.enqueue(event.pk)
    return event


def acting_department(by: Any, assignment: Assignment) -> Department | None:
    """Return the department that `by` speaks for: the lead before a supporting one; None for who has neither."""
    mine = departments_of(by)
    lead = mine.filter(pk=assignment.lead_id).first()
    return lead or mine.filter(pk__in=assignment.supporting.values("pk")).first()
