"""The import wizard in a browser: three things mended by mouse and keyboard, found mended after a reload."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walk import follow
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """2024年3月1日上午,区长王强主持召开区政府第5次常务会议。会议议定以下意见:
一、研究供水工作
会议同意《供水方案》。由区水务局牵头实施。
广告位招租
张三 李四"""


def line(page: Page, words: str):
    return page.locator(".line", has_text=words)


def test_three_mends_are_kept(
    transactional_db: None,
    page: Page,
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    UserFactory(username="clerk", roles=["clerk"])
    sign_in(page, "clerk")
    page.goto("/admin/import/")
    page.fill("textarea", TEXT)
    follow(page.get_by_role("button", name="开始识别"))
    review = page.url.split("?")[0]

    # By mouse: the advertisement is set aside.
    follow(line(page, "广告位招租").locator(".kind"))
    axe(page)
    screenshot(page, "import-mend")
    follow(page.get_by_role("button", name="不收入"))
    # By keyboard: to the next line, which names who was there.
    expect(line(page, "广告位招租").locator(".kind")).to_be_focused()
    page.keyboard.press("ArrowDown")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    expect(line(page, "张三").locator(".kind")).to_be_focused()
    with page.expect_event("load"):
        page.keyboard.press("p")
    # A clause becomes two. By keys: a click while the page still goes to its anchor lands beside its target.
    with page.expect_event("load"):
        line(page, "会议同意《供水方案》").locator(".kind").press("Enter")
    page.locator("details.splits summary").press("Enter")
    expect(page.locator("details.splits")).to_have_attribute("open", "")
    with page.expect_event("load"):
        page.get_by_role("button", name="由区水务局牵头实施").press("Enter")

    page.context.clear_cookies()  # signed out
    sign_in(page, "clerk")
    page.goto(review)
    assert "1 个议题，2 条议定意见，1 项督办，2 名参会人员" in page.inner_text("main").replace(",", "，")
    expect(line(page, "广告位招租").locator(".kind")).to_contain_text("未识别")
    expect(page.locator(".words.unplaced")).to_contain_text("广告位招租")
    axe(page)
    # From a record to its words and back.
    page.locator(".import-item li .across").first.click()
    expect(page.locator(".source span:target")).to_contain_text("会议同意")
    follow(page.get_by_role("button", name="生成草稿").first)
    expect(page.locator("main")).to_contain_text("张三")
