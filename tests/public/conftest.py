"""Issued minutes and the four personas who look at them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from gusu_minutes.publishing.domain import withdraw
from meetings.models import Meeting
from tests.factories import (
    AgendaItemFactory,
    AssignmentFactory,
    AttendanceFactory,
    DepartmentFactory,
    MeetingFactory,
    ResolutionFactory,
    UserFactory,
    issue,
)
from tests.kept import Kept

SECRET = "金丝雀"  # stands in the internal edition only


@pytest.fixture(scope="session")
def kept_minutes(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Kept[Meeting]:
    return Kept.of(issue_minutes, django_db_blocker)


@pytest.fixture
def minutes(kept_minutes: Kept[Meeting], db: None) -> Meeting:
    return kept_minutes.put_back()


def issue_minutes() -> Meeting:
    """The 39th session: a public item with responsibilities, an internal item, and people."""
    meeting = MeetingFactory(number=39, title="姑苏区政府第39次常务会议")
    item = AgendaItemFactory(
        meeting=meeting, number="一", title="听取关于重点项目的汇报", kind="hear", outcome="approved_in_principle"
    )
    item.presenting.add(DepartmentFactory(code="fagai", short_name="区发改局"))
    ResolutionFactory(agenda_item=item, text="会议听取了区发改局的汇报，原则同意《重点项目方案》。")
    resolution = ResolutionFactory(agenda_item=item, text="请抓好精细调度。<b>&")
    assignment = AssignmentFactory(
        resolution=resolution,
        lead=DepartmentFactory(code="zhujian", short_name="区住建委"),
        due_on=date(2025, 3, 31),
        disclosure="public",
    )
    assignment.supporting.add(DepartmentFactory(code="caizheng", short_name="区财政局"))
    hidden = AgendaItemFactory(meeting=meeting, number="二", title=f"研究{SECRET}", kind="study", disclosure="internal")
    hidden.presenting.add(DepartmentFactory(code="secret", short_name=f"{SECRET}局"))
    ResolutionFactory(agenda_item=hidden, text=f"{SECRET}的意见")
    AttendanceFactory(meeting=meeting, name="范剑军", department_name="区城管委", kind="in_attendance")
    AttendanceFactory(meeting=meeting, name="陈羔")
    return issue(meeting)


@pytest.fixture
def withdrawn(db: None) -> Meeting:
    """A meeting whose minutes were withdrawn with a public notice."""
    draft = MeetingFactory(number=36)
    ResolutionFactory(agenda_item__meeting=draft, text="撤回的意见")
    meeting = issue(draft)
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason=SECRET, notice="引用文件名称有误。")
    return Meeting.objects.get(pk=meeting.pk)


def issue_many(count: int) -> None:
    """Issue so many meetings, each with two items of one clause, a presenting and an assigned department."""
    departments = DepartmentFactory.create_batch(3)
    for index in range(count):
        meeting = MeetingFactory(held_on=date(2023, 1, 1) + timedelta(days=index))
        for position in range(2):
            resolution = ResolutionFactory(agenda_item__meeting=meeting)
            resolution.agenda_item.presenting.add(departments[position])
            AssignmentFactory(resolution=resolution, lead=departments[2], disclosure="public")
        issue(meeting)


@pytest.fixture
def persona(db: None) -> Callable[[str], Client]:
    """A client of a persona: anonymous, wrong (no rights at all), right (an official), clerk."""

    def make(name: str) -> Client:
        client = Client()
        roles = {"wrong": [], "right": ["official"], "clerk": ["clerk"]}
        if name in roles:
            client.force_login(UserFactory(roles=roles[name]))
        return client

    return make
