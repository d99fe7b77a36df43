"""Histories that people can read, and that nobody can write."""

import pytest
from django.urls import NoReverseMatch, reverse

from gusu_minutes.clerk.history import field_change
from meetings.enums import Outcome
from tests.clerk.pages import address, filled
from tests.factories import DepartmentFactory, draft


def changes(page):
    return [
        (row.history_type, [(change.label, change.old, change.new) for change in row.field_changes])
        for row in page.context["page_obj"]
    ]


@pytest.mark.parametrize("role", ["officer", "official"])
def test_others_do_not_read_it(signed_in, role):
    assert signed_in(role).get(address(draft(), "history"), follow=True).status_code == 403


def test_old_and_new_stand_side_by_side(clerk):
    meeting = draft()
    item = meeting.items.get()
    first, second = DepartmentFactory.create_batch(2)
    item.presenting.set([first])
    data = {**filled(clerk.get(address(item))), "outcome": "adopted", "presenting": [first.pk, second.pk]}
    clerk.post(address(item), data)
    page = clerk.get(address(item, "history"))
    linked, saved = changes(page)[:2]
    assert linked[1][0][1:] == (str(first), f"{first}、{second}")
    assert [change[1:] for change in saved[1]] == [("", Outcome.ADOPTED.label)]
    assert page.context["page_obj"][0].history_user == clerk.user
    assert changes(page)[-1] == ("+", [])


def test_a_meeting_leads_to_the_history_of_its_items(clerk):
    meeting = draft(items=2)
    gone, kept = meeting.items.order_by("position")
    clerk.post(address(gone, "delete"), {"post": "yes"})
    parts = clerk.get(address(meeting, "history")).context["parts"]
    items, people = parts
    assert [(part.pk, part.is_gone) for part in items.rows] == [(gone.pk, True), (kept.pk, False)]
    assert len(people.rows) == meeting.attendance.count()
    assert all(clerk.get(part.address).status_code == 200 for kind in parts for part in kind.rows)


def test_an_item_leads_to_the_history_of_its_resolutions(clerk):
    item = draft(clauses=2).items.get()
    (kind,) = clerk.get(address(item, "history")).context["parts"]
    assert [part.pk for part in kind.rows] == list(item.resolutions.values_list("pk", flat=True))


def test_a_save_that_changes_nothing_is_no_event(clerk):
    item = draft().items.get()
    rows = item.history.count()
    page = clerk.get(address(item))
    clerk.post(address(item), filled(page))
    assert item.history.count() == rows


def test_the_row_before_the_page_is_compared_too(clerk, monkeypatch):
    meeting = draft(place="一")
    for place in "二三四":
        meeting.place = place
        meeting.save()
    monkeypatch.setattr("meetings.admin.meeting.MeetingAdmin.history_list_per_page", 2)
    first, second = (changes(clerk.get(address(meeting, "history") + f"?p={number}")) for number in (1, 2))
    assert [row[1][0][1:] for row in first] == [("三", "四"), ("二", "三")]
    assert [row[1][0][1:] for row in second[:1]] == [("一", "二")]


def test_no_old_state_is_written_back(clerk):
    meeting = draft()
    with pytest.raises(NoReverseMatch):
        reverse("admin:meetings_meeting_simple_history", args=[meeting.pk, 1])
    row = meeting.history.first()
    version = meeting.version
    clerk.post(f"{address(meeting, 'history')}{row.pk}/", {"title": "alt"})
    meeting.refresh_from_db()
    assert meeting.version == version


def test_long_texts_are_compared_piece_by_piece():
    change = field_change(
        "text",
        "各街道、各部门要加强统筹协调，深入细致做好项目谋划工作。" * 2,
        "各街道、各部门要加强统筹协调，扎实细致做好项目谋划工作。" * 2,
    )
    assert ("del", "深入") in change.pieces
    assert ("ins", "扎实") in change.pieces


@pytest.mark.parametrize("number", [1, 20])
def test_queries_of_a_history(clerk, django_assert_num_queries, number):
    item = draft().items.get()
    for unit in DepartmentFactory.create_batch(number):
        item.presenting.add(unit)
        item.save()
    clerk.get(address(item, "history"))  # content types are looked up once in a process
    with django_assert_num_queries(14):
        assert len(clerk.get(address(item, "history")).context["page_obj"]) > number
