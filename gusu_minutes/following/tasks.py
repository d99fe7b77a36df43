"""What `manage.py db_worker` does for saved searches: once a day, at the time of the daily round, one mail to everybody
whose searches find something new.

A mail and how far its reader was told are written in one transaction, and each mail is claimed before it is sent
(decisions.telling.sending): nothing is told twice, and a round that was cut off may be run again.
"""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from decisions.telling.sending import attempt, left_behind
from gusu_minutes.common.rounds import schedule_daily
from gusu_minutes.following import mail
from gusu_minutes.following.enums import Tell
from gusu_minutes.following.models import Look, SavedSearch, SearchMail
from gusu_minutes.following.news import last_place, may_read, news_of
from gusu_minutes.public.audience import AUDIENCES

MEETINGS = 1000  # in whose minutes is looked for what is new; more are not issued in a day


@task()
def send_search_mail(pk: int) -> None:
    """Make one attempt to send a mail."""
    attempt(SearchMail, pk, act=mail.send, again=lambda at: send_search_mail.using(run_after=at).enqueue(pk))


@task()
def search_round() -> None:
    """Run the round of the day and see to it that there is a next one."""
    try:
        run_round()
    finally:  # a round that fails is one day's
        schedule()


def run_round(now: datetime | None = None) -> int:
    """Write the mails of the day and take up those that a lost worker left; return how many are new."""
    now = now or timezone.now()
    written = gather(timezone.localdate(now))
    for pk in left_behind(SearchMail, now):
        send_search_mail.enqueue(pk)
    return written


def gather(day: date) -> int:
    """Write the mail of everybody whose searches find something new, and have it sent; return how many.

    Who has had one today waits until tomorrow.
    """
    had_one = SearchMail.objects.filter(day=day).values("user")
    wanting = SavedSearch.objects.filter(tell=Tell.DAILY, user__is_active=True).exclude(user__in=had_one)
    users = list(wanting.order_by("user").values_list("user", flat=True).distinct())
    return sum(_gather_for(user, day) for user in users)


@transaction.atomic
def _gather_for(key: int, day: date) -> bool:
    user = get_user_model().objects.select_for_update().get(pk=key)  # one worker at a time
    if SearchMail.objects.filter(user=user, day=day).exists():
        return False
    lines = []
    looks = Look.objects.filter(search__user=user, search__tell=Tell.DAILY).select_related("search")
    for look in looks.order_by("search__name", "pk"):
        if may_read(user, look.search.room) and (number := _news_since(look)):
            lines.append([look.search_id, number])
    if not lines:
        return False
    send_search_mail.enqueue(SearchMail.objects.create(user=user, day=day, lines=lines).pk)
    return True


def _news_since(look: Look) -> int:
    """Return how much is new since a look, and note that it was looked at."""
    last = last_place(AUDIENCES[look.search.room])
    if last <= look.sequence:
        return 0
    found = news_of(look.search, after=look.sequence, meetings=MEETINGS)
    look.sequence = last
    look.save(update_fields=["sequence"])
    return sum(one.since.sequence <= last for one in found)  # what was issued meanwhile is told tomorrow


def schedule(now: datetime | None = None) -> datetime | None:
    """Schedule the next round; return its time, or None if it was scheduled before."""
    return schedule_daily(search_round, settings.DAILY_AT, now)
