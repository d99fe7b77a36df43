"""What `manage.py db_worker` does for telling.

`steps.record` enqueues `tell` in the transaction of the event: the task is a row of the same database, so it is there
if and only if the event is, and no worker sees it before. Every task may run twice, or in two workers at once: the rows
say what was done.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from decisions.models import Event
from decisions.telling import mail, webhooks
from decisions.telling.enums import NoticeKind
from decisions.telling.inbox import put_in
from decisions.telling.models import Delivery, Mail, Notice, Told
from decisions.telling.sending import STUCK_AFTER, attempt, left_behind
from decisions.telling.who import taken_from, told_of

# Older events are not told any more when their task was lost: nobody wants to hear of last month.
TELL_WITHIN = timedelta(days=3)


@task()
def tell(event: int) -> None:
    """Tell of an event: write its notices and have mails and deliveries sent."""
    tell_now(event)


@task()
def send_mail(pk: int) -> None:
    """Make one attempt to send a mail."""
    attempt(Mail, pk, act=mail.send, again=lambda at: send_mail.using(run_after=at).enqueue(pk))


@task()
def deliver(pk: int) -> None:
    """Make one attempt to deliver an event to a webhook."""
    attempt(Delivery, pk, act=webhooks.deliver, again=lambda at: deliver.using(run_after=at).enqueue(pk))


@transaction.atomic
def tell_now(pk: int) -> bool:
    """Write who is told of an event and enqueue what goes out; return False if that was done before."""
    event = Event.objects.select_related("assignment__lead", "department").get(pk=pk)
    _told, is_new = Told.objects.get_or_create(event=event)
    if not is_new:
        return False
    told = [(user, NoticeKind.EVENT) for user in told_of(event)]
    told += [(user, NoticeKind.LEFT) for user in taken_from(event)]
    notices = [Notice(user=user, assignment=event.assignment, event=event, kind=kind) for user, kind in told]
    enqueue_mails(put_in(notices))
    for webhook in webhooks.wanting(event):
        deliver.enqueue(Delivery.objects.create(webhook=webhook, event=event).pk)
    return True


def enqueue_mails(mails: list[Mail]) -> None:
    """Have mails sent; call in the transaction that wrote them."""
    for one in mails:
        send_mail.enqueue(one.pk)


def take_up_lost(now: datetime | None = None) -> int:
    """Enqueue again what a worker that died left behind; return how much. What nobody lost is left alone."""
    now = now or timezone.now()
    late = Event.objects.filter(at__gt=now - TELL_WITHIN, at__lt=now - STUCK_AFTER, told=None)
    events = late.order_by("pk").values_list("pk", flat=True)
    lost: list[tuple[Any, Any]] = [
        (tell, events),
        (send_mail, left_behind(Mail, now)),
        (deliver, left_behind(Delivery, now)),
    ]
    found = [(one, pk) for one, keys in lost for pk in keys]
    for one, pk in found:
        one.enqueue(pk)
    return len(found)
