"""Sets a paper as PDF: tagged (PDF/UA-1), archival (PDF/A-2a), the same bytes each time."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from gusu_minutes.documents import fonts
from gusu_minutes.documents.codes import SIZE, as_svg
from gusu_minutes.documents.paper import Block, Head, Imprint, Paper, Paragraph, Roll, Title

_TEMPLATE = Path(__file__).with_name("paper.typ")
_STANDARDS: Any = ["ua-1", "a-2a"]
# Set as the time of making where the document has no day of its own: a clock would change the bytes.
_NO_DAY = "2000-01-01"


def to_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF. Threads may call it at once. Raises typst.TypstError for what can't be set."""
    day = datetime.fromisoformat(paper.day or _NO_DAY).replace(tzinfo=UTC)
    return _compile(paper, format="pdf", pdf_standards=_STANDARDS, timestamp=day)


def to_images(paper: Paper, *, dots_per_inch: int = 72) -> list[bytes]:
    """Return the pages as PNG pictures, to be looked at before anything is printed. Raises as `to_pdf`."""
    made = _compile(paper, format="png", ppi=dots_per_inch)
    return made if isinstance(made, list) else [made]


def _compile(paper: Paper, **options: Any) -> Any:
    # PDF/A has no place for a byte order mark, which pasted text brings along unseen.
    inputs = {"paper": json.dumps(_plain(paper), ensure_ascii=False).replace("\ufeff", ""), "faces": _faces()}
    return typst.compile(_TEMPLATE, font_paths=fonts.typst_fonts(), sys_inputs=inputs, **options)


@lru_cache(maxsize=1)
def _faces() -> str:
    """Return the families of each face that are there; typst warns of others."""
    return json.dumps({face: [font.family.lower() for font in fonts.chain(face)] for face in fonts.FACES})


def _plain(paper: Paper) -> dict[str, Any]:
    blocks = [_block(block) for block in paper.blocks]
    # PDF/UA-1: the first heading is of level 1, and none is deeper than the one before it by more than one.
    below_title = any(isinstance(block, Title) for block in paper.blocks)
    last = 0
    for block, values in zip(paper.blocks, blocks, strict=True):
        if isinstance(block, Title) or (isinstance(block, Paragraph) and block.is_heading):
            wanted = 1 if isinstance(block, Title) else block.level + below_title
            last = values["outline"] = min(wanted, last + 1)
    return {**asdict(paper), "blocks": blocks}


def _block(block: Block) -> dict[str, Any]:
    """Return a block as values, with its kind and what only Python can work out; `outline` is a heading's level."""
    extra: dict[str, Any] = {"kind": type(block).__name__, "outline": 0}
    if isinstance(block, Head | Title | Roll):
        extra["lines"] = block.lines()
    if isinstance(block, Roll):
        extra["hang"] = block.hang
    if isinstance(block, Imprint):
        extra |= {"code": as_svg(block.link) if block.link else "", "code_size": SIZE}
    return asdict(block) | extra
