"""What is asked of every request before anything reads it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def utf8_only(get_response: Answer) -> Answer:
    """Refuse (400) a request that says it is not in UTF-8: no form of ours is, and rot13 is a charset too."""

    def answer(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
            request.encoding = "utf-8"
            raise BadRequest("only UTF-8 is understood")
        return get_response(request)

    return answer
