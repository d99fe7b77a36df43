"""People, documents, themes and matters: one record for all spellings, and where minutes name them."""

import pytest
from django.test import Client

from gusu_minutes.search.models import InternalName, PublicEntry, PublicMention, PublicName
from gusu_minutes.search.rows import document_code
from tests.api.conftest import API, bearer, file_under, issue_named, problem_of, token_for
from tests.api.test_resources import get, keys, walk
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    MeetingFactory,
    PersonFactory,
    ResolutionFactory,
    UserFactory,
    draft,
    issue,
)
from tests.public.conftest import SECRET

pytestmark = pytest.mark.django_db

PLAN = document_code("重点项目方案")
RECORDS = {"people": "fanjianjun", "documents": PLAN, "themes": "jianshe", "matters": "gaizao"}


@pytest.mark.parametrize(("name", "code"), RECORDS.items())
def test_a_record_leads_to_each_of_its_mentions(name, code):
    issue_named(3)
    (row,) = get(f"{name}/")["results"]
    assert row == get(row["url"])
    assert row["name"] in Client().get(row["page_url"]).text
    assert (row["code"], row["mentions"], row["names"]) == (code, 3, [row["name"]])
    mentions = get(row["mentions_url"])["results"]
    assert len(mentions) == row["mentions"]
    assert [one["meeting"]["held_on"] for one in mentions] == ["2023-01-03", "2023-01-02", "2023-01-01"]
    for one in mentions:
        assert one["name"] == row["name"]
        told = get(one["url"])
        if name == "people":
            assert (one["role"], one["key"], told["address"]) == ("present", "", one["meeting"]["address"])
        else:
            assert (one["role"], told["key"]) == ("", one["key"])
            assert told["meeting"] == one["meeting"]


@pytest.mark.parametrize(("name", "code"), RECORDS.items())
def test_pages_of_mentions_hold_each_once(name, code):
    issue_named(7)
    whole = get(f"{name}/{code}/mentions/?page_size=100")["results"]
    for size in (1, 2, 3):
        assert walk(f"{name}/{code}/mentions/?page_size={size}") == whole


def test_pages_of_names_hold_each_once_by_code():
    meeting = draft(people=0)
    for number in (3, 1, 5, 2, 4):
        AttendanceFactory(meeting=meeting, person=PersonFactory(code=f"p{number}"), name=f"张{number}")
    issue(meeting)
    assert [row["code"] for row in walk("people/?page_size=2")] == ["p1", "p2", "p3", "p4", "p5"]


def test_several_spellings_are_one_record():
    """The name that stands there most often comes first; each is found, in whatever script."""
    person = PersonFactory(code="wu-qiang")
    for name in ("吴强", "吴强", "吳強（兼）"):
        meeting = draft(people=0)
        AttendanceFactory(meeting=meeting, name=name, person=person)
        issue(meeting)
    assert PublicName.objects.filter(code="wu-qiang").count() == 2
    record = get("people/wu-qiang/")
    assert (record["name"], record["names"], record["mentions"]) == ("吴强", ["吴强", "吳強（兼）"], 3)
    assert {one["name"] for one in get(record["mentions_url"])["results"]} == {"吴强", "吳強（兼）"}
    assert get("people/")["results"] == [record]
    # What is found is told whole, whichever of its spellings was asked for.
    assert get("people/", q="(兼")["results"] == get("people/", q="吳")["results"] == [record]
    assert get("people/", q="王")["results"] == []


def test_a_person_in_several_parts_is_mentioned_for_each():
    person, meeting = PersonFactory(code="both"), draft(people=0)
    for kind in ("present", "recorder"):
        AttendanceFactory(meeting=meeting, name="陈羔", person=person, kind=kind)
    issue(meeting)
    assert {row["role"] for row in walk("people/both/mentions/?page_size=1")} == {"chair", "present", "recorder"}


def test_an_item_without_resolutions_is_told_as_an_item():
    meeting = MeetingFactory()
    AgendaItemFactory(meeting=meeting, title="传达《会议精神》")
    issue(meeting)
    (one,) = get(f"documents/{document_code('会议精神')}/mentions/")["results"]
    assert one["url"].endswith(f"/agenda-items/{one['key']}/")
    assert get(one["url"])["title"] == "传达《会议精神》"


def test_of_each_kind_only_its_own():
    """The same code may name a person and a theme."""
    issue_named(1)
    file_under("theme", "fanjianjun", "范剑军")
    assert get("people/fanjianjun/mentions/") != get("themes/fanjianjun/mentions/")
    for name, code in RECORDS.items():
        for other in RECORDS.keys() - {name, "themes"}:
            problem_of(Client().get(f"{API}{other}/{code}/"), 404)
            problem_of(Client().get(f"{API}{other}/{code}/mentions/"), 404)


def test_the_official_reads_the_internal_names(official):
    meeting = MeetingFactory()
    open_item = AgendaItemFactory(meeting=meeting, title="审议《公开方案》")
    ResolutionFactory(agenda_item=open_item, text="同意。")
    secret = AgendaItemFactory(meeting=meeting, title=f"审议《{SECRET}方案》", disclosure="internal")
    ResolutionFactory(agenda_item=secret, text=f"同意《{SECRET}方案》。")
    issue(meeting)
    assert keys("documents/", "name", q="方案") == ["公开方案"]
    assert set(keys("documents/", "name", official)) == {"公开方案", f"{SECRET}方案"}
    assert InternalName.objects.filter(name=f"{SECRET}方案").exists()
    code = document_code(f"{SECRET}方案")
    for tail in ("", "mentions/"):
        problem_of(Client().get(f"{API}documents/{code}/{tail}"), 404)
        assert SECRET in str(get(f"documents/{code}/{tail}", official))


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("people/?q=", "q"),
        ("people/?q=%00", "q"),
        (f"people/?q={'x' * 61}", "q"),
        ("people/?cursor=a/b", "cursor"),
        ("people/?order=desc", "order"),
        ("people/fanjianjun/mentions/?cursor=1", "cursor"),
        ("people/fanjianjun/mentions/?q=1", "q"),
        ("people/fanjianjun/mentions/?page_size=101", "page_size"),
    ],
)
def test_parameters_that_cannot_be_used(url, field):
    issue_named(1)
    assert list(problem_of(Client().get(API + url), 400)["errors"]) == [field]


def test_the_ends_of_the_numbers():
    issue_named(1)
    for cursor, number in (("9999999999999999999.999999999999999999", 1), ("0.0", 0)):
        assert len(get("people/fanjianjun/mentions/", cursor=cursor)["results"]) == number


# Queries


QUERIES = {
    "people/": 3, "documents/": 3, "themes/": 3, "matters/": 3,
    "people/fanjianjun/": 2, f"documents/{PLAN}/": 2, "themes/jianshe/": 2, "matters/gaizao/": 2,
    "people/fanjianjun/mentions/": 6, f"documents/{PLAN}/mentions/": 7, "themes/jianshe/mentions/": 7,
    "matters/gaizao/mentions/": 7, "people/nobody/": 2, "people/nobody/mentions/": 2,
}  # fmt: skip


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(django_assert_num_queries, rows):
    issue_named(rows)
    for number in range(rows - 1):
        file_under("theme", f"theme-{number}", f"主题{number}")
    assert (PublicEntry.objects.count(), PublicMention.objects.count() >= rows) == (2 * rows, True)
    official = bearer(token_for(UserFactory(roles=["official"]))[1])
    official.get(f"{API}people/")
    for url, queries in QUERIES.items():
        for client, more in ((Client(), 0), (official, 3)):
            with django_assert_num_queries(queries + more):
                client.get(f"{API}{url}?page_size=100" if url.endswith("s/") else API + url)
