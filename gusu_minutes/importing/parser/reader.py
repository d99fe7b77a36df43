"""From the bytes of an uploaded file to its text, with every refusal before anything is unpacked.

What a file is, its content says; its name only helps where the content says nothing. So a PDF that was named .docx is
read as the PDF that it is.
"""

from __future__ import annotations

import re
import struct
from pathlib import PurePath

from gusu_minutes.importing.parser.errors import SourceError
from gusu_minutes.importing.parser.reader_docx import read_docx
from gusu_minutes.importing.parser.reader_pdf import read_pdf
from gusu_minutes.importing.parser.reader_text import read_text

MAX_BYTES = 20 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURES = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
    b"\x00\x00\x00\x0cjP",
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!/", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_WEB_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta)\b", re.I | re.S
)
_WEB_ARCHIVE = re.compile(rb"\s*MIME-Version:", re.I)
_MACROS = {".docm", ".dotm"}
_TEXT = {".txt", ".text", ".md", ""}
_WORD = {".doc", ".dot", ".wps", ".wpt", ".rtf", ".docx"}
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read_source(data: bytes, filename: str) -> str:
    """The text of a .txt, .docx or .pdf file.

    Raises SourceError: `empty`, `too_large`, `legacy_word` for what has to be converted first, and the others that SourceError names.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise SourceError("empty", "The file is empty.")
    if len(data) > MAX_BYTES:
        raise SourceError("too_large", "The file is larger than 20 MB.")
    suffix = PurePath(filename.replace("\\", "/")).suffix.lower()
    if suffix in _MACROS:
        raise SourceError("macros", "The document may contain macros. Save it as .docx without macros.")
    _refuse_by_content(data)
    if b"%PDF-" in data[:1024]:
        return read_pdf(data)
    if data.startswith(_ZIP):
        return read_docx(data)
    if suffix in _TEXT:
        return read_text(data)
    if suffix == ".pdf":
        raise SourceError("not_pdf", "The file is not a PDF, or it is damaged.")
    if suffix in _WORD:
        raise SourceError("not_docx", "The file is not a Word document, or it is damaged.")
    raise SourceError("unknown_type", f"Files of the type “{suffix}” cannot be read; use .docx, .pdf or .txt.")


def _refuse_by_content(data: bytes) -> None:
    """Refuse what no reader is for, by the bytes that it begins with."""
    if data.startswith(_PICTURES) or (data.startswith(b"BM") and data[6:10] == bytes(4)):
        raise SourceError("picture", "This is a picture, not a document. Use a file with text in it.")
    if data.startswith(_PROGRAMS):
        raise SourceError("program", "This is a program, not a document.")
    if data.startswith(_ARCHIVES):
        raise SourceError("archive", "This is a packed archive. Unpack it and use the document inside.")
    if _WEB_PAGE.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) or _WEB_ARCHIVE.match(data[:200]):
        raise SourceError("web_page", "This is a web page. Open it in Word or WPS and save it as .docx.")
    if data.startswith(_OLE):
        _refuse_encrypted(data)
    if data.startswith((_OLE, b"{\\rtf")):
        raise SourceError(
            "legacy_word",
            "This is an old Word or WPS file. Open it in Word or WPS, choose “Save as”, type .docx, and take that file.",
        )


def _refuse_encrypted(data: bytes) -> None:
    """Refuse Word files with a password: a .docx wrapped whole, or a .doc whose header says so (MS-DOC, FibBase)."""
    wrapped = _ENCRYPTED_PACKAGE in data
    for place in range(512, min(len(data), 1024 * 1024), 512):
        if data[place : place + 2] == b"\xec\xa5" and len(data) >= place + 12:
            wrapped = wrapped or bool(struct.unpack_from("<H", data, place + 10)[0] & 0x0100)
    if wrapped:
        raise SourceError("encrypted", "The document is protected by a password. Save it without one.")
