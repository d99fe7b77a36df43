"""Notices: written once, counted cheaply, read."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from decisions.models import Assignment
from decisions.telling.enums import How
from decisions.telling.models import Mail, Notice
from decisions.telling.preferences import choices_of, how_to_tell

# Counting stops here: nobody reads a larger number, and somebody who never reads the inbox must not slow the pages.
COUNTED = 100


def put_in(notices: Iterable[Notice]) -> list[Mail]:
    """Write notices that are not there yet; call in a transaction. Return the new mails of those wanted at once.

    Who has no e-mail address finds it in the inbox.
    """
    rows = list(notices)
    users = {notice.user_id for notice in rows}
    choices = choices_of(users)
    reachable = set(get_user_model().objects.filter(pk__in=users).exclude(email="").values_list("pk", flat=True))
    for notice in rows:
        notice.how = how_to_tell(notice, choices) if notice.user_id in reachable else How.INBOX
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    at_once = Notice.objects.filter(user__in=users, how=How.AT_ONCE, mail=None)
    events, assignments = {notice.event_id for notice in rows} - {None}, {notice.assignment_id for notice in rows}
    wanted = at_once.filter(event__in=events) if events else at_once.filter(event=None, assignment__in=assignments)
    mails = [Mail(user_id=notice.user_id, notice=notice) for notice in wanted]
    return Mail.objects.bulk_create(mails)


def count_unread(user: Any) -> int:
    """Return how many notices wait to be read, at most COUNTED: one query beside those for the user's rights."""
    return Notice.objects.shown_to(user).unread().order_by()[:COUNTED].count()


def read_notices(user: Any, assignment: Assignment | None = None, *, pk: int | None = None) -> int:
    """Mark the user's unread notices as read: of an assignment, one alone, or all; return how many were."""
    unread = Notice.objects.filter(user=user, read_at=None)
    if assignment is not None:
        unread = unread.filter(assignment=assignment)
    if pk is not None:
        unread = unread.filter(pk=pk)
    # Looking first costs a reader of pages no lock for writing.
    return unread.update(read_at=timezone.now()) if unread.exists() else 0
