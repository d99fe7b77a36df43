"""Ways through pages that wait for what they set off."""

from playwright.sync_api import Locator, Page


def follow(target: Locator) -> None:
    """Click what leads to another page, and return when that page is there: a click alone returns before it."""
    with target.page.expect_event("load"):
        target.click()


def enter(page: Page, username: str) -> None:
    """Sign in by the form, as somebody that `UserFactory` made."""
    page.goto("/accounts/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", "secret")
    with page.expect_event("load"):
        page.press("[name=password]", "Enter")
