"""A paper as plain text, for pasting into a message or a form. (`text` is the lossless text of the minutes.)"""

from collections.abc import Iterator

from gusu_minutes.documents.paper import (
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

_RULE = "————————————————"


def to_plain(paper: Paper) -> str:
    """Return the paper block by block, a blank line where the page has one; it ends with a line break."""
    lines = [f"【{paper.watermark}】", ""] if paper.watermark else []
    for block in paper.blocks:
        lines += _lines(block)
    text: list[str] = []
    for line in lines:  # never two blank lines on end, none at the beginning
        if line or (text and text[-1]):
            text.append(line)
    return "\n".join(text).rstrip("\n") + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Head():
            yield from block.notes
            yield block.mark
            if block.number_line:
                yield block.number_line
            yield ""
        case Title():
            yield from (block.text, "")
        case Paragraph():
            yield block.whole
        case Roll():
            separator = "\n" if block.plain else "\u3000"
            yield f"{block.label}：{separator.join(block.entries)}"
        case Table():
            if block.header:
                yield "\t".join(map(_cell, block.header))
            for row in block.rows:
                yield "\t".join(_cell(cell.text) for cell in row)
        case Contents():  # it names what follows, with the pages of a printed sheet
            return
        case Gap():
            yield ""
        case PageBreak():
            yield from ("", _RULE, "")
        case Imprint():
            yield ""
            yield from imprint_lines(block)


def imprint_lines(block: Imprint) -> Iterator[str]:
    """Yield the lines of the imprint that have anything to say."""
    if block.copy_to:
        yield f"抄送：{'，'.join(block.copy_to)}。"
    issued = f"{block.issued_on}印发" if block.issued_on else ""
    if line := "\u3000".join(filter(None, (block.issuer, issued))):
        yield line


def _cell(text: str) -> str:
    return " ".join(text.split())
