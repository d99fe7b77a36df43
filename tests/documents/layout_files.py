"""Word files that are layouts, or pretend to be."""

import hashlib
import io
import zipfile
from typing import Any

import docx
from django.core.files.base import ContentFile

from gusu_minutes.documents.models import WordLayout
from tests.factories import UserFactory


def word_file(document: Any) -> bytes:
    """Return a python-docx document as bytes."""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def word(*lines: str) -> bytes:
    """Return a Word file of these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return word_file(document)


def repacked(data: bytes, parts: dict[str, bytes], *, types: tuple[str, str] | None = None) -> bytes:
    """Return a Word file with parts put in or replaced, and one word of its content types by another."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if types and name == "[Content_Types].xml":
                content = content.replace(types[0].encode(), types[1].encode())
            if name not in parts:
                new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(name, content)
    return written.getvalue()


def layout_record(*, data: bytes | None = None, **fields: Any) -> WordLayout:
    """Return a layout as the admin stores it, unchecked."""
    data = word("{{ title }}") if data is None else data
    return WordLayout.objects.create(
        name="版式",
        file=ContentFile(data, "layout.docx"),
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=UserFactory(),
        **fields,
    )
