"""The main job by hand: pasted text, a draft, a correction in the draft, submitted, signed, issued, read, withdrawn."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from gusu_minutes.clerk.demo import FIXTURES
from tests.e2e.walk import enter, follow
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/meetings/executive/2024/39/"


@pytest.fixture
def staff() -> None:
    call_command("loaddata", "departments", "bodies", "people", verbosity=0)
    for role in ("clerk", "signatory", "publisher", "official"):
        UserFactory(username=role, roles=[role])


def step(page: Page, name: str, **answers: str) -> None:
    """Take a step from the meeting's page: its button, then the page that asks."""
    follow(page.get_by_role("link", name=name, exact=True))
    for field, words in answers.items():
        page.fill(f"[name={field}]", words)
    follow(page.get_by_role("button", name=name, exact=True))


def test_from_pasted_text_to_published_minutes(
    staff: None, open_page: Callable[[], Page], axe: Callable[[Page], None], screenshot: Callable[[Page, str], None]
) -> None:
    clerk, signatory, publisher, reader = (open_page() for _ in range(4))
    enter(clerk, "clerk")
    clerk.goto("/admin/")
    axe(clerk)
    clerk.goto("/admin/import/")
    axe(clerk)
    clerk.fill("textarea", (FIXTURES / "gusu-39.txt").read_text(encoding="utf-8"))
    follow(clerk.get_by_role("button", name="开始识别"))
    for words in ("8 个议题", "23 条议定", "50 名参会人员", "陈羔"):
        assert words in clerk.inner_text("main"), words
    axe(clerk)
    screenshot(clerk, "import-review")
    follow(clerk.get_by_role("button", name="生成草稿").first)
    meeting = clerk.url
    axe(clerk)
    screenshot(clerk, "meeting")

    # Corrects the draft: a resolution's text, on the page of its item.
    follow(clerk.get_by_role("link", name="专题研究安全稳定工作"))
    axe(clerk)
    screenshot(clerk, "item")
    text = clerk.locator("textarea[name$='-text']").first
    text.fill(text.input_value().replace("尽快印发实施", "于年底前印发实施"))
    follow(clerk.get_by_role("button", name="保存", exact=True))
    clerk.goto(meeting)
    step(clerk, "提交审核")

    enter(signatory, "signatory")
    signatory.goto(meeting)
    step(signatory, "退回修改", reason="请补文号")
    clerk.goto(meeting)
    assert "请补文号" in clerk.inner_text("main")
    clerk.fill("[name=document_number]", "姑政办会〔2024〕39号")
    follow(clerk.get_by_role("button", name="保存并继续编辑"))
    step(clerk, "提交审核")
    signatory.goto(meeting)
    step(signatory, "签发")

    assert reader.goto(ADDRESS).status == 404  # type: ignore[union-attr]
    enter(publisher, "publisher")
    publisher.goto(meeting)
    follow(publisher.get_by_role("link", name="印发", exact=True))
    axe(publisher)
    screenshot(publisher, "publish-step")
    follow(publisher.get_by_role("button", name="印发", exact=True))

    reader.goto(ADDRESS)
    expect(reader.locator("main")).to_contain_text("于年底前印发实施")
    axe(reader)
    screenshot(reader, "minutes")

    publisher.goto(meeting)
    step(publisher, "撤回", reason="内部理由", notice="本纪要因重新审核撤回。")
    response = reader.goto(ADDRESS)
    assert response is not None
    assert response.status == 410
    expect(reader.locator("main")).to_contain_text("本纪要因重新审核撤回。")
    expect(reader.locator("main")).not_to_contain_text("内部理由")
    axe(reader)
