"""Which fonts stand in for the faces, and what is said of characters that none has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from gusu_minutes.documents import fonts, pdf
from gusu_minutes.documents.model import Attendee
from gusu_minutes.documents.paper import Paragraph
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.documents.pdf import to_pdf
from tests.documents.geometry import sheets
from tests.documents.papers import minutes
from tests.documents.papers_for_tests import paper


def test_every_face_has_a_font_of_its_own_and_a_fallback() -> None:
    first = {face: fonts.chain(face)[0].family for face in fonts.FACES}
    assert first == {
        "mark": "FandolSong",
        "title": "FandolSong",
        "heading": "FandolHei",
        "subheading": "FandolKai",
        "body": "FandolFang R",
        "number": "FandolSong",
    }
    assert fonts.chain("mark")[0].weight == 700
    assert fonts.chain("number")[0].weight == 400
    assert all(len(fonts.chain(face)) > 2 for face in fonts.FACES)


@pytest.fixture
def own_fonts(tmp_path: Path, settings) -> Iterator[Path]:
    """A folder of an office, with a font by the name of 仿宋_GB2312."""
    with TTFont(Path(settings.BASE_DIR) / "fonts" / "FandolKai-Regular.otf") as font:
        for record in font["name"].names:
            if record.nameID in (1, 4, 6):
                record.string = "FangSong_GB2312"
        font["CFF "].cff.fontNames[0] = "FangSong_GB2312"
        font.save(tmp_path / "own.otf")
    settings.FONT_DIRS = [str(tmp_path)]
    caches = (fonts.typst_fonts, fonts.installed, fonts.chain, pdf._faces)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path
    for cache in caches:
        cache.cache_clear()


def test_a_font_of_the_office_comes_first(own_fonts: Path) -> None:
    assert fonts.chain("body")[0].path == own_fonts / "own.otf"
    assert fonts.chain("body")[1].family == "FandolFang R"
    [page, *_rest] = sheets(pdf.to_pdf(minutes_paper(minutes())))
    clause = next(row for row in page.lines() if row[0].text == "（")
    assert "FangSong_GB2312" in clause[5].font


def test_fonts_come_with_the_program_alone() -> None:
    paths = {font.path.parent for found in fonts.installed().values() for font in found}
    assert paths == {Path(settings.BASE_DIR) / "fonts"}


@pytest.mark.parametrize("encoding", ["gb2312", "big5"])
def test_what_offices_write_can_be_printed(encoding: str) -> None:
    han = [chr(code) for code in range(0x4E00, 0x9FA6)]
    wanted = [character for character in han if character.encode(encoding, errors="ignore")]
    assert len(wanted) > 6_000
    for face in fonts.FACES:
        known = set().union(*(fonts.characters(font) for font in fonts.chain(face)))
        assert not [character for character in wanted if ord(character) not in known]


def test_rare_characters_fall_back() -> None:
    paper = minutes_paper(minutes(attendance=(Attendee("present", "䶮㛃𬎆"),)))
    assert fonts.missing_glyphs(paper) == []


def test_a_character_that_no_font_has_is_named_with_its_place() -> None:
    paper = minutes_paper(minutes(preamble=("会议由\U00032100同志主持，\U00032100宣布开会。",)))
    [glyph] = fonts.missing_glyphs(paper)
    assert str(glyph) == "\U00032100 (U+32100): 会议由\U00032100同志主持，\U00032100宣布开会"


@pytest.mark.parametrize(
    "invisible",
    ["\u200b", "\u200c", "\u200d", "\u200e", "\u2060", "\u2066", "\ufe0f", "\U000e0100", "\ufeff", "\u00ad"],
)
def test_characters_that_leave_no_mark_need_no_glyph_and_can_be_set(invisible):
    pasted = paper(Paragraph(f"甲{invisible}乙"))
    assert fonts.missing_glyphs(pasted) == []
    assert to_pdf(pasted).startswith(b"%PDF-")
