"""Files in, text out."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gusu_minutes.importing.parser import parse, read_source

TEXT = "会议同意《办法》。\n出席：陈 羔"


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
