"""A corrected text comes back: what it changes is looked at, tidied and taken over, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from decisions.models import Resolution
from gusu_minutes.importing.apply import apply_plan
from gusu_minutes.importing.imports import begin_import
from tests.e2e.walk import follow
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """2024年12月13日下午,区长陈羔同志主持召开姑苏区政府第39次常务会议。
会议议定以下意见:
一、研究供水工作
(一)会议原则同意《供水方案》,请按程序印发实施。
(二)由区水务局牵头实施老旧小区管网改造,区财政局配合,2025年6月底前完成。
(三)各街道要做好宣传解释工作,争取群众理解支持。
二、研究绿化工作
(一)会议同意《绿化方案》。
(二)由区城管委牵头抓好行道树补种工作。
出席:陈羔 吴强 华建男
列席:区水务局王勇"""
CORRECTED = """2024年12月13日上午,区长陈羔同志主持召开姑苏区政府第39次常务会议。
会议议定以下意见:
一、研究供水保障工作
(一)会议原则同意《供水方案》,请按程序尽快 印发实施。
(二)由区城管委牵头抓好行道树補种工作。
(三)由区住建委牵头制定年度管网改造计划并报区政府备案。
二、研究绿化工作
(一)会议同意《绿化方案》。
出席:陈羔 华建男 陆文明
列席:区水务局王永"""


def test_a_corrected_text_is_taken_over(
    transactional_db: None,
    page: Page,
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    clerk = UserFactory(username="clerk", roles=["clerk"])
    first = begin_import(source=TEXT, file_name="39.docx", to_simplified=True, by=clerk)
    meeting = apply_plan(minutes_import=first, by=clerk)
    trees = Resolution.objects.get(text__startswith="由区城管委")
    trees.public_text = "做好行道树补种。"
    trees.save_as(by=clerk, reason="改动")
    sign_in(page, "clerk")
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    follow(page.get_by_role("link", name="再次导入"))
    axe(page)
    screenshot(page, "import-again-start")
    page.fill("textarea", CORRECTED)
    follow(page.get_by_role("button", name="查看变动"))

    changes = page.locator(".again")
    expect(changes).to_contain_text("原在“二、研究绿化工作”")
    water = page.get_by_label("移除“(二)由区水务局")
    expect(water).not_to_be_checked()
    expect(page.get_by_label("移除“(三)各街道")).to_be_checked()
    axe(page)
    screenshot(page, "import-again-changes")
    water.check()
    # Each change is looked at, then ticked: the page shows it.
    page.locator(".way summary").first.click()
    page.locator(".way summary").nth(1).click()
    page.locator(".way summary").nth(2).click()
    axe(page)
    screenshot(page, "import-tidy")
    with page.expect_event("load"):
        page.get_by_label("中文里的半角").check()
    expect(page.get_by_label("中文里的半角")).to_be_checked()
    with page.expect_event("load"):
        page.get_by_label("删除汉字之间的多余空格").check()
    expect(changes).to_contain_text("尽快印发实施")
    expect(water).to_be_checked()
    follow(page.get_by_role("button", name="并入草稿"))
    expect(page.locator("main")).to_contain_text("已并入草稿")
    trees.refresh_from_db()
    assert (trees.agenda_item.title, trees.position) == ("研究供水保障工作", 2)
    assert not Resolution.objects.filter(text__startswith="由区水务局").exists()

    page.goto(f"/admin/import/into/{meeting.pk}/")
    page.fill("textarea", CORRECTED)
    follow(page.get_by_role("button", name="查看变动"))
    expect(page.locator(".again")).to_contain_text("没有变化")
    axe(page)
    screenshot(page, "import-again-nothing")
