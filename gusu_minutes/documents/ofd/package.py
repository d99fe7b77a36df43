"""The OFD file: pages, fonts, bookmarks and metadata in a ZIP container (GB/T 33190-2016 §6, §7)."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from gusu_minutes.documents.ofd.goals import Entry
from gusu_minutes.documents.ofd.pages import NAMESPACE, FontInFile, element, go_to, page_xml, row, runs
from gusu_minutes.documents.ofd.reading import Layout, legal, read
from gusu_minutes.documents.ofd.typefaces import Typeface
from gusu_minutes.documents.paper import Head, Imprint, Paper

CREATOR = "Gusu Minutes"
_FOLDER = "Doc_0"
_DOCUMENT_NUMBER = re.compile(r"\S+〔\d{4}〕\d+号")
# The same bytes each time; ZIP knows no earlier day.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def to_ofd(pdf: bytes, paper: Paper) -> bytes:
    """Return a paper as OFD with the pages of its PDF. The same PDF and paper give the same bytes.

    Raises UnsupportedFont or UnsupportedContent for what official documents don't have, and that would be lost, and
    pdfminer's PDFSyntaxError for what is no PDF.
    """
    parts = dict(_parts(read(pdf)))
    # The identifier is 32 digits (§7.4): the same for the same content.
    digest = sha256(b"".join(name.encode() + content for name, content in parts.items())).hexdigest()
    entry = _xml(_entry(paper, uuid5(NAMESPACE_URL, f"{NAMESPACE}#{digest}").hex))
    return _zipped({"OFD.xml": entry, **parts})


def _xml(root: etree._Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="UTF-8", xml_declaration=False)


def _parts(layout: Layout) -> Iterator[tuple[str, bytes]]:
    """Yield all files but OFD.xml, by name."""
    ids = count(1)
    # All pages first: they decide which character of a font means which glyph.
    marks = [list(runs(page.marks)) for page in layout.pages]
    space = next(ids)
    resources = element("Res", BaseLoc="Res")
    element("ColorSpace", element("ColorSpaces", resources), ID=str(space), Type="RGB", BitsPerComponent="8")
    fonts: dict[Typeface, FontInFile] = {}
    shelf = element("Fonts", resources) if layout.faces else resources
    for face in layout.faces:
        ending, file, glyphs = face.file()
        fonts[face] = FontInFile(next(ids), glyphs)
        name = f"font_{fonts[face].ref}.{ending}"
        described = {"ID": str(fonts[face].ref), "FontName": face.name, "FamilyName": face.name, "Charset": "unicode"}
        element("FontFile", element("Font", shelf, **described), name)
        yield f"{_FOLDER}/Res/{name}", file
    yield f"{_FOLDER}/PublicRes.xml", _xml(resources)

    page_ids = [next(ids) for _ in layout.pages]
    names = [f"Pages/Page_{place}/Content.xml" for place in range(len(layout.pages))]
    for page, name, drawn in zip(layout.pages, names, marks, strict=True):
        content = page_xml(page, drawn, fonts, page_ids, lambda: next(ids))
        yield f"{_FOLDER}/{name}", _xml(content)

    root = element("Document")
    common = element("CommonData", root)
    element("MaxUnitID", common, str(next(ids) - 1))
    area = element("PageArea", common)
    first = layout.pages[0]
    element("PhysicalBox", area, row((0, 0, first.width, first.height)))
    element("PublicRes", common, "PublicRes.xml")
    element("DefaultCS", common, str(space))
    tree = element("Pages", root)
    for ref, name in zip(page_ids, names, strict=True):
        element("Page", tree, ID=str(ref), BaseLoc=name)
    if layout.outline:
        _outline(element("Outlines", root), layout.outline, page_ids)
        element("PageMode", element("VPreferences", root), "UseOutlines")
    yield f"{_FOLDER}/Document.xml", _xml(root)


def _outline(parent: etree._Element, entries: Iterable[Entry], page_ids: Sequence[int]) -> None:
    """Write bookmarks (§7.8)."""
    for entry in entries:
        node = element("OutlineElem", parent, Title=legal(entry.title), Count=str(len(entry.children)))
        go_to(node, entry.goal, page_ids)
        _outline(node, entry.children, page_ids)


def _entry(paper: Paper, identifier: str) -> etree._Element:
    """Return OFD.xml (§7.4): what the document is called, who issued it, and where it begins."""
    root = element("OFD", Version="1.0", DocType="OFD")
    body = element("DocBody", root)
    info = element("DocInfo", body)
    known = {"DocID": identifier, "Title": paper.name, "Author": paper.author, "Subject": paper.subject}
    known |= {"CreationDate": paper.day or "", "DocUsage": "Normal", "Creator": CREATOR}
    for name, value in known.items():
        if value:
            element(name, info, legal(value))
    if data := {name: value for name, value in _elements(paper).items() if value}:
        shelf = element("CustomDatas", info)
        for name, value in data.items():
            element("CustomData", shelf, legal(value), Name=name)
    element("DocRoot", body, f"{_FOLDER}/Document.xml")
    return root


def _elements(paper: Paper) -> dict[str, str]:
    """Return the parts of an official document under the names of GB/T 9704-2012 §7, as they are printed.

    A volume of several documents has several heads and imprints: it has none of its own.
    """
    heads = [block for block in paper.blocks if isinstance(block, Head)]
    imprints = [block for block in paper.blocks if isinstance(block, Imprint)]
    found = {"标题": paper.name, "发文机关": paper.author}
    if len(heads) == 1:
        found["发文机关标志"] = heads[0].mark
        found["发文字号"] = heads[0].number_line if _DOCUMENT_NUMBER.fullmatch(heads[0].number_line) else ""
    if len(imprints) == 1:
        found["抄送机关"] = "，".join(imprints[0].copy_to)
        found["印发机关"] = imprints[0].issuer
        found["印发日期"] = imprints[0].issued_on
    return found


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP file: OFD.xml first, as a reader looks for it, then the rest by name."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name in sorted(parts, key=lambda name: (name != "OFD.xml", name)):
            information = zipfile.ZipInfo(name, _LONG_AGO)
            information.compress_type = zipfile.ZIP_DEFLATED
            information.external_attr = 0o644 << 16
            information.create_system = 3
            container.writestr(information, parts[name])
    return target.getvalue()
