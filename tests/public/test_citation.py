"""How minutes are cited, and the citation on the page."""

from dataclasses import replace

import pytest
from lxml import html

from gusu_minutes.importing.document import document_of
from gusu_minutes.importing.parser import parse
from gusu_minutes.public.citation import cite_clause, cite_item, cite_minutes

MEETING = "/meetings/executive/2024/39/"
TEXT = "2024年12月13日，区长李明主持召开姑苏区人民政府第39次常务会议。\n一、听取汇报\n(一)会议同意甲。"


@pytest.fixture
def document():
    made = document_of(parse(TEXT))
    return replace(made, title="姑苏区人民政府第39次常务会议", number=39, number_line="第39次", bodies=("姑苏区政府",))


def numbered(document, item: str, clause: str):
    entry = replace(document.items[0], number=item)
    return entry, replace(entry.clauses[0], number=clause)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "姑苏区人民政府第39次常务会议纪要"),
        ({"title": "姑苏区人民政府第39次常务会议纪要"}, "姑苏区人民政府第39次常务会议纪要"),
        ({"document_number": "姑府纪〔2024〕39号"}, "姑苏区人民政府第39次常务会议纪要（姑府纪〔2024〕39号）"),
        ({"title": "常务会议"}, "姑苏区政府常务会议纪要（第39次）"),
        ({"title": "姑苏区人民政府常务会议"}, "姑苏区人民政府常务会议纪要（第39次）"),
        ({"title": "保护区管委会、姑苏区政府第39次办公会议"}, "保护区管委会、姑苏区政府第39次办公会议纪要"),
        ({"title": "姑蘇區政府第39次常務會議", "bodies": ()}, "姑蘇區政府第39次常務會議紀要"),
    ],
)
def test_the_minutes(document, fields, text):
    assert cite_minutes(replace(document, **{"head": "姑苏区人民政府常务会议纪要", **fields})) == text


@pytest.mark.parametrize(
    ("item", "clause", "place"),
    [
        ("七", "(一)", "，七（一）"),
        ("七", "（一）", "，七（一）"),
        ("七", "1.", "，七.1"),
        ("七", "①", "，七①"),
        ("七", "", "，七"),
        ("", "(二)", "，（二）"),
        ("", "", ""),
        ("3", "(1)", "，3（1）"),
    ],
)
def test_a_resolution(document, item, clause, place):
    assert cite_clause(document, *numbered(document, item, clause)) == cite_minutes(document) + place


def test_an_item(document):
    assert cite_item(document, document.items[0]) == f"{cite_minutes(document)}，一"


def page(client, address=MEETING):
    return html.fromstring(client.get(address).content)


def test_the_page_shows_how_to_cite_it(minutes, client):
    (whole,) = page(client).xpath('//p[contains(@class, "cited")]/span/text()')
    assert whole == "姑苏区政府第39次常务会议纪要"


def test_each_resolution_and_item_is_cited_behind_its_anchor(minutes, client):
    """What a link leads to is followed by its citation, which the style sheet shows then; no script is needed."""
    for target, place in (
        ("h2[@id]", "，一"),
        ('p[@class="clause"][1]', "，一（一）"),
        ('p[@class="clause"][2]', "，一（二）"),
    ):
        (target_tag,) = page(client).xpath(f'//article[@class="document"]//{target}')
        assert target_tag.get("id")
        citation = target_tag.getnext()
        assert "citation" in citation.get("class")
        assert citation.xpath("span/text()") == [f"姑苏区政府第39次常务会议纪要{place}"]


def test_a_former_edition_is_not_cited(minutes, client):
    assert not page(client, f"{MEETING}editions/1/").xpath('//*[contains(@class, "citation")]')


def test_officials_cite_what_they_see(minutes, persona):
    found = page(persona("right"), f"/internal{MEETING}").xpath('//*[@class="citation"]/span/text()')
    assert "姑苏区政府第39次常务会议纪要，二（一）" in found
