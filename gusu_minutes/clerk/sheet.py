"""The minutes on paper, as the clerk sees them before they are issued."""

import base64
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.documents.build import internal_document, public_document
from gusu_minutes.documents.fonts import missing_glyphs
from gusu_minutes.documents.formats import FORMATS, render
from gusu_minutes.documents.model import MinutesDocument
from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.documents.pdf import to_images
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.enums import MeetingState
from meetings.models import Meeting


def sheet_of(meeting: Meeting, *, public: bool) -> Paper:
    """Return the paper as issued or, of what is not issued, as it would be, with its watermark."""
    if meeting.state == MeetingState.PUBLISHED:
        editions = PublicEdition if public else InternalEdition
        edition = editions.objects.filter(meeting=meeting).order_by("-number").first()
        if edition is not None:
            return minutes_paper(edition.document)
    document = public_document(meeting) if public else internal_document(meeting)
    return minutes_paper(document, draft=True)


def pictures_of(paper: Paper) -> list[str]:
    """Return the pages as addresses of pictures that carry their own data."""
    return [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in to_images(paper)]


def blanks_in(document: MinutesDocument) -> list[str]:
    """Return the characters that no font has, each with the words around it."""
    return [str(glyph) for glyph in missing_glyphs(minutes_paper(document))]


def sheet_view(admin: Any, request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the minutes as they stand in the records: `?audience=public` for the public ones."""
    meeting = admin.get_queryset(request).filter(pk=pk).first()
    if meeting is None or form not in FORMATS:
        raise Http404
    if not admin.has_view_permission(request, meeting):
        raise PermissionDenied
    paper = sheet_of(meeting, public=request.GET.get("audience") == "public")
    mark = f"({paper.watermark})" if paper.watermark else ""
    return hand_out_bytes(render(paper, form), f"{paper.name}{mark}.{form}", FORMATS[form].media_type)
