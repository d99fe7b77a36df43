"""The Word file of an official document: its parts, its styles, the same bytes, and whatever text it is given."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gusu_minutes.documents.paper import (
    Cell,
    Contents,
    Gap,
    Head,
    Imprint,
    PageBreak,
    Paper,
    Paragraph,
    Roll,
    Table,
    Title,
)
from gusu_minutes.documents.word import to_word
from gusu_minutes.importing.parser import read_source
from tests.documents.papers_for_tests import HEAD, IMPRINT, SENTENCE, minutes, paper


def opened(one: Paper) -> Any:
    return docx.Document(io.BytesIO(to_word(one)))


def part(one: Paper, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(to_word(one))) as archive:
        return etree.fromstring(archive.read(name))


def styles(document: Any) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def find(node: Any, path: str) -> Any:
    return node.find("/".join(qn(f"w:{step}") for step in path.split("/")))


def value(node: Any, path: str, name: str = "val") -> str:
    return str(find(node, path).get(qn(f"w:{name}")))


def test_the_page_is_that_of_the_standard() -> None:
    """GB/T 9704-2012 §5.2: 37 mm above, 28 mm on the left, 156 × 225 mm, 22 lines."""
    section = opened(minutes()).sections[0]
    assert section.page_width.mm == pytest.approx(210, abs=0.1)
    assert section.page_height.mm == pytest.approx(297, abs=0.1)
    assert section.top_margin.mm == pytest.approx(37, abs=0.05)
    assert section.left_margin.mm == pytest.approx(28, abs=0.05)
    assert section.right_margin.mm == pytest.approx(26, abs=0.05)
    assert section.bottom_margin.mm == pytest.approx(35, abs=0.25)  # see measures.py
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "580")
    assert section.page_height - section.top_margin - section.bottom_margin >= 22 * 580 * 635


def test_every_part_has_a_style_with_its_own_name() -> None:
    found = styles(opened(paper(
        Head("姑苏区政府常务会议纪要", "第39次", ("000001", "内部")),
        Title("第39次常务会议纪要"),
        Paragraph(SENTENCE),
        Paragraph(lead="一、审议导则", level=1),
        Paragraph("会议同意。", lead="（一）", level=2),
        Paragraph(lead="（二）加强领导", level=2),
        Paragraph("姑苏区人民政府", align="right"),
        Roll("附件", ("导则",), plain=True),
        Roll("出席", ("陈　羔",)),
        IMPRINT,
    )))  # fmt: skip
    assert found == [
        ("份号密级紧急程度", "000001"),
        ("份号密级紧急程度", "内部"),
        ("纪要标志", "姑苏区政府常务会议纪要"),
        ("编号", "第39次"),
        ("红色分隔线", ""),
        ("公文标题", "第39次常务会议纪要"),
        ("公文正文", SENTENCE),
        ("一级标题", "一、审议导则"),
        ("公文正文", "（一）会议同意。"),
        ("二级标题", "（二）加强领导"),
        ("落款", "姑苏区人民政府"),
        ("附件说明", "附件：导则"),
        ("出席名单", "出席：陈　羔"),
        ("版记位置", ""),
    ]


def test_a_lead_is_in_the_face_of_its_level_and_no_heading() -> None:
    document = opened(paper(Paragraph("要抓好落实。", lead="（一）加强领导。", level=2)))
    lead, text = document.paragraphs[0].runs
    assert (lead.text, lead.style.name) == ("（一）加强领导。", "二级标题文字")
    assert value(lead.style.element, "rPr/rFonts", "eastAsia") == "楷体_GB2312"
    assert text.text == "要抓好落实。"
    assert find(document.paragraphs[0].style.element, "pPr/outlineLvl") is None


@pytest.mark.parametrize(
    ("name", "outline"),
    [("公文标题", "0"), ("一级标题", "1"), ("二级标题", "2"), ("三级标题", "3"), ("四级标题", "4")],
)
def test_the_navigation_pane_shows_headings(name: str, outline: str) -> None:
    style = next(style for style in opened(paper()).styles if style.name == name)
    assert value(style.element, "pPr/outlineLvl") == outline


@pytest.mark.parametrize(
    ("name", "font"),
    [("公文标题", "方正小标宋_GBK"), ("纪要标志", "方正小标宋_GBK"), ("一级标题", "黑体"), ("页码（单页）", "宋体")],
)
def test_digits_are_of_the_same_font_as_the_characters(name: str, font: str) -> None:
    style = next(style for style in opened(paper()).styles if style.name == name)
    fonts = find(style.element, "rPr/rFonts")
    assert {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {font}


def test_a_font_that_is_not_installed_has_others_in_its_place() -> None:
    table = part(paper(), "word/fontTable.xml")
    others = {font.get(qn("w:name")): value(font, "altName") for font in table}
    assert others["方正小标宋_GBK"].split(",") == ["方正小标宋简体", "小标宋", "宋体"]
    assert others["仿宋_GB2312"].split(",")[0] == "仿宋"
    assert others["楷体_GB2312"].split(",")[0] == "楷体"


def test_lines_break_as_chinese_lines_do() -> None:
    normal = opened(paper()).styles["Normal"].element
    assert [value(normal, f"pPr/{name}") for name in ("widowControl", "kinsoku", "overflowPunct")] == ["0", "1", "0"]
    assert [value(normal, f"pPr/{name}") for name in ("autoSpaceDE", "autoSpaceDN")] == ["0", "0"]
    assert value(normal, "rPr/spacing") == "-5"
    body = next(style for style in opened(paper()).styles if style.name == "公文正文").element
    assert (value(body, "pPr/ind", "firstLineChars"), value(body, "pPr/ind", "firstLine")) == ("200", "630")
    language = find(part(paper(), "word/styles.xml"), "docDefaults/rPrDefault/rPr/lang")
    assert language.get(qn("w:eastAsia")) == "zh-CN"


@pytest.mark.parametrize(
    ("mark", "size", "lines"),
    [
        ("姑苏区纪要", 42, 1),
        ("苏州市姑苏区人民政府常务会议纪要", 27.5, 1),
        ("保护区管理委员会、苏州市姑苏区人民政府联席会议纪要", 23, 2),
    ],
)
def test_the_mark_fills_a_line_or_stands_on_two(mark: str, size: float, lines: int) -> None:
    paragraph = opened(paper(Head(mark))).paragraphs[0]
    assert paragraph.text == mark  # no break is in its words
    assert paragraph.runs[0].font.size.pt == size
    assert (paragraph.paragraph_format.left_indent is None) == (lines == 1)
    assert value(paragraph.style.element, "rPr/color") == "FF0000"


def test_notes_leave_the_mark_where_it_is() -> None:
    """35 mm below the top of the type area (§10.3), whatever stands above."""
    bare = opened(paper(HEAD)).paragraphs[0].paragraph_format.space_before
    noted = opened(paper(Head(HEAD.mark, "", ("000001", "内部")))).paragraphs[2].paragraph_format.space_before
    assert bare - noted == 2 * 580 * 635


def test_a_roll_is_broken_between_names_only() -> None:
    people = tuple(f"区民政和卫生健康局张三{number}" for number in "一二三四五六七八九十" * 10)
    paragraph = opened(paper(Roll("应邀列席", people))).paragraphs[0]
    lines = paragraph.text.split("\n")
    assert sum(line.count("局张三") for line in lines) == 100
    assert all(line.split("：")[-1].startswith("区民政") for line in lines)
    assert paragraph.paragraph_format.left_indent.pt == pytest.approx(7 * 15.75)
    assert paragraph.paragraph_format.first_line_indent.pt == pytest.approx(-5 * 15.75)
    assert paragraph.runs[0].style.name == "名单标签"


def test_a_table() -> None:
    rows = (
        (Cell("姓名", label=True), Cell("陈羔"), Cell("1", align="center")),
        (Cell("备注", label=True), Cell(span=2)),
    )
    table = opened(paper(Table((1, 2, 1), rows, header=("甲", "乙", "丙"), row_height=12))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["甲", "乙", "丙"],
        ["姓名", "陈羔", "1"],
        ["备注", "", ""],
    ]
    assert [find(row._tr, "trPr/tblHeader") is not None for row in table.rows] == [True, False, False]
    assert value(table.rows[1]._tr, "trPr/trHeight") == "680"
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == ["表格标签", "表格文字", "表格文字"]
    assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) == 8845


def test_tables_stand_apart_and_a_paragraph_ends_the_document() -> None:
    one = Table((1,), ((Cell("甲"),),))
    body = opened(paper(one, PageBreak(), one, one)).element.body
    assert [child.tag.split("}")[1] for child in body] == ["tbl", "p", "tbl", "p", "tbl", "p", "sectPr"]


def test_a_page_break_is_a_property_of_what_follows() -> None:
    document = opened(paper(Paragraph("一"), PageBreak(), PageBreak(), Paragraph("二"), PageBreak()))
    assert [paragraph.paragraph_format.page_break_before for paragraph in document.paragraphs] == [None, True]


def test_blank_lines() -> None:
    assert [text for _, text in styles(opened(paper(Paragraph("一"), Gap(2), Paragraph("二"))))] == ["一", "", "", "二"]


def test_the_contents_are_a_field_that_is_filled_in() -> None:
    parts = [(Title(f"第{number}次会议纪要", key=f"a/{number}"), *minutes(4).blocks[2:]) for number in (38, 39)]
    whole = paper(Contents(), PageBreak(), *parts[0], PageBreak(), *parts[1])
    body = part(whole, "word/document.xml")
    codes = [node.text.strip() for node in body.iter(qn("w:instrText"))]
    assert codes[0].startswith("TOC ")
    marked = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    assert {code.split()[1] for code in codes[1:]} <= marked
    assert len(codes) == 1 + 2 * 5
    lines = [text for name, text in styles(opened(whole)) if name.startswith("toc")]
    assert len(lines) == 10
    text = read_source(to_word(whole), "a.docx")
    assert text.count("第38次会议纪要") == 1  # the reader leaves the contents out


def test_the_imprint_names_whom_and_when() -> None:
    text = read_source(to_word(paper(Paragraph("一"), IMPRINT)), "a.docx")
    assert "抄送：区委各部委，区人大常委会办公室，区政协办公室，区法院，区检察院，区人武部，各民主党派。" in text
    assert "苏州市姑苏区人民政府办公室\t2024年12月16日印发" in text


def test_an_empty_imprint_leaves_no_trace() -> None:
    assert styles(opened(paper(Paragraph("一"), Imprint()))) == [("公文正文", "一")]


def test_page_numbers_differ_on_odd_and_even_pages() -> None:
    document = opened(minutes())
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].style.name == "页码（单页）"
    assert section.even_page_footer.paragraphs[0].style.name == "页码（双页）"
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert opened(paper(numbered=False)).sections[0].footer.is_linked_to_previous


def test_a_draft_says_so_on_every_page() -> None:
    section = opened(minutes(watermark="草稿")).sections[0]
    for header in (section.header, section.even_page_header):
        assert 'string="草稿"' in etree.tostring(header._element, encoding="unicode")
    assert opened(minutes()).sections[0].header.is_linked_to_previous
    assert "草稿" not in read_source(to_word(minutes(watermark="草稿")), "a.docx")


def test_the_same_bytes_come_each_time() -> None:
    assert to_word(minutes(watermark="草稿")) == to_word(minutes(watermark="草稿"))
    with zipfile.ZipFile(io.BytesIO(to_word(minutes()))) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert names[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_what_it_is_and_nothing_else() -> None:
    document = opened(minutes())
    properties = document.core_properties
    assert properties.title == "第39次常务会议纪要"
    assert (properties.subject, properties.author, properties.language) == ("常务会议纪要", "区政府办公室", "zh-CN")
    assert properties.created == properties.modified
    assert properties.created.date().isoformat() == "2024-12-13"
    with zipfile.ZipFile(io.BytesIO(to_word(minutes()))) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
        assert not {name for name in archive.namelist() if "thumbnail" in name or "theme" in name}
    assert b"python-docx" not in whole
    assert b"Calibri" not in whole


@pytest.mark.parametrize("day", [None, "", "--04-08", "2024-12-13"])
def test_any_day_will_do(day: str | None) -> None:
    assert to_word(paper(Paragraph("一"), day=day)) == to_word(paper(Paragraph("一"), day=day))


def test_what_xml_cannot_hold_shows_as_such() -> None:
    text = read_source(to_word(paper(Paragraph("甲\x00乙\ud800丙\x0b丁\uffff戊\t己"))), "a.docx")
    assert text.rstrip() == "甲�乙�丙\n丁�戊\t己"


@pytest.mark.parametrize("name", ["䶮", "㛃", "𬎆", "臺灣會議"])
def test_rare_characters_stay(name: str) -> None:
    assert name in read_source(to_word(paper(Title(name), Roll("出席", (name,)))), "a.docx")


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (Imprint(),),
        (Head(""),),
        (Title(""), Paragraph(), Roll("", ())),
        (Table((), ()), Table((1,), ((),)), Table((0, 0), ((Cell(), Cell()),))),
        (Contents(), PageBreak()),
        (Gap(0), Gap(3)),
        (Title("长" * 3000), Head("标" * 500)),
        (Imprint(tuple(f"单位{number}" for number in range(2000)), "甲", "乙"),),
        (Paragraph(lead="一", level=1, key="字" * 80), Paragraph(lead="二", level=1, key="字" * 80)),
    ],
    ids=str,
)
def test_nothing_is_too_little_or_too_much(blocks: tuple[Any, ...]) -> None:
    assert docx.Document(io.BytesIO(to_word(paper(*blocks)))).paragraphs is not None


def test_names_of_bookmarks_are_unique() -> None:
    headings = [Paragraph(lead="一", level=1, key="a-b"), Paragraph(lead="二", level=1, key="a_b")]
    body = part(paper(*headings, *headings, Title("三")), "word/document.xml")
    marks = [node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks)) == 5


@given(st.text(alphabet=st.characters(codec=None), max_size=80))
def test_any_text_makes_a_file_that_opens(text: str) -> None:
    whole = Paper(text, text, text, (Head(text, text, (text,)), Title(text, key=text), Paragraph(text, text, 2),
                  Paragraph(lead=text, level=1, key=text), Roll(text, (text, text)), Table((1,), ((Cell(text),),)),
                  Contents(text), Imprint((text,), text, text)), text, text)  # fmt: skip
    assert docx.Document(io.BytesIO(to_word(whole))).paragraphs
