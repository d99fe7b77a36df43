"""Records for tests. `draft()` makes a whole meeting; `issue()` walks it to published."""

import hashlib
from datetime import date
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from attendees.models import Appointment, Department, DepartmentOfficer, Person
from decisions.models import Assignment, Resolution
from gusu_minutes.publishing.domain import publish, sign
from meetings.domain.review import submit
from meetings.models import AgendaItem, Attachment, Attendance, Body, Matter, Meeting, Series, Theme


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("secret")

    @factory.post_generation
    def roles(self: Any, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        for name in extracted or []:
            self.groups.add(Group.objects.get(name=name))
        self.is_staff = bool(set(extracted or []) & {"clerk", "signatory", "publisher", "supervisor", "auditor"})
        self.save()


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.Sequence(lambda n: f"姑苏区第{n}局")
    short_name = factory.Sequence(lambda n: f"区第{n}局")
    position = factory.Sequence(lambda n: n)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    code = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"张三{n}")


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    department = factory.SubFactory(DepartmentFactory)
    title = "局长"


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = DepartmentOfficer

    user = factory.SubFactory(UserFactory, roles=["officer"])
    department = factory.SubFactory(DepartmentFactory)


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body
        django_get_or_create = ("code",)

    code = "gusu"
    name = "苏州市姑苏区人民政府"
    short_name = "姑苏区政府"


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series
        django_get_or_create = ("code",)
        skip_postgeneration_save = True

    code = "executive"
    name = "常务会议"
    document_title = "苏州市姑苏区人民政府常务会议纪要"

    @factory.post_generation
    def bodies(self: Any, create: bool, extracted: list[Body] | None, **kwargs: Any) -> None:
        self.bodies.set(extracted or [BodyFactory()])


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    series = factory.SubFactory(SeriesFactory)
    number = factory.Sequence(lambda n: n + 1001)
    title = factory.LazyAttribute(lambda meeting: f"姑苏区政府第{meeting.number}次常务会议")
    held_on = date(2024, 12, 13)
    half_day = "afternoon"
    chair_name = "陈羔"
    chair_title = "区长"
    preamble = "2024年12月13日下午，区长陈羔同志主持召开会议。\n会议议定以下意见："


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.LazyAttribute(lambda item: item.meeting.items.next_position())
    number = factory.LazyAttribute(
        lambda item: "一二三四五六七八九十"[item.position - 1] if item.position <= 10 else ""
    )
    title = factory.Sequence(lambda n: f"审议《第{n}号方案》")
    kind = "deliberate"


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"主题{n}号")


class MatterFactory(DjangoModelFactory):
    class Meta:
        model = Matter

    name = factory.Sequence(lambda n: f"事项{n}号")


class ResolutionFactory(DjangoModelFactory):
    class Meta:
        model = Resolution

    agenda_item = factory.SubFactory(AgendaItemFactory)
    position = factory.LazyAttribute(lambda entry: entry.agenda_item.resolutions.next_position())
    number = factory.LazyAttribute(
        lambda entry: f"({'一二三四五六七八九十'[entry.position - 1]})" if entry.position <= 10 else ""
    )
    text = factory.Sequence(lambda n: f"会议原则同意第{n}号方案，请按照相应程序尽快印发实施。")


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    resolution = factory.SubFactory(ResolutionFactory)
    lead = factory.SubFactory(DepartmentFactory)
    task = factory.Sequence(lambda n: f"落实第{n}号方案")


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.LazyAttribute(lambda entry: entry.meeting.attendance.next_position())
    kind = "present"
    name = factory.Sequence(lambda n: f"李四{n}")


class AttachmentFactory(DjangoModelFactory):
    """A file with `content` in it, which is also what search finds."""

    class Meta:
        model = Attachment

    class Params:
        content = "附件的内容"

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"附件{n}号")
    file = factory.LazyAttribute(lambda entry: ContentFile(entry.content.encode(), name="a.txt"))
    size = factory.LazyAttribute(lambda entry: len(entry.content.encode()))
    sha256 = factory.LazyAttribute(lambda entry: hashlib.sha256(entry.content.encode()).hexdigest())
    text = factory.SelfAttribute("content")
    uploaded_by = factory.SubFactory(UserFactory)


def draft(*, items: int = 1, clauses: int = 1, assignments: int = 0, people: int = 1, **fields: Any) -> Meeting:
    """Return a meeting in drafting with so many items, clauses an item, assignments a clause, and people."""
    meeting = MeetingFactory(**fields)
    for _ in range(items):
        item = AgendaItemFactory(meeting=meeting)
        for _ in range(clauses):
            resolution = ResolutionFactory(agenda_item=item)
            AssignmentFactory.create_batch(assignments, resolution=resolution)
    AttendanceFactory.create_batch(people, meeting=meeting)
    return meeting


def issue(meeting: Meeting, **options: Any) -> Meeting:
    """Submit, sign and publish a draft by three people; return the meeting as it stands then."""
    submit(meeting=meeting, by=UserFactory(roles=["clerk"]))
    sign(meeting=meeting, by=UserFactory(roles=["signatory"]))
    publish(meeting=meeting, by=UserFactory(roles=["publisher"]), **options)
    return Meeting.objects.get(pk=meeting.pk)
