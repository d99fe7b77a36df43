"""Assignments as they stand after a story, without the story: for pages and pictures with many rows.

What the figures make of real steps is tested in test_figures.py, where every step is taken by its verb.
"""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from decisions.enums import AssignmentState as S
from tests.factories import (
    AgendaItemFactory,
    AssignmentFactory,
    DepartmentFactory,
    MeetingFactory,
    PersonFactory,
    ResolutionFactory,
    SeriesFactory,
    UserFactory,
)

DAY = 86_400
_serials = count(1)
UNITS = (
    "区发改局", "区住建委", "区财政局", "平江街道", "区城管委", "区教体文旅委", "姑苏生态环境局", "区民政局",
    "区商务局", "区市场监管局", "金阊街道", "区卫健委", "沧浪街道", "区资规分局",
)  # fmt: skip


def moment(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def place(
    *,
    lead: Any,
    assigned_on: date,
    state: str = S.IN_PROGRESS,
    due_on: date | None = None,
    on_time: bool | None = None,
    days: int = 10,
    by: Any,
    **fields: Any,
) -> Any:
    """Put an assignment where it stands; one that is closed was closed after `days`, on time or not."""
    if state != S.ASSIGNED:
        fields |= {
            "acknowledged_by": by,
            "acknowledged_at": moment(assigned_on, 16),
            "seconds_to_acknowledge": 6 * 3600,
        }
    if state in (S.REPORTED, S.CLOSED):
        fields |= {"reported_by": by, "reported_at": moment(assigned_on + timedelta(days))}
    if state == S.CLOSED:
        fields |= {"closed_by": by, "closed_at": moment(assigned_on + timedelta(days), 15)}
        fields |= {"seconds_to_close": days * DAY, "closed_on_time": True if on_time is None else on_time}
    if state == S.CANCELLED:
        fields |= {"cancelled_by": by, "cancelled_at": moment(assigned_on + timedelta(days)), "reason": "不再需要"}
    return AssignmentFactory(
        lead=lead,
        state=state,
        due_on=due_on,
        assigned_by=by,
        assigned_at=moment(assigned_on),
        assigned_on=assigned_on,
        number_year=assigned_on.year,
        serial=next(_serials),
        **fields,
    )


def clause(meeting: Any = None) -> Any:
    """Return a clause of a meeting, or of a new one."""
    return ResolutionFactory(agenda_item=AgendaItemFactory(meeting=meeting or MeetingFactory()))


def few(today: date) -> list[Any]:
    """Place one assignment for everything that a figure may count, in two departments, meetings and series."""
    by, leader = UserFactory(), PersonFactory(name="吴强")
    finance, planning = (DepartmentFactory(short_name=name, name=f"姑苏{name}") for name in UNITS[:2])
    first = clause(MeetingFactory(held_on=today, series=SeriesFactory(code="one", name="常务会议")))
    second = clause(MeetingFactory(held_on=today, series=SeriesFactory(code="two", name="专题会议")))
    start = date(today.year, 1, 1)
    late, soon = today - timedelta(1), today + timedelta(1)
    common = {"by": by, "resolution": first, "assigned_on": start}
    return [
        place(lead=finance, **common, due_on=late, leader=leader),
        place(lead=finance, **common, state=S.ASSIGNED, due_on=soon),
        place(lead=finance, **common, state=S.REPORTED),
        place(lead=finance, **common, state=S.CLOSED, due_on=late, leader=leader),
        place(lead=planning, **common, state=S.CLOSED, due_on=late, on_time=False, times_returned=2),
        place(lead=planning, by=by, resolution=second, assigned_on=today, due_on=soon, times_extended=1),
        place(lead=planning, by=by, resolution=second, assigned_on=today, state=S.CANCELLED, leader=leader),
    ]


def spread(today: date, number: int) -> None:
    """Place as many overdue assignments, each of a department, a meeting, a series, a leader and a day of its own."""
    by = UserFactory()
    for turn in range(number):
        series = SeriesFactory(code=f"series-{turn}", name=f"第{turn}类会议")
        day = date(today.year, 1, 1) + timedelta(turn % (today.timetuple().tm_yday))
        place(
            lead=DepartmentFactory(), assigned_on=day, due_on=today - timedelta(1), leader=PersonFactory(), by=by,
            resolution=clause(MeetingFactory(series=series, held_on=day)),
        )  # fmt: skip


def year(today: date) -> None:
    """Place a year's work: two assignments of each of twelve meetings for every department, in every state."""
    by = UserFactory()
    leaders: list[Any] = [PersonFactory(name=name) for name in ("陈羔", "吴强", "华建男")]
    leads = [DepartmentFactory(short_name=name, name=f"姑苏{name}") for name in UNITS]
    start, turns = date(today.year, 1, 5), count()
    for number in range(12):
        day = start + timedelta((today - start).days * number // 12)
        series = SeriesFactory(code=f"s{number % 2}", name=("常务会议", "专题会议")[number % 2])
        resolution = clause(MeetingFactory(number=number + 1, held_on=day, series=series))
        for place_of_lead, lead in enumerate(leads):
            for _ in range(1 + place_of_lead % 3):
                turn = next(turns)
                _one_of_all(turn, today, by=by, lead=lead, assigned_on=day, resolution=resolution, leaders=leaders)


def _one_of_all(turn: int, today: date, *, leaders: list[Any], assigned_on: date, **fields: Any) -> None:
    leader = leaders[turn % 3] if turn % 5 != 4 else None
    kind = turn * turn * 7 % 11  # 0, 2, 6, 7, 8 or 10
    fields |= {"assigned_on": assigned_on, "leader": leader}
    if kind == 10 and turn % 2:
        place(state=S.CANCELLED, **fields)
    elif (today - assigned_on).days > 40 and kind != 0:
        days = 35 if kind == 8 else 8 + kind + turn % 5
        place(
            state=S.CLOSED, on_time=kind != 8, days=days, due_on=assigned_on + timedelta(30),
            times_returned=int(kind == 7), times_extended=int(kind == 2), **fields,
        )  # fmt: skip
    else:
        due = {0: -4 - turn % 9, 6: 2, 2: 20}.get(kind, 31)
        state = (S.IN_PROGRESS, S.REPORTED, S.ASSIGNED)[turn % 3]
        place(state=state, due_on=today + timedelta(due), **fields)
