"""Stored files on their way out."""

from typing import Any

from django.http import FileResponse, Http404


def hand_out(stored: Any, name: str, content_type: str = "application/octet-stream") -> FileResponse:
    """Return a stored file (a FieldFile) under `name`, to be saved and never shown by the browser.

    Who may have it is asked before. Raises Http404 for a file that is missing in the storage.
    """
    try:
        file = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
