"""Official documents in a browser: the sheet beside the draft, papers around a meeting, whole downloads."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gusu_minutes.publishing.models import PublicEditionFile
from meetings.models import Meeting
from tests.e2e.walk import enter, follow
from tests.factories import UserFactory, draft, issue


@pytest.fixture
def meeting(transactional_db: None) -> Meeting:
    UserFactory(username="clerk", roles=["clerk"])
    return draft(number=39, items=3, clauses=2, assignments=1, people=12)


def test_the_clerk_sees_the_sheet_and_saves_it(
    meeting: Meeting,
    page: Page,
    axe: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    enter(page, "clerk")
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/preview/")
    pictures = page.locator(".pages img")
    expect(pictures.first).to_be_visible()
    assert pictures.first.evaluate("image => image.naturalWidth") > 500
    axe(page)
    screenshot(page, "sheet-beside-draft")
    with page.expect_download() as waiting:
        page.locator(".pages .downloads a", has_text="PDF").click()
    assert waiting.value.suggested_filename.endswith("纪要(草稿).pdf")
    path = tmp_path / "sheet.pdf"
    waiting.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF-")

    page.goto(f"/admin/meetings/meeting/{meeting.pk}/papers/")
    axe(page)
    screenshot(page, "papers")
    with page.expect_download() as waiting:
        page.get_by_label("会议议程 Word").click()
    assert waiting.value.suggested_filename.endswith(".docx")


def test_a_reader_saves_what_was_frozen(
    meeting: Meeting, page: Page, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    address = issue(meeting).address
    page.goto(f"/meetings/{address}/")
    axe(page)
    for label, form in (("PDF", "pdf"), ("Word", "docx"), ("OFD", "ofd")):
        with page.expect_download() as waiting:
            page.locator(".downloads a", has_text=label).first.click()
        path = tmp_path / form
        waiting.value.save_as(path)
        stored = PublicEditionFile.objects.get(edition__address=address, format=form)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == stored.sha256
    follow(page.get_by_role("link", name="全部版本"))
    axe(page)
