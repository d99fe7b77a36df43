"""A paper as Markdown (CommonMark with pipe tables), in which nothing that a title says becomes markup."""

import re
from collections.abc import Iterator

from gusu_minutes.documents.paper import (
    Block,
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
from gusu_minutes.documents.plain import imprint_lines

# CommonMark §2.4: any ASCII punctuation may stand behind a backslash. These mean something somewhere in a line, the
# last three to viewers that make links of addresses.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~&$#@]|(?<=www)\.|:(?=//)", re.IGNORECASE)
# And these at the beginning of one: lists, rules, underlines of headings, numbered lists.
_LEADING = re.compile(r"^(\s*)([-+=:])|^(\s*\d{1,9})([.)])")


def to_markdown(paper: Paper) -> str:
    """Return the paper as Markdown: `#` for the title, `##` for the first level; it ends with a line break."""
    parts = [f"**{escape(paper.watermark)}**"] if paper.watermark else []
    for block in paper.blocks:
        parts += _parts(block)
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Return a text on one line in which every character stands for itself."""
    line = " ".join(text.split())  # the ideographic space with it: a renderer would keep or drop it as it likes
    line = _SPECIAL.sub(lambda match: "\\" + match.group(), line)
    return _LEADING.sub(lambda match: f"{match[1] or match[3] or ''}\\{match[2] or match[4]}", line)


def _parts(block: Block) -> Iterator[str]:
    match block:
        case Head():
            yield "  \n".join(escape(note) for note in block.notes)
            yield f"**{escape(block.mark)}**" if block.mark else ""
            yield escape(block.number_line)
        case Title():
            yield f"# {escape(block.text)}"
        case Paragraph():
            yield _paragraph(block)
        case Roll():
            if block.plain and len(block.entries) > 1:
                yield f"**{escape(block.label)}：**"
                yield "\n".join(f"- {escape(entry)}" for entry in block.entries)
            else:
                yield f"**{escape(block.label)}：** {escape('、'.join(map(_name, block.entries)))}"
        case Table():
            yield _table(block)
        case PageBreak():
            yield "---"
        case Imprint():
            yield from map(escape, imprint_lines(block))
        case Gap() | Contents():  # a viewer makes its own contents of the headings
            return


def _paragraph(block: Paragraph) -> str:
    if block.is_heading:
        return f"{'#' * (block.level + 1)} {escape(block.lead)}" if block.level <= 2 else escape(block.lead)
    return escape(block.whole)


def _name(entry: str) -> str:
    """Return an entry of a roll without the space that pads a name of two characters."""
    return entry.replace("\u3000", "")


def _table(block: Table) -> str:
    """Return a pipe table; without a header an empty one stands, which the form asks for. A span leaves cells empty."""
    columns = len(block.widths)
    header = [escape(text) for text in block.header] or [""] * columns
    rows = [header, ["---"] * columns, *(_cells(row) for row in block.rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _cells(row: tuple[Cell, ...]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        text = escape(cell.text)
        cells += [f"**{text}**" if cell.label and text else text, *[""] * (cell.span - 1)]
    return cells
