"""Word files as a reader sees them: numbers that Word counts, tables, text boxes, soft line breaks, accepted changes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from gusu_minutes.common.packages import PackageError, check_package
from gusu_minutes.importing.parser.docx_numbering import NumberCounter
from gusu_minutes.importing.parser.errors import SourceError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {_W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "footnoteReference")} | {
    _MC_FALLBACK
}
_TEXT_BOX = _W + "txbxContent"
_PAGE_ONLY = re.compile(r"^[\s\d\-—–―─·•第共页/]*$")
_DAMAGED = ("not_docx", "The file is not a Word document, or it is damaged.")
# What check_package says, as a code and a sentence of SourceError.
_REFUSALS = {
    "damaged": _DAMAGED,
    "zip_bomb": ("zip_bomb", "The document unpacks to more than 100 MB."),
    "too_tight": ("zip_bomb", "The document is packed so tightly that it is not opened."),
    "macros": ("macros", "The document contains macros. Save it as .docx without macros."),
    "unsafe_path": ("unsafe_path", "The document contains files that point outside of it."),
    "encrypted": ("encrypted", "The document is protected by a password. Save it without one."),
    "external_entity": ("external_entity", "The document defines XML entities and is not opened."),
}


def read_docx(data: bytes) -> str:
    """The text of a .docx, paragraph by paragraph; a table's row is one line, its cells parted by tabs.

    Headers stand first and footers last, once each. Raises SourceError.
    """
    _check_package(data)
    try:
        document = docx.Document(io.BytesIO(data))
        numbers = NumberCounter(document)
        head = _margin_lines(document, "header")
        body = list(_block_lines(document.element.body, numbers))
        return "\n".join([*head, *body, *_margin_lines(document, "footer")]) + "\n"
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        etree.XMLSyntaxError,
        zipfile.BadZipFile,
    ) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(*_DAMAGED) from error


def _check_package(data: bytes) -> None:
    """Refuse what is no Word package, or is made to harm, before anything is unpacked."""
    try:
        check_package(data, {"word/document.xml", "[content_types].xml"})
    except PackageError as error:
        raise SourceError(*_REFUSALS[error.code]) from error


def _block_lines(container: Any, numbers: NumberCounter) -> Iterator[str]:
    for block in container:
        if block.tag == _W + "p":
            yield from _paragraph_lines(block, numbers)
        elif block.tag == _W + "tbl":
            yield from _table_lines(block, numbers)
        elif block.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins", _W + "moveTo"):
            yield from _block_lines(block, numbers)


def _paragraph_lines(paragraph: Any, numbers: NumberCounter) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_runs(paragraph, boxes))
    yield from (numbers.prefix(paragraph, bool(text.strip())) + text).split("\n")
    for box in boxes:
        yield from _block_lines(box, numbers)


def _runs(node: Any, boxes: list[Any]) -> Iterator[str]:
    """The visible text of a paragraph; text boxes are set aside to follow it."""
    for child in node:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == _W + "t":
            yield child.text or ""
        elif tag == _W + "tab":
            yield "\t"
        elif tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif tag in (_W + "noBreakHyphen", _W + "softHyphen"):
            yield "-" if tag.endswith("noBreakHyphen") else ""
        elif tag == _TEXT_BOX:
            boxes.append(child)
        else:
            yield from _runs(child, boxes)


def _table_lines(table: Any, numbers: NumberCounter) -> Iterator[str]:
    for row in table.iter(_W + "tr"):
        if next(row.iterancestors(_W + "tbl")) is not table:
            continue  # a row of a table inside a cell is read with its cell
        cells = ["\n".join(_block_lines(cell, numbers)).strip() for cell in row.iterchildren(_W + "tc")]
        if any("。" in cell or "\n" in cell for cell in cells):
            yield from (line for cell in cells for line in cell.split("\n"))
        else:
            yield "\t".join(cells)


def _margin_lines(document: Any, kind: str) -> list[str]:
    """Headers or footers of all sections, once each; those that hold nothing but the page number are left out."""
    lines: dict[str, None] = {}
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/" + kind) and not relation.is_external:
            for line in _block_lines(relation.target_part.element, NumberCounter(None)):
                if line.strip() and not _PAGE_ONLY.match(line):
                    lines[line] = None
    return list(lines)
