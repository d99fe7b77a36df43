"""A saved search in a browser, from the results to its end: the list, the private feed, nothing left behind."""

from urllib.parse import urlsplit

import feedparser
import pytest
from playwright.sync_api import expect

from tests.e2e.test_site import NARROW, WIDE
from tests.e2e.walk import enter, follow
from tests.factories import AgendaItemFactory, ResolutionFactory, UserFactory, draft, issue

LIST = "/accounts/searches/"


@pytest.fixture
def official(transactional_db: None) -> None:
    """An official, and minutes with a resolution that officials alone read."""
    meeting = draft(number=39)
    for text, disclosure in (("请做好防汛准备。", "public"), ("防汛经费另行安排。", "internal")):
        item = AgendaItemFactory(meeting=meeting, title="研究防汛工作", disclosure=disclosure)
        ResolutionFactory(agenda_item=item, text=text, disclosure=disclosure)
    issue(meeting)
    UserFactory(username="leader", roles=["official"])


def test_a_search_is_saved_followed_and_removed(official, page, open_page, axe, screenshot):
    enter(page, "leader")
    page.goto("/internal/search/")
    page.get_by_role("searchbox").fill("防汛")
    with page.expect_event("load"):
        page.get_by_role("searchbox").press("Enter")
    expect(page.locator("article.entry")).to_have_count(2)

    follow(page.get_by_role("link", name="保存此搜索"))
    axe(page)
    page.locator("[name=name]").fill("汛期")
    page.get_by_label("有新结果时每日发一封邮件").check()
    follow(page.get_by_role("button", name="保存", exact=True))
    expect(page.get_by_text("搜索已保存。")).to_be_visible()
    entry = page.locator("article.entry")
    expect(entry.get_by_role("heading")).to_have_text("汛期")
    expect(entry.locator(".chip")).to_have_count(2)
    axe(page)
    screenshot(page, "searches-list")

    follow(entry.get_by_role("link", name="汛期"))
    expect(page.get_by_role("heading", level=1)).to_have_text("汛期")
    expect(page.locator("article.entry")).to_have_count(2)
    expect(page.get_by_text("防汛经费另行安排。")).to_be_visible()
    follow(page.get_by_role("button", name="生成地址"))
    address = page.locator(".hash").inner_text()
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        axe(page)
    screenshot(page, "searches-feed")
    reader = open_page()  # a program that has the address and nothing else
    path = urlsplit(address).path
    answer = reader.request.get(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.body())
    assert feed.feed.title.startswith("汛期 · ")
    assert ["经费" in one.summary for one in feed.entries].count(True) == 1 and len(feed.entries) == 2
    assert reader.request.get(f"{path[:-6]}.atom").status == 404

    page.goto(LIST)
    expect(page.locator("article.entry .chip")).to_contain_text(["", "", "私人订阅源"])
    follow(page.get_by_role("link", name="汛期"))
    expect(page.locator(".hash")).to_have_count(0)
    follow(page.get_by_role("link", name="删除此搜索"))
    axe(page)
    screenshot(page, "searches-delete")
    follow(page.get_by_role("main").get_by_role("button"))
    expect(page.get_by_text("搜索已删除。")).to_be_visible()
    expect(page.locator("article.entry")).to_have_count(0)
    expect(page.locator(".empty")).to_be_visible()
    axe(page)
    assert reader.request.get(path).status == 404
    reader.goto(LIST)
    expect(reader.locator("[name=password]")).to_be_visible()
