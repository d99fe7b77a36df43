"""Who sees what: refusals first, then sameness. Public pages are the same bytes for everybody."""

import pytest
from django.contrib.auth import get_user_model

from tests.public.conftest import SECRET

pytestmark = pytest.mark.once

PAGES = [
    "",
    "meetings/",
    "meetings/executive/2024/39/",
    "meetings/executive/2024/39/editions/",
    "meetings/executive/2024/39/editions/1/",
    "meetings/executive/2024/39/editions/1.json",
    "meetings/executive/2024/39/editions/1.xml",
    "resolutions/",
    "search/",
    "search/?q=方案&year=2024",
    "departments/",
    "departments/fagai/",
    "verify/",
    "accessibility/",
]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_sent_to_the_sign_in_page(minutes, persona, page):
    answer = persona("anonymous").get(f"/internal/{page}")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=/internal/")


@pytest.mark.parametrize("page", PAGES)
def test_without_the_right_the_internal_pages_are_not_there(minutes, persona, page):
    answer = persona("wrong").get(f"/internal/{page}")
    assert answer.status_code == 404
    assert SECRET not in answer.text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["right", "clerk"])
def test_who_has_the_right_reads_the_internal_pages(minutes, persona, page, name):
    answer = persona(name).get(f"/internal/{page}")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("page", PAGES)
def test_public_pages_are_the_same_for_everybody(minutes, persona, page):
    answers = [persona(name).get(f"/{page}") for name in ("anonymous", "wrong", "right", "clerk")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)


@pytest.mark.parametrize("page", PAGES)
def test_nothing_internal_is_on_a_public_page(minutes, persona, page):
    answer = persona("clerk").get(f"/{page}")
    assert SECRET not in answer.text
    assert SECRET not in str(answer.headers)


def test_the_internal_pages_show_what_is_internal(minutes, persona):
    client = persona("right")
    assert SECRET in client.get("/internal/meetings/executive/2024/39/").text
    assert SECRET in client.get("/internal/resolutions/").text
    assert client.get("/internal/departments/secret/").status_code == 200


def test_filters_and_addresses_do_not_betray_what_is_internal(minutes, client):
    assert client.get("/departments/secret/").status_code == 404
    assert SECRET not in client.get("/resolutions/?presenting=secret").text
    assert "共 2 条" in client.get("/resolutions/").text
    assert "共" not in client.get("/resolutions/", {"q": SECRET}).text.split("<main")[1]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_pages_take_nothing(minutes, client, method):
    assert getattr(client, method)("/meetings/").status_code == 405


def test_inactive_officials_are_strangers(minutes, persona):
    client = persona("right")
    get_user_model().objects.update(is_active=False)
    assert client.get("/internal/").status_code == 302
