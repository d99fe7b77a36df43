"""What `manage.py db_worker` does for the open data: at night, and at once after an issue, correction or withdrawal.

A making takes seconds for a year and minutes for the whole set of a large archive; it waits behind mails and files.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django_tasks import task

from gusu_minutes.common.rounds import schedule_daily, waiting
from gusu_minutes.opendata.making import make


@task(priority=-10)
def make_open_data(whole: bool = False) -> None:
    """Make what changed; the whole set too, if asked for or if the present one may not be handed out any more."""
    make(whole=whole)


@task(priority=-10)
def nightly_round() -> None:
    """Make everything that changed and see to it that there is a next night."""
    try:
        make()
    finally:
        schedule()


def order(whole: bool = False) -> bool:
    """Have what changed made; one order that waits is enough. Return whether there was none."""
    orders = waiting(make_open_data)
    if any(not whole or one.args_kwargs["kwargs"].get("whole") for one in orders):
        return False
    make_open_data.enqueue(whole=whole)
    return True


def order_after_commit() -> None:
    """Have what changed made once the transaction is through, never inside of it."""
    transaction.on_commit(order)


def schedule(now: datetime | None = None) -> datetime | None:
    """Schedule the next night; return its time, or None if it was scheduled before."""
    return schedule_daily(nightly_round, settings.DATA_AT, now)
