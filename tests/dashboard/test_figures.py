"""The figures against a plain reading of the events, and the rows behind each figure against what it says."""

from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.dashboard.figures import NAMES, Figures, count
from decisions.dashboard.links import row_links
from decisions.dashboard.periods import Period, around
from decisions.domain import change, extensions, verify, work
from decisions.domain.assign import assign_all
from decisions.enums import OPEN_STATES, Verb
from decisions.enums import AssignmentState as S
from decisions.models import Assignment, Event, ExtensionRequest
from gusu_minutes.common.errors import DomainError
from tests.dashboard.rows import clause, few
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    SeriesFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)


class Clock:
    """The time of every record while a story is told; it moves only when told to."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = START
        patch.setattr(timezone, "now", lambda: self.now)
        patch.setattr(Event._meta.get_field("at"), "_get_default", lambda: self.now)

    @property
    def today(self) -> date:
        return timezone.localdate()


class World:
    """Two departments, two meetings, the people; assignments that random steps are tried on."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.supervisor = UserFactory(roles=["supervisor"])
        self.leads = DepartmentFactory.create_batch(2, leader=PersonFactory())
        self.leads.append(DepartmentFactory())
        self.officers = {lead.pk: OfficerFactory(department=lead).user for lead in self.leads}
        self.meetings = [MeetingFactory(series=SeriesFactory(code=f"s{n}", name=f"会议{n}")) for n in range(2)]

    def assign(self, lead: int, meeting: int, due_in: int | None) -> Assignment:
        due_on = None if due_in is None else self.clock.today + timedelta(due_in)
        resolution = clause(self.meetings[meeting])
        made = AssignmentFactory(resolution=resolution, lead=self.leads[lead], due_on=due_on)
        assign_all(meeting=self.meetings[meeting], by=self.supervisor, at=self.clock.now)
        return Assignment.objects.get(pk=made.pk)

    def take(self, row: Assignment, step: str, number: int) -> None:
        """Try a step; many are refused, as they should be."""
        row = Assignment.objects.get(pk=row.pk)
        officer, by = self.officers[row.lead_id], self.supervisor
        match step:
            case "acknowledge":
                work.acknowledge(assignment=row, by=officer)
            case "report":
                work.report_done(assignment=row, by=officer, text=f"办结{number}")
            case "close":
                verify.close(assignment=row, by=by)
            case "return":
                verify.return_to_department(assignment=row, by=by, reason=f"退办{number}")
            case "cancel":
                verify.cancel(assignment=row, by=by, reason="撤销", consent="同意")
            case "extend":
                day = (row.due_on or self.clock.today) + timedelta(1 + number)
                asked = extensions.request_extension(assignment=row, by=officer, reason="延期", new_due_on=day)
                extensions.decide_extension(request=asked, by=by, granted=number % 3 > 0, note="意见")
            case "move":
                due_on = None if number % 4 == 0 else self.clock.today + timedelta(number - 5)
                change.change(assignment=row, by=by, reason="调整", consent="同意", due_on=due_on)
            case "reassign":
                change.reassign(assignment=row, by=by, lead=self.leads[number % 3], reason="改派", consent="同意")


# What leads on is taken more often than what ends a story or leads astray.
STEPS = ["acknowledge", "report", "close"] * 3 + ["return", "extend", "move", "reassign", "cancel"]
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 12), st.integers(0, 300)), max_size=12)
stories = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.none() | st.integers(-3, 40), st.integers(0, 900), steps),
    min_size=1,
    max_size=4,
)
windows = st.one_of(
    st.builds(
        around, st.sampled_from(["year", "half", "quarter", "month"]), st.dates(date(2026, 1, 1), date(2026, 6, 30))
    ),
    st.builds(
        lambda first, days: Period("days", first, first + timedelta(days)),
        st.dates(date(2026, 1, 1), date(2026, 4, 30)),
        st.integers(0, 60),
    ),
)


def tell(world: World, told: Any) -> None:
    clock = world.clock
    for lead, meeting, due_in, hours, taken in told:
        clock.now = START + timedelta(hours=hours)
        row = world.assign(lead, meeting, due_in)
        for step, number, later in taken:
            clock.now += timedelta(hours=later, seconds=number)
            try:
                with transaction.atomic():
                    world.take(row, step, number)
            except DomainError:
                continue


def read(row: Assignment, today: date) -> tuple[date, dict[str, int], str]:
    """Read an assignment's story from its events alone: day of assigning, what it adds to each figure, its lead."""
    figures: dict[str, int] = dict.fromkeys(NAMES, 0)
    state, due_on, lead = "", None, ""
    start: Any = None
    signed = reported = closed = start
    on_time = False
    for event in Event.objects.filter(assignment=row).order_by("at", "pk"):
        details = event.details
        match event.verb:
            case Verb.ASSIGN:
                state, start = S.ASSIGNED, event.at
                due_on, lead = details.get("new_due_on"), details["new_lead"]
            case Verb.ACKNOWLEDGE:
                state, signed = S.IN_PROGRESS, signed or event.at
            case Verb.REPORT_DONE:
                state, reported = S.REPORTED, event.at
            case Verb.RETURN:
                state = S.IN_PROGRESS
                figures["returns"] += 1
            case Verb.CLOSE:
                state, closed = S.CLOSED, event.at
                on_time = not due_on or timezone.localdate(reported) <= date.fromisoformat(due_on)
            case Verb.CANCEL:
                state = S.CANCELLED
            case Verb.GRANT_EXTENSION:
                due_on = details["new_due_on"]
                figures["extensions"] += 1
            case Verb.CHANGE:
                due_on = next((after for name, _before, after in details["changes"] if name == "due_on"), due_on)
            case Verb.REASSIGN:
                state, lead = S.ASSIGNED, details["new_lead"]
    figures["assigned"] = 1
    if state in OPEN_STATES:
        left = (date.fromisoformat(due_on) - today).days if due_on else 10_000
        light = "overdue" if left < 0 else "due_soon" if left <= django_settings.DUE_SOON_DAYS else "in_time"
        figures[light] = 1
    figures["closed"], figures["cancelled"] = int(state == S.CLOSED), int(state == S.CANCELLED)
    figures["on_time"], figures["late"] = int(on_time), int(state == S.CLOSED and not on_time)
    figures["returned"], figures["extended"] = int(figures["returns"] > 0), int(figures["extensions"] > 0)
    if signed:
        figures["signed"], figures["seconds_to_sign"] = 1, int((signed - start).total_seconds())
    if closed:
        figures["timed"], figures["seconds_to_close"] = 1, int((closed - start).total_seconds())
    return timezone.localdate(start), figures, lead


def expected(period: Period, today: date) -> dict[str, dict[str, dict[str, int]]]:
    """Add up, one by one, what the events of every assignment say."""
    tables: Any = defaultdict(lambda: defaultdict(lambda: dict.fromkeys(NAMES, 0)))
    for row in Assignment.objects.all():
        day, figures, lead = read(row, today)
        if not period.first <= day <= period.last:
            continue
        meeting = row.resolution.agenda_item.meeting
        keys = {
            "whole": "", "lead": lead, "leader": row.leader.code if row.leader else "", "month": f"{day:%Y-%m}",
            "meeting": str(meeting.pk), "series": meeting.series.code,
        }  # fmt: skip
        for table, key in keys.items():
            for name, number in figures.items():
                tables[table][key][name] += number
    return tables


@settings(max_examples=40)
@given(stories, st.integers(0, 60), windows)
def test_the_figures_are_what_the_events_say(told, later, period):
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        clock = Clock(patch)
        tell(World(clock), told)
        clock.now += timedelta(days=later)
        today = clock.today
        tables, plain = count(Assignment.objects.issued(), period, today), expected(period, today)
        assert asdict(tables.whole) == plain["whole"][""]
        for by, groups in (("meeting", tables.meetings), ("series", tables.series), ("leader", tables.leaders)):
            assert {group.key: asdict(group.figures) for group in groups} == plain[by]
        assert {group.name: asdict(group.figures) for group in tables.departments} == plain["lead"]
        months = {group.key: group.figures for group in tables.months}
        assert {key: asdict(figures) for key, figures in months.items() if figures != Figures()} == plain["month"]
        assert list(months) == sorted(months)
        transaction.set_rollback(True)


def test_the_random_stories_reach_every_figure():
    """A figure that no story moves would be compared with nothing."""
    with pytest.MonkeyPatch.context() as patch:
        world = World(Clock(patch))
        whole = ("acknowledge", 1, 30), ("extend", 4, 1), ("report", 1, 20), ("return", 1, 5)
        tell(
            world,
            [
                (0, 0, 40, 0, [*whole, ("report", 2, 2), ("close", 1, 8)]),
                (1, 1, 3, 9, [("acknowledge", 1, 2), ("report", 1, 200), ("close", 1, 1)]),
                (2, 0, -2, 5, []),
                (2, 0, None, 5, [("reassign", 1, 5)]),
                (2, 1, 19, 9, [("acknowledge", 1, 2)]),
                (0, 1, 20, 9, [("cancel", 1, 400)]),
            ],
        )
        today = world.clock.today
        plain = expected(around("year", today), today)["whole"][""]
    assert all(plain.values()), plain
    assert ExtensionRequest.objects.exists()


def test_rates_and_means_come_from_sums():
    assert Figures(closed=5, on_time=4, overdue=1).rate == 66.7
    assert Figures(in_time=9, cancelled=2).rate is None
    assert Figures(overdue=2).rate == 0.0
    assert Figures(signed=3, seconds_to_sign=3 * 129_600).days_to_sign == 1.5
    assert Figures(timed=2, seconds_to_close=7 * 86_400).days_to_close == 3.5
    assert Figures().days_to_sign is Figures().days_to_close is None
    assert (Figures(in_time=1, due_soon=2) + Figures(overdue=4)).open == 7


def test_a_day_ends_in_shanghai():
    """At 17:00 UTC the next day has begun: it decides on what is overdue, and on the month of what is assigned."""
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(patch)
        clock.now = datetime(2026, 6, 30, 17, tzinfo=UTC)
        world = World(clock)
        world.assign(0, 0, -1)
        world.assign(0, 0, 0)
        tables = count(Assignment.objects.issued(), around("quarter", date(2026, 7, 1)), clock.today)
        assert (tables.whole.assigned, tables.whole.overdue, tables.whole.due_soon) == (2, 1, 1)
        assert [group.key for group in tables.months] == ["2026-07"]


def test_before_anything_is_assigned_there_is_nothing():
    today = timezone.localdate()
    AssignmentFactory()  # a proposal, which has not taken effect
    tables = count(Assignment.objects.issued(), around("year", today), today)
    assert tables.whole == Figures()
    assert [*tables.departments, *tables.meetings, *tables.series, *tables.leaders, *tables.months] == []


def as_the_board_is_asked(url: str, today: date) -> int:
    """Count the rows by the meaning of the names that the board takes: state, lead, meeting, light and so on."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    soon = today + timedelta(django_settings.DUE_SOON_DAYS)
    rows: Any = Assignment.objects.issued()
    meaning = {
        "state": lambda value: {
            "all": rows, "open": rows.open(), "closed": rows.filter(state="closed"),
            "cancelled": rows.filter(state="cancelled"),
        }[value],
        "lead": lambda value: rows.filter(lead__code=value),
        "meeting": lambda value: rows.filter(resolution__agenda_item__meeting=value),
        "series": lambda value: rows.filter(resolution__agenda_item__meeting__series__code=value),
        "leader": lambda value: rows.filter(leader=None) if value == "~" else rows.filter(leader__code=value),
        "from": lambda value: rows.filter(assigned_on__gte=value),
        "to": lambda value: rows.filter(assigned_on__lte=value),
        "light": lambda value: {
            "red": rows.overdue(today), "yellow": rows.due_soon(today),
            "green": rows.open().exclude(due_on__lte=soon),
        }[value],
        "returned": lambda value: rows.filter(times_returned__gt=0),
        "extended": lambda value: rows.filter(times_extended__gt=0),
        "late": lambda value: rows.filter(closed_on_time=False),
        "on_time": lambda value: rows.filter(closed_on_time=True),
        "signed": lambda value: rows.exclude(acknowledged_at=None),
        "due_or_closed": lambda value: rows.filter(state="closed") | rows.overdue(today),
    }  # fmt: skip
    for name, value in asked.items():
        rows = meaning[name](value)
    return rows.count()


def test_each_address_asks_for_the_rows_that_its_figure_counts():
    today = timezone.localdate()
    few(today)
    for period in (around("year", today), around("month", today), Period("days", date(today.year, 1, 1), today)):
        tables = count(Assignment.objects.issued(), period, today)
        kinds = {
            "lead": tables.departments, "meeting": tables.meetings, "series": tables.series,
            "leader": tables.leaders, "month": tables.months,
        }  # fmt: skip
        named = [(by, group) for by, groups in kinds.items() for group in groups]
        assert {by for by, _group in named} == set(kinds)
        for by, group in [("", None), *named]:
            links = row_links(period, by, group)
            for name, url in links.items():
                number = getattr(group.figures if group else tables.whole, name)
                assert as_the_board_is_asked(url, today) == number, (by, name)
