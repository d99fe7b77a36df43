"""What is asked of a request before Django reads it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def utf8_only(application: Application) -> Application:
    """Wrap a WSGI application: a request that says it is not in UTF-8 gets 400.

    No form of ours is, and Django decodes the query in whatever is named, rot13 too, before any middleware of its own.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if _charset(environ.get("CONTENT_TYPE", "")) in {"utf-8", "utf8", "us-ascii"}:
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return ["请使用 UTF-8 编码。\nOnly UTF-8 is understood.\n".encode()]

    return answer


def _charset(content_type: str) -> str:
    """Return the charset that a content type names, in lower case; nothing where it cannot be read."""
    try:
        _type, parameters = parse_header_parameters(content_type)
    except ValueError:  # a parameter in an encoding that nobody knows; Django would fail on it, too
        return ""
    return str(parameters.get("charset", "utf-8")).lower()
