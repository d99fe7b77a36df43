"""Slips of the hand and hostile input in the clerk's room: words as an answer, never a failure."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from attendees.models import DepartmentOfficer
from decisions.models import Assignment
from gusu_minutes.importing.imports import begin_import
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.publishing.domain import start_correction
from meetings.models import AgendaItem, Meeting
from tests.clerk.pages import address, filled
from tests.factories import DepartmentFactory, SeriesFactory, draft, issue

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("field", "value"), [("held_on", "0202-12-13"), ("year", "24"), ("year", "99999")])
def test_a_year_mistyped_is_said(clerk, field, value):
    series = SeriesFactory()
    sent = {"series": series.pk, "title": "会议", "number": "3", "held_on": "2024-12-13", field: value}
    page = clerk.post(reverse("admin:meetings_meeting_add"), sent)
    assert field in page.context["adminform"].form.errors
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("text", ["第10000次常务会议\n一、审议\n", "第99999次会议\n会议同意方案。"])
def test_a_number_beyond_all_meetings_can_be_mended(clerk, text):
    given = begin_import(source=text, file_name="", to_simplified=True, by=clerk.user)
    assert clerk.get(reverse("admin:import_review", args=[given.pk])).status_code == 200


def test_the_same_text_sent_twice_is_one_import(clerk):
    mark = clerk.get(reverse("admin:import_start")).context["once"]
    for _ in range(2):
        clerk.post(reverse("admin:import_start"), {"text": "会议同意方案。", "once": mark})
    assert MinutesImport.objects.count() == 1


def test_a_row_moved_twice_by_a_double_click_moves_once(clerk):
    meeting = draft(items=3)
    last = meeting.items.get(position=3)
    url = f"{address(last, 'move')}?version={last.version}"
    for _ in range(2):
        clerk.post(url, {"direction": "up"})
    last.refresh_from_db()
    assert last.position == 2


@pytest.mark.parametrize(
    "query", ["?series__exact=" + "9" * 30, "?held_on__year=" + "9" * 30, "?submitted_at__year=-1"]
)
def test_a_filter_that_no_row_can_have_is_answered(clerk, query):
    assert clerk.get(reverse("admin:meetings_meeting_changelist") + query, follow=True).status_code == 200


@pytest.mark.parametrize("name", ["meetings_meeting_changelist", "autocomplete"])
def test_null_characters_in_a_query_are_refused(clerk, name):
    assert clerk.get(reverse(f"admin:{name}") + "?q=%00&term=%00").status_code == 400


@pytest.mark.parametrize("key", ["abc", "1.5", "²", "9" * 30])
def test_a_history_of_nothing_is_not_found(clerk, key):
    url = reverse("admin:meetings_agendaitem_changelist") + f"{key}/history/"
    assert clerk.get(url, follow=True).status_code in (200, 404)


def test_null_characters_in_a_list_are_said(clerk):
    department = DepartmentFactory()
    sent = {**filled(clerk.get(address(department))), "aliases": "别名\0"}
    page = clerk.post(address(department), sent)
    assert page.context["adminform"].form.errors["aliases"]
    assert "别名" in page.content.decode()


@pytest.mark.parametrize("pattern", ["第{term:d}届", "{number!r}", "{number.__class__}", "{body}", "{", "{}"])
def test_a_pattern_that_could_fail_is_refused(clerk, pattern):
    series = SeriesFactory()
    sent = {**filled(clerk.get(address(series))), "number_pattern": pattern}
    assert "number_pattern" in clerk.post(address(series), sent).context["adminform"].form.errors


def test_nobody_makes_himself_an_officer(clerk):
    sent = {"user": clerk.user.pk, "department": DepartmentFactory().pk}
    page = clerk.post(reverse("admin:attendees_departmentofficer_add"), sent)
    assert "user" in page.context["adminform"].form.errors
    assert not DepartmentOfficer.objects.exists()


def test_line_breaks_of_a_browser_are_no_change(clerk):
    meeting = draft(preamble="第一段\n第二段")
    sent = {**filled(clerk.get(address(meeting))), "preamble": "第一段\r\n第二段", "place": "会议室"}
    clerk.post(address(meeting), sent)
    meeting.refresh_from_db()
    assert (meeting.preamble, meeting.place) == ("第一段\n第二段", "会议室")


def test_a_task_that_is_assigned_is_not_changed_by_a_draft(clerk, publisher):
    meeting = issue(draft(assignments=1))
    start_correction(meeting=meeting, by=publisher.user, reason="更正")
    assignment = Assignment.objects.get()
    other = DepartmentFactory()
    sent = {**filled(clerk.get(address(assignment))), "task": "另一件事", "lead": other.pk, "disclosure": "public"}
    clerk.post(address(assignment), sent)
    after = Assignment.objects.get()
    assert (after.task, after.lead, after.disclosure) == (assignment.task, assignment.lead, "public")


def test_numbers_follow_the_order(clerk):
    meeting = draft(items=3)
    for number, item in zip("一二三", meeting.items.order_by("position"), strict=True):
        item.number = number
        item.save()
    last = meeting.items.get(number="三")
    clerk.post(address(last, "move"), {"direction": "up"})
    assert list(meeting.items.order_by("position").values_list("pk", "number"))[1] == (last.pk, "二")
    clerk.post(address(meeting.items.get(position=1), "delete"), {"post": "yes"})
    assert list(meeting.items.order_by("position").values_list("number", flat=True)) == ["一", "二"]
    added = reverse("admin:meetings_agendaitem_add") + f"?meeting={meeting.pk}"
    sent = {**filled(clerk.get(added)), "title": "审议新方案"}
    page = clerk.post(added, sent)
    assert page.status_code == 302, page.context["errors"]
    assert AgendaItem.objects.get(title="审议新方案").number == "三"


def test_a_draft_discarded_meanwhile_is_said(clerk):
    meeting = draft()
    sent = filled(clerk.get(address(meeting)))
    item = meeting.items.get()
    version = meeting.version
    clerk.post(address(meeting, "delete"), {"post": "yes"})
    assert clerk.post(address(meeting), sent, follow=True).status_code == 200
    assert clerk.post(address(item, "move"), {"direction": "up"}).status_code == 404
    assert clerk.post(address(meeting, "submit"), {"version": version}).status_code == 404


def test_a_save_that_collides_is_checked_anew(clerk, monkeypatch):
    """The row that somebody else saved at the same moment is there then, and the form says what is taken."""
    meeting = draft()
    sent = {**filled(clerk.get(address(meeting))), "place": "会议室"}
    save = Meeting.save
    collided: list[bool] = []

    def save_at_the_second_try(self, *args, **kwargs):
        if not collided:
            collided.append(True)
            raise IntegrityError("UNIQUE constraint failed")
        save(self, *args, **kwargs)

    monkeypatch.setattr(Meeting, "save", save_at_the_second_try)
    assert clerk.post(address(meeting), sent).status_code == 302
    meeting.refresh_from_db()
    assert meeting.place == "会议室"


@pytest.mark.parametrize("key", ["\0", "9" * 30, "abc"])
@pytest.mark.parametrize("field", ["chair", "series"])
def test_a_choice_that_no_form_offers_is_refused(clerk, field, key):
    meeting = draft()
    sent = {**filled(clerk.get(address(meeting))), field: key}
    assert clerk.post(address(meeting), sent).status_code in (200, 400)
    item = meeting.items.get()
    sent = {**filled(clerk.get(address(item))), "presenting": [key]}
    assert clerk.post(address(item), sent).status_code in (200, 400)
    assert Meeting.objects.get().version == meeting.version
