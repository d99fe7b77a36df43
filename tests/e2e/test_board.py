"""The desk, the board, many at once and the calendar: with the keyboard and the eye, wide and narrow."""

from datetime import timedelta

import pytest
from django.urls import reverse

from decisions.domain import work
from decisions.enums import AssignmentState as S
from decisions.models import Assignment
from tests.decisions.story import tell, today
from tests.desk.test_list import more
from tests.e2e.walk import follow

pytestmark = pytest.mark.django_db(transaction=True)

TASKS = ["加快城中村改造征收搬迁扫尾清零", "2025年重点项目预排与要素保障", "紧盯开工率、投资完成率、投产投用率"]


@pytest.fixture
def story(live_server):
    """Assignments with every light and in every open state, led and supported."""
    story = tell(due_on=today() + timedelta(days=2))
    for days, task in zip((-4, 31, 10), TASKS, strict=True):
        more(story, 1, task=task, due_on=today() + timedelta(days=days))
    more(story, 5, task="老旧小区改造", due_on=today() + timedelta(days=10))
    helped = more(story, 1, lead=story.helper, task="冬季供暖保障")[0]
    helped.refresh_from_db()
    helped.supporting.add(story.department)
    return story


def test_a_department_acknowledges_what_it_ticked(story, page, sign_in, axe, screenshot):
    sign_in(page, story.lead.username)
    page.goto(reverse("desk:home"))
    axe(page)
    screenshot(page, "desk-list")
    follow(page.locator("h1 a:has-text('逾期')"))
    assert page.locator("tbody tr:not(.group)").count() == 1
    page.locator("summary:has-text('更多筛选'):visible").click()
    axe(page)
    follow(page.locator(".chips a"))
    for box in page.locator("td.tick input").all()[:3]:
        box.focus()
        page.keyboard.press("Space")
    follow(page.locator(".bulk button"))
    axe(page)
    screenshot(page, "bulk")
    follow(page.locator("form button:has-text('签收')"))
    assert "已签收 3 件" in page.text_content(".messages")
    assert Assignment.objects.filter(state=S.IN_PROGRESS).count() == 3


@pytest.mark.parametrize("address", ["desk:home", "desk:calendar"])
def test_filters_are_one_fold_on_a_narrow_page(story, page, sign_in, axe, address):
    sign_in(page, story.lead.username)
    page.goto(reverse(address))
    words, light, kind = (page.locator(f".desk-filters [name={name}]") for name in ("q", "light", "kind"))
    more_filters = page.locator("summary:has-text('更多筛选'):visible")
    assert [field.is_visible() for field in (words, light, kind)] == [True, True, False]
    more_filters.click()
    assert kind.is_visible()

    page.set_viewport_size({"width": 390, "height": 844})
    assert [field.is_visible() for field in (words, light, kind)] == [True, False, False]
    axe(page)
    more_filters.click()
    assert light.is_visible()
    assert kind.is_visible()
    axe(page)
    light.select_option("red")
    follow(page.locator(".desk-filters button"))
    assert "逾期" in page.text_content(".desk-chips")
    assert not light.is_visible()


def test_a_supervisor_reminds_of_all_of_a_filter(story, page, sign_in, axe, screenshot):
    row = Assignment.objects.filter(task=TASKS[0]).get()
    work.acknowledge(assignment=row, by=story.lead)
    work.report_done(assignment=row, by=story.lead, text="已办结")
    sign_in(page, story.supervisor.username)
    page.goto(reverse("desk:home"))
    axe(page)
    screenshot(page, "board-list")
    page.select_option("#bulk-scope", "all")
    page.select_option("#bulk-action", "remind")
    follow(page.locator(".bulk button"))
    assert "其中 1 件不能办理" in page.text_content(".left-out h2")
    page.fill("[name=text]", "请抓紧办理")
    axe(page)
    screenshot(page, "bulk-board")
    follow(page.locator("form button.button:has-text('催办')"))
    assert "已催办 9 件" in page.text_content(".messages")


def test_the_calendar(story, page, sign_in, axe, screenshot):
    sign_in(page, story.lead.username)
    day = today() + timedelta(days=10)
    page.goto(f"{reverse('desk:calendar')}?month={day:%Y-%m}")
    axe(page)
    screenshot(page, "calendar")
    axe(page)
    follow(page.locator("a:has-text('另有 3 件')"))
    assert page.locator("tbody tr:not(.group)").count() == 6
    page.go_back()
    follow(page.locator("a[rel=next]"))
    assert page.locator(".month").is_visible()
