"""The inbox, what a person chooses and the private calendar, in a browser."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from decisions.domain import verify
from decisions.telling.models import Notice
from tests.decisions.story import tell
from tests.e2e.walk import follow
from tests.telling.conftest import DATABASE, with_addresses, work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(live_server, settings):
    settings.TASKS = DATABASE
    story = with_addresses(tell())
    story.bring_to("reported")
    verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason="还缺验收单")
    verify.remind(assignment=story.assignment, by=story.supervisor, text="请抓紧")
    call_command("daily_round")
    work()
    return story


def test_inbox_and_choices(story, page, sign_in, axe, screenshot):
    sign_in(page, story.lead.username)
    page.goto(reverse("desk:home"))
    assert page.text_content("nav .unread").startswith("3")
    axe(page)
    screenshot(page, "desk-with-inbox")

    follow(page.locator(f'nav a[href="{reverse("telling:inbox")}"]'))
    axe(page)
    screenshot(page, "inbox")
    follow(page.locator(".notices .link").first)
    assert Notice.objects.filter(user=story.lead, read_at=None).count() == 2
    page.goto(reverse("telling:inbox") + "?show=all")
    axe(page)
    screenshot(page, "inbox-all")
    page.goto(reverse("telling:inbox"))
    follow(page.locator("main form.actions button"))
    axe(page)
    screenshot(page, "inbox-empty")

    page.goto(reverse("telling:preferences"))
    axe(page)
    screenshot(page, "telling")
    page.check("[name=due][value=inbox]")
    follow(page.locator(".telling-choices .button"))
    assert page.is_checked("[name=due][value=inbox]")
    page.fill("[name=email]", "nobody")
    follow(page.locator("section form[action$='address/'] button"))
    axe(page)
    screenshot(page, "telling-error")
    page.goto(reverse("telling:preferences"))
    follow(page.locator("form[action$='calendar/'] button"))
    axe(page)
    screenshot(page, "telling-calendar")
