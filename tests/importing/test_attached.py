"""What search finds of files that are attached."""

import io
import zipfile

import docx
import pytest

from gusu_minutes.common.sheets import write_table
from gusu_minutes.documents.build import internal_document
from gusu_minutes.documents.formats import render
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.importing.attached import MAX_TEXT, text_of_attachment
from gusu_minutes.importing.parser import SourceError
from tests.factories import ResolutionFactory

SAID = "会议原则同意《停车泊位改造方案》，请区住建委抓紧实施。"


def slides(*pages: str, needed: str = "ppt/presentation.xml", head: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(needed, "<p/>")
        for number, text in enumerate(pages, 1):
            halves = "".join(f"<a:t>{half}</a:t>" for half in (text[:4], text[4:]))
            package.writestr(f"ppt/slides/slide{number}.xml", f'{head}<p xmlns:a="a">{halves}</p>')
    return data.getvalue()


@pytest.mark.parametrize("form", ["ofd", "pdf", "docx"])
def test_documents(db, form):
    paper = minutes_paper(internal_document(ResolutionFactory(text=SAID).agenda_item.meeting))
    text = text_of_attachment(render(paper, form), f"纪要.{form}")
    assert SAID in "".join(text.split())


def test_word_with_a_table():
    document, data = docx.Document(), io.BytesIO()
    document.add_paragraph(SAID)
    document.add_table(1, 2).rows[0].cells[1].text = "三百二十个"
    document.save(data)
    text = text_of_attachment(data.getvalue(), "方案.DOCX")
    assert SAID in text
    assert "三百二十个" in text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_tables(form):
    data = write_table([("项目", "泊位"), ("平江路", "三十")], form, "清单")
    assert text_of_attachment(data, f"清单.{form}") == "项目 泊位\n平江路 三十"


def test_slides_in_order():
    assert text_of_attachment(slides(*(f"第{n}页的内容" for n in range(1, 12))), "汇报.pptx").split("\n") == [
        f"第{n}页的内容" for n in range(1, 12)
    ]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.pdf"),
        (b"\x89PNG\r\n\x1a\n", "a.png"),
        (b"PK\x03\x04", "a.ofd"),
        (slides("文字", needed="other.xml"), "a.pptx"),
        (slides("文字")[:-30], "a.pptx"),
        (slides("文<字"), "a.pptx"),
        (slides("文字", head='<!DOCTYPE p [<!ENTITY x "y">]>'), "a.pptx"),
        (slides("字" * 1_000_000), "a.pptx"),
        (b"\xff\xfe\x00", "a.csv"),
    ],
)
def test_what_cannot_be_read_is_no_text_and_no_error(data, name):
    assert text_of_attachment(data, name) == ""


def test_the_end_of_a_long_text_is_left_out():
    assert len(text_of_attachment(("字" * 200_000).encode(), "长.txt")) == MAX_TEXT


@pytest.mark.parametrize("pages", [("绝密★长期\n",), (*["正文"] * 20, "000012 机密★1年，正文")])
def test_a_secret_is_refused(pages):
    with pytest.raises(SourceError):
        text_of_attachment(slides(*pages), "密.pptx")


def test_speaking_of_secrets_is_none():
    said = "\n".join(["正文"] * 20 + ["机密", "涉及机密★的管理办法"])
    assert text_of_attachment(said.encode(), "办法.txt") == said
