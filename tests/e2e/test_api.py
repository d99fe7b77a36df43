"""The page on which the API is tried, and the page of tokens, in a browser."""

import pytest
from django.urls import reverse

from tests.e2e.walk import follow
from tests.factories import UserFactory, draft, issue

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_api_is_tried_under_our_policy(page, screenshot):
    """The fixture fails on any complaint of the browser's, one about the policy too."""
    issue(draft(number=39))
    page.goto("/api/v1/docs/")
    page.wait_for_selector(".opblock-summary")
    assert page.locator(".opblock").count() == 31
    screenshot(page, "api-docs")
    page.locator(".opblock-summary-control").first.click()
    page.click(".try-out__btn")
    page.click("button.execute")
    page.wait_for_selector(".live-responses-table tbody .response-col_status")
    assert "200" in page.text_content(".live-responses-table tbody .response-col_status")
    screenshot(page, "api-docs-tried")


def test_tokens(page, sign_in, axe, screenshot):
    user = UserFactory(username="reader", roles=["official"])
    sign_in(page, user.username)
    page.goto(reverse("tokens"))
    axe(page)
    screenshot(page, "tokens-none")
    page.fill("[name=name]", "数据平台")
    page.check("[name=scope][value=internal]")
    follow(page.locator("section.aside .button"))
    assert page.text_content(".notice .hash").startswith("gusu_")
    axe(page)
    screenshot(page, "tokens-made")
    page.goto(reverse("tokens"))
    follow(page.locator("article .button"))
    axe(page)
    screenshot(page, "tokens-revoked")
    assert page.locator("article form").count() == 0
