"""Tasks that run once a day. `db_worker` has no clock of its own: each run schedules the next."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def waiting(task: Any) -> QuerySet:
    """Return the runs of a task that were ordered and not begun."""
    return DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)


@transaction.atomic
def schedule_daily(task: Any, at: time, now: datetime | None = None) -> datetime | None:
    """Schedule the next run of a task at that time of day; return when, or None if one waits already."""
    if waiting(task).exists():
        return None
    now = timezone.localtime(now or timezone.now())
    moment = timezone.make_aware(datetime.combine(now.date(), at))
    if moment <= now:
        moment += timedelta(days=1)
    task.using(run_after=moment).enqueue()
    return moment
