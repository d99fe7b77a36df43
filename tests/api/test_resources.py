"""What each resource tells, and to whom."""

import hashlib
import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import PublicClause, PublicEdition, Rendering
from meetings.models import Meeting
from tests.api.conftest import API, bearer, problem_of, token_for
from tests.factories import (
    AgendaItemFactory,
    MeetingFactory,
    ResolutionFactory,
    SeriesFactory,
    UserFactory,
    draft,
    issue,
)
from tests.public.conftest import SECRET, issue_many

pytestmark = pytest.mark.django_db

LISTS = ("agenda-items", "bodies", "changes", "departments", "meetings", "resolutions", "series",
         "people", "documents", "themes", "matters")  # fmt: skip
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00")


def get(url: str, client: Client | None = None, **query: Any) -> Any:
    answer = (client or Client()).get(url if url.startswith(("/", "http")) else API + url, query)
    assert answer.status_code == 200, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json()


def keys(url: str, name: str = "key", client: Client | None = None, **query: Any) -> list[Any]:
    return [row[name] for row in get(url, client, **query)["results"]]


@pytest.mark.parametrize("name", LISTS)
def test_nothing_yet_is_an_empty_list(name):
    found = get(f"{name}/")
    assert found == [] or found == {"next": None, "cursor": None, "results": []}


@pytest.mark.parametrize("who", ["anonymous", "public", "official"])
@pytest.mark.parametrize("name", LISTS)
def test_each_reads_the_own_tables(minutes, persona, who, name):
    text = persona(who).get(f"{API}{name}/").content.decode()
    told = {"agenda-items", "resolutions", "departments"}
    assert (SECRET in text) == (who == "official" and name in told)


def test_a_meeting_whole(minutes):
    found = get(f"meetings/{minutes.address}/")
    edition = PublicEdition.objects.get()
    assert found["address"] == minutes.address
    assert found["digest"] == edition.digest
    assert found["bodies"] == edition.body_names
    assert INSTANT.fullmatch(found["published_at"])
    document = found["document"]
    assert document["held_on"] == minutes.held_on.isoformat()
    assert [person["name"] for person in document["attendance"]] == ["范剑军", "陈羔"]
    assert get(f"meetings/{minutes.address}/attendance/") == document["attendance"]
    for person in document["attendance"]:
        assert get(person["url"])["name"] == person["name"] if person["code"] else person["url"] is None
    (item,) = document["items"]
    assert item["documents"] == ["重点项目方案"]
    assert [unit["code"] for unit in item["presenting"]] == ["fagai"]
    (task,) = item["resolutions"][1]["responsibilities"]
    assert (task["lead"]["code"], task["due_on"]) == ("zhujian", "2025-03-31")
    assert "classification" not in document
    assert "copy_number" not in document


def test_every_link_leads_somewhere(minutes):
    seen: set[str] = set()
    todo = [f"http://testserver{API}{name}/" for name in LISTS]
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        answer = Client().get(url)
        assert answer.status_code == 200, url
        if answer.headers["Content-Type"] == "application/json":
            links = re.findall(r'"(http[^"]+)"', answer.content.decode())
            assert all(link.startswith("http://testserver/") for link in links)
            todo += [link.partition("#")[0] for link in links]
    assert len({urlsplit(url).path for url in seen if url.startswith(f"http://testserver{API}")}) >= 15


def test_the_page_of_a_resolution_has_its_anchor(minutes):
    row = get("resolutions/")["results"][0]
    page, _hash, anchor = row["page_url"].partition("#")
    assert f'id="{anchor}"' in Client().get(page).content.decode()


def test_chinese_is_not_escaped(minutes):
    assert "姑苏区政府".encode() in Client().get(f"{API}meetings/").content


@pytest.mark.parametrize(
    "url",
    ["meetings/exec/2024/1/", "meetings/nothing/1999/x/", "resolutions/nothing/", "agenda-items/nothing/",
     "departments/secret/", "series/nothing/", "meetings/{}/editions/9/", "meetings/{}/editions/9.json",
     "meetings/{}/editions/1.pdf", "meetings/{}/editions/1.exe", "nothing", "meetings"],
)  # fmt: skip
def test_what_is_not_there(minutes, url):
    problem_of(Client().get(API + url.format(minutes.address)), 404)


def test_what_is_internal_is_not_there(minutes, official):
    internal = set(keys("resolutions/", client=official)) - set(keys("resolutions/"))
    assert len(internal) == 1
    for key in internal:
        problem_of(Client().get(f"{API}resolutions/{key}/"), 404)
        assert SECRET in official.get(f"{API}resolutions/{key}/").content.decode()
    items = set(keys("agenda-items/", client=official)) - set(keys("agenda-items/"))
    assert len(items) == 1
    problem_of(Client().get(f"{API}agenda-items/{items.pop()}/"), 404)


def test_an_item_without_resolutions_is_an_item_and_no_resolution(minutes):
    meeting = MeetingFactory(number=40)
    AgendaItemFactory(meeting=meeting, title="传达会议精神")
    address = issue(meeting).address
    assert PublicClause.objects.filter(meeting_id=meeting.pk).count() == 1
    assert keys("resolutions/", meeting=address) == []
    (item,) = get("agenda-items/", meeting=address)["results"]
    assert (item["title"], item["resolutions"]) == ("传达会议精神", [])


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({}, 2),
        ({"outcome": "approved_in_principle"}, 2),
        ({"outcome": "rejected"}, 0),
        ({"kind": "hear"}, 2),
        ({"presenting": "fagai"}, 2),
        ({"assigned": "fagai"}, 0),
        ({"assigned": "zhujian"}, 1),
        ({"assigned": "caizheng"}, 1),
        ({"presenting": "secret"}, 0),
        ({"year": "2199"}, 0),
        ({"series": "nothing"}, 0),
        ({"body": "姑苏区政府"}, 2),
        ({"body": "姑苏区"}, 0),
        ({"held_to": "1999-01-01"}, 0),
        ({"held_from": "1999-01-01"}, 2),
        ({"updated_since": "2000-01-01T00:00:00Z"}, 2),
        ({"updated_since": "2199-01-01T00:00:00 08:00"}, 0),  # a + that was not quoted
    ],
)
def test_filters_of_resolutions(minutes, query, number):
    assert len(keys("resolutions/", **query)) == number
    if "assigned" not in query or number == 0:
        assert len(keys("agenda-items/", **query)) == min(number, 1)


def test_an_item_is_kept_when_any_of_its_resolutions_is_given_to_a_department(minutes):
    assert len(keys("agenda-items/", assigned="zhujian")) == 1


@pytest.mark.parametrize(
    ("query", "number"),
    [({}, 1), ({"number": 39}, 1), ({"number": 40}, 0), ({"department": "zhujian"}, 1), ({"department": "secret"}, 0),
     ({"body": "姑苏区政府"}, 1), ({"body": "某区政府"}, 0), ({"held_from": "2199-01-01"}, 0)],
)  # fmt: skip
def test_filters_of_meetings(minutes, query, number):
    assert len(keys("meetings/", "address", **query)) == number


def test_departments_and_series_and_bodies(minutes):
    found = {row["code"]: (row["presented"], row["assigned"]) for row in get("departments/")["results"]}
    assert found == {"fagai": (1, 0), "zhujian": (0, 1), "caizheng": (0, 1)}
    assert get("departments/zhujian/")["assigned"] == len(get(get("departments/zhujian/")["assigned_url"])["results"])
    assert get("departments/fagai/")["presented"] == len(get(get("departments/fagai/")["presented_url"])["results"])
    (series,) = get("series/")
    assert get(series["url"])["years"] == [{"year": minutes.held_on.year, "meetings": 1}]
    (body,) = get("bodies/")
    assert (body["name"], body["meetings"]) == ("姑苏区政府", 1)


def test_series_and_bodies_are_counted_once_for_each_issue(settings, django_assert_num_queries):
    settings.KEPT_PAGES = 100
    caches["pages"].clear()
    series = SeriesFactory(code="topic", name="专题会议")
    for year, name in ((2023, "专题会议"), (2024, "专题会"), (2024, "专题会")):
        series.name = name
        series.save()
        issue(draft(series=series, held_on=date(year, 5, len(name)), people=0))
        assert sum(row["meetings"] for row in get("bodies/")) == PublicEdition.objects.count()
    for _ in range(2):  # the series is counted the first time
        row = get("series/topic/")
    assert row["years"] == [{"year": 2023, "meetings": 1}, {"year": 2024, "meetings": 2}]
    assert (row["name"], row["meetings"], row["first_held_on"]) == ("专题会", 3, "2023-05-04")
    for url in ("series/", "series/topic/", "bodies/"):
        with django_assert_num_queries(2):  # both ask for the last edition only
            get(url)
    caches["pages"].clear()


def test_editions_and_their_files(minutes):
    for rendering in Rendering.objects.all():
        make_files(rendering)
    (edition,) = get(f"meetings/{minutes.address}/editions/")
    assert edition == get(edition["url"])
    assert get(f"meetings/{minutes.address}/")["files"] == edition["files"]
    payload = Client().get(edition["payload_url"])
    assert hashlib.sha256(payload.content).hexdigest() == edition["digest"]
    assert {file["format"] for file in edition["files"]} == {"pdf", "docx", "ofd"}
    for file in edition["files"]:
        answer = Client().get(file["url"], headers={"Accept": "application/pdf"})
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert len(answer.content) == file["size"]
        again = Client().get(file["url"], headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


# Withdrawn


def test_withdrawn_minutes_leave_their_notice(withdrawn, official):
    url = f"{API}meetings/{withdrawn.address}/"
    for client in (Client(), official):
        found = problem_of(client.get(url), 410)
        assert found["notice"] == ("引用文件名称有误。" if client is not official else SECRET)
        assert INSTANT.fullmatch(found["withdrawn_at"])
        assert keys("meetings/", "address", client) == []
        assert keys("resolutions/", client=client) == []
        assert keys("agenda-items/", client=client) == []
    for tail in ("editions/", "editions/1/", "editions/2/", "editions/1.json", "editions/2.json", "editions/1.pdf"):
        assert problem_of(Client().get(url + tail), 410)["notice"] == "引用文件名称有误。"
    assert [edition["kind"] for edition in get(f"{url}editions/", official)] == ["withdrawal", "issue"]


def test_of_withdrawn_minutes_changes_tell_the_notice_and_nothing_else(withdrawn):
    (row,) = get("changes/")["results"]
    assert (row["kind"], row["reason"]) == ("withdrawal", "引用文件名称有误。")
    assert row["title"] is row["held_on"] is None
    assert "撤回的意见" not in str(row)


# Pages


def walk(url: str, client: Client | None = None, between: Any = None) -> list[Any]:
    """Return all rows of a list, calling `between` after the first page."""
    rows, page = [], get(url, client)
    while True:
        rows += page["results"]
        if page["next"] is None:
            return rows
        if between is not None:
            between = between()
        page = get(page["next"], client)


@pytest.mark.parametrize("name", ["meetings", "changes", "resolutions", "agenda-items", "departments"])
def test_pages_hold_every_row_once_and_in_the_same_order(name):
    issue_many(7)
    whole = get(f"{name}/?page_size=100")["results"]
    for size in (1, 2, 3):
        assert walk(f"{name}/?page_size={size}") == whole
    if name in {"meetings", "resolutions", "agenda-items"}:
        for size in (2, 100):
            assert walk(f"{name}/?page_size={size}&order=desc") == whole[::-1]


def test_nothing_is_lost_when_minutes_are_issued_corrected_and_withdrawn_meanwhile():
    issue_many(6)
    publisher = UserFactory(roles=["publisher"])
    first, last = Meeting.objects.order_by("pk")[0], Meeting.objects.order_by("pk")[5]
    before = {row["address"] for row in get("meetings/?page_size=100")["results"]}
    cursor = get("changes/?page_size=100")["cursor"]

    def meanwhile():
        issue_many(1)
        start_correction(meeting=last, by=publisher, reason="更正")
        issue(Meeting.objects.get(pk=last.pk))
        withdraw(meeting=first, by=publisher, reason="x", notice="撤回")

    seen = [row["address"] for row in walk("meetings/?page_size=2", between=meanwhile)]
    assert set(seen) >= before
    assert len(seen) == len(set(seen)) == 7
    fresh = get(f"changes/?cursor={cursor}")
    assert [row["kind"] for row in fresh["results"]] == ["issue", "correction", "withdrawal"]
    later = get(f"changes/?cursor={fresh['cursor']}")
    assert later == {"next": None, "cursor": fresh["cursor"], "results": []}
    assert len(get("changes/")["results"]) == 7


def test_updated_since_keeps_the_instant_itself():
    issue_many(2)
    last = PublicEdition.objects.order_by("-sequence")[0]
    for name in ("meetings", "changes"):
        for shift, number in ((0, 1), (1, 0)):
            since = (last.published_at + timedelta(microseconds=shift)).isoformat()
            assert len(get(f"{name}/", updated_since=since)["results"]) == number
    local = timezone.localtime(last.published_at).replace(tzinfo=None).isoformat()
    assert len(get("changes/", updated_since=local)["results"]) == 1
    assert len(get("resolutions/", updated_since=last.published_at.isoformat())["results"]) == 2


def test_a_page_is_bounded():
    issue_many(1)
    meeting = MeetingFactory(number=99)
    item = AgendaItemFactory(meeting=meeting)
    ResolutionFactory.create_batch(105, agenda_item=item)
    issue(meeting)
    assert len(keys("resolutions/")) == 20
    assert len(keys("resolutions/", page_size=100)) == 100


# Queries: with a token its row, two of rights, and the noting of its use (a statement, and a savepoint on neither).


QUERIES = {
    "agenda-items/": 3, "bodies/": 2, "changes/": 2, "departments/": 3, "meetings/": 2, "resolutions/": 3, "series/": 2,
    "meetings/{address}/": 4, "meetings/{address}/editions/": 4, "meetings/{address}/editions/1/": 4,
    "meetings/{address}/editions/1.json": 4, "meetings/{address}/attendance/": 4,
    "resolutions/{clause}/": 3, "agenda-items/{item}/": 3,
    "departments/{department}/": 2, "series/{series}/": 2,
    "openapi.json": 0, "nothing": 0,
}  # fmt: skip


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(django_assert_num_queries, rows):
    issue_many(rows)
    clause = PublicClause.objects.select_related("edition").order_by("pk")[0]
    names = {
        "address": clause.edition.address,
        "clause": clause.key,
        "item": clause.item_key,
        "department": clause.departments.all()[0].code,
        "series": clause.edition.series_code,
    }
    official = bearer(token_for(UserFactory(roles=["official"]))[1])
    official.get(f"{API}meetings/")
    for url, queries in QUERIES.items():
        address = API + url.format(**names) + ("?page_size=100" if url in {f"{name}/" for name in LISTS} else "")
        if url in {"bodies/", "series/"}:
            address = address.partition("?")[0]
        for client, more in ((Client(), 0), (official, 3)):
            with django_assert_num_queries(queries + more):
                client.get(address)
