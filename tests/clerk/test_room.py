"""Who may enter the clerk's room, and what it shows first."""

import pytest
from django.test import Client

from meetings.domain.review import submit
from tests.clerk.pages import address
from tests.factories import UserFactory, draft, issue

PAGES = ["/admin/", "/admin/meetings/meeting/", "/admin/meetings/meeting/1/change/", "/admin/meetings/meeting/1/sign/"]


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_anonymous_is_led_to_the_sign_in_page(page):
    response = Client().get(page, follow=True)
    assert response.redirect_chain[-1][0] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("role", ["officer", "official"])
@pytest.mark.parametrize("page", PAGES)
def test_others_are_refused(signed_in, role, page):
    assert signed_in(role).get(page, follow=True).status_code == 403


def test_a_deactivated_clerk_is_out(signed_in):
    client = signed_in("clerk")
    client.user.is_active = False
    client.user.save()
    assert client.get("/admin/").status_code == 302


def test_each_sees_what_waits(clerk, signatory, publisher, signed_in):
    waiting, drafted = draft(number=1, title="待签会议"), draft(number=2, title="整理中会议")
    submit(meeting=waiting, by=clerk.user)
    trays = {
        name: [[str(row) for row in tray.rows] for tray in client.get("/admin/").context["trays"]]
        for name, client in (("clerk", clerk), ("signatory", signatory), ("publisher", publisher))
    }
    assert trays == {"clerk": [[str(drafted)]], "signatory": [[str(waiting)]], "publisher": [[]]}
    assert [tray.kind for tray in signed_in("supervisor").get("/admin/").context["trays"]] == ["assignment"]


def test_the_overview_leads_to_the_meetings(clerk):
    meeting = draft()
    assert address(meeting) in clerk.get("/admin/").content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_queries_of_the_overview(signed_in, django_assert_num_queries, number):
    client = signed_in(is_superuser=True)
    client.user.is_staff = True
    client.user.save()
    for _ in range(number):
        issue(draft(assignments=1))
        draft()
        submit(meeting=draft(), by=UserFactory(roles=["clerk"]))
    with django_assert_num_queries(7):
        client.get("/admin/")


def test_auditor_reads_and_changes_nothing(signed_in):
    client, meeting = signed_in("auditor"), draft()
    page = client.get(address(meeting))
    assert page.status_code == 200
    assert not page.context["steps"]
    assert client.post(address(meeting), {}).status_code == 403
    assert client.get("/admin/meetings/meeting/add/").status_code == 403
