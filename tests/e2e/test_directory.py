"""The directory by hand: a table given in, looked at, taken over; a duplicate merged."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from attendees.models import Department
from gusu_minutes.common.sheets import write_table
from tests.e2e.walk import enter, follow
from tests.factories import AssignmentFactory, DepartmentFactory, OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def give(page: Page, *rows: list[str]) -> None:
    page.goto("/admin/directory/import/?table=departments")
    file = {
        "name": "单位名录.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": write_table(rows, "xlsx", "单位"),
    }
    page.set_input_files("[name=file]", file)  # type: ignore[arg-type]
    follow(page.get_by_role("button", name="读取表格"))


def test_a_table_and_a_duplicate(
    page: Page, axe: Callable[[Page], None], screenshot: Callable[[Page, str], None]
) -> None:
    call_command("loaddata", "departments", "bodies", "people", verbosity=0)
    UserFactory(username="clerk", roles=["clerk"], first_name="文书")
    duplicate = DepartmentFactory(code="qu-cai-ju", name="区财局", short_name="区财局", aliases=["财局"])
    AssignmentFactory.create_batch(2, lead=duplicate)
    OfficerFactory(department=duplicate)
    enter(page, "clerk")

    page.goto("/admin/attendees/department/")
    axe(page)
    screenshot(page, "directory-list")
    headings = ["代码", "全称", "简称", "别名", "上级", "停用", "备注"]
    wrong = [["wumenqiao", "", "吴门桥街道"], ["data", "苏州市姑苏区数据局", "区数据局", "", "nobody", "明天"]]
    give(page, headings, *wrong)
    axe(page)
    screenshot(page, "directory-refused")
    follow(page.get_by_role("link", name="重新上传"))
    axe(page)
    screenshot(page, "directory-start")
    right = [
        [
            "wumenqiao",
            "苏州市姑苏区人民政府吴门桥街道办事处",
            "吴门桥",
            "吴门桥街道办事处、吴门桥街道",
            "",
            "2026-12-31",
        ],
        ["gardens", "苏州市姑苏区园林和绿化管理局", "区园林局", "区绿化局、区园林绿化局", "wumenqiao", "", "新设"],
        ["baiyangwan", "苏州市姑苏区人民政府白洋湾街道办事处", "白洋湾街道", "白洋湾街道办事处"],
    ]
    give(page, headings, *right)
    axe(page)
    screenshot(page, "directory-review")
    follow(page.get_by_role("button", name="确认全部导入"))
    expect(page.locator("main")).to_contain_text("已导入 2 行")

    page.goto(f"/admin/attendees/department/{duplicate.pk}/change/")
    screenshot(page, "directory-entry")
    follow(page.get_by_role("link", name="并入其他条目"))
    axe(page)
    screenshot(page, "merge-choose")
    page.get_by_role("combobox").click()
    page.locator("input.select2-search__field").fill("财政")
    page.get_by_role("option", name="区财政局").click()
    follow(page.get_by_role("button", name="查看将转移的记录"))
    axe(page)
    screenshot(page, "merge-confirm")
    page.fill("[name=reason]", "同一单位，导入时重复登记")
    follow(page.get_by_role("button", name="合并", exact=True))
    expect(page.locator("main")).to_contain_text("已将“区财局”并入“区财政局”")
    screenshot(page, "merge-done")
    assert not Department.objects.filter(pk=duplicate.pk).exists()
