"""Tokens: what opens nothing is refused and never read as nobody; what opens something opens just that."""

import hashlib
import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gusu_minutes.api import tokens
from gusu_minutes.api.models import ApiToken, ApiTokenEvent
from gusu_minutes.api.tokens import AT_MOST, TooMany, make_token, note_use, revoke_token
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed
from tests.api.conftest import API, bearer, problem_of, token_for
from tests.factories import UserFactory
from tests.public.conftest import SECRET

pytestmark = pytest.mark.django_db

MEETINGS = f"{API}meetings/"
PAGE = reverse("tokens")


def aged(token: ApiToken, **fields: object) -> None:
    for name, value in fields.items():
        setattr(token, name, value)
    token.save()


@pytest.mark.parametrize("why", ["expired", "revoked", "inactive"])
def test_a_token_that_is_over_is_refused_and_noted(why):
    user = UserFactory(roles=["official"])
    token, secret = token_for(user)
    if why == "expired":
        now = timezone.now()
        aged(token, created_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    elif why == "revoked":
        revoke_token(token=token, by=user)
    else:
        user.is_active = False
        user.save()
    client = bearer(secret)
    for _again in range(2):
        answer = client.get(MEETINGS)
        problem_of(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    refused = token.events.get(kind="refused")  # once an hour, however often it is asked
    assert (refused.reason, refused.address) == (why, "127.0.0.1")


def test_an_official_who_is_none_any_more_is_refused_and_not_read_as_nobody(minutes):
    user = UserFactory(roles=["official"])
    token, secret = token_for(user)
    assert bearer(secret).get(MEETINGS).status_code == 200
    user.groups.remove(Group.objects.get(name="official"))
    problem_of(bearer(secret).get(MEETINGS), 403)
    assert token.events.get(kind="refused").reason == "no_right"


@pytest.mark.parametrize(
    "header", ["Bearer nonsense", "Token gusu_", "Bearer", "Token  ", "Basic YTpi", "", "令牌", "Bearer gusu_\ud7ff"]
)
def test_nonsense_is_refused(minutes, header, caplog):
    client = Client(headers={"Authorization": header})
    for url in (MEETINGS, f"{API}meetings/{minutes.address}/", f"{API}openapi.json", f"{API}nothing"):
        problem_of(client.get(url), 401)
    assert "nonsense" not in caplog.text


@pytest.mark.parametrize("scheme", ["Bearer", "Token", "bearer"])
def test_an_official_reads_what_officials_read(minutes, scheme):
    secret = token_for(UserFactory(roles=["official"]))[1]
    url = f"{API}meetings/{minutes.address}/"
    answer = bearer(secret, scheme).get(url)
    assert SECRET in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert SECRET not in bearer(token_for(UserFactory(roles=["official"]), "public")[1]).get(url).content.decode()


def test_a_session_opens_nothing(minutes):
    client = Client()
    client.force_login(UserFactory(roles=["official"]))
    answer = client.get(f"{API}meetings/{minutes.address}/")
    anonymous = Client().get(f"{API}meetings/{minutes.address}/")
    assert answer.content == anonymous.content
    assert answer.headers["ETag"] == anonymous.headers["ETag"]
    assert "Cookie" not in answer.headers["Vary"]
    assert not answer.cookies


def test_only_the_digest_is_kept(caplog):
    caplog.set_level(logging.DEBUG)
    token, secret = token_for(UserFactory(roles=["official"]))
    assert len(secret) >= len("gusu_") + 43
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret.startswith(token.prefix)
    bearer(secret).get(MEETINGS)
    bearer("gusu_" + "x" * 43).get(MEETINGS)
    assert secret not in caplog.text
    assert "x" * 43 not in caplog.text


def test_rules_of_making():
    official, stranger, now = UserFactory(roles=["official"]), UserFactory(), timezone.now()
    with pytest.raises(NotAllowed):
        token_for(stranger)
    token_for(stranger, "public")
    stranger.is_active = False
    with pytest.raises(NotAllowed):
        token_for(stranger, "public")
    for days in (-1, 0, 367):
        with pytest.raises(DomainError):
            make_token(by=official, name="x", scope="public", expires_at=now + timedelta(days=days), now=now)
    for _ in range(AT_MOST):
        token, _secret = token_for(official)
    with pytest.raises(TooMany):
        token_for(official)
    revoke_token(token=token, by=official)
    token_for(official)


def test_rules_of_revoking():
    owner, root = UserFactory(), UserFactory(is_superuser=True)
    token, _secret = token_for(owner, "public")
    for role in ("clerk", "official", "auditor"):
        with pytest.raises(NotAllowed):
            revoke_token(token=token, by=UserFactory(roles=[role]))
    revoke_token(token=token, by=root)
    with pytest.raises(IllegalMove):
        revoke_token(token=token, by=owner)
    assert list(token.events.order_by("pk").values_list("kind", "by")) == [("created", owner.pk), ("revoked", root.pk)]


@pytest.mark.parametrize(
    "fields",
    [{"scope": "all"}, {"expires_at": timezone.now() - timedelta(days=1)}, {"revoked_at": timezone.now()}],
)
def test_the_database_keeps_the_rules_too(fields):
    token, _secret = token_for(UserFactory(), "public")
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(**fields)


def test_events_cannot_be_changed():
    token_for(UserFactory(), "public")
    for act in (ApiTokenEvent.objects.all().delete, lambda: ApiTokenEvent.objects.update(reason="")):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_use_is_noted_once_a_minute_whoever_comes_first():
    token, _secret = token_for(UserFactory(), "public")
    stale, now = ApiToken.objects.get(pk=token.pk), timezone.now()
    for seconds, noted in ((0, 0), (59, 0), (61, 61)):
        note_use(stale, now + timedelta(seconds=seconds))  # as a second process, which read the row before, does
        assert ApiToken.objects.get(pk=token.pk).last_used_at == now + timedelta(seconds=noted)


def test_one_writes_where_ten_were_refused_at_once():
    user = UserFactory()
    token, _secret = token_for(user, "public")
    token = revoke_token(token=token, by=user)
    for _ in range(10):
        tokens.note_refusal(tokens.Refused(token, tokens.Refusal.REVOKED), "::1")
    assert token.events.filter(kind="refused").count() == 1


# The page


@pytest.mark.parametrize("url", [PAGE, reverse("revoke_token", args=[1])])
def test_strangers_sign_in_first(client, url):
    answer = client.post(url, {"name": "x", "scope": "public", "days": 30})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("login"))
    assert not ApiToken.objects.exists()


def test_anothers_token_is_not_there(client):
    token, _secret = token_for(UserFactory(), "public")
    client.force_login(UserFactory(roles=["clerk"]))
    assert client.post(reverse("revoke_token", args=[token.pk])).status_code == 404
    assert token.prefix not in client.get(PAGE).content.decode()
    assert ApiToken.objects.valid().count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "scope": "public", "days": 30},
        {"name": "x", "scope": "internal", "days": 30},  # beyond the person's rights
        {"name": "x", "scope": "public", "days": 4000},
        {"name": "x" * 81, "scope": "public", "days": 30},
    ],
)
def test_what_cannot_be_made_is_said(client, data):
    client.force_login(UserFactory())
    assert client.post(PAGE, data).status_code == 422
    assert not ApiToken.objects.exists()


def test_made_on_the_page_shown_once_and_revoked(client, minutes):
    client.force_login(UserFactory(roles=["official"]))
    answer = client.post(PAGE, {"name": "数据平台", "scope": "internal", "days": 90})
    secret = answer.context["secret"]
    assert answer.status_code == 200
    assert answer.content.decode().count(secret) == 1
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in client.get(PAGE).content.decode()
    assert bearer(secret).get(MEETINGS).status_code == 200
    token = ApiToken.objects.get()
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    assert client.post(reverse("revoke_token", args=[token.pk])).headers["Location"] == PAGE
    problem_of(bearer(secret).get(MEETINGS), 401)
    assert client.post(reverse("revoke_token", args=[token.pk]), follow=True).status_code == 200  # says so


def test_the_twenty_first_is_refused_with_words(client):
    user = UserFactory()
    for _ in range(AT_MOST):
        token_for(user, "public")
    client.force_login(user)
    answer = client.post(PAGE, {"name": "x", "scope": "public", "days": 30})
    assert (answer.status_code, answer.context["secret"]) == (422, "")
    assert ApiToken.objects.count() == AT_MOST


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_of_the_page(client, django_assert_num_queries, rows, monkeypatch):
    monkeypatch.setattr(tokens, "AT_MOST", 100)
    user = UserFactory(roles=["official"])
    for _ in range(rows):
        token_for(user)
    client.force_login(user)
    client.get(PAGE)
    with django_assert_num_queries(5):  # session, user, two of rights, tokens
        client.get(PAGE)


# The admin


@pytest.mark.parametrize("role", ["clerk", "auditor", "publisher"])
def test_no_role_sees_tokens_in_the_admin(client, role):
    token, _secret = token_for(UserFactory(), "public")
    client.force_login(UserFactory(roles=[role]))
    for url in ("", f"{token.pk}/change/", f"{token.pk}/revoke/"):
        assert client.get(f"/admin/api/apitoken/{url}").status_code in (403, 404)
    assert client.post(f"/admin/api/apitoken/{token.pk}/revoke/").status_code in (403, 404)
    assert ApiToken.objects.valid().exists()


def test_an_administrator_revokes(client):
    token, secret = token_for(UserFactory(), "public")
    root = UserFactory(is_superuser=True)
    root.is_staff = True
    root.save()
    client.force_login(root)
    url = reverse("admin:api_apitoken_revoke", args=[token.pk])
    assert url in client.get(reverse("admin:api_apitoken_change", args=[token.pk])).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    problem_of(bearer(secret).get(MEETINGS), 401)
    assert token.events.get(kind="revoked").by == root
    assert client.get(url).status_code == 404


def test_the_page_is_found_by_who_is_signed_in(client, minutes):
    """Public pages are the same for everybody, so it is the others that lead to it."""
    client.force_login(UserFactory(roles=["official"]))
    link = f'href="{PAGE}"'
    assert link in client.get(reverse("internal:home")).text
    assert link in client.get(reverse("telling:inbox")).text
    assert link not in client.get(reverse("public:home")).text
