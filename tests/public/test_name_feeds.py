"""Feeds of themes and matters: the items filed under them as they stand now, and nothing that is not public."""

from datetime import date

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from decisions.models import Resolution
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import AgendaItem, Meeting
from tests.factories import AgendaItemFactory, ResolutionFactory, ThemeFactory, UserFactory, issue
from tests.public.conftest import SECRET
from tests.public.test_names import hold

THEME, MATTER = "/feeds/themes/streets.atom", "/feeds/matters/fences.atom"
FEEDS = [THEME, MATTER]
ATOM = "{http://www.w3.org/2005/Atom}"
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def history(db):
    """Two meetings that deal with the same; the second has an item that is not public."""
    hold(1, date(2023, 3, 1))
    return hold(2, date(2024, 5, 6), secret=True)


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed.entries


def correct(meeting, change):
    meeting = start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason=f"{SECRET}更正")
    change(meeting)
    return issue(Meeting.objects.get(pk=meeting.pk), public_reason="更正。")


@pytest.mark.parametrize("address", FEEDS)
def test_strangers_get_no_internal_feed(history, persona, address):
    answer = persona("anonymous").get(f"/internal{address}")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert persona("wrong").get(f"/internal{address}").status_code == 404
    assert persona("right").post(f"/internal{address}").status_code == 405


@pytest.mark.parametrize("place", ["themes", "matters"])
@pytest.mark.parametrize("code", ["none", "hidden", "hush", "unnamed", "9" * 100, "%00"])
def test_what_no_public_minutes_name_is_404(history, client, place, code):
    assert client.get(f"/feeds/{place}/{code}.atom").status_code == 404


def test_a_code_of_another_kind_is_404(history, client):
    assert client.get("/feeds/themes/fences.atom").status_code == 404
    assert client.get("/feeds/matters/streets.atom").status_code == 404


@pytest.mark.parametrize("address", FEEDS)
def test_public_feeds_are_the_same_for_everybody(history, persona, address):
    answers = [persona(name).get(address) for name in ("anonymous", "wrong", "right", "clerk")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert SECRET not in answers[0].text and "内部叫法" not in answers[0].text


@pytest.mark.parametrize("name", ["right", "clerk"])
def test_officials_follow_what_is_internal(history, persona, name):
    client = persona(name)
    (entry,) = entries(client, "/internal/feeds/themes/hidden.atom")
    assert SECRET in entry.title
    answer = client.get(f"/internal{MATTER}")
    assert "<title>内部叫法 · " in answer.text
    assert f"{HOST}/internal/meetings/executive/2024/2/#i-" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize(("address", "title"), [(THEME, "城市管理"), (MATTER, "道路护栏")])
def test_it_is_atom(history, client, address, title):
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.findtext(f"{ATOM}id") == HOST + address
    assert root.findtext(f"{ATOM}title").startswith(f"{title} · ")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == HOST + address
    assert title in client.get(links["alternate"].removeprefix(HOST)).text
    for entry in root.findall(f"{ATOM}entry"):
        for required in ("id", "title", "updated", "link", "summary"):
            assert entry.find(f"{ATOM}{required}") is not None


@pytest.mark.parametrize("address", FEEDS)
def test_an_entry_is_an_item_with_its_clauses_and_the_last_issued_comes_first(history, client, address):
    late = hold(3, date(2022, 1, 1))  # an early meeting whose minutes were issued last
    found = entries(client, address)
    assert [entry.title for entry in found] == ["一、审议《护栏导则》"] * 3
    assert [entry.id.partition("/meetings/")[2].partition("/#i-")[0] for entry in found] == [
        "executive/2022/3", "executive/2024/2", "executive/2023/1",
    ]  # fmt: skip
    first, edition = found[0], PublicEdition.objects.get(meeting=late)
    assert first.id == first.link == f"{HOST}/meetings/executive/2022/3/#i-{edition.document.items[0].key}"
    assert first.updated.startswith(edition.published_at.strftime("%Y-%m-%dT%H:%M:%S"))
    assert first.summary.splitlines()[1:] == ["(一)第3次审议《护栏导则》。", "(二)第3次再议。"]
    assert [tag.term for tag in first.tags] == ["常务会议"]
    page = html.fromstring(client.get(first.id.removeprefix(HOST).partition("#")[0]).text)
    assert page.xpath("//@id").count(first.id.partition("#")[2]) == 1


def test_an_item_without_a_title_or_without_a_clause_has_its_place(client, db):
    untitled = AgendaItemFactory(title="", number="", meeting__number=1)
    ResolutionFactory(agenda_item=untitled, text="会议通报了情况。")
    bare = AgendaItemFactory(meeting=untitled.meeting, number="二", title="听取汇报")
    theme = ThemeFactory(code="streets")
    for item in (untitled, bare):
        item.themes.add(theme)
    issue(untitled.meeting)
    assert [(entry.title, entry.summary.splitlines()[1:]) for entry in entries(client, THEME)] == [
        ("会议通报了情况。", ["(一)会议通报了情况。"]),
        ("二、听取汇报", []),
    ]
    page = client.get("/meetings/executive/2024/1/").text
    assert all(f'id="i-{item.key}"' in page for item in (untitled, bare))


@pytest.mark.parametrize("address", FEEDS)
def test_a_correction_shows_what_stands_now_and_is_new_only_where_something_came(history, client, address):
    before = {entry.id: entry.updated for entry in entries(client, address)}

    def reword(meeting):
        Resolution.objects.filter(agenda_item__meeting=meeting, text="第2次再议。").update(text="第2次改议。")

    correct(history, reword)
    found = entries(client, address)
    assert {entry.id: entry.updated for entry in found} == before
    assert "第2次改议。" in found[0].summary and "再议" not in found[0].summary
    assert SECRET not in client.get(address).text
    first = Meeting.objects.get(number=1)
    correct(first, lambda meeting: ResolutionFactory(agenda_item=meeting.items.get(), text="又议。"))
    found = entries(client, address)
    assert "/2023/1/" in found[0].id, "it says something new"
    assert len(found) == 2, "an item stands there once"
    assert found[0].updated > before[found[0].id]
    assert found[0].summary.count("议") >= 3


def test_what_is_filed_otherwise_goes_from_one_feed_to_the_other(history, client):
    other = ThemeFactory(code="other", name="其他")

    def refile(meeting):
        for item in AgendaItem.objects.filter(meeting=meeting, themes__code="streets"):
            item.themes.set([other])

    correct(history, refile)
    assert len(entries(client, THEME)) == 1
    assert len(entries(client, "/feeds/themes/other.atom")) == 1


@pytest.mark.parametrize("address", FEEDS)
def test_what_was_withdrawn_is_gone(history, client, address):
    by = UserFactory(roles=["publisher"])
    withdraw(meeting=history, by=by, reason="误", notice="撤回。")
    assert len(entries(client, address)) == 1
    assert "第2次" not in client.get(address).text
    withdraw(meeting=Meeting.objects.get(number=1), by=by, reason="误", notice="撤回。")
    assert client.get(address).status_code == 404


def test_text_that_cannot_be_written(client, db):
    item = AgendaItemFactory(title="题\x01目</summary>")
    item.themes.add(ThemeFactory(code="streets", name="<b>&\x0b名"))
    issue(item.meeting)
    (entry,) = entries(client, THEME)
    assert "题目</summary>" in etree.fromstring(client.get(THEME).content).findtext(f"{ATOM}entry/{ATOM}title")
    assert entry.id


@pytest.mark.parametrize("address", FEEDS)
def test_an_unchanged_feed_is_not_sent_twice(history, client, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    hold(3, date(2025, 1, 1))
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(client, db, rows):
    for index in range(rows):
        hold(index + 1, date(2024, 1, 1 + index))
    for address in FEEDS:
        with CaptureQueriesContext(connection) as captured:
            assert len(entries(client, address)) == rows
        assert len(captured) == 4


@pytest.mark.parametrize(("page", "feed"), [("/themes/streets/", THEME), ("/matters/fences/", MATTER)])
@pytest.mark.parametrize("prefix", ["", "/internal"])
def test_pages_lead_to_their_feed(history, persona, page, feed, prefix):
    text = persona("right").get(prefix + page).text
    head, body = text.split("</head>")
    assert f'href="{prefix}{feed}"' in head and f'href="{prefix}{feed}"' in body
    assert "meetings.atom" not in head


def test_both_audiences_count_their_own(history, persona):
    assert InternalEdition.objects.count() == PublicEdition.objects.count() == 2
    assert len(entries(persona("right"), f"/internal{THEME}")) == 2
