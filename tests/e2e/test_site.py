"""The public and the officials' site in a browser: no violation of accessibility, no error, no other host."""

import pytest
from playwright.sync_api import Page, expect

from gusu_minutes.opendata.making import make
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.search.rows import document_code
from meetings.models import Meeting
from tests.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    MatterFactory,
    PersonFactory,
    ResolutionFactory,
    ThemeFactory,
    UserFactory,
    draft,
    issue,
)

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ZOOMED = {"width": 320, "height": 640}  # 1280 pixels at 400 per cent
PAGES = {
    "home": "/",
    "meetings": "/meetings/",
    "resolutions": "/resolutions/?q=方案&kind=deliberate",
    "resolutions-empty": "/resolutions/?q=没有这样的词",
    "search": "/search/",
    "search-found": "/search/?q=方案",
    "search-nothing": "/search/?q=没有这样的词",
    "resolutions-wrong": "/resolutions/?year=1&page=x",
    "meeting": "/meetings/executive/2024/39/",
    "editions": "/meetings/executive/2024/39/editions/",
    "edition": "/meetings/executive/2024/39/editions/2/",
    "gone": "/meetings/executive/2024/38/",
    "departments": "/departments/",
    "people": "/people/",
    "person": "/people/zhang-san/",
    "documents": "/documents/",
    "document": f"/documents/{document_code('护栏导则')}/",
    "themes": "/themes/",
    "theme": "/themes/streets/",
    "matters": "/matters/",
    "matter": "/matters/fences/",
    "data": "/data/",
    "verify": "/verify/",
    "accessibility": "/accessibility/",
    "sign-in": "/accounts/login/",
    "not-found": "/nowhere/",
}
SAMPLE = ("home", "resolutions", "meeting")  # pages judged in every look
LOOKS = {
    "": {},
    "traditional": {"django_language": "zh-hant"},
    "english": {"django_language": "en"},
    "large": {"type": "large"},
    "contrast": {"contrast": "high"},
}


@pytest.fixture
def site(transactional_db: None, settings, tmp_path) -> None:
    """Two issued meetings, the later one corrected, and one withdrawn; the open data of all that."""
    settings.OPEN_DATA_DIR = tmp_path / "open-data"
    publisher = UserFactory(roles=["publisher"])
    withdraw(meeting=issue(draft(number=38)), by=publisher, reason="有误", notice="本纪要撤回。")
    issue(draft(number=37, items=3, clauses=2, assignments=1))
    meeting = draft(number=39, items=4, clauses=3, assignments=1, people=40)
    item = AgendaItemFactory(meeting=meeting, title="审议《护栏导则》", outcome="approved_in_principle")
    ResolutionFactory(agenda_item=item, text="会议原则同意《护栏导则》，请尽快印发。")
    item.themes.add(ThemeFactory(code="streets", name="城市管理"))
    item.matters.add(MatterFactory(code="fences", name="道路护栏", public_name="道路护栏"))
    AttendanceFactory(meeting=meeting, person=PersonFactory(code="zhang-san", name="张三"), name="张三", title="局长")
    meeting = issue(meeting)
    start_correction(meeting=meeting, by=publisher, reason="更正")
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.closing = "会议还研究了其他事项。"
    meeting.save()
    issue(meeting, public_reason="补上一句。")
    make()
    UserFactory(username="leader", roles=["official"])


def choose(page: Page, live_server, look: str) -> None:
    cookies = [{"name": name, "value": value, "url": live_server.url} for name, value in LOOKS[look].items()]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_accessible_and_fits(site, page, live_server, axe, screenshot, look):
    choose(page, live_server, look)
    for name in SAMPLE if look else PAGES:
        page.goto(PAGES[name])
        for size in (WIDE, NARROW, ZOOMED):
            page.set_viewport_size(size)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (name, size)
            if size == WIDE or (size == NARROW and not look):
                axe(page)
        screenshot(page, f"site-{name}-{look}".strip("-"))


def test_officials_pages_are_accessible(site, page, sign_in, axe):
    sign_in(page, "leader")
    for address in ("/internal/", "/internal/meetings/executive/2024/39/", "/internal/meetings/executive/2024/38/"):
        page.goto(address)
        axe(page)


def test_a_reader_finds_a_resolution_with_the_keyboard(site, page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.get_by_role("searchbox").fill("方案 尽快")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="搜索", level=1)).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    page.locator("article h3 a").first.press("Enter")
    expect(page.locator(".clause:target, h2:target")).to_be_visible()


def test_switches_work_without_javascript(site, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/meetings/executive/2024/39/")
    page.get_by_role("button", name="繁").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_attribute("data-type", "large")
    assert page.url.endswith("/meetings/executive/2024/39/")
    context.close()


def test_filters_collapse_on_a_phone(site, page):
    page.set_viewport_size(NARROW)
    page.goto("/resolutions/")
    field = page.get_by_label("议题类别")
    expect(field).not_to_be_visible()
    page.get_by_text("筛选", exact=True).first.click()
    field.select_option("deliberate")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("link", name="议题类别：审议")).to_be_visible()
