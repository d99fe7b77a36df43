"""The feed of a search: what it finds, since when, and nothing from behind the wall."""

import random
from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decisions.models import Resolution
from gusu_minutes.public.audience import AUDIENCES
from gusu_minutes.public.newly import fits, newest
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.models import PublicEdition
from gusu_minutes.search import engine
from gusu_minutes.search.finding import understand
from gusu_minutes.search.models import PublicEntry
from gusu_minutes.search.rows import entry_rows
from gusu_minutes.search.syntax import parse
from meetings.models import Meeting
from tests.factories import ResolutionFactory, UserFactory, draft, issue
from tests.public.conftest import SECRET, issue_many

HOST = "http://127.0.0.1:8000"


def feed(client, query, room="", **more):
    answer = client.get(f"{room}/search/feed.atom", {"q": query, **more})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def issued(*texts, **fields):
    meeting = draft(items=1, clauses=0, **fields)
    for position, text in enumerate(texts, 1):
        ResolutionFactory(agenda_item=meeting.items.get(), text=text, position=position)
    return issue(meeting)


def correct(meeting, **words):
    start_correction(meeting=Meeting.objects.get(pk=meeting.pk), by=UserFactory(roles=["publisher"]), reason="更正")
    for old, new in words.items():
        row = Resolution.objects.get(agenda_item__meeting=meeting, text__contains=old)
        row.text = row.text.replace(old, new)
        row.save()
    return issue(Meeting.objects.get(pk=meeting.pk), public_reason="更正。")


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?year=1066", f"?q={'长' * 201}", "?series=none"])
def test_what_asks_for_nothing_is_404(client, minutes, query):
    assert client.get(f"/search/feed.atom{query}").status_code == 404


def test_strangers_get_no_internal_feed(minutes, persona):
    assert persona("anonymous").get("/internal/search/feed.atom?q=x").status_code == 302
    assert persona("wrong").get("/internal/search/feed.atom?q=x").status_code == 404
    (entry,) = feed(persona("right"), SECRET, "/internal").entries
    assert SECRET in entry.summary


@pytest.mark.parametrize("words", [SECRET, f"{SECRET}局", f"department:{SECRET}局", f"-没有 {SECRET}"])
def test_the_public_feed_knows_nothing_internal(client, minutes, words):
    found = feed(client, words)
    assert found.entries == []
    text = client.get("/search/feed.atom", {"q": "重点项目 -没有"}).text
    assert SECRET not in text and "没有" in text
    assert len(feedparser.parse(text).entries) == 2


def test_an_entry_leads_to_its_place(client, minutes):
    found = feed(client, "精细调度")
    assert found.feed.title.startswith("搜索：精细调度 · ")
    assert found.feed.link == f"{HOST}/search/?q=%E7%B2%BE%E7%BB%86%E8%B0%83%E5%BA%A6"
    (entry,) = found.entries
    key = Resolution.objects.get(text__contains="精细调度").key
    assert entry.id == entry.link == f"{HOST}/meetings/executive/2024/39/#c-{key}"
    assert entry.title == "一、听取关于重点项目的汇报"
    assert "请抓好精细调度。<b>&" in entry.summary
    (meeting,) = feed(client, "范剑军").entries
    assert meeting.id == f"{HOST}/meetings/executive/2024/39/"


def test_fields_narrow_it_down(client, minutes):
    assert len(feed(client, "", department="zhujian").entries) == 1
    found = feed(client, "", department="zhujian", year="2024", page="3", order="date")
    assert found.feed.link.endswith("/search/?year=2024&department=zhujian")
    assert "单位：区住建委" in found.feed.title


def test_the_last_issued_comes_first_whenever_the_meeting_was(client, db):
    today = timezone.localdate()
    issued("防汛方案甲", held_on=today)
    issued("防汛方案乙", held_on=today - timedelta(days=900))
    assert [entry.summary.rpartition(")")[2] for entry in feed(client, "防汛").entries] == ["防汛方案乙", "防汛方案甲"]


def test_a_correction_makes_new_only_what_was_not_found_before(client, db):
    first = issued("防汛方案", "预算草案")
    issued("防汛其他")
    before = {entry.id: entry.updated for entry in feed(client, "防汛").entries}
    correct(first, 预算草案="防汛预算", 防汛方案="防汛新方案")
    found = feed(client, "防汛").entries
    assert ["预算" in entry.summary for entry in found] == [True, False, False]
    assert [before[entry.id] for entry in found[1:]] == [entry.updated for entry in found[1:]], "not new again"
    assert "防汛新方案" in found[2].summary, "but as it reads now"
    correct(first, 防汛预算="预算草案")
    assert len(feed(client, "防汛").entries) == 2
    last = correct(first, 预算草案="防汛草案")
    newest_first = feed(client, "防汛").entries[0]
    assert "防汛草案" in newest_first.summary
    edition = PublicEdition.objects.get(meeting=last, number=4)
    assert newest_first.updated_parsed[:6] == edition.published_at.utctimetuple()[:6]


def test_a_correction_between_two_questions_is_no_error(client, db):
    """The index tells of a clause that the edition, read just before, does not hold."""
    issued("防汛方案", "防汛物资")
    gone = PublicEntry.objects.get(folded__contains="防汛物资").key
    PublicEntry.objects.filter(key=gone).update(key="elsewhere")
    assert len(feed(client, "防汛").entries) == 1


def test_withdrawn_minutes_are_found_no_more(client, db):
    meeting = issued("防汛方案")
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="x", notice="已撤回。")
    assert feed(client, "防汛").entries == []


def test_an_unchanged_feed_is_not_sent_twice(client, minutes):
    answer = client.get("/search/feed.atom?q=重点")
    again = client.get("/search/feed.atom?q=重点", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_names_its_feed(client, minutes):
    text = client.get("/search/?q=重点&year=2024&page=1&facets=1").text
    href = "/search/feed.atom?q=%E9%87%8D%E7%82%B9&amp;year=2024"
    assert f'<link rel="alternate" type="application/atom+xml" title="此搜索" href="{href}">' in text
    assert text.count(href) == 2, "and a link for people"
    assert "feed.atom" not in client.get("/search/").text


@pytest.mark.parametrize("size", [1, 30])
def test_queries_do_not_grow(client, db, size):
    issue_many(size)
    for meeting in list(Meeting.objects.all())[:3]:
        correct(meeting)
    with CaptureQueriesContext(connection) as queries:
        feed(client, "year:2023")
    assert len(queries) == 7


WORDS = """防汛
方
预算
2024
12a
《办法》
、
防汛 -预算
-方
year:2024 预算
“a，防”
number:7
outcome:原则同意
""".splitlines()


def test_rows_fit_as_the_index_finds_them(db):
    """Of minutes that stand, both must say the same; only former editions are asked by `fits` alone."""
    rnd = random.Random(7)
    parts = ["防汛", "方案", "预算", "2024", "12a", "《办法》", "，", "、", "防", "算", "A，"]
    for number in (7, 8, 9):
        issued(*("".join(rnd.choices(parts, k=4)) for _ in range(12)), number=number)
    audience = AUDIENCES["public"]
    hits = 0
    for query in WORDS:
        asked = understand(audience.search, parse(query)).asked
        counts = engine.counted(audience.search, asked)
        ids = engine.page_of(audience.search, asked, counts, limit=1000)
        rows = [
            row for one in PublicEdition.objects.all() for row in entry_rows(one.document, one.meeting_id, one.texts)
        ]
        assert sorted(row.id for row in rows if fits(asked, row)) == sorted(ids), query
        assert {one.id for one in newest(audience, asked)} == set(ids), query
        hits += len(ids)
    assert hits > 50
