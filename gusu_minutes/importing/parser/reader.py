"""From the bytes of an uploaded file to its text, with every refusal before anything is unpacked."""

from __future__ import annotations

from pathlib import PurePath

from gusu_minutes.importing.parser.errors import SourceError
from gusu_minutes.importing.parser.reader_docx import read_docx
from gusu_minutes.importing.parser.reader_text import read_text

MAX_BYTES = 20 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_LEGACY = {".doc", ".wps", ".dot", ".wpt", ".rtf"}
_MACROS = {".docm", ".dotm"}


def read_source(data: bytes, filename: str) -> str:
    """The text of a .txt or .docx file; `filename` gives its type.

    Raises SourceError where the file is empty, over 20 MB, of another type than its name says, or unsafe to open.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise SourceError("empty", "The file is empty.")
    if len(data) > MAX_BYTES:
        raise SourceError("too_large", "The file is larger than 20 MB.")
    suffix = PurePath(filename.replace("\\", "/")).suffix.lower()
    _refuse_by_content(data, suffix)
    if suffix == ".docx":
        return read_docx(data)
    if suffix in (".txt", ""):
        return read_text(data)
    raise SourceError("unknown_type", f"Files of the type “{suffix}” cannot be read; use .docx or .txt.")


def _refuse_by_content(data: bytes, suffix: str) -> None:
    if suffix in _MACROS:
        raise SourceError("macros", "The document may contain macros. Save it as .docx without macros.")
    if data.startswith(_PICTURES) and suffix in (".docx", ".txt", *_LEGACY):
        raise SourceError("picture", "This is a picture, not a document. Use a file with text in it.")
    if (
        data.startswith(_OLE)
        and b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e" in data
    ):
        raise SourceError("encrypted", "The document is protected by a password. Save it without one.")
    if suffix in _LEGACY or data.startswith(_OLE):
        raise SourceError(
            "legacy_word",
            "This is an old Word or WPS file. Open it in Word or WPS, choose “Save as”, type .docx, and take that file.",
        )
