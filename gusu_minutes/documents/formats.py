"""Every format that a paper can be had in, by the ending of the file's name."""

from collections.abc import Callable
from dataclasses import dataclass

import typst
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.fonts import missing_glyphs
from gusu_minutes.documents.markdown import to_markdown
from gusu_minutes.documents.ofd import to_ofd
from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.pdf import to_pdf
from gusu_minutes.documents.plain import to_plain
from gusu_minutes.documents.word import to_word


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, what people call it, and what makes it."""

    media_type: str
    label: str
    render: Callable[[Paper], bytes]


FORMATS: dict[str, Format] = {
    "pdf": Format("application/pdf", "PDF", to_pdf),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", to_word),
    "ofd": Format("application/ofd", "OFD", lambda paper: to_ofd(to_pdf(paper), paper)),
    "txt": Format("text/plain; charset=utf-8", "TXT", lambda paper: to_plain(paper).encode()),
    "md": Format("text/markdown; charset=utf-8", "Markdown", lambda paper: to_markdown(paper).encode()),
}


class CannotBeSet(DomainError):
    """A paper that has no pages: mostly for a character that no font has, which the sentence names."""


def render(paper: Paper, form: str) -> bytes:
    """Return the paper as a file. Raises KeyError for an unknown format, CannotBeSet for what can't be set."""
    try:
        return FORMATS[form].render(paper)
    except typst.TypstError as error:
        if missing := missing_glyphs(paper):
            listed = "; ".join(map(str, missing))
            sentence = _("These characters cannot be printed, because no font here has them: %(list)s")
            raise CannotBeSet(sentence % {"list": listed}) from error
        raise CannotBeSet(_("The document cannot be set on paper: %(problem)s") % {"problem": error}) from error
