"""Pages of people, documents, themes and matters: all meetings that name them, and nothing that is not public."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from attendees.models import Person
from gusu_minutes.common.models import Disclosure
from gusu_minutes.public.sitemaps import name_sections
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.search.rows import document_code
from meetings.models import AgendaItem, Matter, Meeting, Theme
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    MatterFactory,
    MeetingFactory,
    PersonFactory,
    ResolutionFactory,
    ThemeFactory,
    UserFactory,
    draft,
    issue,
)
from tests.public.conftest import SECRET

PLAN = document_code("护栏导则")
LISTS = ("/people/", "/documents/", "/themes/", "/matters/")
PAGES = ("/people/shen-yizhou/", f"/documents/{PLAN}/", "/themes/streets/", "/matters/fences/")


def hold(number: int, day: date, *, outcome: str = "", secret: bool = False, **roll: str) -> Meeting:
    """Issue a meeting that deals with 《护栏导则》 under a theme and a matter, and names 沈一舟."""
    meeting = MeetingFactory(number=number, held_on=day, chair_name=roll.pop("chair", "陈羔"))
    item = AgendaItemFactory(meeting=meeting, title="审议《护栏导则》", outcome=outcome)
    ResolutionFactory(agenda_item=item, text=f"第{number}次审议《护栏导则》。")
    ResolutionFactory(agenda_item=item, text=f"第{number}次再议。")
    item.themes.add(Theme.objects.filter(code="streets").first() or ThemeFactory(code="streets", name="城市管理"))
    item.matters.add(fences())
    if secret:
        hidden = AgendaItemFactory(meeting=meeting, title=f"研究《{SECRET}》", disclosure=Disclosure.INTERNAL)
        hidden.themes.add(ThemeFactory(code="hidden", name=SECRET))
        hidden.matters.add(MatterFactory(code="hush", name="内", public_name=SECRET))
        item.matters.add(MatterFactory(code="unnamed", name=f"{SECRET}事项"))
    person = shen()
    AttendanceFactory(meeting=meeting, name="沈一舟", person=person, **{"kind": "present", **roll})
    return issue(meeting)


def fences():
    return Matter.objects.filter(code="fences").first() or MatterFactory(
        code="fences", name="内部叫法", public_name="道路护栏"
    )


def shen():
    return Person.objects.filter(code="shen-yizhou").first() or PersonFactory(code="shen-yizhou", name="沈一舟")


@pytest.fixture
def history(db):
    """The document heard, sent back, and approved; the last time beside an item that is not public."""
    hold(1, date(2023, 3, 1), outcome="revise", title="副区长", department_name="区政府")
    hold(2, date(2024, 5, 6), outcome="deferred", kind="leave", title="副区长")
    return hold(3, date(2025, 7, 8), outcome="approved", chair="沈一舟", title="代区长", secret=True)


def headings(page):
    return [node.text_content().strip() for node in html.fromstring(page.text).xpath("//article//h3")]


def shown(page):
    return page.context["rows"]


def main(page) -> str:
    return " ".join(html.fromstring(page.text).xpath("//main")[0].text_content().split())


@pytest.mark.parametrize("place", ["people", "documents", "themes", "matters"])
@pytest.mark.parametrize("code", ["none", "9" * 100, "zhu%20jian", "%00", "hidden", "hush", "unnamed"])
def test_what_no_public_minutes_name_is_404(client, history, place, code):
    assert client.get(f"/{place}/{code}/").status_code == 404


def test_a_code_of_another_kind_is_404(client, history):
    assert client.get("/themes/fences/").status_code == 404
    assert client.get("/people/streets/").status_code == 404
    assert client.get(f"/documents/{document_code(SECRET)}/").status_code == 404


@pytest.mark.parametrize("address", [*LISTS, *PAGES])
@pytest.mark.parametrize("name", ["anonymous", "wrong", "right", "clerk"])
def test_everybody_reads_the_public_pages_and_officials_theirs(history, persona, address, name):
    page = persona(name).get(address)
    assert page.status_code == 200
    assert SECRET not in page.text and "内部叫法" not in page.text
    answer = persona(name).get(f"/internal{address}")
    assert answer.status_code == {"anonymous": 302, "wrong": 404, "right": 200, "clerk": 200}[name]


def test_officials_read_all(persona, history):
    client = persona("right")
    assert "内部叫法" in client.get("/internal/matters/").text
    assert SECRET in main(client.get("/internal/themes/hidden/"))
    assert f"{SECRET}事项" in main(client.get("/internal/matters/unnamed/"))


@pytest.mark.parametrize("address", [*LISTS, *PAGES])
def test_withdrawn_minutes_are_named_nowhere(client, db, address):
    meeting = hold(1, date(2023, 3, 1))
    assert client.get(address).status_code == 200
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="误", notice="撤回。")
    page = client.get(address)
    assert page.status_code == (200 if address in LISTS else 404)
    if address in LISTS:
        assert not [word for word in ("沈一舟", "护栏", "城市管理") if word in page.text]


# People


def test_a_person_in_the_posts_of_each_day(client, history):
    page = client.get("/people/shen-yizhou/")
    assert headings(page) == [f"姑苏区政府第{number}次常务会议" for number in (3, 2, 1)]
    rows = [(chaired, [(one.kind, one.department, one.title) for one in posts]) for _e, chaired, posts in shown(page)]
    assert rows == [
        (True, [("present", "", "代区长")]),
        (False, [("leave", "", "副区长")]),
        (False, [("present", "区政府", "副区长")]),
    ]
    assert page.context["tallies"] == [("chair", 1), ("present", 2), ("leave", 1)]
    text = main(page)
    assert "区政府 副区长" in text and "请假" in text and "主持" in text


@pytest.mark.parametrize(("role", "numbers"), [("chair", [3]), ("leave", [2]), ("present", [3, 1]), ("x", [3, 2, 1])])
def test_meetings_in_one_role(client, history, role, numbers):
    page = client.get("/people/shen-yizhou/", {"role": role})
    assert headings(page) == [f"姑苏区政府第{number}次常务会议" for number in numbers]
    assert page.context["page"].paginator.count == len(numbers)


def test_two_of_the_chairs_name_are_not_taken_for_the_chair(client, db):
    meeting = draft(chair_name="沈一舟")
    for code in ("shen-1", "shen-2"):
        AttendanceFactory(meeting=meeting, name="沈一舟", person=PersonFactory(code=code, name="沈一舟"))
    issue(meeting)
    for code in ("shen-1", "shen-2"):
        assert client.get(f"/people/{code}/").context["tallies"] == [("present", 1)]


def test_people_stand_in_the_order_of_their_codes(client, db):
    meeting = draft()
    for code, name in (("b", "乙"), ("c", "丙"), ("a", "甲")):
        AttendanceFactory(meeting=meeting, name=name, person=PersonFactory(code=code, name=name))
    issue(meeting)
    assert [row.name for row in client.get("/people/").context["rows"]] == ["甲", "乙", "丙"]
    page = client.get("/people/b/")
    assert (page.context["previous"].name, page.context["next"].name) == ("甲", "丙")
    assert client.get("/people/a/").context["previous"] is None


def test_a_person_without_a_page_is_not_linked(client, minutes):
    assert 'href="/people/' not in client.get("/meetings/executive/2024/39/").text


# Documents and matters


def test_a_document_through_all_meetings(client, history):
    page = client.get(f"/documents/{PLAN}/")
    assert headings(page) == ["一、审议《护栏导则》"] * 3
    assert [row.first.outcome for row in page.context["rows"]] == ["revise", "deferred", "approved"]
    assert page.context["span"] == {"first": date(2023, 3, 1), "last": date(2025, 7, 8), "meetings": 3}
    text = main(page)
    assert text.startswith("《护栏导则》")
    assert "第1次审议《护栏导则》。" in text and "2023年3月1日" in text


def test_a_document_is_the_same_in_any_script(client, db):
    for number, title in ((1, "审议《护栏导则》"), (2, "審議《護欄導則》")):
        issue(AgendaItemFactory(meeting__number=number, title=title).meeting)
    page = client.get(f"/documents/{PLAN}/")
    assert [row.first.item_title for row in page.context["rows"]] == ["审议《护栏导则》", "審議《護欄導則》"]


def test_a_document_that_one_clause_names_shows_that_clause(client, db):
    item = AgendaItemFactory(title="研究")
    ResolutionFactory(agenda_item=item, text="别的。")
    ResolutionFactory(agenda_item=item, text="按《护栏导则》办。")
    issue(item.meeting)
    text = main(client.get(f"/documents/{PLAN}/"))
    assert "按《护栏导则》办。" in text and "别的。" not in text


def test_a_short_form_stands_for_the_document_that_it_means(client, db):
    item = AgendaItemFactory(title="审议《姑苏区护栏导则》")
    ResolutionFactory(agenda_item=item, text="按《护栏导则》办。")
    issue(item.meeting)
    full = document_code("姑苏区护栏导则")
    assert client.get(f"/documents/{PLAN}/").status_code == 404
    assert "按《护栏导则》办。" in main(client.get(f"/documents/{full}/"))
    tree = html.fromstring(client.get(f"/meetings/executive/2024/{item.meeting.number}/").text)
    links = [(node.text, node.get("href")) for node in tree.xpath("//article//a[starts-with(@href, '/documents/')]")]
    assert links == [("姑苏区护栏导则", f"/documents/{full}/"), ("护栏导则", f"/documents/{full}/")]


def test_a_short_form_of_two_documents_stands_for_itself(client, db):
    item = AgendaItemFactory(title="审议《甲护栏导则》《乙护栏导则》")
    ResolutionFactory(agenda_item=item, text="按《护栏导则》办。")
    issue(item.meeting)
    assert headings(client.get(f"/documents/{PLAN}/")) == ["一、审议《甲护栏导则》《乙护栏导则》"]


def test_a_matter_with_all_that_was_agreed(client, history):
    page = client.get("/matters/fences/")
    assert headings(page) == ["一、审议《护栏导则》"] * 3
    text = main(page)
    assert text.startswith("道路护栏")
    assert "第2次再议。" in text and text.index("第1次再议") < text.index("第3次再议")


def test_matters_are_listed_by_when_they_were_last_dealt_with(client, history):
    item = AgendaItemFactory(meeting__held_on=date(2024, 1, 1))
    item.matters.add(MatterFactory(name="古", public_name="古城"))
    issue(item.meeting)
    rows = client.get("/matters/").context["rows"]
    assert [(row.name, row.total, row.last) for row in rows] == [
        ("道路护栏", 6, date(2025, 7, 8)),
        ("古城", 1, date(2024, 1, 1)),
    ]


# Themes


def test_a_theme_and_its_count(client, history):
    assert [(row.name, row.total) for row in client.get("/themes/").context["rows"]] == [("城市管理", 6)]
    page = client.get("/themes/streets/")
    assert page.context["page"].paginator.count == 6
    assert "第3次审议" in page.context["page"][0].text
    found = client.get("/search/?theme=streets")
    assert found.context["page"].paginator.count == 6
    assert client.get("/search/", {"q": "主题:城市管理 再议"}).context["page"].paginator.count == 3
    assert client.get("/search/", {"q": "事项:道路护栏"}).context["page"].paginator.count == 6


def test_a_theme_under_a_new_name_keeps_its_page(client, history):
    theme = Theme.objects.get(code="streets")
    theme.name = "市容"
    theme.save()
    meeting = start_correction(meeting=history, by=UserFactory(roles=["publisher"]), reason="更名")
    issue(meeting)
    assert [(row.name, row.total) for row in client.get("/themes/").context["rows"]] == [("市容", 6)]
    assert main(client.get("/themes/streets/")).startswith("市容")


def test_a_mark_of_search_leads_to_pages(client, history):
    text = client.get("/search/?q=护栏").text
    assert f'href="/documents/{PLAN}/"' in text and 'href="/matters/fences/"' in text
    assert "道路护栏" in text


# Links from a meeting


def test_the_minutes_link_to_all_that_they_name(client, history):
    tree = html.fromstring(client.get("/meetings/executive/2025/3/").text)
    links = {node.get("href"): node.text for node in tree.xpath("//article[contains(@class,'document')]//a[@href]")}
    assert links["/people/shen-yizhou/"] == "沈一舟"
    assert links[f"/documents/{PLAN}/"] == "护栏导则"
    assert links["/themes/streets/"] == "城市管理"
    assert links["/matters/fences/"] == "道路护栏"


def test_an_edition_links_to_none_since_it_may_stand_no_longer(client, history):
    tree = html.fromstring(client.get("/meetings/executive/2025/3/editions/1/").text)
    links = tree.xpath("//article[contains(@class,'document')]//a/@href")
    assert not [link for link in links if link.startswith(("/people/", "/documents/", "/themes/", "/matters/"))]


def test_names_are_escaped(client, db):
    name = "<b>&方案"
    item = AgendaItemFactory(title=f"审议《{name}》,再议")
    item.themes.add(ThemeFactory(code="t", name=name))
    issue(item.meeting)
    for address in (f"/meetings/{Meeting.objects.get().address}/", f"/documents/{document_code(name)}/", "/themes/t/"):
        text = client.get(address).text
        assert "&lt;b&gt;&amp;方案" in text and name not in text
    page = client.get(f"/meetings/{Meeting.objects.get().address}/").text
    assert "</a>》，再议" in page


# Pages and metadata


@pytest.mark.parametrize("address", [*LISTS, *PAGES])
def test_heads_tell_programs_what_it_is(client, history, address):
    tree = html.fromstring(client.get(address).text)
    (title,) = tree.xpath("//meta[@property='og:title']/@content")
    assert title in tree.xpath("//title/text()")[0]
    assert tree.xpath("//meta[@name='description']/@content")[0]
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"http://127.0.0.1:8000{address}"]
    assert not tree.xpath("//meta[@name='robots']")


def test_the_sitemap_lists_each_once(client, history, django_assert_num_queries):
    sections = sorted({int(number) for number in name_sections()})
    index = client.get("/sitemap.xml").text
    text = ""
    for number in sections:
        assert f"/sitemaps/names-{number}.xml</loc>" in index
        with django_assert_num_queries(1):
            text += client.get(f"/sitemaps/names-{number}.xml").text
    for address in PAGES:
        assert text.count(f"{address}</loc>") == 1
    assert SECRET not in text and "hidden" not in text
    for number in (0, sections[-1] + 1, 10**30):
        assert client.get(f"/sitemaps/names-{number}.xml").status_code == 404


def test_the_sitemap_names_who_is_spelled_in_two_ways_once(client, db):
    for number, title in ((1, "审议《护栏导则》"), (2, "審議《護欄導則》")):
        issue(AgendaItemFactory(meeting__number=number, title=title).meeting)
    sections = [client.get(f"/sitemaps/names-{number}.xml").text for number in name_sections()]
    assert "".join(sections).count(PLAN) == 1


def test_there_is_no_sitemap_of_the_officials_names(persona, history):
    for name in ("anonymous", "right"):
        assert persona(name).get(f"/internal/sitemaps/names-{name_sections()[0]}.xml").status_code == 404


@pytest.mark.parametrize("asked", ["2", "0", "x", "99"])
def test_pages_are_found_or_explained(client, db, asked):
    for number in range(21):
        item = AgendaItemFactory(meeting__number=number + 1, title="审议《护栏导则》")
        item.matters.add(fences())
        item.themes.add(Theme.objects.filter(code="streets").first() or ThemeFactory(code="streets"))
        AttendanceFactory(meeting=item.meeting, person=shen(), name="沈一舟")
        issue(item.meeting)
    for address in PAGES:
        page = client.get(address, {"page": asked})
        assert page.status_code == 200
        assert page.context["page"].paginator.count == 21
        assert len(headings(page)) == (1 if asked in ("2", "0", "99") else 20)
        assert bool(page.context["notice"]) == (asked != "2")


COUNTS = {"/people/": 4, "/documents/": 2, "/themes/": 4, "/matters/": 4} | dict(zip(PAGES, (7, 5, 6, 5), strict=True))


@pytest.mark.parametrize("number", [1, 30])
def test_queries(client, db, number):
    for index in range(number):
        hold(index + 1, date(2024, 1, 1 + index))
        item = AgendaItemFactory(meeting__number=100 + index, title=f"审议《第{index}号》")
        item.themes.add(ThemeFactory(name=f"主题{index}"))
        item.matters.add(MatterFactory(name=f"事项{index}", public_name=f"事项{index}"))
        AttendanceFactory(meeting=item.meeting, person=PersonFactory(code=f"a{index}"), name="某人")
        AttendanceFactory(meeting=item.meeting, person=PersonFactory(code=f"z{index}"), name="某人")
        issue(item.meeting)
    found = {}
    for address in COUNTS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found[address] = len(queries)
    assert found == COUNTS
    assert AgendaItem.objects.count() == 2 * number
