"""The table of contents: a field that Word counts anew, filled in already with the pages that the grid lets expect."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gusu_minutes.documents.paper import Block, Contents, Paragraph, Title
from gusu_minutes.documents.word.markup import Element, field, paragraph, run, w
from gusu_minutes.documents.word.pages import page_numbers

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A title (level 1) or a first-level heading (level 2), the bookmark on it and the page that it stands on."""

    level: int
    text: str
    bookmark: str
    page: int


def bookmarks(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the names of the bookmarks on titles and headings, by the index of the block: their keys, or made up.

    Word takes letters, digits and underscores, forty at most, and hides what begins with an underscore.
    """
    names: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Title) or (isinstance(block, Paragraph) and block.is_heading):
            name = re.sub(r"\W", "_", f"_{block.key}")[:_LONGEST_NAME] if block.key else ""
            names[index] = name if name and name not in names.values() else f"_Toc{index:08}"
    return names


def entries_after(blocks: Sequence[Block], place: int, names: dict[int, str]) -> Iterator[Entry]:
    """Yield what the table of contents at index `place` lists."""
    pages = page_numbers(blocks)
    for index in range(place + 1, len(blocks)):
        block = blocks[index]
        if isinstance(block, Title):
            yield Entry(1, block.text, names[index], pages[index])
        elif isinstance(block, Paragraph) and block.is_heading and block.level == 1:
            yield Entry(2, block.lead, names[index], pages[index])


def contents_paragraphs(contents: Contents, entries: Sequence[Entry]) -> Iterator[Element]:
    """Yield the title and, inside of one field, a line for each entry."""
    yield paragraph("ContentsTitle", run(contents.title))
    begin, code, separate, end = _toc_field()
    for number, entry in enumerate(entries):
        first = (begin, code, separate) if number == 0 else ()
        last = (end,) if number == len(entries) - 1 else ()
        yield paragraph(f"TOC{entry.level}", *first, _link(entry), *last)


def _link(entry: Entry) -> Element:
    page = field(f"PAGEREF {entry.bookmark} \\h", str(entry.page))
    return w("hyperlink", run(entry.text), run("\t"), *page, anchor=entry.bookmark, history=1)


def _toc_field() -> tuple[Element, Element, Element, Element]:
    """Return the runs of the field of the two outermost levels, linked, without its result."""
    begin, code, separate, _, end = field('TOC \\o "1-2" \\h \\z \\u', "")
    return begin, code, separate, end
