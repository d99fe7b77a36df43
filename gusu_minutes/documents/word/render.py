"""From blocks to a Word document."""

import io
from collections.abc import Callable, Iterator
from itertools import count

from docx.oxml.ns import qn

from gusu_minutes.documents.paper import (
    COLUMNS,
    INDENT,
    Block,
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
from gusu_minutes.documents.word.contents import bookmarks, contents_paragraphs, entries_after
from gusu_minutes.documents.word.head import head_paragraphs, narrowed, title_shape
from gusu_minutes.documents.word.imprint import CODE_ROOM, code_run, imprint_height, imprint_paragraph
from gusu_minutes.documents.word.margins import fill_margins
from gusu_minutes.documents.word.markup import Element, paragraph, run, w
from gusu_minutes.documents.word.measures import CHARACTER, PITCH
from gusu_minutes.documents.word.package import empty_document, packed
from gusu_minutes.documents.word.pages import room_left
from gusu_minutes.documents.word.styles import LABEL, LEADS
from gusu_minutes.documents.word.tables import table

_ALIGNED = {"flush": "BodyFlush", "center": "BodyCentred", "right": "Signature"}


def to_word(paper: Paper) -> bytes:
    """Return the document as a .docx file, the same bytes each time.

    Any text is taken: a character that XML cannot hold shows as �. GB/T 9704-2012 rules the layout.
    """
    document = empty_document()
    body = document.element.body
    section = body[-1]
    for element in _Writer(paper, lambda png: document.part.get_or_add_image(io.BytesIO(png))[0]).elements():
        section.addprevious(element)
    fill_margins(document, paper)
    return packed(document, paper)


class _Writer:
    """Writes the blocks of one paper in order."""

    def __init__(self, paper: Paper, add_picture: Callable[[bytes], str]) -> None:
        self._blocks = paper.blocks
        self._add_picture = add_picture
        self._bookmarks = bookmarks(paper.blocks)
        self._numbers = count(1)  # drawings and bookmarks

    def elements(self) -> Iterator[Element]:
        """Yield paragraphs and tables, each table with a paragraph behind it."""
        new_page = False
        before: Element | None = None
        for index, block in enumerate(self._blocks):
            if isinstance(block, PageBreak):
                new_page = True
                continue
            for element in self._write(index, block):
                is_table = element.tag == qn("w:tbl")
                if is_table and (new_page or (before is not None and before.tag == element.tag)):
                    before = paragraph("TableEnd")
                    new_page = _break(before, new_page)
                    yield before
                elif not is_table:
                    new_page = _break(element, new_page)
                before = element
                yield element
        if before is None or before.tag == qn("w:tbl"):
            yield paragraph("TableEnd")

    def _write(self, index: int, block: Block) -> Iterator[Element]:
        match block:
            case Head():
                yield from head_paragraphs(block)
            case Title():
                shape = narrowed(title_shape(block.text))
                yield paragraph("Title1", *self._marked(index, run(block.text)), properties=(shape,))
            case Paragraph() if block.is_heading:
                yield paragraph(f"Level{block.level}", *self._marked(index, run(block.lead)))
            case Paragraph():
                lead = run(block.lead, LEADS[block.level]) if block.lead else None
                yield paragraph(_ALIGNED.get(block.align, "Body"), lead, run(block.text) if block.text else None)
            case Roll():
                yield _roll(block)
            case Table():
                yield table(block)
            case Gap():
                yield from (paragraph("BodyFlush") for _ in range(block.lines))
            case Contents():
                yield from contents_paragraphs(block, list(entries_after(self._blocks, index, self._bookmarks)))
            case Imprint():
                holder = imprint_paragraph(block, next(self._numbers), self._code(index, block))
                yield from () if holder is None else (holder,)

    def _code(self, index: int, imprint: Imprint) -> Element | None:
        """Return the QR code where, by the grid, a line more than it needs is free above the imprint."""
        wanted = imprint.link and imprint_height(imprint)
        if not wanted or room_left(self._blocks[: index + 1]) < CODE_ROOM + PITCH:
            return None
        return code_run(imprint, next(self._numbers), self._add_picture)

    def _marked(self, index: int, text: Element) -> tuple[Element, Element, Element]:
        number = next(self._numbers)
        return w("bookmarkStart", id=number, name=self._bookmarks[index]), text, w("bookmarkEnd", id=number)


def _break(element: Element, new_page: bool) -> bool:
    """Let the paragraph begin a page if one is due; return what is still due: nothing."""
    if new_page:
        element[0][0].addnext(w("pageBreakBefore"))
    return False


def _roll(roll: Roll) -> Element:
    """Return label and entries; wrapped lines stand behind the colon, and names are broken only between each other.

    Twips, not characters: a full line would not hold Word's own rounding of a character.
    """
    hang = min(roll.hang, COLUMNS // 2)
    indents = w("ind", left=hang * CHARACTER, hanging=(hang - INDENT) * CHARACTER)
    label = run(roll.label + "：", "" if roll.plain else LABEL)
    return paragraph("AnnexNote" if roll.plain else "Roll", label, run("\n".join(roll.lines())), properties=(indents,))
