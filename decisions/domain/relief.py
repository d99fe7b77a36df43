"""A department asks to be relieved of its part, or for another lead; the supervisor answers once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.domain.change import give_to
from decisions.domain.steps import acting_department, begin, required, set_supporting
from decisions.enums import Verb
from decisions.models import Assignment, ReliefDecision, ReliefRequest
from gusu_minutes.common.errors import DomainError, IllegalMove


@transaction.atomic
def request_relief(
    *,
    assignment: Assignment,
    by: Any,
    reason: str,
    proposed_lead: Department | None = None,
    version: int | None = None,
) -> ReliefRequest:
    """Ask to be relieved of an assignment; the lead department may propose who should lead instead.

    Raises IllegalMove while another request of the assignment waits for its answer.
    """
    reason = required(reason, _("Say why another department should do it."))
    words = f"{proposed_lead.code if proposed_lead else ''} {reason}".strip()
    step = begin(Verb.REQUEST_RELIEF, assignment=assignment, by=by, version=version, words=words)
    row = step.row
    if row.reliefs.filter(decision=None).exists():
        raise IllegalMove(_("A request for relief is waiting for its answer already."))
    department = acting_department(by, row)
    if department is None:  # begin() let pass only who acts for one
        raise IllegalMove(_("You act for no department of this assignment."))
    if proposed_lead is not None and (department != row.lead or proposed_lead == row.lead):
        raise DomainError(_("Only the lead department proposes another one to lead."))
    request = ReliefRequest.objects.create(
        assignment=row, department=department, proposed_lead=proposed_lead, reason=reason, by=by
    )
    details = {"new_lead": proposed_lead.short_name} if proposed_lead else {}
    step.finish(department=department, text=reason, details=details)
    return request


@transaction.atomic
def decide_relief(
    *,
    request: ReliefRequest,
    by: Any,
    granted: bool,
    new_lead: Department | None = None,
    note: str = "",
    version: int | None = None,
) -> ReliefDecision:
    """Grant or refuse a request, once. Relieving the lead department needs a `new_lead`, which has to sign for it.

    A supporting department that is relieved is named no longer. A refusal needs a note. Raises IllegalMove if it was
    decided before or the department has no part in the assignment any more, DomainError without a new lead.
    """
    note = note.strip() if granted else required(note, _("Say why it is refused."))
    new_lead = (new_lead or request.proposed_lead) if granted else None
    step = begin(
        "decide_relief",
        assignment=request.assignment,
        by=by,
        version=version,
        words=f"{new_lead.code if new_lead else ''} {note}".strip(),
        label=Verb.GRANT_RELIEF if granted else Verb.REFUSE_RELIEF,
    )
    row = step.row
    if ReliefDecision.objects.filter(request=request).exists():
        raise IllegalMove(_("This request was decided already."))
    details: dict[str, Any] = {}
    if granted:
        details = {"left": [request.department.code]}
        if request.department_id == row.lead_id:
            if new_lead is None:
                raise DomainError(_("Say which department leads instead."))
            details |= {"old_lead": row.lead.short_name, "new_lead": new_lead.short_name}
            give_to(step, new_lead)
        elif row.supporting.filter(pk=request.department_id).exists():
            set_supporting(row, row.supporting.exclude(pk=request.department_id))
            new_lead = None
        else:
            raise IllegalMove(_("The department has no part in this assignment any more."))
    decision = ReliefDecision.objects.create(request=request, granted=granted, new_lead=new_lead, note=note, by=by)
    step.finish(text=note, department=request.department, details=details)
    return decision


def decide_last(
    *,
    assignment: Assignment,
    by: Any,
    granted: bool,
    new_lead: Department | None = None,
    note: str = "",
    version: int | None = None,
) -> ReliefDecision:
    """Answer the last request of an assignment, as `decide_relief` does. Raises IllegalMove if there is none."""
    asked = assignment.reliefs.last()
    if asked is None:
        raise IllegalMove(_("No request for relief is waiting for an answer."))
    return decide_relief(request=asked, by=by, granted=granted, new_lead=new_lead, note=note, version=version)
