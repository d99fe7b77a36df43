"""Search as a reader meets it: words and fields, counts, places, near misses, and nothing from behind the wall."""

from datetime import date

import pytest
from django.utils.html import escape
from lxml import html

from attendees.models import Department
from tests.factories import AgendaItemFactory, draft, issue
from tests.public.conftest import SECRET, issue_many


def found(client, query: str, **more: str) -> list[str]:
    page = client.get("/search/", {"q": query, **more}).context.get("page")
    return [getattr(row, "text", "") or row.title for row in page] if page else []


def test_what_is_internal_is_not_found(client, minutes):
    for query in (SECRET, f"单位:{SECRET}局", f"{SECRET}局", f"department:{SECRET}"):
        page = client.get("/search/", {"q": query})
        assert page.context["page"].paginator.count == 0
        assert not page.context["called"]
        assert not page.context["near"]
        main = page.text.split("<main")[1].replace(escape(query), "")
        assert f"研究{SECRET}" not in main


def test_officials_find_it(persona, minutes):
    page = persona("right").get("/internal/search/", {"q": SECRET})
    assert page.context["page"].paginator.count == 1
    assert [name.name for name in page.context["called"]] == [f"{SECRET}局"]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("重点项目", 2),
        ("重點項目", 2),
        ("重", 2),
        ("重点 区发改局", 2),
        ("“原则同意《重点”", 1),
        ("重点项目 -原则同意", 1),
        ("范剑军", 1),
        ("第39次", 1),
        ("单位:区财政局", 1),
        ("單位：區財政局", 1),
        ("department:fagai", 2),
        ("year:2024 重点", 2),
        ("年份:2023 重点", 0),
        ("number:39", 3),
        ("届次:三十九", 3),
        ("届次:40", 0),
        ("outcome:原则同意", 2),
        ("outcome:approved_in_principle", 2),
        ("结果:“Approved in principle”", 2),
        ("document:重点项目方案", 1),
        ("文件:《重点项目方案》", 1),
        ("kind:meeting", 1),
        ("范围:会议", 1),
        ("不存在的词", 0),
        ("<b>&", 1),
        ("《", 1),
        ("比例3:1", 0),
        ("重点 -单位:区财政局", 1),
        ("重点 -年份:2024", 0),
        ("重点 -年份:2023", 2),
        ("-范围:会议", 2),
        ("-department:fagai", 1),
        ("-单位:没有这个局 重点", 2),
    ],
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_language_of_the_box(client, minutes, query, number, language):
    client.cookies["django_language"] = language
    page = client.get("/search/", {"q": query})
    assert page.status_code == 200
    assert page.context["page"].paginator.count == number


def test_fields_ask_the_same(client, minutes):
    assert found(client, "", department="区财政局") == found(client, "单位:区财政局") != []
    assert found(client, "重点", year="2024") != []
    assert client.get("/search/", {"q": "重点", "year": "2023"}).context["problems"]
    assert found(client, "", body="姑苏区政府") == found(client, "机构:姑苏区政府") != []
    chips = client.get("/search/", {"q": "重点", "department": "fagai"}).context["active"]
    assert [(label, value) for label, value, _rest in chips] == [("单位", "区发改局")]


def test_facets_count_what_each_leads_to(client, db):
    issue_many(3)
    page = client.get("/search/", {"q": "方案"})
    facets = {str(facet.label): facet.options for facet in page.context["facets"]}
    assert facets
    for options in facets.values():
        for option in options:
            assert client.get(f"/search/{option.address}").context["page"].paginator.count == option.count


@pytest.mark.parametrize(
    "asked",
    [
        {"department": "fagai"},
        {"q": "单位:区发改局"},
        {"q": "单位:区发改局 单位:区财政局"},
        {"q": "年份:2024 年份:2023"},
        {"q": "年份:2024", "outcome": "approved_in_principle"},
    ],
)
def test_facets_of_what_is_narrowed_lead_to_what_they_count(client, minutes, asked):
    item = AgendaItemFactory(meeting__held_on=date(2023, 1, 3))
    item.presenting.add(*Department.objects.filter(code="fagai"))
    issue(item.meeting)
    page = client.get("/search/", asked)
    options = [option for facet in page.context["facets"] for option in facet.options]
    assert page.context["page"].paginator.count
    assert options
    for option in options:
        assert client.get(f"/search/{option.address}").context["page"].paginator.count == option.count


def test_what_is_found_is_named_by_its_kind(client, minutes):
    page = client.get("/search/", {"kind": "meeting"})
    assert [(label, value) for label, value, _rest in page.context["active"]] == [("类型", "会议")]
    assert "类型：没有名为“条款”的" in client.get("/search/", {"q": "范围:条款"}).text


def test_labels_begin_with_a_capital_in_english(client, db):
    issue(draft(number=90001, items=2))
    issue_many(2)
    client.cookies["django_language"] = "en"
    page = html.fromstring(client.get("/search/", {"q": "方案", "year": "2024"}).text)
    assert page.xpath("//*[@aria-label='Filters in use']//a/text()") == ["Year: 2024 ×"]
    page = html.fromstring(client.get("/search/", {"q": "方案"}).text)
    headings = page.xpath("//aside[@aria-label='Counts']//h3/text()")
    assert headings[0] == "Year" and len(headings) > 1
    assert [heading for heading in headings if not heading[0].isupper()] == []
    text = client.get("/search/", {"year": "1", "q": "方案"}).text
    assert "<li>Year: Select a valid choice." in text
    assert "<p>Department: nothing is called “无此局”.</p>" in client.get("/search/", {"q": "单位:无此局"}).text


def test_outcomes_among_the_counts_are_in_the_language_of_the_page(client, minutes):
    item = AgendaItemFactory(meeting__held_on=date(2023, 1, 3), outcome="noted", title="听取《重点项目方案》")
    issue(item.meeting)
    client.cookies["django_language"] = "en"
    page = html.fromstring(client.get("/search/", {"q": "重点项目方案"}).text)
    languages = {
        heading.text: heading.getnext().get("lang") for heading in page.xpath("//aside[@aria-label='Counts']//h3")
    }
    assert languages == {"Year": "zh-Hans", "Outcome": None}


def test_nothing_found_leads_on(client, minutes):
    page = client.get("/search/", {"q": "区财改局"})
    assert ("区财改局", "区财政局") in page.context["near"]
    assert "您要找的是不是" in page.text
    page = client.get("/search/", {"q": "单位:不存在的单位"})
    assert "没有名为“不存在的单位”" in page.text


def test_words_are_marked_where_they_stand(client, minutes):
    assert "<mark>重点项目</mark>" in client.get("/search/", {"q": "重點項目"}).text
    assert "<b>&" not in client.get("/search/", {"q": "<b>&"}).text.split("<main")[1]


def test_pages_go_on_and_the_number_is_that_of_all(client, db):
    issue(draft(number=90001, items=1, clauses=30, assignments=1, people=1))
    first = client.get("/search/", {"q": "kind:clause"})
    total = first.context["page"].paginator.count
    assert total == 30
    second = client.get("/search/", {"q": "kind:clause", "page": 2})
    keys = [row.key for page in (first, second) for row in page.context["page"]]
    assert len(set(keys)) == 30
    assert client.get("/search/", {"q": "kind:clause", "page": "x"}).context["notice"]


@pytest.mark.parametrize(
    ("query", "said"),
    [(" ".join(chr(0x4E00 + n) for n in range(21)), "最多 20 个词"), ("会" * 201, "最多 200 个字符")],
)
def test_too_much_is_said_and_not_lost(client, minutes, query, said):
    page = client.get("/search/", {"q": query})
    assert said in page.text
    assert f'value="{query}"' in page.text
    assert client.get("/api/v1/search/", {"q": query}).status_code == 400


def test_nonsense_is_answered(client, minutes):
    for query in ('"', "-", ":", "a:", "-单位:", "\0", "'", "%", "_", "“", "*", "^", "AND", "NEAR(a b)", "§k", "单位:"):
        assert client.get("/search/", {"q": query}).status_code == 200, query
    assert client.get("/search/", {"q": "长" * 201}).context["problems"]
    assert "如何搜索" in client.get("/search/").text
