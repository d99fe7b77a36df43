"""Citations, feeds and data blocks in a browser: the policy refuses nothing, a click copies, no script is needed."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_site import NARROW, WIDE, site

__all__ = ["site"]
MEETING = "/meetings/executive/2024/39/"
CITATION = "姑苏区政府第39次常务会议纪要"


@pytest.fixture
def minutes(site, page):
    page.goto(MEETING)
    return page


def clause(page) -> str:
    """Return the anchor of the second resolution."""
    return page.locator("p.clause").nth(1).get_attribute("id")


def test_a_data_block_breaks_no_rule(minutes):
    """Any violation of the policy is logged as an error, which fails the test."""
    assert minutes.locator('script[type="application/ld+json"]').count() == 1


def test_a_click_copies_and_says_so(minutes):
    minutes.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = minutes.locator(".cited button")
    expect(button).to_have_text("复制")
    button.click()
    expect(button).to_have_text("已复制")
    expect(minutes.get_by_role("status")).to_contain_text(f"已复制：{CITATION}")
    assert minutes.evaluate("navigator.clipboard.readText()") == CITATION


def test_without_a_clipboard_the_words_are_selected(minutes):
    minutes.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false"
    )
    minutes.locator(".cited button").click()
    expect(minutes.get_by_role("status")).to_contain_text("Ctrl+C")
    assert minutes.evaluate("getSelection().toString()") == CITATION


def test_the_mark_of_a_resolution_shows_its_citation(minutes, axe, screenshot):
    key = clause(minutes)
    citation = minutes.locator(f"#{key} + .citation")
    expect(citation).not_to_be_visible()
    minutes.locator(f"#{key} .anchor").focus()
    minutes.keyboard.press("Enter")
    expect(citation).to_be_visible()
    expect(citation.locator("span")).to_have_text(f"{CITATION}，一（二）")
    for size in (WIDE, NARROW):
        minutes.set_viewport_size(size)
        axe(minutes)
    screenshot(minutes, "site-citation")


def test_without_a_script_the_citations_stand_there(site, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(MEETING)
    expect(page.locator(".cited span")).to_have_text(CITATION)
    key = clause(page)
    page.goto(f"{MEETING}#{key}")
    expect(page.locator(f"#{key} + .citation span")).to_have_text(f"{CITATION}，一（二）")
    expect(page.locator("[data-citation] button")).to_have_count(0)
    context.close()


def test_pages_with_links_to_follow_are_accessible(site, page, axe, screenshot):
    for name, address in {"home": "/", "meetings": "/meetings/", "edition": f"{MEETING}editions/1/"}.items():
        page.goto(address)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            axe(page)
        screenshot(page, f"site-follow-{name}")
