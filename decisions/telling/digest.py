"""The daily round: asks for regular reports, tells of due dates, and sends everybody who wants it one mail.

It runs once a day at settings.DAILY_AT (Asia/Shanghai), whatever the number of workers: the row of the day is claimed
like a message (sending.py). `db_worker` has no clock of its own, so each round schedules the next as a task that may
not run before its time. A round that a lost worker left unfinished may be taken up again after an hour: each of its
steps writes what is missing and nothing twice.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from decisions.domain.cycles import ask_for_reports
from decisions.telling.dates import tell_dates
from decisions.telling.enums import How
from decisions.telling.models import Mail, Notice, Round
from decisions.telling.preferences import choices_of, how_to_tell
from decisions.telling.sending import STUCK_AFTER
from decisions.telling.tasks import enqueue_mails, take_up_lost, tell_now


@task()
def daily_round() -> None:
    """Run the round of the day and see to it that there is a next one."""
    try:
        run_round()
    finally:  # a round that fails is one day's; without a next one there would be none
        schedule()


def run_round(now: datetime | None = None) -> bool:
    """Run the round of the day of `now`; return False if it was run, or is being run, by somebody else."""
    now = now or timezone.now()
    day = timezone.localdate(now)
    if not _claim(day, now):
        return False
    for event in ask_for_reports(day):
        tell_now(event.pk)  # not later, so that it stands in the mail of today
    tell_dates(day)
    gather(day)
    take_up_lost(now)
    Round.objects.filter(day=day).update(finished_at=timezone.now())
    return True


def _claim(day: date, now: datetime) -> bool:
    Round.objects.get_or_create(day=day)
    free = Q(started_at=None) | Q(started_at__lt=now - STUCK_AFTER)
    return bool(Round.objects.filter(free, day=day, finished_at=None).update(started_at=now))


def gather(day: date) -> int:
    """Write the daily mail of everybody for whom there is something, and have it sent; return how many.

    It takes up all that came since the last one and is still wanted so; who has had one today waits until tomorrow.
    """
    waiting = Notice.objects.filter(how=How.DIGEST, digest=None)
    had_one = Mail.objects.filter(day=day).values("user")
    users = list(waiting.exclude(user__in=had_one).order_by("user").values_list("user", flat=True).distinct())
    return sum(_gather_for(user, day) for user in users)


@transaction.atomic
def _gather_for(user: int, day: date) -> bool:
    waiting = Notice.objects.filter(user=user, how=How.DIGEST, digest=None).select_related("event")
    choices = choices_of([user])
    wanted: dict[bool, list[int]] = {True: [], False: []}
    for notice in waiting:
        wanted[how_to_tell(notice, choices) != How.INBOX].append(notice.pk)
    # Who chose the inbox alone in the meantime has it there.
    Notice.objects.filter(pk__in=wanted[False]).update(how=How.INBOX)
    if not wanted[True]:
        return False
    mail, is_new = Mail.objects.get_or_create(user_id=user, day=day)
    if is_new:
        Notice.objects.filter(pk__in=wanted[True]).update(digest=mail)
        enqueue_mails([mail])
    return is_new


@transaction.atomic
def schedule(now: datetime | None = None) -> datetime | None:
    """Schedule the next round that was not begun; return its time, or None if it was scheduled before."""
    now = now or timezone.now()
    day = timezone.localdate(now)
    if Round.objects.filter(day=day, started_at__isnull=False).exists():
        day += timedelta(days=1)
    _round, is_new = Round.objects.get_or_create(day=day)
    if not is_new:
        return None
    at = timezone.make_aware(datetime.combine(day, settings.DAILY_AT))
    daily_round.using(run_after=at).enqueue()
    return at
