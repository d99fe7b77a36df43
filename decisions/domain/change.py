"""Changing what was assigned: the task and its date with the chair's consent, the lead department by reassigning."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.domain.steps import Taken, begin, required, set_supporting
from decisions.domain.verify import NEEDS_CONSENT
from decisions.enums import AssignmentState, Verb
from decisions.models import Assignment
from gusu_minutes.common.errors import DomainError, IllegalMove

CHANGEABLE = ("task", "due_on", "kind", "cycle", "leader")


@transaction.atomic
def change(
    *,
    assignment: Assignment,
    by: Any,
    reason: str,
    consent: str,
    supporting: list[Department] | None = None,
    version: int | None = None,
    **values: Any,
) -> Assignment:
    """Change an open assignment; `values` are new ones of the fields in CHANGEABLE, `supporting` the departments then.

    What the minutes say stays as it was decided. `consent` notes who of the chairs agreed, and when. Raises DomainError
    if nothing would change or no task is left.
    """
    reason, consent = required(reason, _("Say why it is changed.")), required(consent, NEEDS_CONSENT)
    if unknown := values.keys() - set(CHANGEABLE):
        raise TypeError(f"not changeable: {unknown}")
    if "task" in values:
        values["task"] = required(values["task"], _("Say what has to be done."))
    wanted = {**values, **({} if supporting is None else {"supporting": _names(supporting)})}
    words = " ".join([reason, f"({consent})", *(f"{name}={value}" for name, value in sorted(wanted.items()))])
    step = begin(Verb.CHANGE, assignment=assignment, by=by, version=version, words=words)
    row = step.row
    changes: list[list[str]] = []
    details: dict[str, Any] = {"consent": consent, "changes": changes}
    for name, value in values.items():
        before = _shown(row, name)
        setattr(row, name, value)
        if before != (after := _shown(row, name)):
            changes.append([name, before, after])
    if supporting is not None:
        before_them = list(row.supporting.all())
        kept = [department for department in supporting if department.pk != row.lead_id]
        if set(before_them) != set(kept):
            changes.append(["supporting", _names(before_them), _names(kept)])
            details["left"] = [department.code for department in before_them if department not in kept]
            set_supporting(row, kept)
    if not changes:
        raise DomainError(_("Nothing was changed."))
    step.finish(text=reason, details=details)
    return row


@transaction.atomic
def reassign(
    *, assignment: Assignment, by: Any, lead: Department, reason: str, consent: str = "", version: int | None = None
) -> Assignment:
    """Give an open assignment to another lead department, which has to sign for it (→ to be acknowledged).

    To the successor of a department that was reorganised it needs no consent; to any other the chair's is noted.
    """
    reason = required(reason, _("Say why the lead department changes."))
    consent = consent.strip()
    step = begin(
        Verb.REASSIGN, assignment=assignment, by=by, version=version, words=f"{lead.code} {reason} {consent}".strip()
    )
    old_lead = step.row.lead
    if lead.pk != old_lead.successor_id:
        consent = required(consent, NEEDS_CONSENT)
    give_to(step, lead)
    details = {"old_lead": old_lead.short_name, "new_lead": lead.short_name, "left": [old_lead.code]}
    step.finish(text=reason, details={**details, **({"consent": consent} if consent else {})})
    return step.row


@transaction.atomic
def hand_to_successor(*, assignment: Assignment, by: Any, version: int | None = None) -> Assignment:
    """Give an open assignment to the department that took over from its lead. Raises IllegalMove if none did."""
    successor = assignment.lead.successor
    if successor is None:
        raise IllegalMove(_("“%(department)s” has no successor.") % {"department": assignment.lead})
    reason = str(_("The department was reorganised."))
    return reassign(assignment=assignment, by=by, lead=successor, reason=reason, version=version)


def give_to(step: Taken, lead: Department) -> None:
    """Make `lead` the lead department of the row of a step that begins; the caller finishes it.

    Raises DomainError for the present one or one that exists no more.
    """
    row = step.row
    if lead.pk == row.lead_id:
        raise DomainError(_("“%(department)s” leads it already.") % {"department": lead})
    if not Department.objects.active_on(timezone.localdate()).filter(pk=lead.pk).exists():
        raise DomainError(_("“%(department)s” exists no more.") % {"department": lead})
    set_supporting(row, row.supporting.exclude(pk=lead.pk))
    row.lead = lead
    row.leader = lead.leader or row.leader
    row.state, row.percent, row.reason = AssignmentState.ASSIGNED, 0, ""
    row.acknowledged_by = row.acknowledged_at = row.reported_by = row.reported_at = row.report_due_on = None


def _names(departments: Any) -> str:
    return "、".join(sorted(department.short_name for department in departments))


def _shown(row: Assignment, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
