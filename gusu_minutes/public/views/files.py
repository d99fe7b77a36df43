"""Minutes as files: those frozen when they were issued, and text made of the frozen document."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.formats import FORMATS, render
from gusu_minutes.documents.papers.minutes import minutes_name, minutes_paper
from gusu_minutes.documents.papers.volume import volume_paper
from gusu_minutes.public.downloads import attached_file, frozen_file
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.public.views.editions import EditionView
from gusu_minutes.public.views.meetings import AddressView
from gusu_minutes.publishing.enums import FileFormat


class FileView(EditionView):
    """An edition as a file. Whoever hashes a frozen one gets the SHA-256 that the page names. Raises Http404."""

    def answer(self) -> HttpResponse:
        edition, form = self.edition, self.kwargs["form"]
        if edition.is_withdrawal:
            raise Http404
        if form in FileFormat.values:
            response = frozen_file(edition, self.audience, form)
            if response is None:
                raise Http404
            return response
        content = render(minutes_paper(edition.document), form)
        response = hand_out_bytes(content, f"{minutes_name(edition.document)}.{form}", FORMATS[form].media_type)
        response["ETag"] = f'"{edition.digest}-{form}"'
        return response


class AttachmentView(AddressView):
    """A file issued with the minutes that stand: one that a correction took out is not handed out. Raises Http404."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if gone := self.gone():
            return gone
        response = attached_file(self.latest, kwargs["key"])
        if response is None:
            raise Http404
        return response


class VolumeView(ReadingView):
    """A year's minutes of a series as one bound volume, made when asked for; officials only: it takes seconds."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = self.audience.edition.objects.current().filter(series_code=kwargs["series"], year=kwargs["year"])
        editions = [] if self.audience.is_public else list(rows)
        if not editions:
            raise Http404
        paper = volume_paper([edition.document for edition in editions], editions[0].series_name, kwargs["year"])
        form = kwargs["form"]
        try:
            content = render(paper, form)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(f"{self.audience.namespace}:meetings")
        return hand_out_bytes(content, f"{paper.name}.{form}", FORMATS[form].media_type)
