"""Two editions compared in a browser: any two, in both looks, wide and on a phone."""

import re

import pytest
from playwright.sync_api import FloatRect, Page, expect

from decisions.models import Resolution
from gusu_minutes.publishing.domain import start_correction
from meetings.models import Meeting
from tests.e2e.test_site import NARROW, WIDE
from tests.e2e.walk import follow
from tests.factories import AgendaItemFactory, ResolutionFactory, UserFactory, draft, issue

EDITIONS = "/meetings/executive/2024/39/editions/"


@pytest.fixture
def thrice(transactional_db: None) -> None:
    """Minutes in their third edition; each correction gave a word for another, the last one a sentence too."""
    meeting = draft(number=39, items=2, clauses=2, assignments=1, people=12)
    item = AgendaItemFactory(meeting=meeting, number="三", title="听取重点项目情况的汇报")
    ResolutionFactory(agenda_item=item, text="请区发改局会同各有关单位抓好精细调度，按月报送进度。")
    meeting = issue(meeting)
    publisher = UserFactory(roles=["publisher"])
    for old, new in (("精细", "精准"), ("精准", "统一")):
        start_correction(meeting=Meeting.objects.get(pk=meeting.pk), by=publisher, reason="用词更正")
        resolution = Resolution.objects.get(text__contains=old)
        resolution.text = resolution.text.replace(old, new)
        resolution.save()
        if new == "统一":
            ResolutionFactory(agenda_item=item, text="年底前完成。")
        issue(Meeting.objects.get(pk=meeting.pk), public_reason="用词更正。")


def fits(page: Page, width: int) -> bool:
    """Whether nothing is wider than the page."""
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)


def place(page: Page, text: str) -> FloatRect:
    """Return where the paragraph with a marked word stands."""
    box = page.locator(".compared p.text", has=page.locator("del, ins", has_text=text)).bounding_box()
    assert box is not None
    return box


def test_two_editions_are_chosen_and_their_words_marked(thrice, page, axe, screenshot):
    page.goto(EDITIONS)
    follow(page.locator(f"a[href='{EDITIONS}3/compare/']"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("2.*3"))
    expect(page.locator(".compared del")).to_have_text("删去：精准")
    page.get_by_label("版本", exact=True).select_option("1")
    page.get_by_label("与版本").select_option("3")
    follow(page.get_by_role("button", name="比较"))
    assert page.url.endswith(f"{EDITIONS}3/compare/1/")
    expect(page.locator(".compared.side")).to_be_visible()
    expect(page.locator(".compared del")).to_have_text("删去：精细")
    expect(page.locator(".compared ins")).to_have_text(["新增：统一", "新增：(二)年底前完成。"])
    before, after = place(page, "精细"), place(page, "统一")
    assert before["y"] == after["y"] and before["x"] + before["width"] <= after["x"], "old and new stand side by side"
    axe(page)
    same = page.locator(".compared details").first
    expect(same.locator(".row").first).not_to_be_visible()
    same.locator("summary").click()
    expect(same.locator(".row").first).to_be_visible()
    axe(page)
    screenshot(page, "site-comparison-side")


def test_the_look_is_switched_and_kept(thrice, page, axe, screenshot):
    page.goto(f"{EDITIONS}3/compare/1/")
    looks = page.get_by_role("navigation", name="显示方式")
    expect(looks.locator("[aria-current]")).to_have_text("左右对照")
    follow(looks.get_by_role("link", name="合并显示"))
    expect(looks.locator("[aria-current]")).to_have_text("合并显示")
    changed = page.locator(".compared.inline p.text", has=page.locator("del"))
    expect(changed).to_have_text("(一)请区发改局会同各有关单位抓好删去：精细新增：统一调度，按月报送进度。")
    page.get_by_label("版本", exact=True).select_option("2")
    follow(page.get_by_role("button", name="比较"))
    assert page.url.endswith(f"{EDITIONS}3/compare/2/?look=inline")
    expect(page.locator(".compared.inline del")).to_have_text("删去：精准")
    axe(page)
    follow(looks.get_by_role("link", name="左右对照"))
    expect(page.locator(".compared.side")).to_be_visible()
    assert page.url.endswith(f"{EDITIONS}3/compare/2/?")


@pytest.mark.parametrize("look", ["", "?look=inline"])
def test_it_fits_on_a_phone(thrice, page, axe, screenshot, look):
    page.set_viewport_size(NARROW)
    page.goto(f"{EDITIONS}3/compare/1/{look}")
    before, after = place(page, "精细"), place(page, "统一")
    if look:
        assert before == after
    else:
        assert before["x"] == after["x"] and before["y"] + before["height"] <= after["y"], "one above the other"
        expect(page.locator(".compared .pair .hidden", has_text="第 1 版").first).to_be_visible()
    for size in (NARROW, WIDE, NARROW):
        page.set_viewport_size(size)
        assert fits(page, size["width"])
    for summary in page.locator(".compared summary").all():
        summary.click()
    expect(page.locator(".compared details:not([open])")).to_have_count(0)
    assert fits(page, NARROW["width"])
    axe(page)
    screenshot(page, f"site-comparison{look.replace('?look=', '-')}")
