"""Reads one PDF from standard input, in a process of its own, and prints its lines as JSON.

A PDF is a program that draws; whoever runs it bounds it. What pdfminer does not bound itself is bounded in `guard`,
and the operating system bounds the rest: this process gives up memory and time before it begins.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from typing import Any

from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.psexceptions import PSException

from gusu_minutes.importing.pdf.glyphs import UNKNOWN, Collector
from gusu_minutes.importing.pdf.guard import (
    MAX_PAGES,
    BoundedDocument,
    BoundedInterpreter,
    BoundedParser,
    Budget,
    Refused,
)
from gusu_minutes.importing.pdf.rows import plain, rows_of

MEMORY = 112 * 1024 * 1024  # of which Python and its libraries take some 40 MB
CPU_SECONDS = 15
_TAIL = 64 * 1024  # where the end of a whole file says where its table of objects is

# What pdfminer, which trusts its input, raises on damaged files.
_DAMAGED = (
    PDFException,
    PSException,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    NotImplementedError,
    EOFError,
)


def read(data: bytes) -> dict[str, Any]:
    """The rows of each page and the text that is not level, or the code of a refusal."""
    try:
        return _read(data)
    except Refused as refused:
        return {"error": refused.code}
    except MemoryError:
        return {"error": "too_complex"}
    except PDFEncryptionError:
        return {"error": "encrypted"}
    except _DAMAGED:
        return {"error": "not_pdf"}


def _read(data: bytes) -> dict[str, Any]:
    if b"startxref" not in data[-_TAIL:]:
        return {"error": "not_pdf"}  # its end is missing: what is left would be read as if it were all
    budget = Budget()
    document = BoundedDocument(BoundedParser(io.BytesIO(data), budget))
    resources = PDFResourceManager()
    collector = Collector(resources, budget)
    interpreter = BoundedInterpreter(resources, collector)
    pages: list[list[Any]] = []
    turned: dict[str, None] = {}
    unknown = known = 0
    for page in PDFPage.create_pages(document):
        if len(pages) == MAX_PAGES:
            raise Refused("too_many_pages")
        interpreter.process_page(page)
        sheet = collector.sheet
        unknown += sum(UNKNOWN in glyph.text for glyph in sheet.glyphs)
        known += sum(bool(glyph.text.strip()) for glyph in sheet.glyphs)
        pages.append([tuple(row) for row in rows_of(sheet)])
        turned[plain("".join(glyph.text for glyph in sheet.turned)).strip()] = None
    if not pages:
        return {"error": "not_pdf"}
    if not known:
        return {"error": "no_text"}
    if unknown > 0.1 * known:
        return {"error": "no_characters"}
    return {"pages": pages, "turned": [text for text in turned if text]}


def main() -> None:
    """Give up rights, read, answer."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    answer = json.dumps(read(sys.stdin.buffer.read()), ensure_ascii=True)
    sys.stdout.write(answer)
