"""Plain text in the encodings that Chinese offices use: UTF-8, UTF-16, GB18030."""

from __future__ import annotations

import codecs

from gusu_minutes.importing.parser.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(data: bytes) -> str:
    """Decode a text file. Raises SourceError `undecodable` where no encoding fits, `unknown_type` for binary data."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if guess := _unmarked_utf16(data):
        return _decode(data, guess)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode(data, "gb18030")
    if text.count("\x00"):
        raise SourceError("unknown_type", "This is not a text file.")
    return text


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError("undecodable", "The text is neither UTF-8 nor UTF-16 nor GB18030.") from error


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: its line ends and punctuation leave zero bytes on one side only."""
    if len(data) % 2:
        return None
    even, odd = data[0:4000:2].count(0), data[1:4000:2].count(0)
    if odd and not even:
        return "utf-16-le"
    return "utf-16-be" if even and not odd else None
