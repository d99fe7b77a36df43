"""At the start of the program: a round is scheduled, and what a lost worker left behind is taken up."""

from datetime import datetime

from decisions.telling.digest import daily_round, schedule
from decisions.telling.models import Round
from decisions.telling.tasks import take_up_lost
from gusu_minutes.common.rounds import waiting


def start_rounds(now: datetime | None = None) -> bool:
    """See to it that exactly one round is scheduled; return whether one had to be."""
    take_up_lost(now)
    if waiting(daily_round).exists():
        return False
    # A round that is scheduled without a task has lost it, with the worker that ran it or by hand.
    Round.objects.filter(started_at=None).delete()
    return schedule(now) is not None
