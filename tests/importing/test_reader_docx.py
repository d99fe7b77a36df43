"""Word files as they show on paper: numbers, changes, fields, notes, tables, what is hidden."""

import io
import zipfile

import pytest

from gusu_minutes.importing.parser import parse, read_source
from gusu_minutes.importing.parser.docx_formats import formatted

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def word_file(body: str, **parts: str) -> bytes:
    """A .docx of nothing but the given body and parts (numbering, styles, footnotes, header1 …)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        relation = '<Relationship Id="{0}" Type="' + KINDS + '{1}" Target="{2}"/>'
        package.writestr("_rels/.rels", f"<R>{relation.format('m', 'officeDocument', 'word/document.xml')}</R>")
        lines = "".join(relation.format(name, name.rstrip("0123456789"), f"{name}.xml") for name in parts)
        package.writestr("word/_rels/document.xml.rels", f"<R>{lines}</R>")
        package.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            root = name.rstrip("0123456789")
            package.writestr(f"word/{name}.xml", f"<w:{root} {NAMESPACES}>{content}</w:{root}>")
    return out.getvalue()


def lines(body: str, **parts: str) -> list[str]:
    return [line for line in read_source(word_file(body, **parts), "a.docx").split("\n") if line]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}</w:p>"


def item(text: str, level: int = 0, number: int = 1, more: str = "") -> str:
    return p(text, f'{more}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(place: int, form: str = "decimal", text: str = "", more: str = '<w:suff w:val="nothing"/>') -> str:
    text = text or f"%{place + 1}."
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(
    levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = ""
) -> str:
    return f'<w:abstractNum w:abstractNumId="0">{more}{levels}</w:abstractNum>{nums}'


OFFICIAL = numbering(
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2)
    + level(3, text="（%4）")
)


def test_the_four_levels_of_official_documents_begin_anew_under_each_heading() -> None:
    body = (
        item("甲")
        + item("乙", 1)
        + item("丙", 2)
        + item("丁", 2)
        + item("戊", 1)
        + item("己", 2)
        + item("庚", 3)
        + item("辛")
    )
    assert lines(body, numbering=OFFICIAL) == [
        "一、甲",
        "（一）乙",
        "1.丙",
        "2.丁",
        "（二）戊",
        "1.己",
        "（1）庚",
        "二、辛",
    ]


@pytest.mark.parametrize(
    ("form", "number", "written"),
    [
        ("chineseCounting", 12, "十二"), ("chineseCounting", 102, "一○二"), ("chineseCountingThousand", 102, "一百零二"),
        ("ideographTraditional", 3, "丙"), ("ideographZodiac", 12, "亥"), ("ideographDigital", 10, "一○"),
        ("decimalFullWidth", 12, "１２"), ("decimalEnclosedCircle", 20, "⑳"), ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedCircleChinese", 3, "③"), ("decimalEnclosedFullstop", 2, "⒉"), ("decimalEnclosedParen", 2, "⑵"),
        ("chineseLegalSimplified", 12, "壹拾贰"), ("ideographLegalTraditional", 3, "參"), ("japaneseCounting", 11, "十一"),
        ("upperRoman", 1949, "MCMXLIX"), ("lowerLetter", 28, "bb"), ("decimalZero", 7, "07"), ("unheard of", 7, "7"),
        ("ideographEnclosedCircle", 2, "㊁"), ("lowerRoman", 0, "0"), ("upperLetter", 26, "Z"),
    ],
)  # fmt: skip
def test_forms_of_numbers(form: str, number: int, written: str) -> None:
    assert formatted(number, form) == written


def test_numbers_of_several_levels_and_what_stands_behind_them() -> None:
    own = level(0, text="第%1条", more="") + level(1, text="%1.%2", more='<w:suff w:val="space"/>')
    assert lines(item("甲") + item("乙", 1) + item("丙", 1), numbering=numbering(own)) == [
        "第1条\t甲",
        "1.1 乙",
        "1.2 丙",
    ]
    legal = level(0, "chineseCounting", "%1、") + level(1, text="%1.%2", more='<w:isLgl/><w:suff w:val="space"/>')
    assert lines(item("甲") + item("乙", 1), numbering=numbering(legal)) == ["一、甲", "1.1 乙"]


def test_a_list_that_starts_over_and_one_that_goes_on() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = item("甲") + item("乙") + item("丙", number=2) + item("丁", number=2) + item("戊", number=3)
    assert lines(body, numbering=numbering(level(0), nums)) == ["1.甲", "2.乙", "1.丙", "2.丁", "3.戊"]


def test_a_level_that_one_list_defines_anew() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "ideographTraditional", "%1）")}</w:lvlOverride>'
    nums = f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{override}</w:num>'
    assert lines(item("一") + item("二"), numbering=numbering(level(0), nums)) == ["甲）一", "乙）二"]


def test_a_level_that_never_starts_over() -> None:
    levels = level(0) + level(1, text="(%2)", more='<w:suff w:val="nothing"/><w:lvlRestart w:val="0"/>')
    body = item("甲") + item("乙", 1) + item("丙") + item("丁", 1)
    assert lines(body, numbering=numbering(levels)) == ["1.甲", "(1)乙", "2.丙", "(2)丁"]


def test_numbers_of_styles_of_styles_they_are_based_on_and_none() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="H2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Linked"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Off"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    levels = (
        level(0)
        + level(1, text="(%2)")
        + level(2, text="%3)", more='<w:pStyle w:val="Linked"/><w:suff w:val="nothing"/>')
    )
    style = '<w:pStyle w:val="{}"/>'
    body = "".join(p(name, style.format(name)) for name in ("H1", "H2", "Mine", "Linked", "Off", "Loop", "H1"))
    body += item("无", number=0, more=style.format("H1"))
    expected = ["1.H1", "(1)H2", "(2)Mine", "1)Linked", "Off", "Loop", "2.H1", "无"]
    assert lines(body, numbering=numbering(levels), styles=styles) == expected


def test_a_list_that_points_to_a_list_style() -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="S"/>{level(0)}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert lines(item("甲") + item("乙"), numbering=lists) == ["1.甲", "2.乙"]


def test_an_empty_paragraph_counts_and_a_number_in_a_table_too() -> None:
    table = f"<w:tbl><w:tr><w:tc>{item('乙')}</w:tc><w:tc>{item('丙')}</w:tc></w:tr></w:tbl>"
    assert lines(item("甲") + item("") + table + item("丁"), numbering=numbering(level(0))) == [
        "1.甲",
        "3.乙\t4.丙",
        "5.丁",
    ]


def test_changes_are_read_as_accepted() -> None:
    body = (
        f"<w:p>{run('会议')}<w:ins>{run('同意')}</w:ins><w:del><w:r><w:delText>否决</w:delText></w:r></w:del>{run('。')}</w:p>"
        f"<w:p><w:moveFrom>{run('搬走')}</w:moveFrom></w:p><w:p><w:moveTo>{run('搬来')}</w:moveTo></w:p>"
    )
    assert lines(body) == ["会议同意。", "搬来"]


def test_a_deleted_end_joins_paragraphs_and_the_number_is_that_of_the_last() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    assert lines(p("前半", gone) + p("后半") + p("另一段")) == ["前半后半", "另一段"]
    assert lines(p("", gone) + item("甲") + item("乙"), numbering=numbering(level(0))) == ["1.甲", "2.乙"]
    assert lines(p("末段", gone)) == ["末段"]


def test_deleted_rows_are_gone() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    body = f"<w:tbl>{row.format('<w:del/>', p('旧'), p('旧'))}{row.format('<w:ins/>', p('新'), p('新'))}</w:tbl>"
    assert lines(body) == ["新\t新"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框中的字')}</w:txbxContent>"
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(f"<w:p>{drawn}{run('段落')}</w:p>") == ["段落", "框中的字"]
    only = "<w:r><mc:AlternateContent><mc:Fallback><w:t>备用</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(f"<w:p>{only}</w:p>") == ["备用"]


def field(code: str, result: str) -> str:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{char.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{char.format('separate')}{result}{char.format('end')}"


def test_fields_show_their_results_and_never_their_codes() -> None:
    inner = field(' IF 1 = 1 "', run("不显示"))
    nested = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{inner}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    nested += run("外层") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = f"<w:p>{run('第')}{field(' PAGE ', run('3'))}{run('页')}</w:p><w:p>{nested}</w:p>"
    body += f'<w:p><w:hyperlink r:id="x">{run("链接")}</w:hyperlink><w:fldSimple w:instr="DATE">{run("今日")}</w:fldSimple></w:p>'
    assert lines(body) == ["第3页", "外层", "链接今日"]


def test_a_table_of_contents_only_repeats_headings_and_is_left_out() -> None:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    start = f"{char.format('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{char.format('separate')}"
    contents = f"<w:p>{start}{run('一、甲')}</w:p>{p('二、乙')}<w:p>{char.format('end')}</w:p>"
    assert lines(contents + p("一、甲")) == ["一、甲"]
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    assert lines(f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>{p('正文')}") == ["正文"]


def test_notes_stand_behind_the_body_and_comments_nowhere() -> None:
    notes = f'<w:footnote w:id="-1" w:type="separator">{p("线")}</w:footnote>'
    notes += f'<w:footnote w:id="1">{p("见附件。")}</w:footnote><w:footnote w:id="2">{p("无人引用")}</w:footnote>'
    body = f'<w:p>{run("会议同意")}<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    body += f'<w:p>{run("乙")}<w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    endnotes = f'<w:endnote w:id="1">{p("尾注")}</w:endnote>'
    parts = {"footnotes": notes, "endnotes": endnotes, "comments": f'<w:comment w:id="0">{p("批注")}</w:comment>'}
    assert lines(body, **parts) == ["会议同意", "乙", "见附件。", "尾注"]


def test_symbols_ruby_and_breaks() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{run('gū')}</w:rt><w:rubyBase>{run('姑')}</w:rubyBase></w:ruby>"
    symbols = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="宋体" w:char="4E00"/><w:sym w:char="x"/></w:r>'
    )
    assert lines(f"<w:p><w:r>{ruby}</w:r>{symbols}</w:p>") == ["姑☑一"]
    breaks = '<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type="page"/><w:t>丙</w:t><w:tab/><w:t>丁</w:t><w:noBreakHyphen/></w:r>'
    assert lines(f"<w:p>{breaks}</w:p>") == ["甲", "乙", "丙\t丁-"]


def test_hidden_text_is_not_seen() -> None:
    styles = '<w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    shown, by_style = '<w:vanish w:val="0"/>', '<w:rStyle w:val="Gone"/>'
    body = f"<w:p>{run('可见')}{run('隐藏', '<w:vanish/>')}{run('。', shown)}{run('隐', by_style)}</w:p>"
    assert lines(body, styles=styles) == ["可见。"]


def test_content_controls_and_smart_tags_are_looked_into() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = (
        control.format("", p("块")) + f"<w:p>{control.format('', run('行'))}<w:smartTag>{run('签')}</w:smartTag></w:p>"
    )
    body += f"<w:p>{control.format('<w:showingPlcHdr/>', run('单击此处输入文字'))}</w:p>"
    cell = f"<w:tc>{p('格')}</w:tc>"
    row = f"<w:tr>{cell}{control.format('', cell)}</w:tr>"
    body += f"<w:tbl>{control.format('', row)}</w:tbl>"
    assert lines(body) == ["块", "行签", "格\t格"]


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cells(*texts: str, properties: str = "") -> str:
    return "".join(f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>" for text in texts)


MERGED = cells("区财政局", properties='<w:vMerge w:val="restart"/>'), cells("看不见", properties="<w:vMerge/>")


def test_merged_cells_are_read_once_and_keep_the_columns_in_place() -> None:
    body = table(
        cells("通栏", properties='<w:gridSpan w:val="3"/>'),
        MERGED[0] + cells("张三", "局长"),
        MERGED[1] + cells("李四", "副局长"),
    )
    assert lines(body) == ["通栏", "区财政局\t张三\t局长", "\t李四\t副局长"]
    before = f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cells("乙")}</w:tr></w:tbl>'
    assert lines(before) == ["\t乙"]


def test_a_table_in_a_table_keeps_its_rows() -> None:
    inner = table(cells("甲", "乙"), cells("丙", "丁"))
    assert lines(table(f"{cells('外')}<w:tc>{inner}{p('')}</w:tc>")) == ["外", "甲\t乙", "丙\t丁"]


HEAD = p("2024年1月5日，区长李明主持召开区政府第3次常务会议。") + p("会议同意《办法》。") + p("列席人员：")


def people(*rows: str) -> list[tuple[str | None, str, str | None]]:
    parsed = parse(read_source(word_file(HEAD + table(*rows) + p("记录：周九")), "a.docx"))
    assert [person.name for person in parsed.attendance if person.kind == "recorder"] == ["周九"]
    return [(one.department, one.name, one.title) for one in parsed.attendance if one.kind == "in_attendance"]


def test_people_in_a_table_with_serial_numbers_and_merged_units() -> None:
    found = people(
        cells("序号", "单 位", "姓 名", "职 务", "备注"),
        cells("1") + MERGED[0] + cells("张 三", "党组书记、局长", ""),
        cells("2") + MERGED[1] + cells("李四强", "副局长", ""),
        cells("3", "青湖经济技术开发区管理委员会", "欧阳晨", "副主任", "代王五"),
        cells("4", "区商务局", "", "", ""),
    )
    assert found == [
        ("区财政局", "张三", "党组书记、局长"),
        ("区财政局", "李四强", "副局长"),
        ("青湖经济技术开发区管理委员会", "欧阳晨", "副主任"),
    ]


def test_people_in_a_table_with_two_to_a_row_and_with_units_and_titles_together() -> None:
    assert people(cells("姓名", "职务", "姓名", "职务"), cells("张三", "局长", "李四", "主任")) == [
        (None, "张三", "局长"), (None, "李四", "主任")
    ]  # fmt: skip
    assert people(cells("姓名", "单位及职务"), cells("张三", "区财政局局长"), cells("李四", "区住建局副局长")) == [
        ("区财政局", "张三", "局长"), ("区住建局", "李四", "副局长")
    ]  # fmt: skip


def test_several_people_of_one_unit_in_a_cell() -> None:
    two = f"<w:tc>{p('张三')}{p('李四')}</w:tc>"
    assert people(cells("单位", "姓名"), cells("区财政局") + two) == [
        ("区财政局", "张三", None),
        ("区财政局", "李四", None),
    ]


def test_headers_of_first_pages_count_only_where_they_show() -> None:
    section = '<w:sectPr><w:headerReference w:type="{}" r:id="header1"/>{}</w:sectPr>'
    header = {"header1": p("内部资料")}
    assert lines(p("正文") + section.format("default", ""), **header) == ["内部资料", "正文"]
    assert lines(p("正文") + section.format("first", ""), **header) == ["正文"]
    assert lines(p("正文") + section.format("first", "<w:titlePg/>"), **header) == ["内部资料", "正文"]


def test_strict_open_xml_is_the_same_document() -> None:
    strict = word_file(p("会议同意。"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, data)
    assert read_source(out.getvalue(), "a.docx").strip() == "会议同意。"
