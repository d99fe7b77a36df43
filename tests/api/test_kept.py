"""Public answers are kept whole until something is issued; who asks is counted all the same."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gusu_minutes.api.v1 import conditional
from gusu_minutes.publishing.domain import withdraw
from tests.factories import UserFactory

API = "/api/v1/"


@pytest.fixture(autouse=True)
def _settled(keeping, monkeypatch):
    monkeypatch.setattr(conditional, "SETTLED_AFTER", timedelta(0))


def queries_of(address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address, headers=headers).status_code in (200, 304)
    return len(queries)


def addresses(minutes) -> list[str]:
    rows = ["meetings/", f"meetings/{minutes.address}/", "resolutions/", "departments/", "people/", "changes/"]
    return [f"{API}{row}" for row in [*rows, "meetings/?year=2024", "search/?q=方案"]]


def test_the_second_reader_gets_the_same_by_one_question(minutes):
    for address in addresses(minutes):
        first = Client().get(address)
        assert first.status_code == 200, address
        assert queries_of(address) == 1, address
        second = Client().get(address)
        assert second.content == first.content
        changed = {name for name in first.headers if first.headers[name] != second.headers.get(name)}
        assert changed <= {"RateLimit"}, address


def test_who_is_answered_from_what_is_kept_is_counted(minutes, settings):
    settings.API_LIMITS = {"anonymous": 3, "token": 3}
    left = []
    for _ in range(3):
        answer = Client().get(f"{API}meetings/", REMOTE_ADDR="192.0.2.77")
        left.append(answer.headers["RateLimit"].split(";")[1])
    assert left == ["r=2", "r=1", "r=0"]
    assert Client().get(f"{API}meetings/", REMOTE_ADDR="192.0.2.77").status_code == 429


def test_what_a_reader_has_is_answered_with_304(minutes):
    address = f"{API}meetings/{minutes.address}/"
    tag = Client().get(address).headers["ETag"]
    answer = Client().get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert "RateLimit" in answer.headers


def test_what_was_withdrawn_is_gone_at_once(minutes):
    address = f"{API}meetings/{minutes.address}/"
    assert all("方案" in Client().get(url).text for url in (address, f"{API}resolutions/"))
    withdraw(meeting=minutes, by=UserFactory(roles=["publisher"]), reason="误发", notice="引用有误。")
    assert Client().get(address).status_code == 410
    assert "方案" not in Client().get(f"{API}resolutions/").text


def test_hosts_and_kinds_of_answer_are_kept_apart(minutes, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    address = f"{API}meetings/{minutes.address}/"
    for host in settings.ALLOWED_HOSTS * 2:
        assert f"http://{host}/" in Client().get(address, headers={"Host": host}).text


def test_what_officials_read_is_not_kept(minutes, official):
    assert official.get(f"{API}meetings/").status_code == 200
    assert not caches["pages"]._cache  # type: ignore[attr-defined]


def test_an_answer_of_the_last_minute_is_made_each_time(minutes, monkeypatch):
    monkeypatch.setattr(conditional, "SETTLED_AFTER", timedelta(seconds=60))
    assert minutes.issued_at > timezone.now() - timedelta(seconds=60)
    Client().get(f"{API}meetings/")
    assert not caches["pages"]._cache  # type: ignore[attr-defined]
