"""Which files a report takes, and how they are kept."""

import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from decisions.domain import attachments, work
from decisions.enums import AssignmentState as S
from decisions.models import ProgressReport, ReportAttachment
from gusu_minutes.common.errors import DomainError
from tests.decisions.story import package, pdf

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.exe", b"MZ"),
        SimpleUploadedFile("a.html", b"<script>"),
        SimpleUploadedFile("a.svg", b"<svg/>"),
        SimpleUploadedFile("pdf", b"%PDF-1.7"),
        SimpleUploadedFile("a.pdf", b"MZ not a PDF"),
        SimpleUploadedFile("a.pdf", b""),
        SimpleUploadedFile("a.png", b"%PDF-1.7"),
        SimpleUploadedFile("a.docx", b"PK\x03\x04 broken"),
        package("a.docx", "xl/workbook.xml"),
        package("a.ofd", "word/document.xml"),
        SimpleUploadedFile("a.zip", b"PK\x03\x04"),
        # A direction mark makes this look like exe.pdf on screen.
        SimpleUploadedFile("fdp.\u202eexe", b"%PDF-1.7"),
    ],
    ids=lambda file: ascii(file.name),
)
def test_what_is_not_taken(file):
    with pytest.raises(DomainError):
        attachments.check(file)


def test_too_large_and_too_many(monkeypatch):
    monkeypatch.setattr(attachments, "MAX_BYTES", 10)
    with pytest.raises(DomainError):
        attachments.check(pdf(content=b"%PDF-123456"))
    assert attachments.check(pdf(content=b"%PDF-12345")).size == 10
    with pytest.raises(DomainError):
        attachments.check_all([pdf(content=b"%PDF-") for _ in range(attachments.MAX_FILES + 1)])


@pytest.mark.parametrize(
    "file",
    [
        pdf(),
        SimpleUploadedFile("图.PNG", PNG),
        SimpleUploadedFile("图.jpeg", b"\xff\xd8\xff\xe0"),
        SimpleUploadedFile("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        package("方案.docx", "word/document.xml"),
        package("表.xlsx", "xl/workbook.xml"),
        package("红头.ofd", "OFD.xml"),
    ],
    ids=lambda file: file.name,
)
def test_what_is_taken(file):
    assert attachments.check(file).name == file.name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("..\\..\\etc\\证明.pdf", "证明.pdf"),
        ("a/b/证明.pdf", "证明.pdf"),
        ("证\u0000明\u202e.pdf", "证明.pdf"),
        ('a"b<c>:d|e?.pdf', "a_b_c__d_e_.pdf"),
        (" .证明.pdf. ", "证明.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_names_are_cleaned(name, clean):
    assert attachments.clean_name(name) == clean


def test_files_are_kept_with_their_digest_under_another_name(story):
    story.bring_to(S.IN_PROGRESS)
    work.report_done(assignment=story.assignment, by=story.lead, text="办结", attachments=[pdf(), pdf("二.pdf")])
    first, second = ReportAttachment.objects.all()
    assert (first.name, second.name) == ("证明.pdf", "二.pdf")
    assert first.sha256 == hashlib.sha256(first.file.read()).hexdigest()
    assert first.size == first.file.size
    stored = str(first.file)
    assert "证明" not in stored
    assert stored.endswith(".pdf")


def test_a_failure_leaves_no_file_and_no_report(story, monkeypatch):
    story.bring_to(S.IN_PROGRESS)
    saved: list[str] = []

    class Unreadable(io.BytesIO):
        def seek(self, *args):
            if len(saved) == 1:
                raise OSError("disk full")
            return super().seek(*args)

    save = default_storage.save

    def remember(name, content, **options):
        saved.append(save(name, content, **options))
        return saved[-1]

    monkeypatch.setattr(default_storage, "save", remember)
    bad = pdf()
    bad.file = Unreadable(b"%PDF-1.7")
    with pytest.raises(OSError, match="disk full"):
        work.report_progress(
            assignment=story.assignment, by=story.lead, text="过半", percent=50, attachments=[pdf(), bad]
        )
    assert len(saved) == 1
    assert not default_storage.exists(saved[0])
    assert not ProgressReport.objects.exists()
    assert story.fresh().percent == 0
