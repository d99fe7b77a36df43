"""How a message moves: claimed by one worker, sent, tried again with growing delays, given up.

The claim is one conditional UPDATE that is committed before anything is sent, so two workers never send the same
message. A worker that dies between the sending and the note of it leaves the message as "being sent". Whether it went
out is then unknown, and it is the one case in which a second sending could not be excluded: the program never sends
such a message again by itself. The admin shows it, and a person decides.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.telling.enums import SendingState
from decisions.telling.models import Sending
from gusu_minutes.common.errors import IllegalMove

logger = logging.getLogger(__name__)

DELAYS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25), timedelta(hours=2), timedelta(hours=10))
# No attempt lasts that long: what is "being sent" since then lost its worker.
STUCK_AFTER = timedelta(hours=1)
ON_ITS_WAY = (SendingState.WAITING, SendingState.FAILED)


class SendingFailed(Exception):
    """An attempt failed; the text names the kind of failure and nothing of the message."""


class NotMeant(Exception):
    """The message is no longer meant for its recipient."""


def claim(model: type[Sending], pk: int, now: datetime) -> Any:
    """Take a message that is due, for one attempt; return it, or None if it is not due or another worker has it."""
    rows: Any = model._default_manager
    taken = rows.filter(pk=pk, state__in=ON_ITS_WAY, next_at__lte=now).update(
        state=SendingState.SENDING, started_at=now, attempts=F("attempts") + 1
    )
    return rows.get(pk=pk) if taken else None


def attempt(
    model: type[Sending],
    pk: int,
    *,
    act: Callable[[Any], None],
    again: Callable[[datetime], Any],
    now: datetime | None = None,
) -> None:
    """Claim a message and `act` on it, outside of any transaction; `again` schedules the next attempt.

    `act` raises SendingFailed or NotMeant. The note of a failure and the next attempt are written together.
    """
    now = now or timezone.now()
    row = claim(model, pk, now)
    if row is None:
        return
    next_at = None
    try:
        act(row)
        row.state, row.error = SendingState.SENT, ""
    except NotMeant:
        row.state = SendingState.DROPPED
    except SendingFailed as error:
        row.error = str(error)[:200]
        row.state = SendingState.GIVEN_UP
        if row.attempts <= len(DELAYS):
            row.state = SendingState.FAILED
            row.next_at = next_at = now + DELAYS[row.attempts - 1]
        logger.warning("%s %s, attempt %d: %s", model._meta.label, row.key, row.attempts, row.error)
    with transaction.atomic():
        row.finished_at = None if next_at else timezone.now()
        row.save()
        if next_at:
            again(next_at)


def can_be_sent_again(row: Sending, now: datetime | None = None) -> bool:
    """Return whether a person may have it sent again: it was given up, or its worker was lost."""
    if row.state == SendingState.SENDING and row.started_at is not None:
        return row.started_at < (now or timezone.now()) - STUCK_AFTER
    return row.state == SendingState.GIVEN_UP


@transaction.atomic
def send_again(row: Any, *, enqueue: Callable[[int], Any]) -> None:
    """Have a message sent again from the start, with the same identifier. Raises IllegalMove if it may not be."""
    locked = type(row)._default_manager.select_for_update().order_by("pk").get(pk=row.pk)
    if not can_be_sent_again(locked):
        raise IllegalMove(_("It was sent, or is on its way; it is not sent a second time."))
    locked.state, locked.attempts, locked.next_at, locked.finished_at = SendingState.WAITING, 0, timezone.now(), None
    locked.save()
    enqueue(locked.pk)


def left_behind(model: type[Sending], now: datetime) -> Any:
    """Return the keys of messages that were due an hour ago and that nobody took: their task was lost."""
    late = Q(state__in=ON_ITS_WAY, next_at__lt=now - STUCK_AFTER)
    return model._default_manager.filter(late).order_by("pk").values_list("pk", flat=True)
