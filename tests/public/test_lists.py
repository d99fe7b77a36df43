"""The lists: filters, pages, and addresses that ask for nonsense."""

import re
from datetime import date

import pytest

from gusu_minutes.public.audience import AUDIENCES
from gusu_minutes.public.views.base import EitherEnd
from gusu_minutes.public.views.resolutions import clause_rows
from gusu_minutes.publishing.models import PublicEdition
from tests.factories import (
    AgendaItemFactory,
    BodyFactory,
    MeetingFactory,
    ResolutionFactory,
    SeriesFactory,
    issue,
)
from tests.public.conftest import issue_many

LISTS = ["/meetings/", "/resolutions/"]


def main(answer) -> str:
    assert answer.status_code == 200
    return answer.text.split('<main id="main"')[1].split("</main>")[0]


def total(answer) -> int:
    """Return the number that the list names, or 0 where it says that there is nothing."""
    found = re.search(r"共 (\d+) ", main(answer))
    return int(found[1]) if found else 0


@pytest.fixture
def special(minutes) -> None:
    """Another series of another body, a year later."""
    body = BodyFactory(code="baohu", name="保护区管委会全称", short_name="保护区管委会")
    series = SeriesFactory(code="special", name="专题会议", kind="special", bodies=[body])
    meeting = MeetingFactory(series=series, number=2, title="第2次专题会议", held_on=date(2025, 2, 1))
    item = AgendaItemFactory(meeting=meeting, title="审议《护栏导则》", outcome="rejected")
    ResolutionFactory(agenda_item=item, text="会议决定不予通过。")
    issue(meeting)


@pytest.mark.parametrize(
    ("asked", "meetings", "resolutions"),
    [
        ({}, 2, 3),
        ({"body": "保护区管委会"}, 1, 1),
        ({"series": "executive"}, 1, 2),
        ({"year": "2025"}, 1, 1),
        ({"outcome": "approved_in_principle"}, 1, 2),
        ({"kind": "deliberate"}, 1, 1),
        ({"q": "汇报 精细"}, 1, 1),
        ({"q": "護欄導則"}, 1, 1),
        ({"series": "executive", "kind": "deliberate"}, 0, 0),
        ({"q": "汇报", "year": "2025"}, 0, 0),
    ],
)
def test_filters(client, special, asked, meetings, resolutions):
    assert total(client.get("/meetings/", asked)) == meetings
    assert total(client.get("/resolutions/", asked)) == resolutions


def test_filters_by_department(client, special):
    assert total(client.get("/meetings/?department=fagai")) == 1
    assert total(client.get("/resolutions/?presenting=fagai")) == 2
    assert total(client.get("/resolutions/?assigned=zhujian")) == 1
    assert total(client.get("/resolutions/?assigned=caizheng")) == 1
    assert "无法查询" in main(client.get("/resolutions/?assigned=fagai"))


def test_words_are_marked(client, minutes):
    assert "<mark>精细</mark>" in main(client.get("/resolutions/?q=精细"))
    assert "<mark>精细</mark>" in main(client.get("/resolutions/?q=精細"))


def test_text_is_escaped(client, minutes):
    text = main(client.get("/resolutions/?q=%3Cb%3E"))
    assert "<mark>&lt;b&gt;</mark>&amp;" in text
    assert "<b>&" not in text


@pytest.mark.parametrize("address", LISTS)
def test_pages_keep_the_filters(client, db, address):
    issue_many(21)
    text = main(client.get(address, {"q": "方案", "year": "2023"}))
    following = re.search(r'rel="next" href="([^"]+)"', text)
    assert following
    query = following[1].replace("&amp;", "&")
    assert "year=2023" in query
    assert "page=2" in query
    assert "%E6%96%B9%E6%A1%88" in query
    assert 'aria-current="page">2<' in main(client.get(address + query))


@pytest.mark.parametrize("address", [*LISTS, "/departments/", "/departments/fagai/"])
@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999999999999999999", "1.5", "", "\0", "一"])
def test_a_page_that_is_not_there_is_answered_with_words(client, minutes, address, page):
    assert "没有第" in main(client.get(address, {"page": page}))


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "asked",
    [
        {"year": "9999999999999999999999"},
        {"year": "二〇二四"},
        {"year": "2024\0"},
        {"outcome": "excellent"},
        {"kind": "'; DROP TABLE publishing_publicclause; --"},
        {"series": "../../etc"},
        {"body": "|"},
        {"q": "\0"},
        {"q": "会" * 101},
        {"q": "x" * 100_000},
    ],
)
def test_nonsense_is_answered_with_words(client, minutes, address, asked):
    text = main(client.get(address, asked))
    assert "无法查询" in text
    assert "查看全部" in text
    assert 'class="entry' not in text


@pytest.mark.parametrize("address", LISTS)
def test_unknown_parameters_do_nothing(client, minutes, address):
    assert total(client.get(address, {"utm_source": "x", "order_by": "-pk"})) == total(client.get(address))


@pytest.mark.parametrize("asked", ["?q=%ff%fe", "?q=%F0%9F%98%80", "?q[]=1", "?q=a&q=b", "?page=1&page=2"])
def test_odd_encodings_do_no_harm(client, minutes, asked):
    assert client.get(f"/resolutions/{asked}").status_code == 200


@pytest.mark.parametrize("address", [*LISTS, "/departments/", "/"])
def test_an_empty_site_says_what_to_expect(client, db, address):
    assert "首份纪要印发后即在此显示" in main(client.get(address))


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_result_says_what_to_do(client, minutes, address):
    text = main(client.get(address, {"q": "不存在的词"}))
    assert "没有符合条件的内容" in text
    assert f'href="{address}"' in text


def test_filters_in_use_can_be_taken_away(client, minutes):
    text = main(client.get("/resolutions/?kind=hear&year=2024&page=1&q=汇报"))
    assert 'href="?kind=hear&amp;q=%E6%B1%87%E6%8A%A5"' in text


def test_the_newest_edition_is_the_one_listed(client, withdrawn, minutes):
    assert total(client.get("/meetings/")) == 1
    assert "撤回的意见" not in main(client.get("/resolutions/"))
    assert "36" not in client.get("/").text.split("latest")[1]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 45])
def test_read_from_the_nearer_end_the_pages_are_the_same(db, size):
    for index in range(size):  # five of a day, which nothing but their key tells apart
        SeriesFactory(code=f"series-{index}", name=f"系列{index}")
        meeting = MeetingFactory(series__code=f"series-{index}", number=1, held_on=date(2024, 1, 1 + index // 5))
        ResolutionFactory(agenda_item=AgendaItemFactory(meeting=meeting))
        issue(meeting)
    editions = PublicEdition.objects.current()
    for rows in (editions, clause_rows(AUDIENCES["public"]), editions.values("address", "pk")):
        plain = list(rows)
        for per_page in (1, 2, 20):
            pages = EitherEnd(rows, per_page)
            assert [row for page in pages for row in page] == plain
            last = pages.page(pages.num_pages)
            assert (last.has_next(), last.end_index()) == (False, len(plain))


def test_the_last_page_skips_nothing(client, db, django_assert_num_queries):
    issue_many(41)
    with django_assert_num_queries(5) as queries:
        client.get("/meetings/?page=3")
    assert not [query for query in queries.captured_queries if "OFFSET" in query["sql"]]
