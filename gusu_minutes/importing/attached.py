"""What search finds of a file that is attached to a meeting."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from gusu_minutes.common.packages import PackageError, check_package
from gusu_minutes.common.sheets import SheetError, read_cells
from gusu_minutes.importing.parser import SourceError
from gusu_minutes.importing.sources import read_file, refuse_state_secret

# The terms of more do not fit into one entry of PostgreSQL's index (1 MB) if no pair of characters comes twice.
MAX_TEXT = 100_000  # characters
# With its star a mark is unmistakable wherever it stands: on a later sheet, slide or page, too.
_STARRED = re.compile(r"^\W*(?:\d{1,6}\s+)?[绝絕机機秘]\s*密\s*[★☆]", re.MULTILINE)
# Of packages of XML: a part that each has, the pages in it, the element of a stretch of text (GB/T 33190, ECMA-376).
_PAGED = {
    ".ofd": ("ofd.xml", re.compile(r"(?:.*/)?Pages/Page_(\d+)/Content\.xml", re.IGNORECASE), "TextCode"),
    ".pptx": ("ppt/presentation.xml", re.compile(r"ppt/slides/slide(\d+)\.xml"), "t"),
}


def facts_of(data: bytes, name: str) -> dict[str, Any]:
    """Return what a record keeps of a file: its size, SHA-256 and text. Raises SourceError for a state secret."""
    digest = hashlib.sha256(data).hexdigest()
    return {"size": len(data), "sha256": digest, "text": text_of_attachment(data, name)}


def text_of_attachment(data: bytes, name: str) -> str:
    """Return the text of a file, at most MAX_TEXT characters; empty where none can be read, as of a picture.

    Raises SourceError for a text that is marked as a state secret.
    """
    ending = PurePath(name).suffix.lower()
    try:
        if ending in _PAGED:
            text = "\n".join(_pages(data, *_PAGED[ending]))
        elif ending in (".xlsx", ".csv"):
            text = _table(data, name)
        else:
            text = read_file(data, name)
    except (SourceError, SheetError, PackageError, ParseError, DefusedXmlException, zipfile.BadZipFile):
        return ""
    refuse_state_secret(text)
    if _STARRED.search(text):
        raise SourceError("state_secret", "The text is marked as a state secret.")
    return text.replace("\0", "").strip()[:MAX_TEXT]


def _pages(data: bytes, needed: str, page: re.Pattern[str], element: str) -> Iterator[str]:
    """Yield the text of each page; a line may be broken into any number of stretches, so none stands between them."""
    check_package(data, {needed})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [(int(found[1]), name) for name in package.namelist() if (found := page.fullmatch(name))]
        for _number, name in sorted(names):
            tree = ElementTree.fromstring(package.read(name))
            yield "".join(node.text or "" for node in tree.iter() if node.tag.rpartition("}")[2] == element)


def _table(data: bytes, name: str) -> str:
    """Return the rows of all sheets, a line each, no further than is kept: a table may have a million cells."""
    lines: list[str] = []
    length = 0
    for row in read_cells(data, name):
        lines.append(" ".join(filter(None, row)))
        length += len(lines[-1]) + 1
        if length > MAX_TEXT:
            break
    return "\n".join(lines)
