"""The figures of follow-up, added up by the database: two passes over the assignments, three queries for names.

Every figure adds up (counts, seconds), so that the groups of a pass become departments and leaders, or meetings, series
and months, and any of them the whole: a meeting's assignments are given on few days, a department has few leaders, so
the groups are few, too. A rate or a mean is computed from sums, never from other rates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from attendees.models import Department, Person
from decisions.dashboard.periods import Period, month_of
from decisions.enums import AssignmentState, Light
from decisions.models import Assignment
from decisions.querysets import AssignmentQuerySet, with_light
from meetings.models import Meeting

SECONDS_A_DAY = 86_400
_WHO = ("lead", "leader")
_WHEN = ("resolution__agenda_item__meeting", "assigned_on")


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over some assignments; `today` decides on overdue, due soon and in time.

    `returned` counts assignments returned at least once, `returns` how often; likewise `extended` and `extensions`.
    The seconds are those from assigning to the first signature and to closing, over `signed` and `timed` assignments.
    """

    assigned: int = 0
    in_time: int = 0
    due_soon: int = 0
    overdue: int = 0
    closed: int = 0
    on_time: int = 0
    late: int = 0
    cancelled: int = 0
    returned: int = 0
    returns: int = 0
    extended: int = 0
    extensions: int = 0
    signed: int = 0
    seconds_to_sign: int = 0
    timed: int = 0
    seconds_to_close: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, name) + getattr(other, name) for name in NAMES))

    @property
    def open(self) -> int:
        return self.in_time + self.due_soon + self.overdue

    @property
    def due(self) -> int:
        """What the on-time rate is a share of: what was closed, and what should have been."""
        return self.closed + self.overdue

    @property
    def rate(self) -> float | None:
        """按时办结率 in per cent with one decimal: closed on time of those closed or overdue; None where none is."""
        return round(100 * self.on_time / self.due, 1) if self.due else None

    @property
    def days_to_sign(self) -> float | None:
        return _mean_days(self.seconds_to_sign, self.signed)

    @property
    def days_to_close(self) -> float | None:
        return _mean_days(self.seconds_to_close, self.timed)


NAMES = tuple(field.name for field in fields(Figures))
NONE = Figures()


def _mean_days(seconds: int, count: int) -> float | None:
    return round(seconds / count / SECONDS_A_DAY, 1) if count else None


def total(many: Iterable[Figures]) -> Figures:
    return sum(many, NONE)


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one department, meeting, series, leader or month. `key` is what the board's filters take.

    `name` is empty, and so is `key`, where no leader is in charge.
    """

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Tables:
    """All figures of a period as they stand on `today`."""

    period: Period
    today: date
    whole: Figures
    departments: list[Group]
    meetings: list[Group]
    series: list[Group]
    leaders: list[Group]
    months: list[Group]


def count(rows: AssignmentQuerySet, period: Period, today: date) -> Tables:
    """Return the figures of what of `rows` was assigned in the period. Five queries, however many there are."""
    rows = in_period(rows, period)
    by_lead, by_leader = _grouped(rows, _WHO, today)
    by_meeting, by_day = _grouped(rows, _WHEN, today)
    meetings, series = _meetings(by_meeting)
    return Tables(
        period=period,
        today=today,
        whole=total(by_lead.values()),
        departments=_departments(by_lead),
        meetings=meetings,
        series=series,
        leaders=_leaders(by_leader),
        months=list(_months(by_day)),
    )


def in_period(rows: AssignmentQuerySet, period: Period) -> AssignmentQuerySet:
    """Keep what was assigned in the period."""
    return rows.filter(assigned_on__gte=period.first, assigned_on__lte=period.last)


def overdue_rows(rows: AssignmentQuerySet, period: Period, today: date, limit: int) -> list[Assignment]:
    """Return the assignments of the period that are overdue, the longest first; one query."""
    late = in_period(rows, period).overdue(today).order_by("due_on", "number_year", "serial", "pk")
    return list(late.select_related("lead")[:limit])


def _sums(today: date) -> dict[str, Any]:
    """Return the aggregates that make a Figures, by its names."""
    closed = Q(state=AssignmentState.CLOSED)
    conditions = {
        "in_time": with_light(Light.GREEN, today),
        "due_soon": with_light(Light.YELLOW, today),
        "overdue": with_light(Light.RED, today),
        "closed": closed,
        "on_time": closed & Q(closed_on_time=True),
        "late": closed & Q(closed_on_time=False),
        "cancelled": Q(state=AssignmentState.CANCELLED),
        "returned": Q(times_returned__gt=0),
        "extended": Q(times_extended__gt=0),
    }
    return {
        "assigned": Count("pk"),
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()},
        "returns": Sum("times_returned"),
        "extensions": Sum("times_extended"),
        "signed": Count("seconds_to_acknowledge"),
        "seconds_to_sign": Coalesce(Sum("seconds_to_acknowledge"), 0),
        "timed": Count("seconds_to_close", filter=closed),
        "seconds_to_close": Coalesce(Sum("seconds_to_close", filter=closed), 0),
    }


def _grouped(
    rows: AssignmentQuerySet, pair: tuple[str, str], today: date
) -> tuple[dict[Any, Figures], dict[Any, Figures]]:
    """Return the figures by the values of one field and by those of the other, from one pass over the rows."""
    sums = _sums(today)
    grouped = rows.order_by().values_list(*pair).annotate(**sums).values_list(*pair, *sums)
    by_one, by_other = defaultdict[Any, Figures](Figures), defaultdict[Any, Figures](Figures)
    for one, other, *numbers in grouped:
        # Sums of big integers are decimals on PostgreSQL.
        figures = Figures(**dict(zip(sums, map(int, numbers), strict=True)))
        by_one[one] += figures
        by_other[other] += figures
    return by_one, by_other


def _departments(by_lead: dict[int, Figures]) -> list[Group]:
    found = Department.objects.filter(pk__in=by_lead).values_list("pk", "code", "short_name")
    return [Group(code, name, by_lead[pk]) for pk, code, name in found]


def _leaders(by_leader: dict[int | None, Figures]) -> list[Group]:
    found = Person.objects.filter(pk__in=[pk for pk in by_leader if pk]).values_list("pk", "code", "name")
    groups = [Group(code, name, by_leader[pk]) for pk, code, name in found]
    return [*groups, Group("", "", by_leader[None])] if None in by_leader else groups


def _meetings(by_meeting: dict[int, Figures]) -> tuple[list[Group], list[Group]]:
    """Return the meetings, the last first, and their series."""
    found = (
        Meeting.objects.filter(pk__in=by_meeting).select_related("series").only("title", "series__code", "series__name")
    )
    groups, by_series, names = [], defaultdict[str, Figures](Figures), {}
    for meeting in found:
        groups.append(Group(str(meeting.pk), meeting.title, by_meeting[meeting.pk]))
        by_series[meeting.series.code] += by_meeting[meeting.pk]
        names[meeting.series.code] = meeting.series.name
    return groups, [Group(code, names[code], by_series[code]) for code in sorted(by_series)]


def _months(by_day: dict[date, Figures]) -> Iterator[Group]:
    """Yield every month from the first to the last in which anything was assigned."""
    by_month = defaultdict[str, Figures](Figures)
    for day, figures in by_day.items():
        by_month[month_of(day).code] += figures
    month = month_of(min(by_day)) if by_day else None
    last = max(by_month, default="")
    while month and month.code <= last:
        yield Group(month.code, month.label, by_month[month.code])
        month = month.next
