"""The language of a page: Simplified Chinese unless the reader chose another, and the script of its content."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from gusu_minutes.common.folding import to_traditional

_PIECES = re.compile(r"(<[^>]*>)")
_SPOKEN_ATTRIBUTES = re.compile(r'(?<=\s)(title|alt|aria-label|placeholder)="([^"]*)"')
_SEPARATOR = "\x1f"
# Family names that a converter of words takes for other words: 范 is not 範, 于 is not 於, when they begin a name.
_FAMILY_NAMES = frozenset("范于余云沈姜丰曲谷郁党仇岳游后卜")


def language_of(request: HttpRequest) -> str:
    """Return the code of the language that the reader chose, or the default."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class ChosenLanguageMiddleware:
    """Activate the language of the reader's cookie, else the default; what the browser asks for does not count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


def html_in_traditional(html: str) -> str:
    """Return a page with its words in Traditional characters.

    Addresses, field values and what is marked `translate="no"` stay; the family name behind `data-name` too.
    """
    pieces = _PIECES.split(html)
    before = ["", *pieces[1::2]]
    texts = [
        "" if 'translate="no"' in tag or tag.startswith("<script") else text
        for tag, text in zip(before, pieces[0::2], strict=True)
    ]
    for position, text in enumerate(to_traditional(_SEPARATOR.join(texts)).split(_SEPARATOR)):
        if texts[position]:
            named = "data-name" in before[position] and texts[position][0] in _FAMILY_NAMES
            pieces[2 * position] = texts[position][0] + text[1:] if named else text
    for position in range(1, len(pieces), 2):
        if not pieces[position].isascii():
            pieces[position] = _SPOKEN_ATTRIBUTES.sub(
                lambda match: f'{match[1]}="{to_traditional(match[2])}"', pieces[position]
            )
    return "".join(pieces)
