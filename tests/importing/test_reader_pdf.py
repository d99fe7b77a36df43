"""PDF files: what several programs make of the samples reads as the samples do.

How the files in samples-pdf/ were made:
- NAME+libreoffice: each line of samples/NAME.txt a paragraph of a .docx (A4, 仿宋 16 pt, first line set in by two
  characters, — 1 — in the footer), converted by LibreOffice; dongpu-31 is samples/dongpu-31.docx itself.
- NAME+typst: the same lines by typst, justified.
- NAME+reportlab: by ReportLab, font not embedded, nothing set in, ragged, with a header and page numbers.
- tables, columns: by LibreOffice, from tables and tab stops made for the purpose. *password: by pypdf.
"""

import json
import logging
import re
import unicodedata
from pathlib import Path

import pytest

from gusu_minutes.importing.parser import SourceError, parse, read_source, reassemble
from gusu_minutes.importing.pdf.glyphs import Glyph, Sheet
from gusu_minutes.importing.pdf.rows import plain, rows_of
from tests.importing import pdf_files, score

HERE = Path(__file__).parent
FILES = sorted((HERE / "samples-pdf").glob("*+*.pdf"))
MARGINS = re.compile(r"—\d—|第\d页|内部资料注意保存")


def read(name: str) -> str:
    return read_source((HERE / "samples-pdf" / name).read_bytes(), name)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_as_pdf_gives_the_same_records(path: Path) -> None:
    gold = json.loads((HERE / "samples" / f"{path.stem.split('+')[0]}.json").read_text(encoding="utf-8"))
    tally = score.score_one(gold, parse(read(path.name)).to_dict())
    assert min(score.overall(tally)) >= 0.95, tally.misses
    assert [miss for miss in tally.misses if "unparsed" not in miss] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_character_comes_back(path: Path) -> None:
    text = read(path.name)
    assert squeezed(reassemble(parse(text))) == squeezed(text)
    sample = (HERE / "samples" / f"{path.stem.split('+')[0]}.txt").read_text(encoding="utf-8-sig")
    assert MARGINS.sub("", squeezed(text)) == MARGINS.sub("", squeezed(sample))


def test_a_table_of_people_is_read_by_its_columns_over_the_end_of_a_page() -> None:
    parsed = parse(read("tables.pdf"))
    assert parsed.unparsed == ("内部资料　注意保存", "青湖区人民政府第18次常务会议纪要", "〔2024〕18号", "1", "2")
    assert [(p.department, p.name, p.title) for p in parsed.attendance] == [
        ("区财政局", "张三", "局长"),
        ("区住建局", "李四强", "副局长"),
        ("区商务局", "王五", "党组成员、副局长兼区粮食和物资储备中心主任"),
        ("青湖经济技术开发区管理委员会", "赵六", "副主任"),
        (None, "钱七", None),
    ]


def test_names_in_two_columns_are_read_line_by_line() -> None:
    people = parse(read("columns.pdf")).attendance
    assert [(p.department, p.name) for p in people] == [
        ("区财政局", "张三强"), ("区发改委", "李四光"), ("区住建局", "王五"), ("区城管局", "赵六一"),
        ("区商务局", "钱七"), ("区水务局", "孙八"), (None, "周九"),
    ]  # fmt: skip


def row(*words: tuple[str, float]) -> str:
    """The text of a row of words, each from a place in characters; a space is a glyph like any other."""
    sheet = Sheet()
    for text, start in words:
        for place, character in enumerate(text, 0):
            x0 = (start + place) * 10
            sheet.glyphs.append(Glyph(character, x0, x0 + 10, 100.0, 10.0))
    return rows_of(sheet)[0].text


def test_spaces_are_those_that_a_reader_sees() -> None:
    assert row(("陈　羔", 0)) == "陈　羔"
    assert row(("陈", 0), ("羔", 2)) == "陈　羔"
    assert row(("区财政局", 0), ("区水务局", 9)) == "区财政局\t区水务局"
    assert row(("会议同意", 0), ("甲方案", 4.2)) == "会议同意甲方案"
    assert row(("会议同意", 0), ("会议同意", 0.05)) == "会议同意"


def test_radicals_and_ligatures_are_the_characters_that_they_stand_for() -> None:
    assert plain("⼀⼆⽉⾦⻓⻔⻅⻛") == "一二月金长门见风"
    assert plain("ﬁ") == "fi"
    assert plain("（一），①１") == "（一）,①１".replace(",", "，")


def test_turned_text_and_pages_upside_down_lose_nothing() -> None:
    data = pdf_files.document(
        [b"BT /F1 20 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (SECRET) Tj ET BT /F1 12 Tf 72 700 Td (Hello) Tj ET"]
    )
    assert read_source(data, "a.pdf").split() == ["Hello", "SECRET"]


def test_what_an_ocr_program_wrote_behind_a_picture_is_text() -> None:
    assert (
        read_source(pdf_files.document([b"BT 3 Tr /F1 12 Tf 72 700 Td (Hidden layer) Tj ET"]), "a.pdf")
        == "Hidden layer\n"
    )


def test_a_file_that_opens_without_a_password_is_read_though_it_is_encrypted() -> None:
    assert "Hello" in read_source((HERE / "samples-pdf" / "empty-password.pdf").read_bytes(), "a.pdf")
    with pytest.raises(SourceError) as refused:
        read_source((HERE / "samples-pdf" / "password.pdf").read_bytes(), "a.pdf")
    assert refused.value.code == "encrypted"


def test_nothing_is_logged_or_printed(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        read("columns.pdf")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
