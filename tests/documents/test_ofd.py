"""OFD files, read again by other means than they were written with."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import ofdkit
import pytest
import typst
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFSyntaxError

from gusu_minutes.documents.ofd import to_ofd
from gusu_minutes.documents.ofd.reading import UnsupportedContent
from gusu_minutes.documents.paper import Head, Imprint, Paper
from tests.documents.ofd_tools import NAME, NAMESPACE, PAPER, PREAMBLE, PRINTED, Ofd, all_of, faults, numbers, set_pdf

MM = 25.4 / 72
PLAIN = Paper(name="便函", subject="函", author="办公室", blocks=())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return set_pdf()


@pytest.fixture(scope="module")
def data(pdf: bytes) -> bytes:
    return to_ofd(pdf, PAPER)


@pytest.fixture(scope="module")
def ofd(data: bytes) -> Ofd:
    return Ofd(data)


def made(source: str) -> Ofd:
    """Set a document of these words, and return it as OFD."""
    return Ofd(to_ofd(set_pdf(PREAMBLE + source), PLAIN))


def test_the_file_keeps_the_rules_of_the_standard(ofd: Ofd) -> None:
    assert [fault for part in ofd.parts for fault in faults(part)] == []
    ids = [int(node.get("ID")) for part in ofd.parts for node in part.iter() if node.get("ID")]
    assert len(ids) == len(set(ids))
    assert max(ids) == int(ofd.text(ofd.document, "CommonData/MaxUnitID"))
    assert ofd.zip.namelist()[0] == "OFD.xml"
    assert ofd.zip.testzip() is None
    known = {str(font.get("ID")) for font in all_of(ofd.resources, "Fonts/Font")}
    assert {node.get("Font") for page in ofd.pages for node in page.iter(f"{NAMESPACE}TextObject")} == known


def test_pages_are_a4(ofd: Ofd) -> None:
    boxes = [ofd.text(page, "Area/PhysicalBox") for page in ofd.pages]
    assert boxes == ["0 0 210 297"] * 2
    assert ofd.text(ofd.document, "CommonData/PageArea/PhysicalBox") == "0 0 210 297"


def test_the_text_is_complete_and_in_order(ofd: Ofd) -> None:
    whole = ofd.words(0) + ofd.words(1)
    place = 0
    for words in PRINTED:
        assert words in whole[place:], words
        place = whole.index(words, place) + len(words)
    assert [whole.count(words) for words in ("草稿", "— 1 —", "— 2 —")] == [2, 1, 1]


def test_every_glyph_stands_where_the_pdf_has_it(pdf: bytes, ofd: Ofd) -> None:
    aggregator = PDFPageAggregator(resources := PDFResourceManager(), laparams=None)
    for number, page in enumerate(PDFPage.get_pages(BytesIO(pdf))):
        PDFPageInterpreter(resources, aggregator).process_page(page)
        layout = aggregator.get_result()
        expected = [item for item in layout if isinstance(item, LTChar)]
        found = ofd.placed(number)
        assert len(found) == len(expected) > 50
        for character, item in zip(found, expected, strict=True):
            assert character.x == pytest.approx(item.matrix[4] * MM, abs=0.01)
            assert character.y == pytest.approx((layout.height - item.matrix[5]) * MM, abs=0.01)


def test_sizes_faces_and_colours(ofd: Ofd) -> None:
    characters = ofd.placed(0)
    mark = [c for c in characters if c.size == pytest.approx(40 * MM, abs=0.001)]
    assert "".join(c.text for c in mark) == "常务会议纪要"
    assert {(c.font, c.color) for c in mark} == {("FandolSong-Bold", "215 0 15")}
    by_face = {face: "".join(c.text for c in characters if c.font == face) for face in {c.font for c in characters}}
    assert by_face["FandolHei-Regular"] == "一、传达学习有关文件精神"
    assert by_face["FandolKai-Regular"] == "（一）明确责任分工"
    assert "会议指出" in by_face["FandolFang-Regular"]
    assert by_face["FandolSong-Regular"] == "— 1 —"
    body = [c for c in characters if c.font == "FandolFang-Regular"]
    assert {c.color for c in body} == {"0 0 0"}
    assert {c.size for c in body} == {5.644}


def test_fonts_are_embedded_and_have_every_character(data: bytes, ofd: Ofd) -> None:
    used: dict[str, set[int]] = {}
    for page in range(2):
        for character in ofd.placed(page):
            used.setdefault(character.font, set()).add(ord(character.text))
    files = dict(ofd.fonts().values())
    assert files.keys() == used.keys()
    for name, file in files.items():
        # FreeType looks for outlines of the kind that the file's first bytes say.
        assert file.startswith(b"OTTO")
        with TTFont(BytesIO(file)) as font:
            assert font["name"].getDebugName(6) == name
            cmap = font.getBestCmap()
            # No character that the document doesn't show.
            assert set(cmap) == used[name]
            order = font.getGlyphOrder()
            assert font["maxp"].numGlyphs == len(order) == len(font["CFF "].cff[0].CharStrings)
            outlines = font.getGlyphSet()
            assert all(order.index(glyph) > 0 for glyph in cmap.values())
            assert all(outlines[glyph].width > 0 for glyph in cmap.values())
    assert len(data) < 150_000


def test_glyphs_are_those_of_the_source_font(ofd: Ofd) -> None:
    source = Path(__file__).parents[2] / "fonts" / "FandolFang-Regular.otf"
    file = dict(ofd.fonts().values())["FandolFang-Regular"]
    with TTFont(source, lazy=True) as whole, TTFont(BytesIO(file)) as part:
        for character in "会区，3《":
            shapes = []
            for font in (whole, part):
                pen = TTGlyphPen(None, outputImpliedClosingLine=False)
                font.getGlyphSet()[font.getBestCmap()[ord(character)]].draw(_Flat(pen))
                shapes.append(list(pen.glyph().coordinates))
            assert shapes[0] == shapes[1]


class _Flat:
    """Hands on an outline with the control points of its curves as corners: enough to compare two of them."""

    def __init__(self, pen: TTGlyphPen) -> None:
        self.moveTo, self.lineTo, self.closePath, self.endPath = pen.moveTo, pen.lineTo, pen.closePath, pen.endPath

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        for point in points:
            self.lineTo(point)


def test_metadata_is_that_of_the_paper(ofd: Ofd) -> None:
    [info] = all_of(ofd.entry, "DocBody/DocInfo")
    names = ("Title", "Author", "Subject", "CreationDate", "Creator", "DocUsage")
    values = {name: ofd.text(info, name) for name in names}
    assert values == {
        "Title": NAME,
        "Author": "姑苏区人民政府办公室",
        "Subject": "纪要",
        "CreationDate": "2024-12-16",
        "Creator": "Gusu Minutes",
        "DocUsage": "Normal",
    }
    assert re.fullmatch("[0-9a-f]{32}", ofd.text(info, "DocID"))
    assert {node.get("Name"): node.text for node in all_of(info, "CustomDatas/CustomData")} == {
        "标题": NAME,
        "发文机关": "姑苏区人民政府办公室",
        "发文机关标志": "常务会议纪要",
        "发文字号": "姑政纪〔2024〕39号",
        "抄送机关": "区委办公室，区人大常委会办公室",
        "印发机关": "姑苏区人民政府办公室",
        "印发日期": "2024年12月20日",
    }


def test_a_volume_has_no_number_or_imprint_of_its_own(pdf: bytes) -> None:
    volume = replace(PAPER, blocks=PAPER.blocks * 2, day=None)
    [info] = all_of(Ofd(to_ofd(pdf, volume)).entry, "DocBody/DocInfo")
    assert [node.get("Name") for node in all_of(info, "CustomDatas/CustomData")] == ["标题", "发文机关"]
    assert all_of(info, "CreationDate") == []


def test_a_number_line_that_is_no_document_number_is_not_called_one(pdf: bytes) -> None:
    paper = replace(PAPER, blocks=(Head("常务会议纪要", "第39次"), Imprint()))
    [info] = all_of(Ofd(to_ofd(pdf, paper)).entry, "DocBody/DocInfo")
    names = [node.get("Name") for node in all_of(info, "CustomDatas/CustomData")]
    assert names == ["标题", "发文机关", "发文机关标志"]


def test_nothing_of_the_pdf_but_its_pages_comes_in(ofd: Ofd) -> None:
    # The PDF's own title and author are others than the paper's.
    everything = b"".join(ofd.zip.read(name) for name in ofd.zip.namelist())
    assert b"Typst" not in everything
    assert b"2023" not in ofd.zip.read("OFD.xml")
    assert all(info.date_time == (1980, 1, 1, 0, 0, 0) and not info.extra for info in ofd.zip.infolist())


def test_bookmarks_lead_to_headings(ofd: Ofd) -> None:
    [title] = all_of(ofd.document, "Outlines/OutlineElem")
    items = all_of(title, "OutlineElem")
    assert [node.get("Title") for node in (title, *items)] == [
        NAME,
        "一、传达学习有关文件精神",
        "二、研究城市更新项目",
    ]
    assert [node.get("Title") for node in all_of(items[0], "OutlineElem")] == ["（一）明确责任分工"]
    for node in (title, *items):
        [dest] = all_of(node, "Actions/Action/Goto/Dest")
        page = ofd.page_ids.index(str(dest.get("PageID")))
        words, top = str(node.get("Title")), float(str(dest.get("Top")))
        first = ofd.placed(page)[ofd.words(page).index(words)]
        # Not below the heading's baseline, and no more than two lines above.
        assert 0 < first.y - top < 2 * first.size
    assert [ofd.page_ids.index(str(node.find(f".//{NAMESPACE}Dest").get("PageID"))) for node in items] == [0, 1]


def test_a_pdf_without_bookmarks_gives_none() -> None:
    assert all_of(made("正文").document, "Outlines") == []


def test_a_contents_page_leads_to_its_headings() -> None:
    """Each line of it, leaders included, is a link."""
    ofd = made("#outline(title: none)\n#pagebreak()\n= 第一次会议\n#pagebreak()\n= 第二次会议\n正文")
    leads: dict[str, int] = {}
    for node in ofd.pages[0].iter(f"{NAMESPACE}TextObject"):
        for dest in all_of(node, "Actions/Action/Goto/Dest"):
            text = node.findtext(f"{NAMESPACE}TextCode") or ""
            leads[text[:5]] = ofd.page_ids.index(str(dest.get("PageID")))
    assert leads["第一次会议"] == 1
    assert leads["第二次会议"] == 2
    assert "Actions" not in str([node.tag for page in ofd.pages[1:] for node in page.iter()])
    assert [fault for part in ofd.parts for fault in faults(part)] == []


def test_the_same_bytes_each_time(pdf: bytes, data: bytes) -> None:
    assert to_ofd(pdf, PAPER) == data
    other = Ofd(to_ofd(set_pdf(PREAMBLE + "正文"), PAPER))
    assert other.text(other.entry, "DocBody/DocInfo/DocID") != Ofd(data).text(Ofd(data).entry, "DocBody/DocInfo/DocID")


def test_the_watermark_is_turned_grey_text(ofd: Ofd) -> None:
    for page in range(2):
        grass, draft = ofd.placed(page)[:2]
        assert grass.text + draft.text == "草稿"
        assert grass.color == draft.color == "217 217 217"
        assert grass.size == pytest.approx(120 * MM, abs=0.001)
        half = 0.5**0.5
        assert grass.matrix == pytest.approx((half, -half, half, half), abs=1e-5)
        assert draft.y < grass.y
        assert draft.x - grass.x == pytest.approx(grass.y - draft.y, abs=0.002)
    for node in ofd.pages[0].iter(f"{NAMESPACE}TextObject"):
        if node.get("CTM"):
            left, top, width, height = numbers(node.get("Boundary"))
            assert (left + width / 2, top + height / 2) == pytest.approx((105, 148.5), abs=15)


def test_rules_have_width_and_colour(ofd: Ofd) -> None:
    first = ofd.rules(0)
    red = first[0]
    assert red.color == "215 0 15"
    assert red.width == pytest.approx(0.7, abs=0.001)
    left, top, width, height = red.box
    assert (left, width, height) == pytest.approx((28 - 0.35, 156.7, 0.7), abs=0.01)
    assert red.points == pytest.approx([28, top + 0.35, 28 + 156, top + 0.35], abs=0.01)
    # The table's lines are 1 pt and black, which the PDF doesn't say since both are its defaults.
    assert {(path.color, path.width) for path in first[1:]} == {("0 0 0", 0.353)}
    assert len(first) > 7
    [imprint] = ofd.rules(1)
    assert imprint.width == pytest.approx(0.35, abs=0.001)


def test_runs_are_lines_and_not_single_characters(ofd: Ofd) -> None:
    runs = ["".join(node.itertext()) for node in ofd.pages[0].iter(f"{NAMESPACE}TextObject")]
    assert "会议指出，要坚持以人民为中心的发展思想，扎实推进" in "".join(runs)
    assert len(runs) < 35
    # Cells of a table stand apart.
    assert {"序号", "事项", "单位"} <= set(runs)


def test_a_character_outside_the_basic_plane_ends_its_run(ofd: Ofd) -> None:
    """A reader that counts UTF-16 would take the second half of it for the next character."""
    runs = ["".join(node.itertext()) for node in ofd.pages[0].iter(f"{NAMESPACE}TextObject")]
    assert any("𬎆" in run for run in runs)
    assert all(max(run[:-1], default="") <= "\uffff" for run in runs)


def test_an_empty_page() -> None:
    ofd = made("#pagebreak()\n第二页")
    assert (ofd.words(0), ofd.words(1)) == ("", "第二页")
    assert [fault for part in ofd.parts for fault in faults(part)] == []


def test_a_document_without_a_character() -> None:
    ofd = made("#line(length: 1cm)")
    assert ofd.fonts() == {}
    assert [fault for part in ofd.parts for fault in faults(part)] == []


def test_a_glyph_that_a_reader_must_be_told() -> None:
    """A combining accent and a variation selector are two characters of one glyph.

    A font may have one glyph for two characters, too: of these a reader finds both by itself.
    """
    ofd = made("葛\U000e0100城，e\u0301。⼀一，·・完")
    assert ofd.words(0).endswith("完")
    assert "⼀一，·・" in ofd.words(0)
    told = {str(node[2].text): node for node in ofd.pages[0].iter(f"{NAMESPACE}TextObject") if len(node) == 3}
    assert told.keys() == {"葛\U000e0100", "e\u0301"}
    for text, node in told.items():
        transform = node[1]
        assert (transform.get("CodeCount"), transform.get("GlyphCount")) == ("2", "1")
        with TTFont(BytesIO(ofd.fonts()[str(node.get("Font"))][1])) as font:
            glyph = int(transform[0].text or "")
            assert 0 < glyph < font["maxp"].numGlyphs
            # A reader that doesn't know CGTransform finds it by its first character, which stands nowhere else here.
            assert font.getGlyphID(font.getBestCmap()[ord(text[0])]) == glyph
    assert [fault for part in ofd.parts for fault in faults(part)] == []


def test_what_xml_cannot_hold_is_dropped(pdf: bytes) -> None:
    paper = replace(PAPER, name="纪\x01要\ufffe<&>\x00", author="\x0b办公室")
    [info] = all_of(Ofd(to_ofd(pdf, paper)).entry, "DocBody/DocInfo")
    assert (info[1].text, info[2].text) == ("纪要<&>", "办公室")


def test_transparency_and_dashes_are_kept() -> None:
    ofd = made(
        "#text(fill: rgb(0, 0, 0, 50%))[半透明]#line(length: 5cm, stroke: (thickness: 2pt, dash: (6pt, 3pt)))"
        "#rect(fill: red, stroke: none)[红]"
    )
    [text, *_] = ofd.pages[0].iter(f"{NAMESPACE}TextObject")
    assert text[0].get("Alpha") == "128"
    line, box = ofd.pages[0].iter(f"{NAMESPACE}PathObject")
    assert numbers(line.get("DashPattern")) == pytest.approx([6 * MM, 3 * MM], abs=0.001)
    assert (box.get("Stroke"), box.get("Fill")) == ("false", "true")
    assert [fault for part in ofd.parts for fault in faults(part)] == []


def test_what_would_be_lost_is_refused() -> None:
    with pytest.raises(UnsupportedContent):
        made("#rect(fill: gradient.linear(red, blue))[x]")


def test_a_picture_is_refused() -> None:
    pixels = 'bytes((255, 0, 0)), format: (encoding: "rgb8", width: 1, height: 1)'
    with pytest.raises(UnsupportedContent):
        made(f'#image({pixels}, alt: "x")')


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(PDFSyntaxError):
        to_ofd(b"no PDF", PLAIN)


def test_an_office_s_own_truetype_font(tmp_path: Path) -> None:
    pen = TTGlyphPen(None)
    for move, point in ((pen.moveTo, (100, 0)), (pen.lineTo, (100, 800)), (pen.lineTo, (900, 800))):
        move(point)
    pen.closePath()
    shape = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    order = [".notdef", "a", "b", "c"]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord("公"): "a", ord("文"): "b", ord("会"): "c"})
    builder.setupGlyf(dict.fromkeys(order, shape))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Office", "styleName": "Regular", "psName": "Office-Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(tmp_path / "office.ttf")
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(tmp_path)])
    source = '#set document(title: "x")\n#set text(font: "Office", lang: "zh")\n公文'
    pdf = typst.compile(source.encode(), font_paths=own, pdf_standards=["ua-1", "a-2a"], timestamp=0)
    ofd = Ofd(to_ofd(pdf, PLAIN))
    assert ofd.words(0) == "公文"
    [(name, file)] = ofd.fonts().values()
    assert name == "Office-Regular"
    assert file.startswith(b"\0\1\0\0")
    with TTFont(BytesIO(file)) as font:
        assert set(font.getBestCmap()) == {ord("公"), ord("文")}
        assert "glyf" in font
        assert {font.getGlyphID(glyph) for glyph in font.getBestCmap().values()} == {1, 2}
    assert "font_2.ttf" in "".join(ofd.zip.namelist())


def test_an_independent_reader_finds_the_text(data: bytes) -> None:
    with ofdkit.open(data) as document:
        text = re.sub(r"[ \n]", "", document.text())
        assert not document.warnings
        assert len(document.pages) == 2
        assert document.info.title == NAME
    for words in PRINTED:
        assert words.replace(" ", "") in text
