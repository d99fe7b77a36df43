"""A document as a file: in our own form, or as Word in the layout that the office put in its place."""

from gusu_minutes.documents.formats import render
from gusu_minutes.documents.layouts import render_layout
from gusu_minutes.documents.model import MinutesDocument
from gusu_minutes.documents.models import layout_for
from gusu_minutes.documents.paper import Paper
from meetings.models import Series


def file_of(
    form: str, paper: Paper, *, kind: str, series: Series | None, document: MinutesDocument, recipient: str = ""
) -> bytes:
    """Return the file; a layout in use for the kind and the series makes the Word file. Queries: one for Word.

    `document` is what fills the layout, `recipient` whose excerpt it is. Raises LayoutError, and as `render`.
    """
    layout = layout_for(kind, series) if form == "docx" else None
    return render_layout(layout, document, recipient=recipient) if layout else render(paper, form)
