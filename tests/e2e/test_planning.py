"""All tasks of the 39th session on one page, by the hands of a clerk before the issue and of a supervisor after it."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from decisions.models import Assignment, Resolution
from gusu_minutes.clerk.demo import FIXTURES
from gusu_minutes.importing.apply import apply_plan
from gusu_minutes.importing.models import MinutesImport
from tests.clerk.pages import address
from tests.e2e.walk import follow
from tests.factories import UserFactory, issue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(live_server):
    call_command("loaddata", "departments", "bodies", "people", verbosity=0)
    clerk = UserFactory(username="clerk", roles=["clerk"])
    UserFactory(username="supervisor", roles=["supervisor"])
    given = MinutesImport(
        file_name="gusu-39.txt",
        source=(FIXTURES / "gusu-39.txt").read_text(encoding="utf-8"),
        to_simplified=True,
        created_by=clerk,
    )
    given.save_as(by=clerk, reason="测试")
    return apply_plan(minutes_import=given, by=clerk)


def press(page, step):
    follow(page.locator(f"button.button[name=step][value={step}]"))


def tick(page, *rows):
    for row in rows:
        page.check(f"[name=ticked][value='{row.pk}']")


def test_before_the_issue(meeting, page, sign_in, axe, screenshot):
    sign_in(page, "clerk")
    page.goto(address(meeting))
    follow(page.locator(f"a[href='{address(meeting, 'assignments')}']"))
    axe(page)
    screenshot(page, "planning")

    # One more task for a clause that has none; a department that is not known is said at its row.
    clause = Resolution.objects.filter(assignments=None).order_by("pk")[0]
    follow(page.locator(f"button[name=add][value='{clause.pk}']"))
    lead = page.locator(f"[name='new-{clause.pk}-0-lead']")
    lead.fill("区无此局")
    press(page, "save")
    expect(lead).to_have_value("区无此局")
    axe(page)
    screenshot(page, "planning-error")
    lead.fill("区财政局")
    helpers = page.locator(f"[name='new-{clause.pk}-0-supporting']")
    helpers.fill("区商务局、")
    expect(page.locator("#departments-more option[value='区商务局、区发改局']")).to_have_count(1)
    helpers.fill("区商务局、区发改局")
    press(page, "save")
    made = Assignment.objects.get(resolution=clause)
    assert (made.lead.short_name, made.supporting.count()) == ("区财政局", 2)

    tick(page, made)
    expect(page.locator(".plan-ticked")).to_contain_text("1")
    press(page, "split")
    parts = list(Assignment.objects.filter(resolution=clause).order_by("pk"))
    assert [part.lead.short_name for part in parts][0] == "区财政局"
    tick(page, *parts)
    press(page, "merge")
    merged = Assignment.objects.get(resolution=clause)
    assert merged.supporting.count() == 2

    tick(page, merged)
    press(page, "assign")
    axe(page)
    screenshot(page, "planning-assign")
    follow(page.locator("form.card button"))
    assert Assignment.objects.issued().get() == merged
    expect(page.locator(".plan-assigned")).to_contain_text("督〔")


def test_after_the_issue(meeting, page, sign_in, axe, screenshot):
    meeting = issue(meeting)
    sign_in(page, "supervisor")
    page.goto(address(meeting, "assignments") + "?show=without")
    axe(page)
    screenshot(page, "planning-without")
    clause = Resolution.objects.filter(assignments=None).order_by("pk")[0]
    follow(page.locator(f"button[name=add][value='{clause.pk}']"))
    page.fill(f"[name='new-{clause.pk}-0-lead']", "区财政局")
    press(page, "save")
    made = Assignment.objects.get(resolution=clause)
    page.goto(address(meeting, "assignments"))
    axe(page)
    screenshot(page, "planning-issued")
    page.locator(".plan-actions label input").check()
    press(page, "assign")
    follow(page.locator("form.card button"))
    assert Assignment.objects.get(pk=made.pk).assigned_at
