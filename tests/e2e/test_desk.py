"""An assignment from issue to closing, by the hands of an officer and a supervisor in two browsers."""

import pytest
from django.urls import reverse

from decisions.enums import AssignmentState as S
from tests.decisions.story import tell
from tests.e2e.walk import follow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(live_server):
    return tell()


def test_from_issue_to_closing(story, open_page, sign_in, axe, screenshot):
    officer, supervisor = open_page(), open_page()
    sign_in(officer, story.lead.username)
    sign_in(supervisor, story.supervisor.username)
    url = reverse("desk:assignment", args=[story.assignment.key])

    officer.goto(reverse("desk:home"))
    axe(officer)
    screenshot(officer, "desk")
    assert "今天有 1 件要签收" in officer.text_content("h1")
    follow(officer.locator("text=冬季系列促消费活动"))
    follow(officer.locator("button:has-text('签收')"))
    assert "已签收" in officer.text_content(".messages")

    officer.fill(".next [name=text]", "已完成过半")
    officer.fill(".next [name=percent]", "130")
    follow(officer.locator(".next button"))
    assert officer.input_value(".next [name=text]") == "已完成过半"
    axe(officer)
    screenshot(officer, "desk-error")
    officer.fill(".next [name=percent]", "60")
    officer.set_input_files(
        ".next [name=attachments]", {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    follow(officer.locator(".next button"))
    assert "已完成过半" in officer.text_content(".timeline")
    with officer.expect_download() as download:
        officer.click("text=证明.pdf")
    assert download.value.suggested_filename == "证明.pdf"

    officer.click("summary:has-text('报告办结')")
    officer.fill("details[open] [name=text]", "全部办结")
    follow(officer.locator("details[open] button"))

    supervisor.goto(reverse("desk:home"))
    axe(supervisor)
    screenshot(supervisor, "board")
    follow(supervisor.locator("a.button:has-text('核验')"))
    assert "全部办结" in supervisor.text_content(".next")
    supervisor.click("summary:has-text('退回单位补办')")
    supervisor.fill("details[open] [name=reason]", "还缺验收单")
    follow(supervisor.locator("details[open] button"))

    officer.goto(url)
    assert "还缺验收单" in officer.text_content(".notice.error")
    officer.click("summary:has-text('报告办结')")
    officer.fill("details[open] [name=text]", "验收单已补")
    follow(officer.locator("details[open] button"))

    supervisor.goto(url)
    axe(supervisor)
    follow(supervisor.locator("button:has-text('核验通过')"))
    assert "已核验销号" in supervisor.text_content(".next")
    axe(supervisor)
    screenshot(supervisor, "desk-closed")
    assert story.fresh().state == S.CLOSED
