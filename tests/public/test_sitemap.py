"""Sitemap and robots.txt: what is public and stands, each address once, with the day of its current edition."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from gusu_minutes.public import sitemaps
from gusu_minutes.publishing.domain import withdraw
from gusu_minutes.publishing.models import PublicEdition
from tests.factories import UserFactory
from tests.public.conftest import issue_many

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOST = "http://127.0.0.1:8000"
FILES = ["/robots.txt", "/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/departments.xml", "/sitemaps/meetings-1.xml"]


def locations(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(answer.content).xpath("//s:loc/text()", namespaces=NAMESPACE)


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("name", ["anonymous", "wrong", "right", "clerk"])
def test_there_is_none_of_the_officials_site(minutes, persona, address, name):
    assert persona(name).get(f"/internal{address}").status_code == 404


@pytest.mark.parametrize("address", FILES)
def test_everybody_gets_the_same(minutes, persona, address):
    answers = [persona(name).get(address) for name in ("anonymous", "wrong", "right", "clerk")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert client_gets_304(persona("anonymous"), address)


def client_gets_304(client, address):
    tag = client.get(address).headers["ETag"]
    return client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("number", [0, 2, 99, 10**30])
def test_a_range_that_holds_nothing_is_404(minutes, client, number):
    assert client.get(f"/sitemaps/meetings-{number}.xml").status_code == 404


def test_all_that_is_listed_is_there(minutes, client):
    found = set()
    for section in locations(client.get("/sitemap.xml")):
        for address in locations(client.get(section.removeprefix(HOST))):
            assert address.startswith(HOST)
            assert client.get(address.removeprefix(HOST)).status_code == 200, address
            assert address not in found
            found.add(address)
    assert {f"{HOST}/", f"{HOST}/meetings/executive/2024/39/", f"{HOST}/departments/zhujian/"} <= found
    assert not any("secret" in address or "internal" in address for address in found)


def test_a_meeting_was_changed_when_its_edition_was_issued(minutes, client):
    root = etree.fromstring(client.get("/sitemaps/meetings-1.xml").content)
    (changed,) = root.xpath("//s:lastmod/text()", namespaces=NAMESPACE)
    assert changed == timezone.localdate(PublicEdition.objects.get().published_at).isoformat()


def test_what_was_withdrawn_is_not_listed(minutes, client):
    withdraw(meeting=minutes, by=UserFactory(roles=["publisher"]), reason="误", notice="撤回。")
    assert not [place for place in locations(client.get("/sitemap.xml")) if "meetings-" in place]
    assert client.get("/sitemaps/meetings-1.xml").status_code == 404


def test_ranges_part_the_chain(client, db, monkeypatch):
    monkeypatch.setattr(sitemaps, "LIMIT", 3)
    issue_many(7)
    withdraw(
        meeting=PublicEdition.objects.get(sequence=2).meeting,
        by=UserFactory(roles=["publisher"]),
        reason="误",
        notice="撤。",
    )
    sections = [place for place in locations(client.get("/sitemap.xml")) if "meetings-" in place]
    assert [place[-5:] for place in sections] == ["1.xml", "2.xml", "3.xml"]
    sizes = [len(locations(client.get(section.removeprefix(HOST)))) for section in sections]
    assert sizes == [2, 3, 1]


def test_a_file_is_no_longer_than_allowed():
    assert sitemaps.LIMIT <= 5000


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(client, db, rows):
    issue_many(rows)
    counts = []
    for address in FILES:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts == [0, 2, 0, 1, 1]


def test_robots(client, db, settings):
    settings.PUBLIC_URL = "https://minutes.example.org"
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1] == "Sitemap: https://minutes.example.org/sitemap.xml"
    for room in ("admin", "desk", "internal", "accounts", "calendar"):
        assert f"Disallow: /{room}/" in lines
    assert "Disallow: /" not in lines
