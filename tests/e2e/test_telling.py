"""The inbox, what a person chooses and the private calendar, in a browser."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from decisions.domain import verify
from decisions.models import Event
from decisions.telling.models import Delivery, Notice, Webhook
from tests.decisions.story import tell
from tests.e2e.walk import follow
from tests.factories import UserFactory
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


def test_webhooks_and_what_was_sent(story, page, sign_in, axe, screenshot):
    hook = Webhook.objects.create(name="政务微信", url="https://oa.example.org/hook", topics=["due"])
    event = Event.objects.latest("pk")
    delivery = Delivery.objects.create(webhook=hook, event=event, state="given_up", attempts=6, error="HTTP 500")
    root = UserFactory(username="root", is_superuser=True)
    root.is_staff = True
    root.save()
    sign_in(page, "root")
    for name, url in {
        "webhook": f"/admin/telling/webhook/{hook.pk}/change/",
        "webhooks": "/admin/telling/webhook/",
        "deliveries": "/admin/telling/delivery/",
        "mails": "/admin/telling/mail/",
        "delivery": f"/admin/telling/delivery/{delivery.pk}/change/",
    }.items():
        page.goto(url)
        axe(page)
        screenshot(page, f"telling-admin-{name}")
    follow(page.locator("a[href$='/again/']"))
    axe(page)
    screenshot(page, "telling-admin-again")
    follow(page.locator("main form .button").first)
    delivery.refresh_from_db()
    assert delivery.state == "waiting"


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
