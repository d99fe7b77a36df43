"""What may be taken out of a draft, and what never goes."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from decisions.models import Assignment, CalendarDay, Resolution
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import AgendaItem, Attendance, Meeting
from tests.clerk.pages import address
from tests.factories import draft, issue


def test_an_item_goes_with_all_under_it(clerk):
    meeting = draft(items=2, clauses=2, assignments=2)
    item = meeting.items.order_by("position")[0]
    page = clerk.get(address(item, "delete"))
    assert dict(page.context["model_count"]) == {
        str(AgendaItem._meta.verbose_name_plural): 1,
        str(Resolution._meta.verbose_name_plural): 2,
        str(Assignment._meta.verbose_name_plural): 4,
    }
    assert meeting.items.count() == 2  # asking takes nothing out
    response = clerk.post(address(item, "delete"), {"post": "yes"})
    assert response["Location"] == address(meeting)
    assert (AgendaItem.objects.count(), Resolution.objects.count(), Assignment.objects.count()) == (1, 2, 4)
    assert AgendaItem.history.filter(history_type="-").get().history_user == clerk.user
    assert clerk.get(f"/admin/meetings/agendaitem/{item.pk}/history/").status_code == 200


@pytest.mark.parametrize("model", [Resolution, Assignment, Attendance])
def test_parts_go_and_lead_back(clerk, model):
    draft(assignments=1)
    row = model.objects.get()
    assert clerk.get(address(row, "delete")).status_code == 200
    assert clerk.post(address(row, "delete"), {"post": "yes"}, follow=True).status_code == 200
    assert not model.objects.exists()


def test_a_draft_is_discarded(clerk):
    meeting = draft(items=2, clauses=2, assignments=1, people=3)
    assert clerk.get(address(meeting, "delete")).status_code == 200
    clerk.post(address(meeting, "delete"), {"post": "yes"})
    assert not Meeting.objects.exists()
    assert Meeting.history.filter(history_type="-").exists()


def test_nothing_of_what_was_issued_goes(clerk):
    meeting = issue(draft(assignments=1))
    rows = [meeting, meeting.items.get(), Resolution.objects.get(), Assignment.objects.get(), Attendance.objects.get()]
    for row in rows:
        assert clerk.get(address(row, "delete")).status_code == 403
        assert clerk.post(address(row, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model",
    [
        model
        for model in admin.site._registry
        if model not in {Meeting, AgendaItem, Resolution, Assignment, CalendarDay}
    ],
)
def test_not_even_a_superuser_deletes_anything_else(rf, model):
    request = rf.get("/admin/")
    request.user = get_user_model().objects.create_superuser("root")
    assert not admin.site._registry[model].has_delete_permission(request)
    assert admin.site._registry[model].get_actions(request) == {}


def test_editions_are_read_only(signed_in):
    issue(draft())
    root = signed_in(is_superuser=True)
    root.user.is_staff = True
    root.user.save()
    for model in (InternalEdition, PublicEdition):
        edition = model.objects.get()
        name = model._meta.model_name
        assert root.get(address(edition)).status_code == 200
        assert root.post(address(edition), {"reason": "anders"}).status_code == 403
        assert root.post(address(edition, "delete"), {"post": "yes"}).status_code == 403
        assert root.get(f"/admin/publishing/{name}/add/").status_code == 403


def test_an_edition_says_whether_it_is_as_published(publisher, monkeypatch):
    issue(draft())
    edition = InternalEdition.objects.get()
    assert publisher.get(address(edition)).context["problems"] == []
    monkeypatch.setattr(InternalEdition, "computed_digest", lambda self: "0" * 64)
    assert publisher.get(address(edition)).context["problems"]


def test_accounts_are_deactivated_and_rights_are_not_taken(signed_in):
    keeper = signed_in(is_staff=True)
    keeper.user.is_staff = True
    keeper.user.save()
    keeper.user.user_permissions.set(
        Group._meta.apps.get_model("auth", "Permission").objects.filter(content_type__app_label="auth")
    )
    root = get_user_model().objects.create_superuser("root")
    assert keeper.post(address(root), {"username": "root"}).status_code == 403
    assert keeper.post(address(keeper.user, "delete"), {"post": "yes"}).status_code == 403
    form = keeper.get(address(keeper.user)).context["adminform"].form
    assert not {"is_superuser", "groups", "is_staff"} & set(form.fields)
    assert keeper.post(f"/admin/auth/user/{root.pk}/password/", {"password1": "x"}).status_code == 403
