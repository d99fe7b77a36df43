"""The minutes on paper, as the clerk sees them before they are issued."""

import base64
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gusu_minutes.clerk.links import admin_url
from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.build import internal_document, public_document
from gusu_minutes.documents.enums import PaperKind
from gusu_minutes.documents.files import file_of
from gusu_minutes.documents.fonts import missing_glyphs
from gusu_minutes.documents.formats import FORMATS, render
from gusu_minutes.documents.model import MinutesDocument
from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.documents.pdf import to_images
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from gusu_minutes.publishing.tasks import order_again
from meetings.enums import MeetingState
from meetings.models import Meeting


def meeting_to_see(admin: Any, request: HttpRequest, pk: int) -> Meeting:
    """Return the meeting of a page in the clerk's room. Raises Http404, and PermissionDenied for who may not see it."""
    meeting: Meeting | None = admin.get_queryset(request).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    if not admin.has_view_permission(request, meeting):
        raise PermissionDenied
    return meeting


def document_of(meeting: Meeting, *, public: bool) -> MinutesDocument:
    """Return what the records say, for officials or for the public."""
    return public_document(meeting) if public else internal_document(meeting)


def sheet_of(
    meeting: Meeting, document: MinutesDocument | None = None, *, public: bool
) -> tuple[Paper, MinutesDocument]:
    """Return the sheet as issued or, before that, as it would be, with its watermark; and the document on it.

    `document` is what the records say, if the caller has it at hand.
    """
    editions = PublicEdition if public else InternalEdition
    if meeting.state == MeetingState.PUBLISHED:
        issued = editions.objects.filter(meeting=meeting).latest("number").document
        return minutes_paper(issued), issued
    document = document or document_of(meeting, public=public)
    return minutes_paper(document, draft=True), document


def pictures_of(paper: Paper) -> list[str]:
    """Return the pages as addresses of pictures that carry their own data."""
    return [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in to_images(paper)]


def blanks_in(document: MinutesDocument) -> list[str]:
    """Return the characters that no font has, each with the words around it."""
    return [str(glyph) for glyph in missing_glyphs(minutes_paper(document))]


def sheet_view(admin: Any, request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the minutes as they stand in the records: `?audience=public` for the public ones."""
    if form not in FORMATS:
        raise Http404
    meeting = meeting_to_see(admin, request, pk)
    public = request.GET.get("audience") == "public"
    paper, document = sheet_of(meeting, public=public)
    mark = f"({paper.watermark})" if paper.watermark else ""
    try:
        if paper.watermark:  # a layout of the office has none
            content = render(paper, form)
        else:
            content = file_of(form, paper, kind=PaperKind.MINUTES, series=meeting.series, document=document)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(admin_url(meeting, "preview"))
    return hand_out_bytes(content, f"{paper.name}{mark}.{form}", FORMATS[form].media_type)


def files_view(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Have what is missing of the files of issued minutes made once more, after a font was installed say."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    meeting = admin.get_queryset(request).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    if not request.user.has_perm("meetings.publish_meeting"):
        raise PermissionDenied
    count = order_again(meeting=meeting)
    if count:
        messages.success(request, _("The files are being made; look again in a minute."))
    else:
        messages.info(request, _("All files are made already; nothing was changed."))
    return redirect(f"{admin_url(meeting)}#editions")
