"""All tasks of the 39th session on one page, by the hands of a clerk before the issue and of a supervisor after it."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from attendees.models import Department
from decisions.domain.proposals import propose
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
    made = apply_plan(minutes_import=given, by=clerk)
    # The 39th session names nobody as responsible: some of what its clerk would propose.
    units = {unit.short_name: unit for unit in Department.objects.all()}
    clauses = Resolution.objects.order_by("agenda_item__position", "position")
    for place, (lead, *helpers) in enumerate([("区应急管理局", "区住建委", "区城管委"), ("区发改局",), ("区住建委",)]):
        propose(
            resolution=clauses[6 + 3 * place],
            by=clerk,
            task=clauses[6 + 3 * place].text,
            lead=units[lead],
            supporting=[units[name] for name in helpers],
            due_text=["一个月内", "尽快", ""][place],
        )
    return made


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
    helpers.fill("区经科局、")
    expect(page.locator("#departments-more option[value='区经科局、区发改局']")).to_have_count(1)
    helpers.fill("区经科局、区发改局")
    press(page, "save")
    made = Assignment.objects.get(resolution=clause)
    assert (made.lead.short_name, made.supporting.count()) == ("区财政局", 2)

    tick(page, made)
    expect(page.locator(".plan-ticked")).to_contain_text("1")
    press(page, "split")
    parts = list(Assignment.objects.filter(resolution=clause).order_by("pk"))
    assert parts[0].lead.short_name == "区财政局"
    assert len(parts) == 3
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
