"""The lists and pages cost the same with one row and with thirty."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from attendees.models import Substitution
from decisions.models import (
    Assignment,
    CalendarDay,
    Event,
    ExtensionDecision,
    ExtensionRequest,
    ProgressReport,
    ReliefDecision,
    ReliefRequest,
    ReportAttachment,
)
from decisions.telling.models import Delivery, Mail, Webhook
from gusu_minutes.api.tokens import make_token
from gusu_minutes.following.models import SavedSearch, SearchMail
from gusu_minutes.importing.models import MinutesImport
from meetings.models import Attachment
from tests.clerk.pages import address
from tests.documents.layout_files import layout_record
from tests.factories import (
    AppointmentFactory,
    AssignmentFactory,
    AttendanceFactory,
    BodyFactory,
    DepartmentFactory,
    MatterFactory,
    OfficerFactory,
    ResolutionFactory,
    SeriesFactory,
    ThemeFactory,
    UserFactory,
    draft,
    issue,
)


def follow_up(number):
    """Make `number` of everything that departments write."""
    user = UserFactory()
    for _ in range(number):
        assignment = AssignmentFactory()
        row = {"assignment": assignment, "department": assignment.lead, "by": user}
        report = ProgressReport.objects.create(text="进展", percent=10, **row)
        ReportAttachment.objects.create(report=report, name="a.pdf", file="a.pdf", size=1, sha256="0" * 64)
        day = timezone.localdate()
        asked = ExtensionRequest.objects.create(
            reason="延期", old_due_on=day, new_due_on=day.replace(year=day.year + 1), **row
        )
        ExtensionDecision.objects.create(request=asked, granted=True, by=user)
        plea = ReliefRequest.objects.create(reason="划转", proposed_lead=DepartmentFactory(), **row)
        ReliefDecision.objects.create(request=plea, granted=True, new_lead=plea.proposed_lead, by=user)
        event = Event.objects.create(verb="remind", **row)
        hook = Webhook.objects.create(name=f"系统{event.pk}", url="https://oa.example.org/")
        Delivery.objects.create(webhook=hook, event=event)
        Mail.objects.create(user=UserFactory(), day=day)
        SearchMail.objects.create(user=UserFactory(), day=day)
        SavedSearch.objects.create(user=UserFactory(), room="public", name="防汛", query="q=防汛")
        make_token(by=UserFactory(), name="平台", scope="public", expires_at=timezone.now() + timedelta(days=9))


def everything(number):
    """Make at least `number` rows of every model in the clerk's room."""
    for _ in range(number):
        meeting = issue(draft(items=1, clauses=1, assignments=1, people=1))
        item = meeting.items.get()
        item.presenting.set(DepartmentFactory.create_batch(2))
        item.themes.set(ThemeFactory.create_batch(2))
        item.matters.set(MatterFactory.create_batch(2))
        person = AppointmentFactory()
        AttendanceFactory(meeting=meeting, person=person.person, department=person.department).items.set([item])
        assignment = Assignment.objects.get(resolution__agenda_item=item)
        assignment.supporting.set(DepartmentFactory.create_batch(2))
        office = OfficerFactory()
        user, today = office.user, timezone.localdate()
        Substitution.objects.create(officer=office, substitute=UserFactory(), valid_from=today, valid_to=today)
        Attachment.objects.create(
            meeting=meeting, agenda_item=item, title="附件", file="a.pdf", size=1, sha256="0" * 64, uploaded_by=user
        )
        MinutesImport.objects.create(source="文本", created_by=user, meeting=meeting)
    for index in range(number):
        BodyFactory(code=f"b{index}", name=f"机构{index}", short_name=f"机构{index}")
        SeriesFactory(code=f"s{index}", name=f"系列{index}")
        Group.objects.create(name=f"组{index}")
        CalendarDay.objects.create(day=date(2024, 1, 1 + index), is_working=False, name="休息")
        layout_record(kind="minutes", series=SeriesFactory(code=f"s{index}"))
    follow_up(number)


@pytest.fixture
def root(signed_in):
    client = signed_in("clerk")
    client.user.is_superuser = True
    client.user.save()
    return client


# Queries of the list of each model, whatever it shows. Session, user and rights of the user are 2 of them.
LISTS = {
    "api.apitoken": 7,
    "api.apitokenevent": 7,
    "attendees.appointment": 9,
    "attendees.department": 5,
    "attendees.departmentofficer": 6,
    "attendees.person": 5,
    "attendees.substitution": 8,
    "auth.group": 5,
    "auth.user": 7,
    "decisions.assignment": 9,
    "decisions.calendarday": 7,
    "decisions.event": 8,
    "decisions.extensiondecision": 7,
    "decisions.extensionrequest": 8,
    "decisions.progressreport": 8,
    "decisions.reliefdecision": 7,
    "decisions.reliefrequest": 8,
    "decisions.reportattachment": 5,
    "decisions.resolution": 8,
    "documents.wordlayout": 5,
    "following.savedsearch": 5,
    "following.searchmail": 7,
    "importing.minutesimport": 7,
    "meetings.agendaitem": 8,
    "meetings.attachment": 8,
    "meetings.attendance": 9,
    "meetings.body": 5,
    "meetings.matter": 5,
    "meetings.meeting": 9,
    "meetings.series": 5,
    "meetings.theme": 5,
    "publishing.internaledition": 9,
    "publishing.publicedition": 9,
    "telling.delivery": 8,
    "telling.mail": 7,
    "telling.webhook": 5,
}
# And of one record's page.
PAGES = {
    "api.apitoken": 3,
    "api.apitokenevent": 3,
    "attendees.appointment": 5,
    "attendees.department": 3,
    "attendees.departmentofficer": 7,
    "attendees.person": 3,
    "attendees.substitution": 7,
    "auth.group": 4,
    "auth.user": 5,
    "decisions.assignment": 6,
    "decisions.calendarday": 3,
    "decisions.event": 6,
    "decisions.extensiondecision": 5,
    "decisions.extensionrequest": 6,
    "decisions.progressreport": 6,
    "decisions.reliefdecision": 8,
    "decisions.reliefrequest": 7,
    "decisions.reportattachment": 4,
    "decisions.resolution": 6,
    "documents.wordlayout": 4,
    "following.savedsearch": 4,
    "following.searchmail": 4,
    "importing.minutesimport": 3,
    "meetings.agendaitem": 8,
    "meetings.attachment": 3,
    "meetings.attendance": 5,
    "meetings.body": 3,
    "meetings.matter": 3,
    "meetings.meeting": 9,
    "meetings.series": 5,
    "meetings.theme": 3,
    "publishing.internaledition": 5,
    "publishing.publicedition": 5,
    "telling.delivery": 3,
    "telling.mail": 4,
    "telling.webhook": 4,
}


def test_every_model_is_counted():
    names = {model._meta.label_lower for model in admin.site._registry}
    assert names == set(LISTS) == set(PAGES)


@pytest.mark.parametrize("number", [1, 30])
def test_lists_and_pages(root, number):
    everything(number)
    found: dict[str, dict[str, int]] = {"lists": {}, "pages": {}}
    for model in admin.site._registry:
        name = model._meta.label_lower
        for kind, target in (
            ("lists", f"/admin/{name.replace('.', '/')}/"),
            ("pages", address(model._default_manager.last())),
        ):
            assert root.get(target, follow=True).status_code == 200  # kinds of content are read once a process
            with CaptureQueriesContext(connection) as queries:
                root.get(target, follow=True)
            found[kind][name] = len(queries)
    assert found["lists"] == LISTS
    assert found["pages"] == PAGES


# Pages that show what stands under a record, to who may edit it.
@pytest.mark.parametrize("size", [1, 30])
@pytest.mark.parametrize(("page", "queries"), [("meeting", 12), ("item", 19), ("resolution", 9), ("attendance", 8)])
def test_pages_with_much_under_them(clerk, django_assert_num_queries, size, page, queries):
    meeting = draft(items=size, people=size)
    item = meeting.items.order_by("position")[0]
    ResolutionFactory.create_batch(size, agenda_item=item)
    resolution = item.resolutions.order_by("position")[0]
    for assignment in AssignmentFactory.create_batch(size, resolution=resolution):
        assignment.supporting.set(DepartmentFactory.create_batch(2))
    for other in [*meeting.items.all(), ResolutionFactory().agenda_item]:
        other.themes.set(ThemeFactory.create_batch(2))
        other.matters.add(MatterFactory())
    attendance = meeting.attendance.order_by("position")[0]
    attendance.items.set(meeting.items.all())
    record = {"meeting": meeting, "item": item, "resolution": resolution, "attendance": attendance}[page]
    clerk.get(address(record))
    with django_assert_num_queries(queries):
        clerk.get(address(record))


@pytest.mark.parametrize("size", [1, 30])
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_previews(clerk, django_assert_num_queries, size, audience):
    meeting = draft(items=size, clauses=1, assignments=1, people=size)
    clerk.get(address(meeting, "preview"))
    with django_assert_num_queries(15 if audience == "internal" else 29):
        clerk.get(address(meeting, "preview") + f"?audience={audience}")
