"""The description of the API itself, and what answers where there is nothing."""

import hashlib
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from rest_framework import exceptions

from gusu_minutes.api.v1.base import ApiView
from gusu_minutes.public.wall import only_tables

FORMS: dict[str, Any] = {
    "json": (OpenApiJsonRenderer, "application/vnd.oai.openapi+json"),
    "yaml": (OpenApiYamlRenderer, "application/vnd.oai.openapi"),
}


def description(language: str) -> dict[str, Any]:
    """Return the description in a language."""
    with override(language):
        return SchemaGenerator().get_schema(public=True)


@cache
def rendered(form: str) -> bytes:
    """Return the description as it is served; it is made once a process."""
    renderer, _media_type = FORMS[form]
    return renderer().render(description(settings.LANGUAGE_CODE), renderer_context={})


class DescriptionView(ApiView):
    """The description, as JSON or YAML; it is made of the program alone."""

    schema = None

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with only_tables(frozenset()):
            content = rendered(kwargs["form"])
        response = HttpResponse(content, content_type=f"{FORMS[kwargs['form']][1]}; charset=utf-8")
        response["ETag"] = etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        answer: Any = get_conditional_response(request, etag=etag, response=response)
        return answer


class Nothing(ApiView):
    """Every address under the API at which there is nothing, whatever is done to it."""

    schema = None

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise exceptions.NotFound(_("There is nothing at this address; addresses of lists and records end in “/”."))

    http_method_not_allowed = options = get
