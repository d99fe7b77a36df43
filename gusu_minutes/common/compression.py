"""Compression of what is text; documents and archives are compressed already."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", *(f"application/{kind}" for kind in ("json", "xml", "atom+xml", "ld+json", "problem+json")))


def is_text(response: HttpResponseBase) -> bool:
    """Whether an answer becomes much smaller when it is packed."""
    return str(response.get("Content-Type", "")).startswith(TEXT)


class TextGZipMiddleware(GZipMiddleware):
    """Django's compression, of texts only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return super().process_response(request, response) if is_text(response) else response
