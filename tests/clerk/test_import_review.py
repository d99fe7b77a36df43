"""The page that shows what was recognised: choices, the draft, and what stands against it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from attendees.models import Department, Person
from gusu_minutes.importing.imports import begin_import, keep_choices
from gusu_minutes.importing.models import MinutesImport
from meetings.models import Meeting
from tests.factories import (
    AppointmentFactory,
    DepartmentFactory,
    MeetingFactory,
    PersonFactory,
    SeriesFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SESSION_39 = (Path(settings.BASE_DIR) / "fixtures" / "gusu-39.txt").read_text("utf-8")


@pytest.fixture
def clerk():
    return UserFactory(roles=["clerk"])


@pytest.fixture
def clerk_client(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def given(clerk):
    return begin_import(source=SESSION_39, file_name="39.txt", to_simplified=True, by=clerk)


def address(given):
    return reverse("admin:import_review", args=[given.pk])


def form_of(client, url):
    """Return what the browser would send from the page."""
    form = client.get(url).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "" if value is None else value for name, value in values.items()}


def test_anonymous_is_sent_to_sign_in(client, given):
    url = address(given)
    for answer in (client.get(url, follow=True), client.post(url, {"apply": "1"}, follow=True)):
        assert answer.redirect_chain[-1][0].split("?")[0] == reverse("login")
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("role", ["official", "officer", "signatory", "publisher", "supervisor", "auditor"])
def test_others_are_refused(client, given, role):
    client.force_login(UserFactory(roles=[role]))
    assert client.get(address(given), follow=True).status_code == 403
    assert client.post(address(given), {"apply": "1"}, follow=True).status_code == 403
    assert not Meeting.objects.exists()


def test_an_import_that_does_not_exist_is_not_found(clerk_client):
    assert clerk_client.get(reverse("admin:import_review", args=[99])).status_code == 404


def test_everything_recognised_is_shown(clerk_client, given):
    page = clerk_client.get(address(given)).content.decode()
    for words in (
        "2024-12-13",
        "陈羔",
        "保护区管委会、姑苏区政府第39次常务会议",
        "《姑苏区城市道路隔离护栏导则》",
        "区党工委会议",
        "夏寒寒",
    ):
        assert words in page
    assert page.count("import-item") == 8
    assert page.count("<td") == 50 * 3


def test_the_draft_is_made(clerk_client, given):
    sent = form_of(clerk_client, address(given))
    answer = clerk_client.post(address(given), {**sent, "apply": "1"})
    meeting = Meeting.objects.get()
    assert answer.url == reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert (meeting.state, meeting.number, meeting.items.count(), meeting.attendance.count()) == ("drafting", 39, 8, 50)


def test_a_double_click_makes_one_draft(clerk_client, given):
    sent = {**form_of(clerk_client, address(given)), "apply": "1"}
    first, second = clerk_client.post(address(given), sent), clerk_client.post(address(given), sent)
    assert first.url == second.url
    assert Meeting.objects.count() == 1


def test_a_finished_import_shows_its_text_and_leads_to_the_draft(clerk_client, given):
    clerk_client.post(address(given), {**form_of(clerk_client, address(given)), "apply": "1"})
    page = clerk_client.get(address(given)).content.decode()
    assert "会议还研究了其他事项。" in page
    assert reverse("admin:meetings_meeting_change", args=[Meeting.objects.get().pk]) in page
    assert 'name="apply"' not in page


def test_choices_are_kept_and_used(clerk_client, given):
    DepartmentFactory(code="finance", short_name="财政部门")
    sent = form_of(clerk_client, address(given))
    fields = clerk_client.get(address(given)).context["form"].department_fields()
    field = next(one.name for one in fields if one.label == "区财政局")
    clerk_client.post(address(given), {**sent, field: "alias:finance", "number": "40", "save": "1"})
    given.refresh_from_db()
    assert given.choices == {"departments": {"区财政局": "alias:finance"}, "meeting": {"number": 40}}
    clerk_client.post(address(given), {**form_of(clerk_client, address(given)), "apply": "1"})
    assert Department.objects.get(code="finance").aliases == ["区财政局"]
    assert Meeting.objects.get().number == 40


def test_what_was_not_touched_is_not_frozen(clerk_client, given):
    clerk_client.post(address(given), {**form_of(clerk_client, address(given)), "save": "1"})
    given.refresh_from_db()
    assert given.choices == {}


def test_a_namesake_must_be_chosen_and_can_be(clerk_client, given):
    PersonFactory(name="吴强"), PersonFactory(name="吴强", code="the-other")
    form = clerk_client.get(address(given)).context["form"]
    (field,) = form.person_fields()
    assert field.initial == ""
    sent = {**form_of(clerk_client, address(given)), field.name: "is:the-other", "apply": "1"}
    clerk_client.post(address(given), sent)
    assert Meeting.objects.get().attendance.get(name="吴强", person__code="the-other")
    assert Person.objects.filter(name="吴强").count() == 2


def test_a_script_gets_the_new_version(clerk_client, given):
    sent = {**form_of(clerk_client, address(given)), "number": "40"}
    answer = clerk_client.post(address(given), sent, headers={"accept": "application/json"})
    given.refresh_from_db()
    assert answer.json() == {"version": given.version}


def test_a_stale_page_loses_neither_side(clerk_client, clerk, given):
    mine = {**form_of(clerk_client, address(given)), "number": "41", "place": "我的会议室"}
    keep_choices(minutes_import=given, choices={"meeting": {"number": 40}}, version=given.version, by=clerk)
    answer = clerk_client.post(address(given), {**mine, "apply": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "40" in page
    assert re.search(r'name="place"[^>]*value="我的会议室"', page)
    assert not Meeting.objects.exists()
    given.refresh_from_db()
    assert given.choices == {"meeting": {"number": 40}}
    again = {**mine, "version": str(answer.context["form"]["version"].value()), "save": "1"}
    clerk_client.post(address(given), again)
    given.refresh_from_db()
    assert given.choices == {"meeting": {"number": 41, "place": "我的会议室"}}


def test_a_stale_script_is_told_so(clerk_client, clerk, given):
    mine = {**form_of(clerk_client, address(given)), "number": "41"}
    keep_choices(minutes_import=given, choices={"meeting": {"number": 40}}, version=given.version, by=clerk)
    answer = clerk_client.post(address(given), mine, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["error"]


def test_a_meeting_on_record_stands_against_the_draft(clerk_client, given):
    MeetingFactory(number=39, title="已有的会议", series=SeriesFactory())
    series = {**form_of(clerk_client, address(given)), "series": "executive", "save": "1"}
    clerk_client.post(address(given), series)
    answer = clerk_client.post(address(given), {**form_of(clerk_client, address(given)), "apply": "1"}, follow=True)
    assert "已有的会议" in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_nonsense_in_the_form_is_said(clerk_client, given):
    sent = {**form_of(clerk_client, address(given)), "number": "-1", "held_on": "gestern", "apply": "1"}
    answer = clerk_client.post(address(given), sent)
    assert set(answer.context["form"].errors) == {"number", "held_on"}
    assert not Meeting.objects.exists()


def test_a_text_with_nothing_in_it_is_shown_and_makes_no_draft(clerk_client, clerk):
    given = begin_import(source="春眠不觉晓", file_name="", to_simplified=True, by=clerk)
    sent = {**form_of(clerk_client, address(given)), "apply": "1"}
    assert clerk_client.post(address(given), sent, follow=True).status_code == 200
    assert not Meeting.objects.exists()
    assert MinutesImport.objects.count() == 1


@pytest.mark.parametrize("show", ["", "?all"])
@pytest.mark.parametrize("size", [30, 80])
def test_the_queries_do_not_grow_with_the_roll(clerk_client, clerk, size, show, django_assert_num_queries):
    SeriesFactory()
    names = [f"张{chr(0x4E00 + n)}" for n in range(size)]
    for number, name in enumerate(names[: size // 2]):
        AppointmentFactory(person=PersonFactory(name=name), department=DepartmentFactory(short_name=f"区{number}局"))
    source = SESSION_39.split("出席")[0] + "出席:" + " ".join(names)
    given = begin_import(source=source, file_name="", to_simplified=True, by=clerk)
    with django_assert_num_queries(11):  # session, user, two of rights, the import, six of the directory
        page = clerk_client.get(address(given) + show).content.decode()
    assert names[-1] in page
