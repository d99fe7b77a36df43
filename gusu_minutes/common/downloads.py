"""Files on their way out."""

import hashlib
import re
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

# What no file system of a reader's takes in a name, and marks of direction: with one gpj.exe reads exe.jpg.
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def hand_out(stored: Any, name: str, content_type: str = "application/octet-stream") -> FileResponse:
    """Return a stored file (a FieldFile) under `name`, to be saved and never shown by the browser.

    Who may have it is asked before. Raises Http404 for a file that is missing in the storage.
    """
    try:
        file = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    _shield(response)
    return response


def hand_out_bytes(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return bytes as a file called `name`, whatever characters are in it, to be saved."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, _UNFIT.sub("_", name))
    _shield(response)
    return response


def hand_out_privately(
    request: HttpRequest, content: bytes, content_type: str, headers: dict[str, str] | None = None
) -> HttpResponse:
    """Return bytes to whoever has a secret address, 304 where they are known there; nobody else keeps them."""
    response = HttpResponse(content, content_type=content_type, headers=headers)
    response.headers["ETag"] = etag = f'"{hashlib.sha256(content).hexdigest()}"'
    answer: Any = get_conditional_response(request, etag=etag, response=response)
    return kept_by_nobody(answer)


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """Mark an answer under a secret address as not to be stored, guessed at or indexed."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _shield(response: HttpResponseBase) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
