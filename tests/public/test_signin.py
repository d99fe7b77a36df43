"""Sign-in, sign-out, and the room where each person belongs."""

import pytest
from django.test import override_settings

from tests.factories import OfficerFactory, UserFactory


def test_strangers_are_sent_to_sign_in(client, db):
    assert client.get("/rooms/").url == "/accounts/login/?next=/rooms/"


@pytest.mark.parametrize(
    ("roles", "room"),
    [
        ([], "/"),
        (["clerk"], "/admin/"),
        (["signatory"], "/admin/"),
        (["publisher"], "/admin/"),
        (["auditor"], "/admin/"),
        (["supervisor"], "/desk/"),
        (["official"], "/internal/"),
    ],
)
def test_rooms(client, db, roles, room):
    client.force_login(UserFactory(roles=roles))
    assert client.get("/rooms/").url == room


def test_officers_go_to_the_desk(client, db):
    client.force_login(OfficerFactory().user)
    assert client.get("/rooms/").url == "/desk/"


def test_administrators_go_to_the_admin(client, db):
    client.force_login(UserFactory(is_superuser=True))
    user = UserFactory(is_superuser=True)
    user.is_staff = True
    user.save()
    client.force_login(user)
    assert client.get("/rooms/").url == "/admin/"


def test_signing_in_and_out(client, db):
    UserFactory(username="wang", roles=["official"])
    answer = client.post("/accounts/login/", {"username": "wang", "password": "secret"})
    assert answer.url == "/rooms/"
    assert client.get("/internal/").status_code == 200
    assert client.post("/accounts/logout/").url == "/"
    assert client.get("/internal/").status_code == 302


def test_wrong_passwords_are_refused_with_words(client, db):
    UserFactory(username="wang")
    answer = client.post("/accounts/login/", {"username": "wang", "password": "nein"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


def test_a_target_elsewhere_is_not_followed(client, db):
    UserFactory(username="wang")
    answer = client.post("/accounts/login/", {"username": "wang", "password": "secret", "next": "https://example.org/"})
    assert answer.url == "/rooms/"


def test_logout_takes_no_get(client, db):
    assert client.get("/accounts/logout/").status_code == 405


def test_demo_accounts_stand_on_the_page_in_the_demo_only(client, db):
    assert "gusu-demo-39" not in client.get("/accounts/login/").text
    with override_settings(DEMO=True):
        text = client.get("/accounts/login/").text
    assert "gusu-demo-39" in text
    for name in ("clerk", "signatory", "publisher", "supervisor", "officer", "official", "auditor", "admin"):
        assert f"<code>{name}</code>" in text


def test_the_signed_in_person_is_named_in_the_rooms_only(client, minutes):
    client.force_login(UserFactory(roles=["official"], last_name="王", first_name="小明"))
    assert "王小明" in client.get("/internal/").text
    assert "王小明" not in client.get("/").text
