"""The file itself: an empty document of our own to begin with, and the same bytes each time at the end."""

import io
import zipfile
from datetime import UTC, date, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from lxml import etree
from lxml.builder import ElementMaker

from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.word.faces import font_table
from gusu_minutes.documents.word.markup import Element, legible, w
from gusu_minutes.documents.word.measures import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, PITCH, RIGHT, TOP, mm
from gusu_minutes.documents.word.styles import style_sheet

# From the edge of the sheet to header and footer: so the dash of the page number is 7 mm below the type area (§7.5).
HEADER, FOOTER = mm(15), mm(25.3)
# For documents without a day.
_NO_DAY = date(2000, 1, 1)
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip archive can say
_LONGEST_PROPERTY = 255
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}


def empty_document() -> WordDocument:
    """Return a document with our styles, settings and page and nothing else: python-docx's own template stays out."""
    parts = {
        "document": w("document", w("body", _section())),
        "styles": style_sheet(),
        "settings": _settings(),
        "fontTable": font_table(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", _content_types())
        archive.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        others = {name: f"{name}.xml" for name in parts if name != "document"}
        archive.writestr("word/_rels/document.xml.rels", _relations(others))
        for name, root in parts.items():
            archive.writestr(f"word/{name}.xml", etree.tostring(root, encoding="UTF-8", standalone=True))
    file.seek(0)
    return Document(file)


def packed(document: WordDocument, paper: Paper) -> bytes:
    """Return the document as a file that says what it is and is the same, byte by byte, whenever it is made."""
    _describe(document, paper)
    loose, tidy = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(tidy, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(source.namelist()):  # [Content_Types].xml sorts first, where it has to be
            entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return tidy.getvalue()


def _describe(document: WordDocument, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = _property(paper.name)
    properties.subject = _property(paper.subject)
    properties.author = properties.last_modified_by = _property(paper.author)
    properties.language = "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = datetime.combine(_day(paper.day), time(), UTC)


def _property(text: str) -> str:
    return legible(text).replace("\n", " ")[:_LONGEST_PROPERTY]


def _day(iso: str | None) -> date:
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        return _NO_DAY


def _section() -> Element:
    return w(
        "sectPr",
        w("pgSz", w=PAGE_WIDTH, h=PAGE_HEIGHT),
        w("pgMar", top=TOP, right=RIGHT, bottom=BOTTOM, left=LEFT, header=HEADER, footer=FOOTER, gutter=0),
        # Not linesAndChars: LibreOffice gives each line two of the grid then.
        w("docGrid", type="lines", linePitch=PITCH),
    )


def _settings() -> Element:
    setting = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return w(
        "settings",
        w("zoom", percent=100),
        w("bordersDoNotSurroundHeader"),
        w("bordersDoNotSurroundFooter"),
        w("defaultTabStop", val=420),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        # A line that was broken by hand is not stretched; rows of tables may stand off the grid.
        w("compat", w("doNotExpandShiftReturn"), w("useFELayout"), setting),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def _content_types() -> bytes:
    maker = ElementMaker(namespace=f"{_PACKAGE}/content-types", nsmap={None: f"{_PACKAGE}/content-types"})
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    root = maker.Types(
        *(maker.Default(Extension=extension, ContentType=kind) for extension, kind in defaults.items()),
        *(
            maker.Override(PartName=f"/word/{part}.xml", ContentType=f"{_WORD}.{kind}+xml")
            for part, kind in _PARTS.items()
        ),
    )
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


def _relations(targets: dict[str, str]) -> bytes:
    maker = ElementMaker(namespace=f"{_PACKAGE}/relationships", nsmap={None: f"{_PACKAGE}/relationships"})
    root = maker.Relationships(
        *(
            maker.Relationship(Id=f"rId{number}", Type=f"{_OFFICE}/{kind}", Target=target)
            for number, (kind, target) in enumerate(targets.items(), 1)
        )
    )
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))
