"""On which page each block stands, as the grid of 22 lines lets expect: what a table of contents shows at first."""

from collections.abc import Sequence

from gusu_minutes.documents.paper import (
    COLUMNS,
    INDENT,
    Block,
    Contents,
    Gap,
    Head,
    Imprint,
    PageBreak,
    Paragraph,
    Roll,
    Table,
    Title,
)
from gusu_minutes.documents.word.head import head_height, title_shape
from gusu_minutes.documents.word.imprint import imprint_height
from gusu_minutes.documents.word.lines import line_count
from gusu_minutes.documents.word.measures import HEIGHT, PITCH
from gusu_minutes.documents.word.tables import table_height


def page_numbers(blocks: Sequence[Block]) -> list[int]:
    """Return the page on which each block begins, from 1."""
    return _laid_out(blocks)[0]


def room_left(blocks: Sequence[Block]) -> int:
    """Return how much of the last page is free between the text and what stands at the foot, in twips."""
    return _laid_out(blocks)[1].room


def _laid_out(blocks: Sequence[Block]) -> tuple[list[int], "_Sheet"]:
    sheet = _Sheet()
    pages = []
    for index, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            sheet.turn()
            pages.append(sheet.page)
            continue
        heights = _heights(block, blocks, index)
        # A heading stands with the first line of what it heads.
        beside = PITCH if isinstance(block, Title) or (isinstance(block, Paragraph) and block.is_heading) else 0
        pages.append(sheet.place(heights, beside))
    return pages, sheet


class _Sheet:
    """Fills page after page."""

    def __init__(self) -> None:
        self.page, self._used = 1, 0

    @property
    def room(self) -> int:
        return HEIGHT - self._used

    def turn(self) -> None:
        if self._used:
            self.page, self._used = self.page + 1, 0

    def place(self, heights: Sequence[int], beside: int) -> int:
        """Put pieces below each other, none of which is torn; return the page of the first."""
        first = 0
        for number, height in enumerate(heights):
            if self._used and self._used + height + (beside if number == len(heights) - 1 else 0) > HEIGHT:
                self.turn()
            self._used += height
            first = first or self.page
        return first or self.page


def _heights(block: Block, blocks: Sequence[Block], index: int) -> list[int]:
    match block:
        case Head():
            return [head_height(block)]
        case Title():
            return [PITCH * (title_shape(block.text).lines + 1)]
        case Paragraph():
            return [PITCH] * line_count(block.whole, COLUMNS, 0 if block.align else INDENT)
        case Roll():
            return [PITCH] * sum(line_count(line, COLUMNS - block.hang) for line in block.lines())
        case Table():
            return table_height(block)
        case Gap():
            return [PITCH] * block.lines
        case Contents():
            listed = sum(
                isinstance(other, Title) or (isinstance(other, Paragraph) and other.is_heading and other.level == 1)
                for other in blocks[index + 1 :]
            )
            return [2 * PITCH, *[PITCH] * listed]
        case Imprint():
            return [height] if (height := imprint_height(block)) else []
        case _:
            return []
