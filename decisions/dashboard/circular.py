"""The circular made of the figures: what `documents` prints, which knows nothing of this room."""

from django.conf import settings

from decisions.dashboard.figures import Figures, Tables, overdue_rows
from decisions.dashboard.league import FEWEST, League
from decisions.models import Assignment
from decisions.querysets import AssignmentQuerySet
from gusu_minutes.documents.papers.circular import Circular, OverdueTask, Standing

# A circular is read at a sitting; what is overdue longest comes first, and the number of all of them is said.
MOST_OVERDUE = 100


def circular_of(tables: Tables, league: League, rows: AssignmentQuerySet) -> Circular:
    """Return the circular on the period of `tables`; one query for what is overdue among `rows`."""
    late = overdue_rows(rows, tables.period, tables.today, MOST_OVERDUE)
    return Circular(
        period=tables.period.chinese,
        office=settings.SITE_OFFICE,
        as_of=tables.today,
        due_soon_days=settings.DUE_SOON_DAYS,
        fewest=FEWEST,
        whole=_standing("", tables.whole),
        ranked=tuple(_standing(place.group.name, place.group.figures, place.rank) for place in league.places),
        few=tuple(group.name for group in league.few),
        undue=tuple(group.name for group in league.undue),
        overdue=tuple(_task(row, -(row.days_left(tables.today) or 0)) for row in late),
        late_leads=tuple((group.name, group.figures.overdue) for group in tables.departments if group.figures.overdue),
    )


def _standing(name: str, figures: Figures, rank: int = 0) -> Standing:
    return Standing(
        name=name,
        assigned=figures.assigned,
        closed=figures.closed,
        on_time=figures.on_time,
        overdue=figures.overdue,
        open=figures.open,
        due_soon=figures.due_soon,
        cancelled=figures.cancelled,
        returned=figures.returned,
        returns=figures.returns,
        extended=figures.extended,
        extensions=figures.extensions,
        rate=figures.rate,
        days_to_sign=figures.days_to_sign,
        days_to_close=figures.days_to_close,
        rank=rank,
    )


def _task(row: Assignment, days: int) -> OverdueTask:
    if row.due_on is None:
        raise ValueError("an overdue assignment has a due date")
    return OverdueTask(row.document_number, row.task, row.lead.short_name, row.due_on, days)
