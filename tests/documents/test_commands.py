"""The commands that write documents."""

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from gusu_minutes.documents.commands import write
from gusu_minutes.publishing.domain import withdraw
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import PublicEditionFile, Rendering
from tests.documents.geometry import sheets
from tests.factories import UserFactory, draft, issue

GUSU_39 = Path(settings.BASE_DIR) / "fixtures" / "gusu-39.txt"
BEGINNINGS = {"pdf": b"%PDF-", "docx": b"PK", "ofd": b"PK", "text": "保护区".encode(), "md": "**保护区".encode()}


@pytest.mark.parametrize("form", BEGINNINGS)
def test_a_text_becomes_a_document_without_a_database(form, tmp_path):
    out = tmp_path / f"out.{form}"
    call_command("render_minutes", str(GUSU_39), format=form, output=str(out))
    assert out.read_bytes().startswith(BEGINNINGS[form])
    if form == "pdf":
        text = "".join(line for page in sheets(out.read_bytes()) for line in page.text_lines())
        assert "审议《姑苏区城市道路隔离护栏导则》" in text
    if form in {"text", "md"}:
        assert "会议还研究了其他事项。" in out.read_text(encoding="utf-8")


def test_a_word_file_becomes_a_document_again(tmp_path):
    word, again = tmp_path / "a.docx", tmp_path / "b.docx"
    call_command("render_minutes", str(GUSU_39), format="docx", output=str(word))
    call_command("render_minutes", str(word), format="docx", output=str(again))
    parts = [zipfile.ZipFile(io.BytesIO(path.read_bytes())).read("word/document.xml") for path in (word, again)]
    assert parts[0] == parts[1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "没有文字"),
        ("机密★1年\n区政府第1次常务会议纪要\n一、研究工作".encode(), "国家秘密"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "程序"),
    ],
)
def test_what_cannot_be_read_is_said_and_writes_nothing(content, says, tmp_path):
    path, out = tmp_path / "a.txt", tmp_path / "out.pdf"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        call_command("render_minutes", str(path), output=str(out))
    assert not out.exists()


def test_a_character_that_no_font_has_is_named(tmp_path):
    path, out = tmp_path / "a.txt", tmp_path / "out.pdf"
    path.write_text(
        "2024年1月2日，区长主持召开区政府第1次常务会议。\n一、研究\U00032100工作\n会议同意。", encoding="utf-8"
    )
    with pytest.raises(CommandError, match=r"U\+32100"):
        call_command("render_minutes", str(path), output=str(out))
    assert not out.exists()


@pytest.mark.django_db
class TestExport:
    def test_the_frozen_file_is_handed_out(self, tmp_path):
        meeting = issue(draft(items=1, clauses=1))
        make_files(Rendering.objects.get(meeting=meeting))
        out = tmp_path / "out.pdf"
        call_command("export_minutes", meeting.address, output=str(out))
        assert out.read_bytes() == bytes(PublicEditionFile.objects.get(format="pdf").content)

    @pytest.mark.parametrize("audience", ["public", "internal"])
    def test_a_draft_is_marked(self, audience, tmp_path):
        meeting = draft(items=1, clauses=1)
        address = f"{meeting.series.code}/{meeting.held_on.year}/{meeting.number}"
        out = tmp_path / "out.pdf"
        call_command("export_minutes", address, edition=audience, output=str(out))
        assert all("稿" in {mark.text for mark in page.characters} for page in sheets(out.read_bytes()))

    @pytest.mark.parametrize("address", ["x", "executive/2024/999", "executive/x/y", "executive/2024/" + "9" * 40, ""])
    def test_what_is_not_there_is_said(self, address):
        with pytest.raises(CommandError):
            call_command("export_minutes", address)

    def test_withdrawn_minutes_are_not_exported(self):
        meeting = issue(draft(items=1, clauses=1))
        withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="误", notice="已撤回")
        with pytest.raises(CommandError, match="已撤回"):
            call_command("export_minutes", meeting.address)

    def test_missing_files_are_made(self, capsys):
        issue(draft(items=1, clauses=1))
        Rendering.objects.all().delete()  # issued by an earlier version of the program
        call_command("make_files")
        assert PublicEditionFile.objects.count() == 3
        assert Rendering.objects.get().state == "made"

    def test_they_can_be_left_to_the_worker(self):
        issue(draft(items=1, clauses=1))
        Rendering.objects.all().delete()
        call_command("make_files", later=True)  # the tests' worker does it at once
        assert PublicEditionFile.objects.count() == 3
        call_command("make_files", later=True)
        assert PublicEditionFile.objects.count() == 3


def test_check_says_which_fonts_are_in_use(capsys):
    call_command("check")
    said = capsys.readouterr().out
    assert "FandolFang" in said and "Gusu Fallback Serif" in said


def test_check_warns_of_a_folder_that_is_not_there(settings):
    from gusu_minutes.documents.checks import check_fonts

    settings.FONT_DIRS = ["/nowhere/fonts"]
    assert [message.id for message in check_fonts(None)] == ["documents.W001"]


def test_standard_output_that_takes_nothing_is_said(monkeypatch):
    class Full:
        def write(self, content: bytes) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("gusu_minutes.documents.commands.sys.stdout", SimpleNamespace(buffer=Full()))
    with pytest.raises(CommandError, match="No space left"):
        write(b"%PDF-", "-")
