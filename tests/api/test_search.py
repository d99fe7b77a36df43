"""Search through the API: the language of the search box, results as the other resources tell them."""

from datetime import date

import pytest
from django.test import Client

from gusu_minutes.api.v1.pagination import REACH
from tests.api.conftest import API, bearer, issue_named, problem_of, token_for
from tests.api.test_resources import get, walk
from tests.factories import AgendaItemFactory, MeetingFactory, ResolutionFactory, UserFactory, issue
from tests.public.conftest import SECRET

pytestmark = pytest.mark.django_db


def found(client=None, **query):
    return [next(filter(None, row.values())) for row in get("search/", client, **query)["results"]]


def test_what_is_found_is_told_as_the_other_resources_tell_it():
    issue_named(2)
    bare = MeetingFactory(held_on=date(2024, 5, 1))
    AgendaItemFactory(meeting=bare, title="传达《重点项目方案》")
    issue(bare)
    answer = get("search/", q="重点项目")
    assert (answer["total"], answer["unknown"], answer["next"]) == (3, [], None)
    kinds = [[name for name, value in row.items() if value is not None] for row in answer["results"]]
    assert kinds == [["agenda_item"], ["resolution"], ["resolution"]]
    for row in found(q="重点项目"):
        assert row == get(row["url"])
    meetings = found(q="范剑军")
    assert len(meetings) == 2
    assert [row for row in get("meetings/?order=desc")["results"] if row in meetings] == meetings


def test_a_clause_and_the_whole_of_its_meeting_stand_side_by_side():
    issue_named(1)
    first, second = get("search/", q="year:2023")["results"]
    assert first["meeting"] and not first["resolution"]
    assert second["resolution"] and not second["meeting"]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({"q": "重点项目"}, 2),
        ({"q": "重點項目"}, 2),
        ({"q": '"重点项目方案"'}, 2),
        ({"q": "重点 -方案"}, 0),
        ({"q": "年份:2023"}, 4),
        ({"q": "kind:meeting", "year": "2023"}, 2),
        ({"q": "方案", "year": "2022"}, 0),
        ({"q": "方案", "kind": "clause"}, 2),
        ({"q": "方案", "person": "范剑军"}, 0),
        ({"q": "会议", "person": "fanjianjun"}, 2),
        ({"q": "kind:clause", "document": "重点项目方案"}, 2),
        ({"q": "kind:clause", "outcome": "rejected"}, 0),
        ({"q": '""'}, 0),
        ({"q": "-"}, 0),
    ],
)
def test_the_language_is_that_of_the_box(query, total):
    issue_named(2)
    assert get("search/", **query)["total"] == total
    assert len(found(**query)) == total


@pytest.mark.parametrize("key", ["department", "person", "theme", "matter", "document", "body", "series"])
def test_what_names_nothing_is_said(key):
    issue_named(1)
    answer = get(f"search/?q=方案&{key}=没有的名称")
    assert (answer["total"], answer["unknown"], answer["results"]) == (0, [key], [])


def test_orders():
    """The words stand in the title of the older one."""
    for day, title, text in ((1, "审议绿化方案", "同意。"), (2, "审议其他事项", "补充绿化方案。")):
        meeting = MeetingFactory(held_on=date(2024, 5, day))
        ResolutionFactory(agenda_item=AgendaItemFactory(meeting=meeting, title=title), text=text)
        issue(meeting)
    newest = [row["meeting"]["held_on"] for row in found(q="绿化方案", order="date")]
    titled = [row["meeting"]["held_on"] for row in found(q="绿化方案", order="relevance")]
    assert newest == ["2024-05-02", "2024-05-01"] == titled[::-1]
    assert found(q="绿化方案") == found(q="绿化方案", order="relevance")


def test_pages_of_results_hold_each_once():
    issue_named(5)
    whole = get("search/", q="年份:2023", page_size=100)["results"]
    assert len(whole) == 10
    for size in (1, 3, 10):
        assert walk(f"search/?q=年份:2023&page_size={size}") == whole
    assert get("search/", q="年份:2023", offset=9)["results"] == whole[9:]
    beyond = get("search/", q="年份:2023", offset=REACH - 1)
    assert (beyond["results"], beyond["next"], beyond["total"]) == ([], None, 10)


def test_nobody_reads_on_for_ever(monkeypatch):
    monkeypatch.setattr("gusu_minutes.api.v1.pagination.REACH", 5)
    issue_named(4)
    assert len(walk("search/?q=年份:2023&page_size=2")) == 5
    assert get("search/", q="年份:2023", page_size=100)["total"] == 8


def test_what_is_internal_is_found_by_officials_only(minutes, official):
    for words in (SECRET, "department:secret", f"单位:{SECRET}局"):
        assert get("search/", q=words)["total"] == 0
        assert SECRET in str(found(official, q=words))
    assert bearer(token_for(UserFactory(roles=["official"]), "public")[1]).get(f"{API}search/?q={SECRET}").json()[
        "total"
    ] == 0  # fmt: skip


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "q"),
        ("year=2024", "q"),
        ("q=", "q"),
        ("q=%00", "q"),
        ("q=" + "x" * 201, "q"),
        ("q=x&year=two", "year"),
        ("q=x&outcome=maybe", "outcome"),
        ("q=x&kind=item", "kind"),
        ("q=x&order=random", "order"),
        ("q=x&offset=1000", "offset"),
        ("q=x&offset=-1", "offset"),
        ("q=x&page_size=0", "page_size"),
        ("q=x&cursor=1", "cursor"),
        ("q=x&person=" + "x" * 61, "person"),
    ],
)
def test_questions_that_cannot_be_asked(query, field):
    assert list(problem_of(Client().get(f"{API}search/?{query}"), 400)["errors"]) == [field]


QUERIES = {
    "q=方案": 6, "q=年份:2023": 7, "q=年份:2023&person=范剑军": 7, "q=没有的": 2, "q=方案&theme=没有的": 5,
}  # fmt: skip


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(django_assert_num_queries, rows):
    issue_named(rows)
    official = bearer(token_for(UserFactory(roles=["official"]))[1])
    official.get(f"{API}people/")
    for query, queries in QUERIES.items():
        for client, more in ((Client(), 0), (official, 3)):
            with django_assert_num_queries(queries + more):
                client.get(f"{API}search/?{query}&page_size=100")
