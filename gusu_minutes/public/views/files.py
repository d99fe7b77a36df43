"""Minutes as files: those frozen when they were issued, and text made of the frozen document."""

from django.http import Http404, HttpResponse

from gusu_minutes.common.downloads import hand_out_bytes
from gusu_minutes.documents.formats import FORMATS, render
from gusu_minutes.documents.papers.minutes import minutes_name, minutes_paper
from gusu_minutes.public.views.editions import EditionView
from gusu_minutes.publishing.enums import FileFormat


class FileView(EditionView):
    """An edition as a file. Whoever hashes a frozen one gets the SHA-256 that the page names. Raises Http404."""

    def answer(self) -> HttpResponse:
        edition, form = self.edition, self.kwargs["form"]
        if edition.is_withdrawal:
            raise Http404
        if form in FileFormat.values:
            stored = self.audience.file.objects.filter(edition=edition, format=form).first()
            if stored is None:
                raise Http404
            content, etag = bytes(stored.content), stored.sha256
        else:
            content, etag = render(minutes_paper(edition.document), form), f"{edition.digest}-{form}"
        name = f"{minutes_name(edition.document)}.{form}"
        response = hand_out_bytes(content, name, FORMATS[form].media_type)
        response["ETag"] = f'"{etag}"'
        return response
