"""Compression of what is text; documents and archives are compressed already."""

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = re.compile(r"text/|application/(?:json|xml|vnd\.oai\.openapi|[-.\w]+\+(?:json|xml)(?:;|$))")


def is_text(response: HttpResponseBase) -> bool:
    """Whether an answer becomes much smaller when it is packed."""
    return bool(_TEXT.match(str(response.get("Content-Type", ""))))


class TextGZipMiddleware(GZipMiddleware):
    """Django's compression, of texts only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return super().process_response(request, response) if is_text(response) else response
