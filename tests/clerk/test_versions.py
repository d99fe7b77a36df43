"""Two people at one record: nothing that either typed is lost, and nothing is overwritten unseen."""

import pytest

from attendees.models import Department
from decisions.models import Assignment, Resolution
from meetings.models import AgendaItem, Meeting
from tests.clerk.pages import address, filled
from tests.factories import AssignmentFactory, DepartmentFactory, draft


@pytest.fixture
def other(signed_in):
    return signed_in("clerk", first_name="同事")


def test_a_fresh_save_goes_through(clerk):
    meeting = draft()
    data = filled(clerk.get(address(meeting)))
    assert clerk.post(address(meeting), {**data, "place": "三楼会议室"}).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).place == "三楼会议室"


def test_a_stale_save_shows_both_and_keeps_what_was_typed(clerk, other):
    meeting = draft(place="一楼")
    opened = filled(clerk.get(address(meeting)))
    other.post(address(meeting), {**filled(other.get(address(meeting))), "place": "二楼", "recorder": "王记"})
    page = clerk.post(address(meeting), {**opened, "place": "三楼"})
    form = page.context["adminform"].form
    assert page.status_code == 200
    assert Meeting.objects.get(pk=meeting.pk).place == "二楼"
    assert "同事" in str(form.non_field_errors())
    assert "二楼" in str(form.errors["place"])
    assert form["place"].value() == "三楼"
    # What only the other person changed is brought over instead of being undone.
    assert "王记" in str(form.errors["recorder"])
    assert form["recorder"].value() == "王记"
    assert set(form.errors) == {"__all__", "place", "recorder"}
    assert clerk.post(address(meeting), filled(page)).status_code == 302
    saved = Meeting.objects.get(pk=meeting.pk)
    assert (saved.place, saved.recorder) == ("三楼", "王记")


def test_without_a_version_nothing_is_saved(clerk):
    meeting = draft(place="一楼")
    data = filled(clerk.get(address(meeting)))
    del data["version"]
    assert clerk.post(address(meeting), {**data, "place": "三楼"}).status_code == 200
    assert Meeting.objects.get(pk=meeting.pk).place == "一楼"


def test_many_to_many_and_lists(clerk, other):
    item = draft().items.get()
    first, second = DepartmentFactory.create_batch(2)
    opened = filled(clerk.get(address(item)))
    changed = {"presenting": [first.pk], "forwarded_to": "区委常委会\n区人大常委会\n"}
    assert other.post(address(item), {**filled(other.get(address(item))), **changed}).status_code == 302
    page = clerk.post(address(item), {**opened, "presenting": [second.pk]})
    form = page.context["adminform"].form
    assert str(first) in str(form.errors["presenting"])
    assert "区人大常委会" in str(form.errors["forwarded_to"])
    assert clerk.post(address(item), filled(page)).status_code == 302
    item.refresh_from_db()
    assert list(item.presenting.all()) == [second]
    assert item.forwarded_to == ["区委常委会", "区人大常委会"]


def test_an_inline_row(clerk, other):
    item = draft(clauses=2).items.get()
    first, second = item.resolutions.order_by("position")
    opened = filled(clerk.get(address(item)))
    other.post(address(first), {**filled(other.get(address(first))), "text": "同事改的文字"})
    page = clerk.post(address(item), {**opened, "resolutions-0-text": "我改的文字", "resolutions-1-text": "另一条"})
    row = page.context["inline_admin_formsets"][0].formset.forms[0]
    assert page.status_code == 200
    assert "同事改的文字" in str(row.errors["text"])
    assert row["text"].value() == "我改的文字"
    assert Resolution.objects.get(pk=second.pk).text == second.text
    assert clerk.post(address(item), filled(page)).status_code == 302
    assert Resolution.objects.get(pk=first.pk).text == "我改的文字"
    assert Resolution.objects.get(pk=second.pk).text == "另一条"


def test_an_untouched_inline_row_takes_over_what_was_saved(clerk, other):
    item = draft(clauses=2).items.get()
    first = item.resolutions.order_by("position")[0]
    opened = filled(clerk.get(address(item)))
    other.post(address(first), {**filled(other.get(address(first))), "text": "同事改的文字"})
    page = clerk.post(address(item), {**opened, "title": "我改的题目"})
    assert page.status_code == 200
    assert clerk.post(address(item), filled(page)).status_code == 302
    assert Resolution.objects.get(pk=first.pk).text == "同事改的文字"
    assert AgendaItem.objects.get(pk=item.pk).title == "我改的题目"


def test_an_inline_with_departments(clerk, other):
    assignment = AssignmentFactory(resolution__agenda_item__meeting=draft())
    units = DepartmentFactory.create_batch(2)
    opened = filled(clerk.get(address(assignment.resolution)))
    changed = {"lead": units[0].pk, "supporting": [units[1].pk]}
    assert other.post(address(assignment), {**filled(other.get(address(assignment))), **changed}).status_code == 302
    page = clerk.post(address(assignment.resolution), {**opened, "assignments-0-task": "我改的任务"})
    row = page.context["inline_admin_formsets"][0].formset.forms[0]
    assert set(row.errors) == {"__all__", "lead", "supporting"}
    assert clerk.post(address(assignment.resolution), filled(page)).status_code == 302
    saved = Assignment.objects.get(pk=assignment.pk)
    assert (saved.task, saved.lead, list(saved.supporting.all())) == ("我改的任务", units[0], [units[1]])


def test_the_directory_too(clerk, other):
    unit = DepartmentFactory()
    opened = filled(clerk.get(address(unit)))
    other.post(address(unit), {**filled(other.get(address(unit))), "aliases": "发改局"})
    assert clerk.post(address(unit), {**opened, "name": "新名"}).status_code == 200
    assert Department.objects.get(pk=unit.pk).aliases == ["发改局"]


def test_a_row_deleted_meanwhile(clerk):
    item = draft().items.get()
    opened = filled(clerk.get(address(item)))
    item.resolutions.get().delete()
    page = clerk.post(address(item), {**opened, "title": "我改的题目"})
    assert page.status_code == 200
    assert page.context["errors"]
    item.delete()
    assert clerk.post(address(item), opened).status_code == 302


def test_an_unchanged_row_is_not_saved(clerk):
    item = draft(clauses=3).items.get()
    before = Resolution.history.count()
    assert clerk.post(address(item), filled(clerk.get(address(item)))).status_code == 302
    assert Resolution.history.count() == before
