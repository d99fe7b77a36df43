"""The open data on the public site: a page, two descriptions for programs, and the files."""

import json
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _

from gusu_minutes.opendata import shelf
from gusu_minutes.opendata.catalogue import catalogue, manifest
from gusu_minutes.opendata.shelf import File, Made
from gusu_minutes.public.views.base import ReadingView

RETRY_AFTER = 600  # seconds


class PublicOnlyView(ReadingView):
    """Open data are the public's: the officials' site has no such pages."""

    section = "data"
    keeps = False  # files come and go without an issue

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        if answer := super().refusal(request):
            return answer
        if not self.audience.is_public:
            raise Http404
        return None

    def handed_out(self) -> list[Made]:
        """Return what may be handed out now. Queries: two."""
        made = shelf.all_made()
        withheld = shelf.withheld(made)
        return [one for one in made if one.scope not in withheld]


class DataView(PublicOnlyView):
    """What open data there are, and how to use and to check them."""

    template_name = "public/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = shelf.all_made()
        return super().get_context_data(
            datasets=made,
            withheld=shelf.withheld(made),
            sample=next((file for one in made for file in one.files if file.name.endswith(".csv")), None),
            licence=settings.DATA_LICENCE,
            licence_name=settings.DATA_LICENCE_NAME or settings.DATA_LICENCE,
            description=settings.DATA_DESCRIPTION,
            **kwargs,
        )


class ForProgramsView(PublicOnlyView):
    """JSON that programs of any site may read."""

    def finish(self, response: Any) -> None:
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Content-Type-Options"] = "nosniff"
        patch_cache_control(response, no_cache=True)

    def answer(self, data: dict[str, Any], media_type: str) -> HttpResponse:
        return HttpResponse(json.dumps(data, ensure_ascii=False, indent=1) + "\n", content_type=media_type)


class ManifestView(ForProgramsView):
    """Every file that is handed out now, with its SHA-256."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(manifest(self.handed_out()), "application/json; charset=utf-8")


class CatalogueView(ForProgramsView):
    """The same for catalogues of open data (DCAT-AP)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(catalogue(self.handed_out()), "application/ld+json; charset=utf-8")


class DataFileView(ForProgramsView):
    """One file. While it holds what was corrected or withdrawn it is withheld (503). Raises Http404."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        made, file = self.found()
        if made.scope in shelf.withheld([made]):
            return self.withheld()
        etag = f'"{file.sha256}"'
        if unchanged := get_conditional_response(request, etag=etag):
            return unchanged
        try:
            content = made.path_of(file).open("rb")
        except FileNotFoundError:  # replaced since the record was read: the next try finds the new one
            return self.withheld()
        response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.media_type)
        response["ETag"] = etag
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    def found(self) -> tuple[Made, File]:
        """Return the file of the address and what it belongs to. Raises Http404."""
        name = self.kwargs["file"]
        made = shelf.read(name.partition("-")[2].partition(".")[0])
        for file in made.files if made else ():
            if made and file.name == name:
                return made, file
        raise Http404

    def withheld(self) -> HttpResponse:
        sentence = _(
            "Minutes in this file were corrected or withdrawn. It is being made anew; try again in some minutes."
        )
        headers = {"Retry-After": str(RETRY_AFTER)}
        return HttpResponse(sentence + "\n", status=503, content_type="text/plain; charset=utf-8", headers=headers)
