"""Tidying on the review page: every change is shown before it is made, and the text as it came stays."""

import pytest
from django.urls import reverse

from decisions.models import Assignment, Resolution
from gusu_minutes.importing.imports import begin_import, keep_choices, mend
from meetings.models import Meeting

pytestmark = pytest.mark.django_db

TEXT = """2024年12月13日下午,区長陳羔同志主持召開姑蘇區政府第39次常務會議。
會議議定以下意見:
一、研究供水 工作
(一)會議 原則同意《供水方案》,由區水務局牽頭,上午9:30前上報3.14億元。
出席:陳羔 吳強"""


@pytest.fixture
def given(clerk):
    return begin_import(source=TEXT, file_name="", to_simplified=True, by=clerk.user)


def address(given):
    return reverse("admin:import_review", args=[given.pk])


def sent_from(client, given):
    form = client.get(address(given)).context["form"]
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def test_every_change_is_shown_before_it_is_ticked(clerk, given):
    page = clerk.get(address(given))
    marks, spaces = page.context["tidying"].ways
    assert (marks.ticked, spaces.ticked) == (False, False)
    assert [change.new for change in marks.changes][-1].count("，") == 2
    assert spaces.changes[0].new == "研究供水工作"
    assert ("會", "会", 3) in page.context["tidying"].characters
    assert "会议 原则同意《供水方案》,由" in page.context["plan"].items[0].clauses[0].text


def test_what_is_ticked_is_written_and_the_source_stays(clerk, given):
    sent = {**sent_from(clerk, given), "tidy": ["punctuation", "spaces"]}
    clerk.post(address(given), {**sent, "save": "1"})
    given.refresh_from_db()
    assert given.choices == {"tidy": ["punctuation", "spaces"]}
    clerk.post(address(given), {**sent_from(clerk, given), "apply": "1"})
    given.refresh_from_db()
    one = Resolution.objects.get()
    assert one.text == "会议原则同意《供水方案》，由区水务局牵头，上午9:30前上报3.14亿元。"
    assert one.agenda_item.title == "研究供水工作"
    assert "," not in Assignment.objects.get().task.replace("3.14", "")
    assert given.source == TEXT
    assert Meeting.objects.get().attendance.count() == 2


def test_a_tick_can_be_taken_away(clerk, given):
    keep_choices(minutes_import=given, choices={"tidy": ["spaces"]}, version=given.version, by=clerk.user)
    sent = sent_from(clerk, given)
    assert sent.pop("tidy") == ["spaces"]
    clerk.post(address(given), {**sent, "save": "1"})
    given.refresh_from_db()
    assert given.choices == {}


def test_the_script_can_be_changed(clerk, given):
    sent = sent_from(clerk, given)
    del sent["to_simplified"]
    clerk.post(address(given), {**sent, "save": "1"})
    given.refresh_from_db()
    assert (given.to_simplified, given.choices) == (False, {})
    page = clerk.get(address(given))
    assert "會議 原則同意" in page.context["plan"].items[0].clauses[0].text
    assert len(page.context["tidying"].characters) > 5


@pytest.mark.parametrize("keeps", [True, False])
def test_with_mends_the_script_changes_only_where_no_line_moves(clerk, given, keeps, monkeypatch):
    given = mend(minutes_import=given, at=TEXT.index("(一)"), how="ignore", version=given.version, by=clerk.user)
    if not keeps:
        monkeypatch.setattr("gusu_minutes.importing.imports.simplified", lambda text: text.replace("會議", "会"))
    sent = sent_from(clerk, given)
    del sent["to_simplified"]
    answer = clerk.post(address(given), {**sent, "save": "1"}, headers={"accept": "application/json"})
    given.refresh_from_db()
    assert (answer.status_code, given.to_simplified) == ((200, False) if keeps else (409, True))
    assert "marks" in given.choices


def test_a_way_that_is_not_offered_is_refused(clerk, given):
    answer = clerk.post(address(given), {**sent_from(clerk, given), "tidy": ["everything"], "apply": "1"})
    assert answer.status_code == 200
    assert not Meeting.objects.exists()
    given.refresh_from_db()
    assert given.choices == {}


def test_a_stale_page_keeps_its_ticks(clerk, given):
    sent = {**sent_from(clerk, given), "tidy": ["punctuation", "spaces"]}
    keep_choices(minutes_import=given, choices={"meeting": {"number": 40}}, version=given.version, by=clerk.user)
    answer = clerk.post(address(given), {**sent, "save": "1"})
    assert answer.status_code == 409
    assert [way.ticked for way in answer.context["tidying"].ways] == [True, True]
