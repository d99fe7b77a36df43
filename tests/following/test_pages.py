"""Pages of saved searches and the private feed: the owner alone, within the rights of that moment."""

from datetime import timedelta
from urllib.parse import urlsplit

import feedparser
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gusu_minutes.common.errors import DomainError, NotAllowed
from gusu_minutes.common.secrets import digest_of
from gusu_minutes.following import searches
from gusu_minutes.following.models import Look, SavedSearch, SearchFeed
from gusu_minutes.following.news import news_of
from gusu_minutes.public.wall import WallBreach
from tests.factories import UserFactory
from tests.following.conftest import correct, issued, saved

LIST = "/accounts/searches/"


def page(search, tail=""):
    return f"{LIST}{search.pk}/{tail}"


def secret_path(client, search):
    text = client.post(page(search, "feed/")).text
    address = text.split('<p class="hash" translate="no">')[1].split("</p>")[0]
    return urlsplit(address).path


@pytest.mark.parametrize("tail", ["", "new/internal/?q=x", "1/", "1/delete/"])
def test_strangers_are_sent_to_the_sign_in_page(client, db, tail):
    answer = client.get(LIST + tail)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=/accounts/searches/")


def test_what_is_anothers_is_not_there(enter, official):
    search = saved(official)
    other = enter(UserFactory(roles=["official"]))
    for tail in ("", "delete/"):
        assert other.get(page(search, tail)).status_code == 404
    for tail in ("", "delete/", "feed/", "feed/end/"):
        assert other.post(page(search, tail), {"name": "x", "tell": "not"}).status_code == 404
    assert "汛期" not in other.get(LIST).text
    for verb in (searches.delete_search, searches.change_search, searches.new_feed, searches.revoke_feed):
        with pytest.raises(NotAllowed):
            verb(search=search, by=other_user())
    assert SavedSearch.objects.get().name == "汛期"


def other_user():
    return UserFactory(roles=["official"])


def test_who_is_no_official_saves_public_searches_alone(enter, db):
    nobody = UserFactory(roles=[])
    client = enter(nobody)
    assert client.get(f"{LIST}new/internal/?q=x").status_code == 404
    assert client.get(f"{LIST}new/other/?q=x").status_code == 404
    with pytest.raises(NotAllowed):
        saved(nobody)
    assert client.post(f"{LIST}new/public/?q=防汛", {"name": "甲", "tell": "not"}).status_code == 302
    assert SavedSearch.objects.get().room == "public"


def test_a_search_is_saved_from_the_search_page(enter, official):
    issued("防汛方案", "防汛物资")
    client = enter(official)
    text = client.get("/internal/search/?q=防汛&year=2024&page=1").text
    link = "/accounts/searches/new/internal/?q=%E9%98%B2%E6%B1%9B&amp;year=2024"
    assert f'href="{link}"' in text
    assert "防汛" in client.get(link.replace("&amp;", "&")).text
    answer = client.post(link.replace("&amp;", "&"), {"name": "汛期", "tell": "daily"}, follow=True)
    assert "汛期" in answer.text
    search = SavedSearch.objects.get()
    assert (search.user, search.tell, search.query) == (official, "daily", "q=%E9%98%B2%E6%B1%9B&year=2024")
    assert search.history.get().history_user == official
    text = client.get(page(search)).text
    assert text.count("<h3>") == 2 and "防汛物资" in text


def test_what_asks_for_nothing_is_not_saved(enter, official):
    for query in ("", "q=", "year=1066"):
        assert enter(official).get(f"{LIST}new/internal/?{query}").url == "/internal/search/"
        with pytest.raises(DomainError):
            saved(official, query)


def test_names_are_ones_own_once_and_few(enter, official, monkeypatch):
    search = saved(official)
    client = enter(official)
    answer = client.post(f"{LIST}new/internal/?q=x", {"name": "汛期", "tell": "not"})
    assert answer.status_code == 422 and "已有同名" in answer.text
    saved(other_user())
    second = saved(official, "q=预算", name="预算")
    answer = client.post(page(second), {"name": "汛期", "tell": "not", "version": second.version})
    assert answer.status_code == 422 and "已有同名" in answer.text
    monkeypatch.setattr(searches, "AT_MOST", 2)
    answer = client.post(f"{LIST}new/internal/?q=x", {"name": "新的", "tell": "not"})
    assert answer.status_code == 422 and "已有 2 个" in answer.text
    assert search.history.count() == 1


def test_a_name_is_changed_once_a_version(enter, official):
    search = saved(official)
    client = enter(official)
    first = client.post(page(search), {"name": "防汛工作", "tell": "not", "version": 1})
    assert first.status_code == 302
    stale = client.post(page(search), {"name": "别的", "tell": "daily", "version": 1})
    assert stale.status_code == 422
    assert "防汛工作" in stale.text and "别的" in stale.text, "neither is lost"
    search.refresh_from_db()
    assert (search.name, search.tell, search.history.count()) == ("防汛工作", "not", 2)


def test_deleting_asks_and_takes_the_feed_along(client, enter, official):
    search = saved(official)
    signed_in = enter(official)
    feed = secret_path(signed_in, search)
    assert "汛期" in signed_in.get(page(search, "delete/")).text
    assert SavedSearch.objects.exists()
    assert client.get(feed).status_code == 200
    assert signed_in.post(page(search, "delete/")).status_code == 302
    assert not SavedSearch.objects.exists() and not Look.objects.exists()
    assert client.get(feed).status_code == 404
    assert SavedSearch.history.filter(history_type="-").get().history_user == official


def test_a_right_that_was_lost_shows_nothing_more(client, enter, official):
    issued("防汛方案")
    search = saved(official)
    signed_in = enter(official)
    feed = secret_path(signed_in, search)
    official.groups.clear()
    text = signed_in.get(page(search)).text
    assert "防汛" not in text
    assert signed_in.post(page(search, "feed/")).status_code == 302
    assert client.get(feed).status_code == 404


def test_the_private_feed_is_atom_for_who_has_the_token(client, enter, official):
    meeting = issued("防汛方案", "内部的防汛", disclosure="internal")
    search = saved(official)
    path = secret_path(enter(official), search)
    answer = client.get(path)
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.feed.title.startswith("汛期 · ")
    assert {entry.link.rpartition("#")[0] for entry in feed.entries} == {
        f"http://127.0.0.1:8000/internal/meetings/{meeting.address}/"
    }
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    token = path.removeprefix("/searches/").removesuffix(".atom")
    assert token not in answer.text, "the feed does not repeat its key"
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert SearchFeed.objects.get().digest == digest_of(token)
    assert not answer.cookies


def test_a_public_search_has_no_internal_word_in_its_feed(client, enter, official):
    issued("防汛方案公开")
    issued("防汛金丝雀", disclosure="internal")
    search = saved(official, room="public")
    text = client.get(secret_path(enter(official), search)).text
    assert "防汛方案公开" in text and "金丝雀" not in text


def test_without_a_valid_token_there_is_nothing(client, enter, official):
    search = saved(official)
    signed_in = enter(official)
    old = secret_path(signed_in, search)
    new = secret_path(signed_in, search)
    unknown = client.get("/searches/unknown.atom")
    answers = [unknown, client.get(old)]
    assert client.get(new).status_code == 200
    User.objects.filter(pk=official.pk).update(is_active=False)
    answers.append(client.get(new))
    User.objects.filter(pk=official.pk).update(is_active=True)
    assert client.get(new).status_code == 200
    signed_in.post(page(search, "feed/end/"))
    answers.append(client.get(new))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == len({str(answer.headers) for answer in answers}) == 1
    assert client.post(new).status_code == 405


def test_the_use_is_noted_once_an_hour(official):
    token = searches.new_feed(search=saved(official), by=official)
    now = timezone.now()
    for minutes, noted in ((0, 0), (59, 0), (61, 61)):
        feed = searches.feed_of(token, now + timedelta(minutes=minutes))
        assert feed and feed.last_used_at == now + timedelta(minutes=noted)


def test_the_token_is_shown_once_and_kept_nowhere(enter, official):
    search = saved(official)
    client = enter(official)
    token = secret_path(client, search).split("/")[-1].removesuffix(".atom")
    assert len(token) > 40
    assert token not in client.get(page(search)).text
    assert token not in str(list(SearchFeed.objects.values()))


def test_it_is_asked_behind_the_wall(official, monkeypatch):
    """A mistake that read records for a search would be refused."""
    search = saved(official)
    monkeypatch.setattr("gusu_minutes.following.news.newest", lambda *args, **kwargs: User.objects.first())
    search.room = "public"
    with pytest.raises(WallBreach):
        news_of(search)


def test_the_page_shows_no_more_than_the_feed(client, enter, official):
    issued(*(f"防汛第{number}条" for number in range(60)))
    search = saved(official)
    signed_in = enter(official)
    assert signed_in.get(page(search)).text.count("<h3>") == 50
    assert len(feedparser.parse(client.get(secret_path(signed_in, search)).content).entries) == 50


@pytest.mark.parametrize("number", [1, 30])
def test_queries(client, enter, official, number):
    meetings = [issued("防汛方案") for _ in range(number)]
    for meeting in meetings[:3]:
        correct(meeting)
    for index in range(number):
        search = saved(official, name=f"汛期{index}")
    token = searches.new_feed(search=search, by=official)
    signed_in = enter(official)
    counts = {}
    for address in (LIST, page(search), f"{LIST}new/internal/?q=防汛"):
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(address).status_code == 200
        counts[address.removeprefix(LIST).split("?")[0].replace(str(search.pk), "N")] = len(queries)
    client.get(f"/searches/{token}.atom")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/searches/{token}.atom").status_code == 200
    assert counts == {"": 3, "N/": 16, "new/internal/": 7}
    assert len(queries) == 10
