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

from gusu_minutes.importing.parser.docx_numbering import NumberCounter
from gusu_minutes.importing.parser.errors import SourceError
from gusu_minutes.importing.pdf.shapes import reads_by_itself

MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200  # a Word file packs its XML 10 to 40 times
MAX_ENTRIES = 5_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {_W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "footnoteReference")} | {
    _MC_FALLBACK
}
_TEXT_BOX = _W + "txbxContent"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PAGE_ONLY = re.compile(r"^[\s\d\-—–―─·•第共页/]*$")


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
        raise SourceError("not_docx", "The file is not a Word document, or it is damaged.") from error


def _check_package(data: bytes) -> None:
    """Refuse what is no Word package, or is made to harm, before anything is unpacked."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise SourceError("not_docx", "The file is not a Word document, or it is damaged.") from error
    with package:
        entries = package.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
            raise SourceError("zip_bomb", "The document unpacks to more than 100 MB.")
        for entry in entries:
            _check_entry(package, entry)
        names = {entry.filename.lower() for entry in entries}
        if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            raise SourceError("macros", "The document contains macros. Save it as .docx without macros.")
        if "word/document.xml" not in names and "[content_types].xml" not in names:
            raise SourceError("not_docx", "The file is not a Word document, or it is damaged.")


def _check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        raise SourceError("unsafe_path", "The document contains files that point outside of it.")
    if entry.flag_bits & 0x1:
        raise SourceError("encrypted", "The document is protected by a password. Save it without one.")
    if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise SourceError("zip_bomb", "The document is packed so tightly that it is not opened.")
    if name.lower().endswith((".xml", ".rels")):
        _check_xml(package, entry)


def _check_xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """XML with a DOCTYPE could name files of this machine; Word never writes one."""
    try:
        with package.open(entry) as stream:
            head = stream.read(64 * 1024)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise SourceError("not_docx", "The file is not a Word document, or it is damaged.") from error
    if b"\x00" in head[:4]:
        head = head.replace(b"\x00", b"")
    if _DOCTYPE.search(head):
        raise SourceError("external_entity", "The document defines XML entities and is not opened.")


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
        if any(reads_by_itself(cell) for cell in cells):
            yield from (line for cell in cells for line in cell.split("\n"))
        else:
            yield "\t".join(cell.replace("\n", " ") for cell in cells)


def _margin_lines(document: Any, kind: str) -> list[str]:
    """Headers or footers of all sections, once each; those that hold nothing but the page number are left out."""
    lines: dict[str, None] = {}
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/" + kind) and not relation.is_external:
            for line in _block_lines(relation.target_part.element, NumberCounter(None)):
                if line.strip() and not _PAGE_ONLY.match(line):
                    lines[line] = None
    return list(lines)
