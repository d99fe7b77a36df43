"""One issued assignment and the people around it, for the tests of follow-up and of the desk."""

import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from attendees.models import Department
from decisions.domain import extensions, verify, work
from decisions.enums import AssignmentState
from decisions.models import Assignment, ExtensionRequest
from meetings.models import Meeting
from tests.factories import (
    AgendaItemFactory,
    AssignmentFactory,
    AttendanceFactory,
    DepartmentFactory,
    MeetingFactory,
    OfficerFactory,
    ResolutionFactory,
    SeriesFactory,
    UserFactory,
    issue,
)

S = AssignmentState
CONSENT = "区长陈羔12月20日同意"


@dataclass
class Story:
    meeting: Meeting
    assignment: Assignment
    department: Department
    helper: Department
    lead: User
    supporting: User
    stranger: User
    supervisor: User
    clerk: User

    def fresh(self) -> Assignment:
        """Return the assignment as the database has it."""
        return Assignment.objects.get(pk=self.assignment.pk)

    def bring_to(self, state: str) -> Assignment:
        """Walk the assignment from `assigned` to `state` by verbs and return it."""
        if state == S.CANCELLED:
            verify.cancel(assignment=self.assignment, by=self.supervisor, reason="不再需要", consent=CONSENT)
        elif state != S.ASSIGNED:
            work.acknowledge(assignment=self.assignment, by=self.lead)
            if state != S.IN_PROGRESS:
                work.report_done(assignment=self.assignment, by=self.lead, text="已经办结")
            if state == S.CLOSED:
                verify.close(assignment=self.assignment, by=self.supervisor)
        return self.fresh()

    def ask_for_extension(self) -> ExtensionRequest:
        return extensions.request_extension(
            assignment=self.assignment, by=self.lead, reason="材料未到", new_due_on=today() + timedelta(days=40)
        )


def today() -> date:
    return timezone.localdate()


def tell(**fields: Any) -> Story:
    """Make a story; `fields` go to the assignment."""
    department = DepartmentFactory(name="姑苏区发展和改革局", short_name="区发改局")
    helper = DepartmentFactory(name="姑苏区商务局", short_name="区商务局")
    meeting = MeetingFactory(number=39, series=SeriesFactory(code="special", name="专题会议"))
    item = AgendaItemFactory(meeting=meeting, title="冬季系列促消费活动方案")
    resolution = ResolutionFactory(agenda_item=item, text="区发改局牵头，区商务局配合，做好冬季促消费活动。")
    fields = {"task": "冬季系列促消费活动", "due_on": today() + timedelta(days=10), **fields}
    assignment = AssignmentFactory(resolution=resolution, lead=department, **fields)
    assignment.supporting.add(helper)
    AttendanceFactory(meeting=meeting)
    return Story(
        meeting=issue(meeting),
        assignment=Assignment.objects.get(pk=assignment.pk),
        department=department,
        helper=helper,
        lead=OfficerFactory(department=department, user__first_name="王小明").user,
        supporting=OfficerFactory(department=helper).user,
        stranger=OfficerFactory().user,
        supervisor=UserFactory(roles=["supervisor"]),
        clerk=UserFactory(roles=["clerk"]),
    )


def pdf(name: str = "证明.pdf", content: bytes = b"%PDF-1.7\nproof") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def package(name: str, member: str) -> SimpleUploadedFile:
    """Return a ZIP package that holds `member`, as Word files and OFD do."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "<x/>")
    return SimpleUploadedFile(name, buffer.getvalue())
