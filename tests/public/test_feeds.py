"""Feeds: valid Atom, the same addresses as the pages, a notice where something was withdrawn, nothing from before."""

from datetime import date, timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from decisions.models import Resolution
from gusu_minutes.public.feeds import LENGTH
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import Meeting
from tests.factories import SeriesFactory, UserFactory, draft, issue
from tests.public.conftest import SECRET, issue_many

ALL, SERIES, DEPARTMENT = "/feeds/meetings.atom", "/feeds/series/executive.atom", "/feeds/departments/fagai.atom"
FEEDS = [ALL, SERIES, DEPARTMENT]
ATOM = "{http://www.w3.org/2005/Atom}"
HOST = "http://127.0.0.1:8000"


def parsed(answer):
    assert answer.status_code == 200
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize("address", FEEDS)
def test_strangers_get_no_internal_feed(minutes, persona, address):
    answer = persona("anonymous").get(f"/internal{address}")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert persona("wrong").get(f"/internal{address}").status_code == 404
    assert persona("right").post(f"/internal{address}").status_code == 405


@pytest.mark.parametrize("address", ["/feeds/series/none.atom", "/feeds/departments/secret.atom", "/feeds/x.atom"])
def test_what_is_not_there_is_404(minutes, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", FEEDS)
def test_public_feeds_are_the_same_for_everybody(minutes, persona, address):
    answers = [persona(name).get(address) for name in ("anonymous", "wrong", "right", "clerk")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    assert SECRET not in answers[0].text


@pytest.mark.parametrize("name", ["right", "clerk"])
def test_internal_feeds_tell_what_is_internal(minutes, persona, name):
    for address in FEEDS:
        answer = persona(name).get(f"/internal{address}")
        (entry,) = parsed(answer).entries
        assert SECRET in entry.summary
        assert entry.id == f"{HOST}/internal/meetings/executive/2024/39/"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize("address", FEEDS)
def test_it_is_atom(minutes, client, address):
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == HOST + address
    for required in ("title", "updated", "id", "author/{http://www.w3.org/2005/Atom}name"):
        assert root.findtext(f"{ATOM}{required}")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == HOST + address
    assert client.get(links["alternate"].removeprefix(HOST)).status_code == 200
    (entry,) = root.findall(f"{ATOM}entry")
    for required in ("id", "title", "updated", "link", "summary"):
        assert entry.find(f"{ATOM}{required}") is not None


def test_an_entry_is_the_current_edition(minutes, client):
    (entry,) = parsed(client.get(ALL)).entries
    edition = PublicEdition.objects.get()
    assert entry.title == "姑苏区政府第39次常务会议纪要"
    assert entry.id == entry.link == f"{HOST}/meetings/executive/2024/39/"
    assert entry.updated.startswith(edition.published_at.strftime("%Y-%m-%dT%H:%M:%S"))
    assert entry.summary == "一、听取关于重点项目的汇报"
    assert [tag.term for tag in entry.tags] == ["常务会议"]


def corrected(meeting: Meeting) -> Meeting:
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason=f"{SECRET}更正")
    item = Resolution.objects.get(text__contains="精细调度").agenda_item
    item.title = "听取新题目的汇报"
    item.save()
    return issue(Meeting.objects.get(pk=meeting.pk), public_reason="题目更正。")


def test_a_correction_comes_first_with_its_reason_and_nothing_from_before(minutes, client):
    before = parsed(client.get(ALL)).entries[0]
    issue(draft(number=40))
    corrected(minutes)
    first, second = parsed(client.get(ALL)).entries
    assert first.id == before.id
    assert first.updated > second.updated
    assert "更正" in first.title
    assert first.summary == "题目更正。\n一、听取新题目的汇报"
    assert "重点项目" not in client.get(ALL).text


@pytest.mark.parametrize("address", [ALL, SERIES])
def test_a_withdrawal_shows_its_notice_only(withdrawn, client, address):
    (entry,) = parsed(client.get(address)).entries
    assert "撤回" in entry.title
    assert entry.summary == "引用文件名称有误。"
    assert client.get(entry.id.removeprefix(HOST)).status_code == 410
    assert "撤回的意见" not in client.get(address).text
    assert SECRET not in client.get(address).text


def test_the_feed_of_a_department_forgets_what_was_withdrawn(minutes, client):
    issue(draft(number=40))
    withdraw(meeting=minutes, by=UserFactory(roles=["publisher"]), reason="误", notice="撤回。")
    assert client.get(DEPARTMENT).status_code == 404


def test_only_what_belongs_to_a_feed_is_in_it(minutes, client):
    other = SeriesFactory(code="special", name="专题会议", document_title="专题会议纪要")
    issue(draft(number=1, series=other))
    assert len(parsed(client.get(ALL)).entries) == 2
    assert len(parsed(client.get(SERIES)).entries) == 1
    assert len(parsed(client.get("/feeds/series/special.atom")).entries) == 1
    assert len(parsed(client.get(DEPARTMENT)).entries) == 1


def test_text_that_looks_like_markup_or_cannot_be_written(client, db):
    meeting = draft(number=3, title="会议<b>&]]>\x0b\ufffe")
    meeting.items.update(title="题\x01目</summary>")
    issue(Meeting.objects.get(pk=meeting.pk))
    (entry,) = parsed(client.get(ALL)).entries
    root = etree.fromstring(client.get(ALL).content)
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "会议<b>&]]>纪要"
    assert "题目</summary>" in root.findtext(f"{ATOM}entry/{ATOM}summary")
    assert entry.id.endswith("/3/")


def test_an_empty_feed_is_valid_and_does_not_change(client, db):
    first = client.get(ALL)
    assert parsed(first).entries == []
    assert client.get(ALL).content == first.content


@pytest.mark.parametrize("address", FEEDS)
def test_an_unchanged_feed_is_not_sent_twice(minutes, client, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    corrected(minutes)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_host_of_a_request_is_in_no_feed(minutes, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://minutes.example.org/"
    text = client.get(ALL, headers={"Host": "evil.example.com"}).text
    assert "evil" not in text
    assert "<id>https://minutes.example.org/meetings/executive/2024/39/</id>" in text


def test_it_does_not_grow_without_end(client, db, monkeypatch):
    assert LENGTH == 50
    monkeypatch.setattr("gusu_minutes.public.views.feeds.LENGTH", 3)
    issue_many(4)
    assert len(parsed(client.get(ALL)).entries) == 3


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(client, db, rows):
    issue_many(rows)
    code = PublicEdition.objects.order_by("pk")[0].document.items[0].presenting[0].code
    for address, queries in ((ALL, 1), (SERIES, 1), (f"/feeds/departments/{code}.atom", 2)):
        with CaptureQueriesContext(connection) as captured:
            assert len(parsed(client.get(address)).entries) == rows
        assert len(captured) == queries


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", ALL),
        ("/meetings/", ALL),
        ("/meetings/?series=executive", SERIES),
        ("/meetings/executive/2024/39/", SERIES),
        ("/departments/fagai/", DEPARTMENT),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/internal"])
def test_pages_lead_to_their_feed(minutes, persona, page, feed, prefix):
    text = persona("right").get(prefix + page).text
    head, body = text.split("</head>")
    assert 'type="application/atom+xml" title=' in head
    assert f'href="{prefix}{feed}"' in head
    assert f'href="{prefix}{feed}"' in body


def test_both_audiences_count_their_own(minutes, persona):
    """The internal feed is made of the internal editions, even where the public ones are gone."""
    assert InternalEdition.objects.count() == PublicEdition.objects.count() == 1
    issue(draft(number=45, held_on=date(2024, 12, 13) + timedelta(days=9)))
    assert len(parsed(persona("right").get(f"/internal{ALL}")).entries) == 2
