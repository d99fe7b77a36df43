"""Who gets into the leaders' room, how its pages may be kept, and how many queries they take."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.dashboard.rows import few, spread
from tests.factories import OfficerFactory

HOME = reverse("dashboard:home")
ADDRESSES = [
    HOME,
    reverse("dashboard:workbook"),
    *(reverse("dashboard:circular", args=[form]) for form in ("pdf", "docx", "ofd", "txt", "md")),
]


@pytest.mark.parametrize("url", ADDRESSES)
def test_anonymous_signs_in_first(client, db, url):
    response = client.get(url)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('login')}?next={url}"


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("roles", [[], ["official"], ["officer"]])
def test_without_the_right_there_is_no_such_room(enter, url, roles):
    assert enter(*roles).get(url).status_code == 404


def test_an_officer_of_a_department_has_no_figures(client, db):
    client.force_login(OfficerFactory().user)
    assert client.get(HOME).status_code == 404


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("role", ["leader", "supervisor", "auditor", "clerk"])
def test_who_knows_all_assignments_has_their_figures(enter, url, role):
    client = enter(role)
    response = client.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
    assert client.post(url).status_code == 405


def test_an_unknown_form_is_404(enter):
    assert enter("leader").get(reverse("dashboard:circular", args=["exe"])).status_code == 404


@pytest.mark.parametrize("role", ["leader", "supervisor"])
def test_the_desk_leads_here(enter, role):
    assert f'href="{HOME}"' in enter(role).get(reverse("desk:home")).text


def test_an_officers_desk_does_not_lead_here(client, db):
    client.force_login(OfficerFactory().user)
    assert HOME not in client.get(reverse("desk:home")).text


# Session, user, two for rights; two for sums, three for names; on the page, the unread notices. The circular asks for
# what is overdue, too.
QUERIES = {"": 10, "figures.xlsx": 9, "circular.txt": 10}


@pytest.mark.parametrize(("path", "number"), QUERIES.items())
@pytest.mark.parametrize("size", [1, 30])
def test_queries(enter, django_assert_num_queries, path, number, size):
    spread(timezone.localdate(), size)
    client = enter("leader")
    with django_assert_num_queries(number):
        assert client.get(HOME + path).status_code == 200


def test_traditional(enter):
    few(timezone.localdate())
    client = enter("leader")
    client.cookies["django_language"] = "zh-hant"
    page = client.get(HOME)
    assert "區發改局" in page.text
    assert "区发改局" not in page.text
