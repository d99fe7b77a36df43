"""How many tasks an issue would assign, and how many clauses have none."""

from typing import NamedTuple

from decisions.models import Assignment, Resolution
from meetings.models import Meeting


class TaskCounts(NamedTuple):
    """The proposals that are assigned with the issue, and the clauses that nobody is put to work by."""

    proposed: int
    without: int


def task_counts(meeting: Meeting) -> TaskCounts:
    """Return both numbers. Queries: two."""
    proposed = Assignment.objects.filter(
        resolution__agenda_item__meeting=meeting, assigned_at__isnull=True, in_minutes=True
    )
    without = Resolution.objects.filter(agenda_item__meeting=meeting, assignments__isnull=True)
    return TaskCounts(proposed.count(), without.count())
