"""The papers around a meeting, to be printed: agenda, notice, sign-in sheet, excerpts for departments."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from gusu_minutes.clerk.links import admin_url
from gusu_minutes.clerk.sheet import meeting_to_see
from gusu_minutes.clerk.trail import crumbs_of, short
from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.build import internal_document
from gusu_minutes.documents.enums import PaperKind
from gusu_minutes.documents.files import file_of
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.model import MinutesDocument, Unit
from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.papers.excerpt import excerpt_of, excerpt_paper
from gusu_minutes.documents.papers.family import FAMILY
from gusu_minutes.publishing.models import InternalEdition
from meetings.models import Meeting

# What is printed or passed on; the rest is for machines.
PRINTED = ("pdf", "docx", "ofd")


def papers_view(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show every paper that the meeting can be had as."""
    meeting = meeting_to_see(admin, request, pk)
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Documents"),
        "subtitle": short(meeting),
        "meeting": meeting,
        "opts": admin.opts,
        "crumbs": crumbs_of(meeting),
        "formats": [(form, FORMATS[form].label) for form in PRINTED],
        "family": [(kind, kin.label) for kind, kin in FAMILY.items()],
        "concerned": concerned(last_document(meeting)),
    }
    return TemplateResponse(request, "admin/papers.html", context)


def paper_view(admin: Any, request: HttpRequest, pk: int, kind: str, form: str) -> HttpResponse:
    """Hand out one of the family, made of the records as they stand."""
    meeting = meeting_to_see(admin, request, pk)
    if kind not in FAMILY or form not in FORMATS:
        raise Http404
    return _handed_out(request, meeting, FAMILY[kind].build(meeting), internal_document(meeting), kind, form)


def excerpt_view(admin: Any, request: HttpRequest, pk: int, code: str, form: str) -> HttpResponse:
    """Hand out the excerpt for a department, of the minutes as issued or, before that, of the draft."""
    meeting = meeting_to_see(admin, request, pk)
    document = last_document(meeting)
    names = dict(concerned(document))
    if code not in names or form not in FORMATS:
        raise Http404
    paper = excerpt_paper(document, code, names[code])
    return _handed_out(request, meeting, paper, excerpt_of(document, code), PaperKind.EXCERPT, form, names[code])


def last_document(meeting: Meeting) -> MinutesDocument:
    """Return the internal minutes as last issued, or as the draft has them."""
    edition = InternalEdition.objects.filter(meeting=meeting).order_by("-number").first()
    return edition.document if edition else internal_document(meeting)


def concerned(document: MinutesDocument) -> list[tuple[str, str]]:
    """Return code and name of each department that presented something or was put to work, in order, each once."""
    units: list[Unit] = []
    for item in document.items:
        units += item.presenting
        for clause in item.clauses:
            for entry in clause.responsibilities:
                units += [entry.lead, *entry.supporting]
    return list({unit.code: (unit.code, unit.name) for unit in units if unit.code}.values())


def _handed_out(
    request: HttpRequest,
    meeting: Meeting,
    paper: Paper,
    document: MinutesDocument,
    kind: str,
    form: str,
    recipient: str = "",
) -> HttpResponse:
    try:
        content = file_of(form, paper, kind=kind, series=meeting.series, document=document, recipient=recipient)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(admin_url(meeting, "papers"))
    return hand_out_bytes(content, f"{paper.name}.{form}", FORMATS[form].media_type)
