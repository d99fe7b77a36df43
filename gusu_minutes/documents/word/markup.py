"""Small pieces of WordprocessingML: elements, runs and paragraphs out of any text."""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

Element = Any  # lxml has no types

_NEW_LINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What XML 1.0 has no way to write (§2.2).
_ILLEGAL = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PIECE = re.compile("[^\t\n]+|[\t\n]")
_SIGNS = {"\t": "w:tab", "\n": "w:br"}


def w(tag: str, *children: Element | None, **attributes: object) -> Element:
    """Return the element w:`tag`; children that are None are left out, attributes are of Word's namespace."""
    return element(f"w:{tag}", *children, **{f"w:{name}": value for name, value in attributes.items()})


def element(tag: str, *children: Element | None, **attributes: object) -> Element:
    """Return an element by its prefixed name; attributes with a colon in their name are of that namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name) if ":" in name else name, legible(str(value)))
    made.extend(child for child in children if child is not None)
    return made


def legible(text: str) -> str:
    """Return the text with � for each character that XML cannot hold; every kind of line break is \\n."""
    return _ILLEGAL.sub("\ufffd", _NEW_LINE.sub("\n", text))


def run(text: str, style: str = "") -> Element:
    """Return a run, in a character style or in its paragraph's face; line breaks and tabs are Word's own."""
    properties = w("rPr", w("rStyle", val=style)) if style else None
    return w("r", properties, *_signs(legible(text)))


def _signs(text: str) -> Iterator[Element]:
    for piece in _PIECE.findall(text):
        if piece in _SIGNS:
            yield element(_SIGNS[piece])
        else:
            node = element("w:t", **{"xml:space": "preserve"})
            node.text = piece
            yield node


def paragraph(style: str, *content: Element | None, properties: tuple[Element | None, ...] = ()) -> Element:
    """Return a paragraph in a style; `properties` are what differs from it, in the order of the schema."""
    return w("p", w("pPr", w("pStyle", val=style), *properties), *content)


def field(code: str, result: str, style: str = "") -> list[Element]:
    """Return the runs of a field with the result that is shown until it is counted anew."""
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", _code(code)),
        w("r", w("fldChar", fldCharType="separate")),
        run(result, style),
        w("r", w("fldChar", fldCharType="end")),
    ]


def _code(code: str) -> Element:
    node = element("w:instrText", **{"xml:space": "preserve"})
    node.text = f" {code} "
    return node
