"""The QR code on the printed minutes: it leads to their page, takes no room, and never moves the imprint."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
import segno
from django.urls import reverse

from gusu_minutes.documents.codes import SIZE, as_png, as_svg
from gusu_minutes.documents.model import MinutesDocument
from gusu_minutes.documents.ofd import to_ofd
from gusu_minutes.documents.ofd.reading import Glyph, Path, read
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.documents.pdf import to_pdf
from gusu_minutes.documents.word import to_word
from gusu_minutes.importing.document import document_of
from gusu_minutes.importing.parser import parse
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.links import printed_url
from gusu_minutes.publishing.models import InternalEdition, InternalEditionFile, PublicEdition, Rendering
from tests.factories import draft, issue

URL = "https://minutes.example.org/meetings/executive/2024/39/"


@pytest.fixture
def document() -> MinutesDocument:
    made = document_of(parse("2024年12月13日，区长李明主持召开区政府第39次常务会议。\n一、听取汇报\n(一)会议同意甲。"))
    return replace(made, issuer="区政府办公室", issued_on="2024-12-16", copy_to=("区委办公室", "区人大办"))


def longer(document: MinutesDocument, lines: int) -> MinutesDocument:
    return replace(document, closing=("另行通知。",) * lines)


def codes(pdf: bytes) -> list[tuple[int, Path]]:
    """Return the QR codes on the pages of a PDF: each is one path of many strokes."""
    marks = [(number, mark) for number, page in enumerate(read(pdf).pages) for mark in page.marks]
    return [(number, mark) for number, mark in marks if isinstance(mark, Path) and len(mark.steps) > 99]


def glyphs(pdf: bytes) -> list[tuple[int, str, float, float]]:
    """Return every glyph with its page and its place there."""
    marks = [(number, mark) for number, page in enumerate(read(pdf).pages) for mark in page.marks]
    return [(number, mark.text, mark.x, mark.y) for number, mark in marks if isinstance(mark, Glyph)]


def span(path: Path, axis: int) -> tuple[float, float]:
    """Return where a path begins and ends, across (0) or down (1)."""
    values = [point[axis] for _, points in path.steps for point in points]
    return min(values), max(values)


def modules(path: Path) -> list[str]:
    """Return the rows of a drawn code, dark modules as 1."""
    strokes = list(zip(path.steps[::2], path.steps[1::2], strict=True))
    left = min(points[0][0] for (_, points), _ in strokes)
    top = min(points[0][1] for (_, points), _ in strokes) - path.width / 2
    side = round(SIZE / path.width)
    rows = [["0"] * side for _ in range(side)]
    for (_, (start,)), (_, (end,)) in strokes:
        row = int((start[1] - top) / path.width)
        for column in range(round((start[0] - left) / path.width), round((end[0] - left) / path.width)):
            rows[row][column] = "1"
    return ["".join(row) for row in rows]


def test_the_printed_code_is_that_of_the_address(document):
    ((_page, path),) = codes(to_pdf(minutes_paper(document, link=URL)))
    expected = segno.make(URL, error="m", micro=False, boost_error=False)
    assert modules(path) == ["".join(map(str, row)) for row in expected.matrix]
    left, right = span(path, 0)
    assert right - left == pytest.approx(SIZE, abs=0.01)


def test_without_an_address_there_is_none(document):
    paper = minutes_paper(document)
    assert codes(to_pdf(paper)) == []
    assert not [name for name in zipfile.ZipFile(io.BytesIO(to_word(paper))).namelist() if "media" in name]


@pytest.mark.parametrize("render", [to_pdf, to_word, lambda paper: to_ofd(to_pdf(paper), paper)])
def test_the_same_bytes_each_time(document, render):
    paper = minutes_paper(document, link=URL)
    assert render(paper) == render(paper)


@pytest.mark.parametrize("lines", [0, 8, 10, 12, 13, 14, 15, 16])
def test_it_moves_nothing_and_covers_nothing(document, lines):
    """Text ends anywhere on the last page: the code stands above the imprint, or is left out."""
    long = longer(document, lines)
    coded = to_pdf(minutes_paper(long, link=URL))
    assert glyphs(coded) == glyphs(to_pdf(minutes_paper(long)))
    pages = read(coded).pages
    for number, path in codes(coded):
        assert number == len(pages) - 1
        top, bottom = span(path, 1)
        for mark in pages[-1].marks:
            if isinstance(mark, Glyph):
                assert mark.y < top - 3 or mark.y - mark.size > bottom + 3, mark.text
            elif len(mark.steps) < 99:
                assert span(mark, 1)[1] < top - 3 or span(mark, 1)[0] > bottom + 3


def test_it_is_left_out_where_there_is_no_room(document):
    found = [len(codes(to_pdf(minutes_paper(longer(document, lines), link=URL)))) for lines in range(9)]
    assert 0 in found
    assert found[0] == found[-1] == 1


def test_the_picture_in_word(document):
    file = zipfile.ZipFile(io.BytesIO(to_word(minutes_paper(document, link=URL))))
    assert file.read("word/media/image1.png") == as_png(URL)
    body = file.read("word/document.xml").decode()
    assert f'descr="二维码：{URL}"' in body
    assert body.count("<pic:pic>") == 1
    identifiers = re.findall(r'<wp:docPr id="(\d+)"', body)
    assert len(identifiers) == len(set(identifiers)) == 2


def test_without_an_imprint_it_stands_at_the_foot(document):
    bare = replace(document, issuer="", issued_on=None, copy_to=())
    ((_page, path),) = codes(to_pdf(minutes_paper(bare, link=URL)))
    assert span(path, 1)[1] < 262
    assert "media" not in str(zipfile.ZipFile(io.BytesIO(to_word(minutes_paper(bare, link=URL)))).namelist())


def test_svg_and_png_are_deterministic():
    assert as_svg(URL) == as_svg(URL)
    assert as_png(URL) == as_png(URL)
    assert as_svg(URL) != as_svg(URL[:-1])


@pytest.mark.django_db
def test_each_edition_leads_to_the_page_of_its_audience(settings):
    meeting = issue(draft(number=39))
    public, internal = PublicEdition.objects.get(), InternalEdition.objects.get()
    assert printed_url(public) == printed_url(internal) == ""
    settings.PRINTED_URLS = {"public": "https://open.example.org/", "internal": "https://oa.example.org"}
    assert printed_url(public) == "https://open.example.org" + reverse("public:meeting", args=[meeting.address])
    assert printed_url(internal) == "https://oa.example.org" + reverse("internal:meeting", args=[meeting.address])
    make_files(Rendering.objects.get())
    stored = bytes(InternalEditionFile.objects.get(format="pdf").content)
    ((_page, path),) = codes(stored)
    expected = segno.make(printed_url(internal), error="m", micro=False, boost_error=False)
    assert modules(path) == ["".join(map(str, row)) for row in expected.matrix]
