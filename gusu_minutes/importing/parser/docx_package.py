"""A Word file as a package of parts: every refusal before anything is unpacked, and only the wanted parts are read."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from gusu_minutes.common.packages import MAX_ENTRIES, MAX_UNPACKED, PackageError, check_entry
from gusu_minutes.importing.parser.errors import SourceError

MAX_PART = 16 * 1024 * 1024  # one part that is read; that of the longest minutes seen has 1 MB
MAX_TAGS = 400_000  # in all parts that are read; each takes some 200 bytes

_DAMAGED = "The file is not a Word document, or it is damaged."
# What `check_entry` says, as a code and a sentence of SourceError.
_REFUSALS = {
    "unsafe_path": ("unsafe_path", "The document contains files that point outside of it."),
    "encrypted": ("encrypted", "The document is protected by a password. Save it without one."),
    "too_tight": ("zip_bomb", "The document is packed so tightly that it is not opened."),
}
_UNSAFE_XML = "The document defines XML entities and is not opened."
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]+)""")
_ENCODINGS = {
    b"utf-8",
    b"utf-16",
    b"utf-16le",
    b"utf-16be",
    b"us-ascii",
    b"ascii",
    b"iso-8859-1",
    b"gb2312",
    b"gbk",
    b"gb18030",
}
_STRICT = {  # what Word writes as “Strict Open XML”: the same document under other names
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")


class Relation(NamedTuple):
    """What a part is tied to: the last word of the type (header, numbering, …) and the part's name."""

    kind: str
    target: str


def not_docx(message: str = _DAMAGED) -> SourceError:
    return SourceError("not_docx", message)


class Package:
    """The parts of a .docx. Raises SourceError for what is no Word package, or is made to harm."""

    def __init__(self, data: bytes) -> None:
        self._tags = 0
        if data.count(b"PK\x01\x02") > MAX_ENTRIES:
            raise SourceError("zip_bomb", "The document holds more than 5,000 files.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise not_docx() from error
        self._names = {entry.filename: entry for entry in self._zip.infolist()}
        self._check(len(data))
        self.main = self._main_part()

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part ('' for the package) by their ids; links to the world outside are left out."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", name + ".rels"))
        found: dict[str, Relation] = {}
        for node in root if root is not None else ():
            if node.get("TargetMode") != "External" and isinstance(node.tag, str):
                target = posixpath.normpath(posixpath.join("/" + folder, node.get("Target", ""))).lstrip("/")
                found[node.get("Id", "")] = Relation(node.get("Type", "").rsplit("/", 1)[-1], target)
        return found

    def xml(self, part: str, shorten: Callable[[bytes], bytes] | None = None) -> Any | None:
        """The root element of a part, after `shorten`; None where there is no such part."""
        data = self.read(part)
        if data is None:
            return None
        return self._parsed(data if shorten is None else shorten(data))

    def read(self, part: str) -> bytes | None:
        """The bytes of a part, or None where there is no such part."""
        entry = self._names.get(part)
        if entry is None:
            return None
        if entry.file_size > MAX_PART:
            raise SourceError("zip_bomb", "A part of the document unpacks to more than 16 MB.")
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
            raise not_docx() from error
        return data

    def _parsed(self, data: bytes) -> Any:
        plain = data.replace(b"\x00", b"") if b"\x00" in data[:200] else data
        if _DOCTYPE.search(plain):
            raise SourceError("external_entity", _UNSAFE_XML)
        encoding = _ENCODING.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe"))
        if encoding and encoding[1].lower() not in _ENCODINGS:
            raise not_docx()
        self._tags += plain.count(b"<")
        if self._tags > MAX_TAGS:
            raise SourceError("zip_bomb", "The document has far more parts than minutes have.")
        if b"purl.oclc.org" in data:
            for strict, usual in _STRICT.items():
                data = data.replace(strict, usual)
        # A parser for each part: lxml's are not to be shared by threads.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise not_docx() from error
        if root.getroottree().docinfo.doctype:
            raise SourceError("external_entity", _UNSAFE_XML)
        return root

    def _check(self, size: int) -> None:
        entries = self._zip.infolist()
        try:
            for entry in entries:
                check_entry(entry)
        except PackageError as error:
            raise SourceError(*_REFUSALS[error.code]) from error
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise SourceError("zip_bomb", "The document unpacks to more than 100 MB.")
        end = 0
        for entry in sorted(entries, key=lambda one: one.header_offset):
            if entry.header_offset < end or entry.header_offset + entry.compress_size > size:
                raise SourceError("zip_bomb", "Files inside the document overlap.")
            end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size
        if any(name.lower().endswith(_MACRO_PARTS) for name in self._names):
            raise SourceError("macros", "The document contains macros. Save it as .docx without macros.")

    def _main_part(self) -> str:
        """The name of the document itself. What other packages are is said, where it can be told."""
        for part, code, message in (
            ("xl/workbook.xml", "spreadsheet", "This is a spreadsheet. Copy the text into Word and save it as .docx."),
            ("ppt/presentation.xml", "presentation", "This is a presentation. Give in the minutes as a document."),
            ("OFD.xml", "ofd", "This is an OFD file. Export it as PDF, or use the Word file."),
        ):
            if part in self._names:
                raise SourceError(code, message)
        types = self.read("[Content_Types].xml")
        if types is None:
            raise not_docx()
        if any("macroenabled" in (node.get("ContentType") or "").lower() for node in self._parsed(types)):
            raise SourceError("macros", "The document contains macros. Save it as .docx without macros.")
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self._names:
                return relation.target
        raise not_docx()
