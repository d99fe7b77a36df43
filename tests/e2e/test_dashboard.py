"""The leaders' room in Chromium: what is drawn, what it says to who listens, and that nothing of it is refused."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.dashboard.rows import year
from tests.e2e.walk import follow
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
HOME = reverse("dashboard:home")


@pytest.fixture
def leader(live_server):
    year(timezone.localdate())
    return UserFactory(roles=["leader"]).username


def test_a_leader_looks_at_the_figures(leader, page, sign_in, axe, screenshot):
    sign_in(page, leader)
    page.goto(HOME)
    drawings = page.locator("svg[role=img]")
    assert drawings.count() == 3
    for place in range(3):
        box = drawings.nth(place).bounding_box()
        assert box["width"] > 200
        assert box["height"] > 100
        assert drawings.nth(place).locator("desc").text_content()
    # Colours come from the style sheet: a shape without its class would be black.
    fills = page.eval_on_selector_all("svg[role=img] .series *", "all => all.map(one => getComputedStyle(one).fill)")
    assert "rgb(0, 0, 0)" not in fills
    axe(page)
    screenshot(page, "dashboard")
    page.locator(".chart details").evaluate_all("all => all.forEach(one => one.open = true)")
    axe(page)


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_in_other_languages(leader, page, sign_in, axe, screenshot, language):
    sign_in(page, leader)
    page.goto(HOME)
    follow(page.locator(f"button[value={language}]"))
    axe(page)
    screenshot(page, f"dashboard-{language}")


def test_a_period_without_anything_and_a_bad_one(leader, page, sign_in, axe, screenshot):
    sign_in(page, leader)
    page.goto(f"{HOME}?period=1999-Q3")
    axe(page)
    screenshot(page, "dashboard-empty")
    page.goto(f"{HOME}?from=2026-13-01")
    assert page.locator(".messages .warning").count() == 1
    axe(page)


def test_steps_and_downloads(leader, page, sign_in):
    sign_in(page, leader)
    page.goto(HOME)
    follow(page.locator("a[rel=prev]"))
    follow(page.locator("a[rel=next]"))
    with page.expect_download() as download:
        page.locator(".take a", has_text="PDF").click()
    assert download.value.suggested_filename.startswith("关于")
