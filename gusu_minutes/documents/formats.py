"""Every format that a paper can be had in, by the ending of the file's name."""

from collections.abc import Callable
from dataclasses import dataclass

from gusu_minutes.documents.ofd import to_ofd
from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.pdf import to_pdf


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, what people call it, and what makes it."""

    media_type: str
    label: str
    render: Callable[[Paper], bytes]


FORMATS: dict[str, Format] = {
    "pdf": Format("application/pdf", "PDF", to_pdf),
    "ofd": Format("application/ofd", "OFD", lambda paper: to_ofd(to_pdf(paper), paper)),
}


def render(paper: Paper, form: str) -> bytes:
    """Return the paper as a file. Raises KeyError for an unknown format, typst.TypstError for what can't be set."""
    return FORMATS[form].render(paper)
