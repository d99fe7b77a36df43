"""At the start of the program: a round is scheduled, and what a lost worker left behind is taken up."""

from datetime import datetime

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from decisions.telling.digest import daily_round, schedule
from decisions.telling.models import Round
from decisions.telling.tasks import take_up_lost


def start_rounds(now: datetime | None = None) -> bool:
    """See to it that exactly one round is scheduled; return whether one had to be."""
    take_up_lost(now)
    waiting = DBTaskResult.objects.filter(task_path=daily_round.module_path, status=TaskResultStatus.READY)
    if waiting.exists():
        return False
    # A round that is scheduled without a task has lost it, with the worker that ran it or by hand.
    Round.objects.filter(started_at=None).delete()
    return schedule(now) is not None
