"""A later due date: the lead department asks, the supervisor answers once."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.domain.steps import begin, required
from decisions.enums import Verb
from decisions.models import Assignment, ExtensionDecision, ExtensionRequest
from gusu_minutes.common.errors import DomainError, IllegalMove


@transaction.atomic
def request_extension(
    *, assignment: Assignment, by: Any, reason: str, new_due_on: date, version: int | None = None
) -> ExtensionRequest:
    """Ask for the due date `new_due_on` (延期申请), at the latest on the present due date (Asia/Shanghai).

    Raises IllegalMove if there is no due date, if it has passed or if a request still waits for its answer.
    """
    reason = required(reason, _("Say why more time is needed."))
    words = f"{new_due_on:%Y-%m-%d} {reason}"
    step = begin(Verb.REQUEST_EXTENSION, assignment=assignment, by=by, version=version, words=words)
    row = step.row
    if row.due_on is None:
        raise IllegalMove(_("There is no due date that could be extended."))
    if row.due_on < timezone.localdate():
        raise IllegalMove(_("The due date has passed; an extension can only be asked for before."))
    if row.extensions.filter(decision=None).exists():
        raise IllegalMove(_("A request for an extension is waiting for its answer already."))
    if new_due_on <= row.due_on:
        raise DomainError(_("The new date must be later than the present one."))
    request = ExtensionRequest.objects.create(
        assignment=row, department=row.lead, reason=reason, old_due_on=row.due_on, new_due_on=new_due_on, by=by
    )
    step.finish(department=row.lead, text=reason, details=_days(request))
    return request


@transaction.atomic
def decide_extension(
    *, request: ExtensionRequest, by: Any, granted: bool, note: str = "", version: int | None = None
) -> ExtensionDecision:
    """Grant or refuse a request, once; granting moves the due date. A refusal needs a note.

    Raises IllegalMove if it was decided before, or if the due date is by now as late as the one asked for.
    """
    note = note.strip() if granted else required(note, _("Say why it is refused."))
    step = begin(
        "decide_extension",
        assignment=request.assignment,
        by=by,
        version=version,
        words=f"{request.new_due_on:%Y-%m-%d} {note}".strip(),
        label=Verb.GRANT_EXTENSION if granted else Verb.REFUSE_EXTENSION,
    )
    row = step.row
    if ExtensionDecision.objects.filter(request=request).exists():
        raise IllegalMove(_("This request was decided already."))
    if granted:
        if row.due_on is not None and row.due_on >= request.new_due_on:
            raise IllegalMove(_("The due date is by now as late as the one asked for."))
        row.due_on = request.new_due_on
        row.times_extended += 1
    decision = ExtensionDecision.objects.create(request=request, granted=granted, note=note, by=by)
    step.finish(text=note, details=_days(request) if granted else {})
    return decision


def decide_last(
    *, assignment: Assignment, by: Any, granted: bool, note: str = "", version: int | None = None
) -> ExtensionDecision:
    """Answer the last request of an assignment: an earlier one has its answer, or the last could not have been asked.

    Raises IllegalMove if there is none, and as `decide_extension` does.
    """
    asked = assignment.extensions.select_related("assignment").last()
    if asked is None:
        raise IllegalMove(_("No request for an extension is waiting for an answer."))
    return decide_extension(request=asked, by=by, granted=granted, note=note, version=version)


def _days(request: ExtensionRequest) -> dict[str, str]:
    return {"old_due_on": request.old_due_on.isoformat(), "new_due_on": request.new_due_on.isoformat()}
