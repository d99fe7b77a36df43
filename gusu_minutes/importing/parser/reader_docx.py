"""Word files as a reader sees them: numbers that Word counts, tables, text boxes, soft line breaks, accepted changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from gusu_minutes.importing.parser.docx_numbering import NumberCounter
from gusu_minutes.importing.parser.docx_package import Package, not_docx
from gusu_minutes.importing.parser.docx_runs import RunReader, W, is_on
from gusu_minutes.importing.pdf.shapes import reads_by_itself

_BLOCKS = {W + name for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_PAGE_ONLY = re.compile(r"^[\s\d\-—–―─·•第共页/]*$")
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def read_docx(data: bytes) -> str:
    """The text of a .docx, paragraph by paragraph; a table's row is one line, its cells parted by tabs.

    Headers stand first; notes, then footers last, once each. Raises SourceError.
    """
    package = Package(data)
    try:
        return _Document(package).text()
    except RecursionError as error:
        raise not_docx() from error


class _Document:
    """Reads the parts of one document."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._relations = package.relations(package.main)
        root = package.xml(package.main)
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise not_docx()
        self._body = body
        styles = self._part("styles", _without_looks)
        self._numbers = NumberCounter(self._part("numbering"), styles)
        self._hidden_styles = _hidden_styles(styles)

    def text(self) -> str:
        walker = self._walker()
        head = self._margins("header")
        body = list(walker.lines(self._body))
        return "\n".join([*head, *body, *self._notes(walker), *self._margins("footer")]) + "\n"

    def _walker(self) -> _Walker:
        return _Walker(self._numbers.again(), self._hidden_styles)

    def _part(self, kind: str, shorten: Callable[[bytes], bytes] | None = None) -> Any | None:
        """The root of the one part of a kind, or None."""
        for relation in self._relations.values():
            if relation.kind == kind:
                return self._package.xml(relation.target, shorten)
        return None

    def _margins(self, kind: str) -> list[str]:
        """Headers or footers of all sections, once each; those that hold nothing but the page number are left out."""
        lines: dict[str, None] = {}
        for section in self._body.iter(W + "sectPr"):
            first = section.find(W + "titlePg")
            for reference in section.findall(W + kind + "Reference"):
                if reference.get(W + "type") == "first" and not (first is not None and is_on(first)):
                    continue
                relation = self._relations.get(_relation_id(reference))
                part = None if relation is None else self._package.xml(relation.target)
                for line in self._walker().lines(part) if part is not None else ():
                    if line.strip() and not _PAGE_ONLY.match(line):
                        lines[line] = None
        return list(lines)

    def _notes(self, walker: _Walker) -> Iterator[str]:
        """Footnotes and endnotes in the order in which the text refers to them."""
        for kind, tag in _NOTES.items():
            wanted = [note for found, note in walker.runs.notes if found == tag]
            part = self._part(kind) if wanted else None
            notes = {} if part is None else {node.get(W + "id"): node for node in part.findall(W + tag)}
            for note in dict.fromkeys(wanted):
                if note in notes:
                    yield from (line for line in self._walker().lines(notes[note]) if line.strip())


class _Walker:
    """Walks through paragraphs and tables; numbers and fields go on from one to the next."""

    def __init__(self, numbers: NumberCounter, hidden_styles: frozenset[str]) -> None:
        self._numbers = numbers
        self.runs = RunReader(hidden_styles)
        self._open = ""  # text of paragraphs whose end was deleted: it goes on in the next one
        self._open_boxes: list[Any] = []

    def lines(self, container: Any) -> Iterator[str]:
        """The lines of a body, a cell, a note, a header."""
        for block in _blocks(container):
            if block.tag == W + "p":
                yield from self._paragraph(block)
            else:
                yield from self._flush()
                yield from self._table(block)
        yield from self._flush()

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        text = self.runs.text(paragraph)
        boxes = self.runs.take_boxes()
        properties = paragraph.find(W + "pPr")
        if _ends_nowhere(properties):
            self._open += text
            self._open_boxes += boxes
            return
        text = self._open + text
        self._open = ""
        boxes = [*self._open_boxes, *boxes]
        self._open_boxes = []
        if not self.runs.in_contents:
            yield from (self._numbers.prefix(properties, bool(text.strip())) + text).split("\n")
        for box in boxes:
            yield from self.lines(box)

    def _flush(self) -> Iterator[str]:
        """What is left of paragraphs whose end was deleted, where no paragraph follows."""
        text, self._open = self._open, ""
        boxes, self._open_boxes = self._open_boxes, []
        if text.strip():
            yield from text.split("\n")
        for box in boxes:
            yield from self.lines(box)

    def _table(self, table: Any) -> Iterator[str]:
        for row in _within(table, W + "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            cells = [""] * _count(properties, "gridBefore")
            cells += ["\n".join(self._cell(cell)).strip("\n ") for cell in _within(row, W + "tc")]
            if any(reads_by_itself(cell) or ("\t" in cell and "\n" in cell) for cell in cells):
                yield from (line for cell in cells for line in cell.split("\n") if line.strip())
            else:
                yield "\t".join(cell.replace("\n", " ") for cell in cells).rstrip("\t")

    def _cell(self, cell: Any) -> list[str]:
        """The lines of a cell; one that belongs to the cell above shows nothing."""
        properties = cell.find(W + "tcPr")
        for name in ("vMerge", "hMerge"):
            merge = None if properties is None else properties.find(W + name)
            if merge is not None and merge.get(W + "val", "continue") == "continue":
                return []
        if properties is not None and properties.find(W + "cellDel") is not None:
            return []
        return list(self.lines(cell))


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside of content controls."""
    for node in container:
        if node.tag in (W + "p", W + "tbl"):
            yield node
        elif node.tag == W + "sdt":
            content = node.find(W + "sdtContent")
            if content is not None and not _is_left_out(node):
                yield from _blocks(content)
        elif node.tag in _BLOCKS:
            yield from _blocks(node)


def _within(container: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those inside of content controls."""
    for node in container:
        if node.tag == tag:
            yield node
        elif node.tag == W + "sdt" or node.tag in _BLOCKS:
            yield from _within(node, tag)


def _is_left_out(control: Any) -> bool:
    """A content control that is a table of contents, or that shows only what to type in."""
    properties = control.find(W + "sdtPr")
    if properties is None:
        return False
    placeholder = properties.find(W + "showingPlcHdr")
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    return (placeholder is not None and is_on(placeholder)) or (
        gallery is not None and gallery.get(W + "val") == "Table of Contents"
    )


def _ends_nowhere(properties: Any | None) -> bool:
    """Whether the end of a paragraph was deleted, or is hidden: its text goes on in the next one."""
    mark = None if properties is None else properties.find(W + "rPr")
    if mark is None:
        return False
    hidden = mark.find(W + "vanish")
    return any(mark.find(W + name) is not None for name in ("del", "moveFrom")) or (
        hidden is not None and is_on(hidden)
    )


def _without_looks(styles: bytes) -> bytes:
    """The styles without those of tables, nine tenths of what Word writes, which say nothing of numbers or hidden text."""
    head, *rest = styles.split(b"<w:style ")
    kept = [head]
    for piece in rest:
        end = piece.rfind(b"</w:style>")
        if end < 0 or b'w:type="table"' not in piece[:80]:
            kept.append(b"<w:style " + piece)
        else:
            kept.append(piece[end + len(b"</w:style>") :])
    return b"".join(kept)


def _hidden_styles(styles: Any | None) -> frozenset[str]:
    """The ids of the character and paragraph styles that hide text."""
    found = set()
    for node in styles.iterfind(f"{W}style/{W}rPr/{W}vanish") if styles is not None else ():
        if is_on(node):
            found.add(node.getparent().getparent().get(W + "styleId", ""))
    return frozenset(found)


def _count(properties: Any | None, name: str) -> int:
    node = None if properties is None else properties.find(W + name)
    value = "" if node is None else node.get(W + "val", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 0


def _relation_id(node: Any) -> str:
    return str(node.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", ""))
