"""Files in, text out; and every file that must not be opened, refused with its own code."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gusu_minutes.importing.parser import SourceError, parse, read_source

SAMPLE = Path(__file__).parent / "samples" / "dongpu-31.docx"
TEXT = "会议同意《办法》。\n出席：陈 羔"


def word_file(change: Callable[[dict[str, bytes]], None] | None = None) -> bytes:
    """The sample document, with its parts changed."""
    with zipfile.ZipFile(SAMPLE) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if change:
        change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def saved(document: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_is_read_in_the_encodings_of_chinese_offices(encoding: str) -> None:
    assert read_source(TEXT.encode(encoding), "纪要.txt").removeprefix("\ufeff") == TEXT


def test_windows_line_ends_are_no_trouble() -> None:
    parsed = parse(read_source("一、研究甲\r\n会议同意甲。\r\n".encode("gb18030"), "a.txt"))
    assert [(i.title, i.outcome) for i in parsed.items] == [("研究甲", "approved")]


def add_doctype(parts: dict[str, bytes]) -> None:
    text = parts["word/document.xml"]
    parts["word/document.xml"] = text.replace(
        b"<w:document", b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document', 1
    )


def only_a_text(parts: dict[str, bytes]) -> None:
    parts.clear()
    parts["a.txt"] = b"a"


def drop_main_part(parts: dict[str, bytes]) -> None:
    del parts["word/document.xml"]


def encrypted_flag(data: bytes) -> bytes:
    """Set the 'encrypted' bit of every entry in the central directory."""
    out, position = bytearray(data), 0
    while (position := out.find(b"PK\x01\x02", position)) >= 0:
        out[position + 8] |= 1
        position += 4
    return bytes(out)


HOSTILE: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "a.docx", "empty"),
    "only white space": (b" \r\n\t", "a.txt", "empty"),
    "only zero bytes": (b"\x00" * 100, "a.txt", "empty"),
    "too large": (b"x" * (20 * 1024 * 1024 + 1), "a.txt", "too_large"),
    "text named docx": (TEXT.encode(), "a.docx", "not_docx"),
    "broken zip": (word_file()[:5000], "a.docx", "not_docx"),
    "another zip": (word_file(only_a_text), "a.docx", "not_docx"),
    "no main part": (word_file(drop_main_part), "a.docx", "not_docx"),
    "broken xml": (word_file(lambda parts: parts.update({"word/document.xml": b"<w:document"})), "a.docx", "not_docx"),
    "zip bomb by ratio": (word_file(lambda parts: parts.update({"word/a.bin": b"0" * 30_000_000})),
                          "a.docx", "zip_bomb"),
    "zip bomb by size": (word_file(lambda parts: parts.update({"word/a.xml": b"0" * 110_000_000})),
                         "a.docx", "zip_bomb"),
    "path that climbs": (word_file(lambda parts: parts.update({"../../evil.xml": b"<a/>"})), "a.docx", "unsafe_path"),
    "absolute path": (word_file(lambda parts: parts.update({"/etc/evil": b"a"})), "a.docx", "unsafe_path"),
    "external entity": (word_file(add_doctype), "a.docx", "external_entity"),
    "macros": (word_file(lambda parts: parts.update({"word/vbaProject.bin": b"\xd0\xcf"})), "a.docx", "macros"),
    "docm": (word_file(), "a.docm", "macros"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x01" * 100, "a.docx", "picture"),
    "photograph": (b"\xff\xd8\xff\xe0" + b"\x01" * 100, "a.txt", "picture"),
    "encrypted entries": (encrypted_flag(word_file()), "a.docx", "encrypted"),
    "encrypted by Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 2, "a.docx", "encrypted"
    ),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00\x01" * 300, "a.doc", "legacy_word"),
    "WPS": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00\x01" * 300, "a.wps", "legacy_word"),
    "spreadsheet": (b"PK\x03\x04 and so on", "a.xlsx", "unknown_type"),
    "binary as text": (b"abc\x00def\x00\x00\x01xyz", "a.txt", "unknown_type"),
    "bytes of no encoding": (b"\xff\xff\xff\x80\x80\x80a", "a.txt", "undecodable"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_at_once(case: str) -> None:
    data, name, code = HOSTILE[case]
    begin = time.monotonic()
    with pytest.raises(SourceError) as refused:
        read_source(data, name)
    assert refused.value.code == code
    assert str(refused.value)
    assert time.monotonic() - begin < 2


NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
    <w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
    <w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum>"""


def numbered_document() -> "docx.document.Document":
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for text, level in (
        ("研究甲", 0),
        ("会议同意甲。", 1),
        ("请区财政局办理。", 1),
        ("研究乙", 0),
        ("会议同意乙。", 1),
    ):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>')
        )
    return document


def test_numbers_that_word_counts_come_back_as_the_reader_sees_them() -> None:
    parsed = parse(read_source(saved(numbered_document()), "a.docx"))
    assert [i.number for i in parsed.items] == ["一", "二"]
    assert [[c.number for c in i.clauses] for i in parsed.items] == [["（一）", "（二）"], ["（一）"]]


def test_a_table_of_attendance_is_read_row_by_row() -> None:
    document = docx.Document()
    document.add_paragraph("2024年1月5日，区长李明主持召开区政府第3次常务会议。")
    document.add_paragraph("参会人员：")
    table = document.add_table(rows=0, cols=3)
    for row in (("单位", "姓名", "职务"), ("区财政局", "张 三", "局长"), ("区住建局", "李四强", "副局长")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    people = parse(read_source(saved(document), "a.docx")).attendance
    assert [(p.department, p.name, p.title) for p in people] == [
        ("区财政局", "张三", "局长"), ("区住建局", "李四强", "副局长")
    ]  # fmt: skip


def test_changes_are_read_as_accepted_and_text_boxes_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("会议")._p
    ns = nsdecls("w")
    paragraph.append(parse_xml(f"<w:ins {ns}><w:r><w:t>同意</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {ns}><w:r><w:delText>否决</w:delText></w:r></w:del>"))
    paragraph.append(
        parse_xml(
            f'<w:r {ns} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>框中的字</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )
    assert read_source(saved(document), "a.docx").split() == ["会议同意", "框中的字"]


def test_headers_and_footers_stay_unparsed_and_page_numbers_are_left_out() -> None:
    document = docx.Document()
    document.add_paragraph("2024年1月5日，区长李明主持召开区政府第3次常务会议。")
    section = document.sections[0]
    section.header.paragraphs[0].text = "内部资料"
    section.footer.paragraphs[0].text = "— 1 —"
    text = read_source(saved(document), "a.docx")
    assert "— 1 —" not in text
    assert parse(text).unparsed == ("内部资料",)
