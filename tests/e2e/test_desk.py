"""An assignment from issue to closing, by the hands of two departments and a supervisor in three browsers."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from decisions.enums import AssignmentState as S
from decisions.models import StepDraft
from tests.decisions.story import Story, tell, today
from tests.desk.corrections import correct
from tests.e2e.walk import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(live_server):
    return tell()


def address(story: Story, verb: str) -> str:
    return reverse(f"desk:{verb}", args=[story.assignment.key])


def take(page: Page, story: Story, verb: str, **words: Any) -> None:
    """Open the panel of a step where it is folded, fill it in and send it."""
    form = page.locator(f"form[action='{address(story, verb)}']")
    while not form.is_visible():  # a rare one is folded twice, the outer fold first
        page.locator("details:not([open])", has=form).first.locator("> summary").click()
    for name, value in words.items():
        field = form.locator(f"[name={name}]")
        if value is True:
            field.check()
        elif name == "granted":
            form.locator(f"[name=granted][value='{value}']").check()
        else:
            field.fill(value)
    follow(form.locator(".actions button").first)


def test_from_issue_to_closing(story, open_page, sign_in, axe, screenshot):
    lead, helper, supervisor = open_page(), open_page(), open_page()
    sign_in(lead, story.lead.username)
    sign_in(helper, story.supporting.username)
    sign_in(supervisor, story.supervisor.username)
    url = reverse("desk:assignment", args=[story.assignment.key])
    later = [(today() + timedelta(days=days)).isoformat() for days in (40, 30)]

    lead.goto(reverse("desk:home"))
    axe(lead)
    screenshot(lead, "desk")
    assert "今天有 1 件要签收" in lead.text_content("h1")
    follow(lead.locator("text=冬季系列促消费活动"))
    take(lead, story, "acknowledge")
    assert "已签收" in lead.text_content(".messages")

    # The lead asks, the supporting department gives its part.
    take(lead, story, "ask_contribution", text="请报送参加活动的商户名单")
    helper.goto(url)
    assert "请报送参加活动的商户名单" in helper.text_content(".timeline")
    proof = {"name": "名单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    helper.set_input_files(".next [name=attachments]", proof)
    take(helper, story, "contribute", text="已组织商户120家", percent="100")
    axe(helper)
    screenshot(helper, "desk-supporting")

    # A mistake loses nothing; the report takes the contribution up.
    lead.goto(url)
    take(lead, story, "report_progress", text="已完成过半", percent="130", gathered=True)
    assert lead.input_value(".next [name=text]") == "已完成过半"
    assert lead.is_checked(".next [name=gathered]")
    axe(lead)
    screenshot(lead, "desk-error")
    take(lead, story, "report_progress", percent="60")
    assert "已组织商户120家" in lead.text_content(".timeline .gathered")
    with lead.expect_download() as download:
        lead.click(".gathered >> text=名单.pdf")
    assert download.value.suggested_filename == "名单.pdf"

    # One extension is refused, the next is granted.
    for granted, day, note in (("0", later[0], "时间太长"), ("1", later[1], "")):
        lead.goto(url)
        take(lead, story, "request_extension", new_due_on=day, reason="场地尚未落实")
        supervisor.goto(url)
        assert "场地尚未落实" in supervisor.text_content(".next")
        axe(supervisor)
        take(supervisor, story, "decide_extension", granted=granted, note=note)
    screenshot(supervisor, "desk-supervisor")
    assert story.fresh().due_on.isoformat() == later[1]

    # Reported done, returned, reported again, closed.
    lead.goto(url)
    take(lead, story, "report_done", text="全部办结")
    supervisor.goto(reverse("desk:home"))
    axe(supervisor)
    screenshot(supervisor, "board")
    follow(supervisor.locator("a.button:has-text('核验')"))
    assert "全部办结" in supervisor.text_content(".next")
    take(supervisor, story, "return", reason="还缺验收单")
    lead.goto(url)
    assert "还缺验收单" in lead.text_content(".notice.error")
    take(lead, story, "report_done", text="验收单已补")
    supervisor.goto(url)
    axe(supervisor)
    take(supervisor, story, "close")
    assert "已核验销号" in supervisor.text_content(".next")
    axe(supervisor)
    screenshot(supervisor, "desk-closed")
    assert story.fresh().state == S.CLOSED
    lead.goto(url)
    axe(lead)


def test_what_was_typed_comes_back(story, page, sign_in, axe, screenshot):
    story.bring_to(S.IN_PROGRESS)
    url = reverse("desk:assignment", args=[story.assignment.key])
    sign_in(page, story.lead.username)
    page.goto(url)
    page.fill(".next [name=text]", "写到一半的进展")
    expect(page.locator(".next .kept")).not_to_be_empty()
    page.goto(url)
    assert page.input_value(".next [name=text]") == "写到一半的进展"
    page.locator("summary", has_text="报告办结").click()
    page.fill("details[open] [name=text]", "以后再报")
    follow(page.locator("details[open] .actions .link"))
    assert page.input_value("details[open] [name=text]") == "以后再报"
    axe(page)
    screenshot(page, "desk-draft")
    take(page, story, "report_progress", percent="50")
    assert page.input_value(".next [name=text]") == ""
    assert StepDraft.objects.get().verb == "report_done"


def test_a_correction_and_a_change(story, page, sign_in, axe, screenshot):
    story.bring_to(S.IN_PROGRESS)
    correct(story)
    sign_in(page, story.supervisor.username)
    page.goto(reverse("desk:assignment", args=[story.assignment.key]))
    assert "与春季" in page.text_content(".correction ins")
    axe(page)
    screenshot(page, "desk-corrected")
    take(page, story, "note_change")
    take(page, story, "change", task="冬季与春季系列促消费活动", reason="纪要已更正", consent="区长陈羔同意")
    assert "冬季与春季系列促消费活动" in page.text_content("h1")
    page.locator("details.rare > summary").click()
    for summary in page.locator("details.rare details > summary").all():
        summary.click()
    axe(page)
    screenshot(page, "desk-rare")


def test_the_officers_own_page(story, page, sign_in, axe, screenshot):
    sign_in(page, story.lead.username)
    page.goto(reverse("desk:office"))
    page.locator("details summary").first.click()
    page.select_option("details[open] [name=substitute]", str(story.stranger.pk))
    page.fill("details[open] [name=valid_from]", today().isoformat())
    page.fill("details[open] [name=valid_to]", (today() + timedelta(days=7)).isoformat())
    follow(page.locator("details[open] button"))
    assert story.stranger.username in page.text_content(".substitute")
    for summary in page.locator("details > summary").all():
        summary.click()
    axe(page)
    screenshot(page, "desk-office")

    sign_in(page, story.stranger.username)
    page.goto(reverse("desk:assignment", args=[story.assignment.key]))
    assert "王小明" in page.text_content(".acting")
    axe(page)
    screenshot(page, "desk-substitute")
