"""The visible text of a Word paragraph: fields by their results, changes as accepted, hidden text left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SKIPPED = {
    W + name
    for name in (
        "del moveFrom delText delInstrText pPr rPr sdtPr sdtEndPr rt rubyPr customXmlPr smartTagPr ffData annotationRef "
        "commentReference footnoteRef endnoteRef softHyphen fldData"
    ).split()
}
_SIGNS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_TEXT_BOX = W + "txbxContent"
_SYMBOL_FONTS = {"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "zapfdingbats"}
_SYMBOLS = {  # Wingdings, as forms use them
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x74: "◆", 0x75: "◆", 0xA1: "○", 0xA8: "□", 0xFC: "✓",
    0xFB: "✗", 0xFD: "☒", 0xFE: "☑", 0x52: "☑", 0xD8: "➢", 0xE0: "→", 0xDF: "←",
}  # fmt: skip


def is_on(node: Any) -> bool:
    """The value of a switch such as w:vanish: on unless it says otherwise."""
    return node.get(W + "val", "1") not in ("0", "false", "off")


class RunReader:
    """Reads paragraph after paragraph. Fields may span several, text boxes and notes are set aside."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        self._hidden_styles = hidden_styles
        self._boxes: list[Any] = []
        self._fields: list[list[str]] = []  # of each open field: its part (code or result) and its code so far
        self.notes: list[tuple[str, str]] = []
        self._was_contents = False

    def text(self, paragraph: Any) -> str:
        """The visible text of a paragraph."""
        self._was_contents = self._is_contents()
        properties = paragraph.find(W + "pPr")
        style = None if properties is None else properties.find(W + "pStyle")
        if style is not None and style.get(W + "val") in self._hidden_styles:
            return ""
        return "".join(self._runs(paragraph))

    def take_boxes(self) -> list[Any]:
        """The text boxes met since the last call."""
        boxes, self._boxes = self._boxes, []
        return boxes

    @property
    def in_contents(self) -> bool:
        """Whether the last paragraph was one of a table of contents, which only repeats the headings."""
        return self._was_contents or self._is_contents()

    def _is_contents(self) -> bool:
        return any(code.split()[:1] == ["TOC"] for _, code in self._fields)

    def _in_code(self) -> bool:
        return any(part == "code" for part, _ in self._fields)

    def _runs(self, node: Any) -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag == W + "r":
                if not self._is_hidden(child):
                    yield from self._runs(child)
            elif tag == W + "t" or tag == _MATH_TEXT:
                if not self._in_code():
                    yield child.text or ""
            elif tag in _SKIPPED or not isinstance(tag, str):
                continue
            elif tag in _SIGNS:
                if not self._in_code():
                    yield _SIGNS[tag]
            elif tag == _TEXT_BOX:
                self._boxes.append(child)
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                self.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id", "")))
            elif tag == _MC + "AlternateContent":
                yield from self._alternative(child)
            elif tag == W + "sym":
                yield _symbol(child)
            elif tag in (W + "fldChar", W + "instrText"):
                self._field(child)
            elif tag == W + "sdt" and _shows_placeholder(child):
                continue
            else:
                yield from self._runs(child)

    def _alternative(self, node: Any) -> Iterator[str]:
        """One of the ways to draw the same thing: the first that is offered, the fallback only where there is no other."""
        chosen = node.find(_MC + "Choice")
        if chosen is None:
            chosen = node.find(_MC + "Fallback")
        if chosen is not None:
            yield from self._runs(chosen)

    def _field(self, node: Any) -> None:
        if node.tag == W + "instrText":
            if self._fields:
                self._fields[-1][1] += node.text or ""
            return
        kind = node.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(["code", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][0] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_hidden(self, run: Any) -> bool:
        properties = run.find(W + "rPr")
        if properties is None:
            return False
        vanish = properties.find(W + "vanish")
        if vanish is not None:
            return is_on(vanish)
        style = properties.find(W + "rStyle") if self._hidden_styles else None
        return style is not None and style.get(W + "val") in self._hidden_styles


def _shows_placeholder(control: Any) -> bool:
    node = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    return node is not None and is_on(node)


def _symbol(node: Any) -> str:
    try:
        code = int(node.get(W + "char", ""), 16)
    except ValueError:
        return ""
    if node.get(W + "font", "").lower() in _SYMBOL_FONTS:
        return _SYMBOLS.get(code & 0xFF, chr(0xF000 | (code & 0xFF)))
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
