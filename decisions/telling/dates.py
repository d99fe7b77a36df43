"""Notices of due dates that come near or have passed: once for an assignment and a date, to each lead officer."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from decisions.models import Assignment
from decisions.telling.enums import NoticeKind
from decisions.telling.inbox import put_in
from decisions.telling.models import Notice
from decisions.telling.tasks import enqueue_mails
from decisions.telling.who import officers_by_department

AT_ONCE = 500  # assignments in one transaction


def tell_dates(today: date) -> int:
    """Write the notices that are missing for `today`; return for how many assignments.

    A date that was told is not told again; one that was moved is.
    """
    issued = Assignment.objects.issued()
    found = 0
    for kind, rows in ((NoticeKind.DUE_SOON, issued.due_soon(today)), (NoticeKind.OVERDUE, issued.overdue(today))):
        told = Notice.objects.filter(assignment=OuterRef("pk"), kind=kind, due_on=OuterRef("due_on"))
        missing = list(rows.filter(~Exists(told)).order_by("pk").values_list("pk", "lead", "due_on"))
        officers = officers_by_department({lead for _pk, lead, _due_on in missing}, today)
        for start in range(0, len(missing), AT_ONCE):
            _tell(kind, missing[start : start + AT_ONCE], officers)
        found += sum(1 for _pk, lead, _due_on in missing if officers[lead])
    return found


@transaction.atomic
def _tell(kind: str, rows: list[tuple[Any, ...]], officers: dict[int, set[int]]) -> None:
    notices = [
        Notice(user_id=user, assignment_id=pk, kind=kind, due_on=due_on)
        for pk, lead, due_on in rows
        for user in sorted(officers[lead])
    ]
    enqueue_mails(put_in(notices))
