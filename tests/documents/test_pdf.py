"""The PDF's real coordinates against GB/T 9704-2012, in millimetres, within half a millimetre."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from gusu_minutes.documents.model import Attendee, MinutesDocument
from gusu_minutes.documents.paper import Block, Cell, Contents, PageBreak, Paper, Paragraph, Table, Title
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.documents.pdf import to_pdf
from tests.documents.geometry import Sheet, sheets
from tests.documents.papers import FULL_LINE, minutes

TOLERANCE = 0.5
TOP, LEFT, WIDTH, HEIGHT = 37, 28, 156, 225
PITCH = HEIGHT / 22
RED = (1.0, 0.0, 0.0)


def near(value: float, expected: float) -> bool:
    return abs(value - expected) <= TOLERANCE


def pages_of(document: MinutesDocument, *, draft: bool = False) -> list[Sheet]:
    return sheets(to_pdf(minutes_paper(document, draft=draft)))


def test_sheet_and_type_area() -> None:
    pages = pages_of(minutes(items=12))
    assert len(pages) > 3
    for page in pages:
        assert near(page.width, 210) and near(page.height, 297)
        for row in page.body():
            assert row[0].left >= LEFT - TOLERANCE
            assert row[-1].right <= LEFT + WIDTH + TOLERANCE
            assert row[0].top >= TOP - TOLERANCE
            assert row[0].bottom <= TOP + HEIGHT + TOLERANCE
    assert all(near(page.body()[0][0].top, TOP) for page in pages[1:])


def test_a_full_page_has_22_lines_a_pitch_apart() -> None:
    full = pages_of(minutes(items=12))[1:-1]
    for page in full:
        tops = [row[0].top for row in page.body()]
        assert len(tops) == 22
        assert all(near(top, TOP + line * PITCH) for line, top in enumerate(tops))


def test_a_full_line_has_28_characters() -> None:
    rows = [row for page in pages_of(minutes(items=4)) for row in page.body() if near(row[0].left, LEFT)]
    full = [row for row in rows if near(row[-1].right, LEFT + WIDTH) and all(len(mark.text) == 1 for mark in row)]
    assert len(full) > 10
    assert {len(row) for row in full if all(not mark.text.isascii() for mark in row)} == {28}
    step = WIDTH / 28
    assert all(near(mark.left, LEFT + place * step) for place, mark in enumerate(full[0]))


def test_the_mark_is_red_centred_and_35_below_the_edge() -> None:
    page = pages_of(minutes())[0]
    mark = next(row for row in page.lines() if row[0].color == RED)
    assert "".join(one.text for one in mark) == "苏州市姑苏区人民政府常务会议纪要"
    assert near(mark[0].top, TOP + 35)
    assert near((mark[0].left + mark[-1].right) / 2, LEFT + WIDTH / 2)
    assert "FandolSong-Bold" in mark[0].font
    rule = page.rules[0]
    assert rule.color == RED
    assert near(rule.left, LEFT) and near(rule.right, LEFT + WIDTH)
    number = next(row for row in page.lines() if "".join(one.text for one in row) == "第39次")
    assert near(rule.top - number[0].top, 16 / 72 * 25.4 + 4)
    assert near((number[0].left + number[-1].right) / 2, LEFT + WIDTH / 2)


def test_faces_and_sizes() -> None:
    page = pages_of(minutes())[0]
    rows = {"".join(mark.text for mark in row): row for row in page.lines()}
    title = rows["姑苏区政府第39次常务会议纪要"]
    assert ("FandolSong-Bold" in title[0].font, round(title[0].size)) == (True, 22)
    heading = rows["一、审议《姑苏区管理办法之一》"]
    assert ("FandolHei" in heading[0].font, round(heading[0].size)) == (True, 16)
    clause = next(row for text, row in rows.items() if text.startswith("（一）"))
    assert "FandolKai" in clause[0].font
    assert "FandolFang" in clause[4].font
    assert near(clause[0].left, LEFT + 2 * WIDTH / 28)


def test_page_numbers_stand_right_and_left() -> None:
    pages = pages_of(minutes(items=12))
    for number, page in enumerate(pages, 1):
        row = page.lines()[-1]
        assert "".join(mark.text for mark in row) == f"— {number} —"
        assert round(row[0].size) == 14
        character = 14 / 72 * 25.4
        # Half an em below the top of its box stands the dash.
        assert near(row[0].top + character / 2, TOP + HEIGHT + 7)
        if number % 2:
            assert near(row[-1].right, LEFT + WIDTH - character)
        else:
            assert near(row[0].left, LEFT + character)


def test_the_imprint_closes_the_last_page() -> None:
    pages = pages_of(minutes(copy_to=("区委办公室", "区人大常委会办公室")))
    assert not any(rule.color != RED for page in pages[:-1] for rule in page.rules)
    rules = [rule for rule in pages[-1].rules if rule.color != RED]
    assert [round(rule.weight, 2) for rule in rules] == [0.35, 0.25, 0.35]
    assert near(rules[-1].top, TOP + HEIGHT)
    assert all(near(rule.left, LEFT) and near(rule.right, LEFT + WIDTH) for rule in rules)
    lines = pages[-1].text_lines()
    assert "抄送：区委办公室，区人大常委会办公室。" in lines
    assert any(line.startswith("苏州市姑苏区人民政府办公室") and line.endswith("2024年12月16日印发") for line in lines)


def test_a_roll_breaks_between_names_and_hangs_behind_the_colon() -> None:
    people = tuple(Attendee("present", "王晓明" if place % 3 else "李强") for place in range(100))
    pages = pages_of(minutes(attendance=people))
    rows = [row for page in pages for row in page.body()]
    first = next(place for place, row in enumerate(rows) if "".join(mark.text for mark in row).startswith("出席："))
    behind = LEFT + 5 * WIDTH / 28
    for row in rows[first + 1 :]:
        assert near(row[0].left, behind)
        text = "".join(mark.text for mark in row).replace("\u3000", "").strip()
        assert text.replace("王晓明", "").replace("李强", "") == ""


def test_punctuation_never_begins_a_line() -> None:
    text = "，".join("《实施方案》《工作预案》、“一刀切”；" + "要" * length for length in range(1, 40))
    rows = [row for page in pages_of(minutes(text=text)) for row in page.body()]
    assert len(rows) > 40
    assert not [row for row in rows if row[0].text in "，。、；：》”）！？"]
    assert not [row for row in rows if row[-1].text in "《“（"]


def test_notes_stand_top_left_in_their_order() -> None:
    page = pages_of(minutes(copy_number="000001", classification="内部", urgency="特急"))[0]
    assert page.text_lines()[:3] == ["000001", "内部", "特急"]
    assert all(near(row[0].left, LEFT) for row in page.lines()[:3])
    assert near(page.lines()[0][0].top, TOP)


def test_a_draft_says_so_on_every_page() -> None:
    pages = pages_of(minutes(items=6), draft=True)
    assert all({"草", "稿"} <= {mark.text for mark in page.characters} for page in pages)
    assert not any("稿" in mark.text for page in pages_of(minutes(items=6)) for mark in page.characters)


def catalog_of(pdf: bytes) -> tuple[PDFDocument, dict]:
    document = PDFDocument(PDFParser(io.BytesIO(pdf)))
    return document, document.catalog


def test_tagged_archival_with_bookmarks_and_metadata() -> None:
    pdf = to_pdf(minutes_paper(minutes(items=3)))
    document, catalog = catalog_of(pdf)
    assert resolve1(catalog["MarkInfo"])["Marked"] is True
    assert resolve1(catalog["Lang"]) == b"zh-CN"
    metadata = resolve1(catalog["Metadata"]).get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata and "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "姑苏区政府第39次常务会议纪要" in metadata
    titles = [title for _level, title, *_rest in document.get_outlines()]
    assert titles == ["姑苏区政府第39次常务会议纪要"] + [f"{n}、审议《姑苏区管理办法之{n}》" for n in "一二三"]


def test_every_font_is_embedded() -> None:
    document, _catalog = catalog_of(to_pdf(minutes_paper(minutes(attendance=(Attendee("present", "䶮㛃𬎆"),)))))
    fonts = {}
    for page in PDFPage.create_pages(document):
        for font in resolve1(page.resources["Font"]).values():
            descendant = resolve1(resolve1(resolve1(font)["DescendantFonts"])[0])
            descriptor = resolve1(descendant["FontDescriptor"])
            fonts[str(descriptor["FontName"])] = "FontFile3" in descriptor
    assert len(fonts) > 4
    assert all(fonts.values())


def test_the_same_bytes_each_time() -> None:
    paper = minutes_paper(minutes(items=3))
    assert to_pdf(paper) == to_pdf(paper)


@pytest.mark.parametrize(
    "fields",
    [
        {"attendance": (Attendee("present", "䶮㛃𬎆"),), "title": "審議決議與強稅綠眾"},
        {"head": "", "number_line": "", "items": 0, "preamble": (), "closing": (), "attendance": (), "issuer": ""},
        {"title": "关于进一步推进古城保护与城市更新若干重大事项" * 4},
        {"head": "苏州国家历史文化名城保护区管理委员会苏州市姑苏区人民政府联席会议纪要" * 2},
        {"preamble": ("#set page(fill: red) \\ $x$ @ref <label> *粗* _斜_ #1 // 注 `码`",)},
        {"annexes": ("办法（送审稿）", "名录")},
    ],
)
def test_odd_minutes_are_set_too(fields: dict) -> None:
    pages = pages_of(minutes(**fields))
    text = "".join(line.replace(" ", "") for page in pages for line in page.text_lines())
    for value in (fields.get("title", ""), *fields.get("preamble", ()), *fields.get("annexes", ())):
        assert value.replace(" ", "") in text


def test_a_table_repeats_its_header_and_breaks_no_row() -> None:
    row = (Cell("1", align="center"), Cell("区发展和改革委员会"), Cell(""))
    table = Table((1, 2, 4), (row,) * 40, header=("序号", "单位", "签名"), row_height=12)
    pages = sheets(to_pdf(Paper("签到表", "签到表", "办公室", (Title("签到表"), table))))
    assert len(pages) > 2
    for page in pages:
        lines = page.text_lines()
        assert sum("签名" in line for line in lines) == 1
        text = "".join(lines)
        assert text.count("区") == text.count("会")


def test_contents_name_the_page_of_each_title() -> None:
    parts: list[Block] = [
        PageBreak(),
        Title("甲纪要"),
        Paragraph(lead="一、听取汇报", level=1),
        Paragraph(FULL_LINE * 40),
    ]
    paper = Paper("汇编", "汇编", "办公室", (Title("汇编"), Contents(), *parts, PageBreak(), Title("乙纪要")))
    pages = sheets(to_pdf(paper))
    entries = [line for line in pages[0].text_lines() if "..." in line]
    where = {
        name: next(number for number, page in enumerate(pages, 1) if number > 1 and name in page.text_lines())
        for name in ("甲纪要", "一、听取汇报", "乙纪要")
    }
    assert [(line.split(".")[0].strip(), int(line.rsplit(".", 1)[1])) for line in entries] == list(where.items())


@pytest.mark.parametrize(
    "blocks",
    [
        (Paragraph(lead="（一）", level=2), Paragraph(lead="一、", level=1), Paragraph(lead="(1)", level=4)),
        (Title("标题"), Paragraph(lead="1.", level=3), Paragraph(lead="一、", level=1)),
        (Paragraph("无标题"),),
    ],
)
def test_headings_of_any_levels_are_accessible(blocks: tuple[Block, ...]) -> None:
    assert sheets(to_pdf(Paper("名称", "类别", "办公室", blocks)))


def test_fifty_at_once_in_four_threads() -> None:
    papers = [minutes_paper(minutes(items=1 + place % 5, number_line=f"第{place}次")) for place in range(50)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(to_pdf, papers))
    assert len(set(made)) == 50
    assert all(pdf.startswith(b"%PDF-") for pdf in made)


@pytest.mark.parametrize("text", ["https://www.gusu.gov.cn/" + "x" * 120, "1" * 300, "…" * 90])
def test_what_has_no_place_to_be_broken_at_does_not_run_off_the_sheet(text):
    document = minutes(items=1, clauses=1, text=f"详见{text}")
    pages = pages_of(document)
    for page in pages:
        assert all(mark.right <= LEFT + WIDTH + TOLERANCE for mark in page.characters)
    assert text in "".join("".join(page.text_lines()) for page in pages).replace(" ", "")


def test_a_row_longer_than_a_page_goes_on_on_the_next():
    report = "办理情况良好" * 500
    rows = ((Cell("2024年12月16日"), Cell(report)),)
    pages = sheets(to_pdf(Paper("督办单", "督办单", "区政府", (Table((7, 12), rows, ("日期", "情况")),))))
    assert len(pages) > 1
    assert sum("".join(page.text_lines()).count("良") for page in pages) == 500
    assert all(mark.bottom <= 297 - 20 for page in pages for mark in page.characters)
