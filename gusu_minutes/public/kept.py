"""Whole pages of the public site, kept in each server process until something else is issued.

A public page is the same for everybody who reads in the same language and look, and changes only with the last edition
of the public chain, the last file, or the day. Whoever answers from what is kept asks the database for these first, so
that a page is right at once after an issue, a correction and a withdrawal, on every server.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags

from gusu_minutes.common.context import look_of
from gusu_minutes.public.audience import Audience
from gusu_minutes.public.language import language_of
from gusu_minutes.publishing.models import PublicEdition, PublicEditionFile

LARGEST = 1_000_000  # bytes of a page that is kept
_OF_304 = ("Cache-Control", "Content-Language", "ETag", "Last-Modified", "Vary")
_GZIP = re.compile(r"\bgzip\b")
_LAST = "(SELECT MAX({column}) FROM {table})"
# Both grow in the order in which they are committed: who adds to either holds the lock of the chains.
_STATE = "SELECT " + ", ".join(
    _LAST.format(column=column, table=model._meta.db_table)
    for model, column in ((PublicEdition, "sequence"), (PublicEditionFile, "id"))
)

_MAKING = [RLock() for _ in range(64)]
T = TypeVar("T")
State = tuple[int | None, int | None, date]


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it is kept: the state it was made in, its headers, and its body packed."""

    state: State
    headers: dict[str, str]
    packed: bytes


def state() -> State:
    """Return what public pages depend on. Queries: one."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        edition, file = cursor.fetchone()
    return edition, file, timezone.localdate()


def until_next_issue(audience: Audience, name: str, make: Callable[[], T]) -> T:
    """Return what `make` gives, made once for each edition of the audience: figures over all that was ever issued, in
    no language.

    Queries: one, and those of `make` the first time.
    """
    if not settings.KEPT_PAGES:
        return make()
    last = audience.edition.objects.aggregate(last=Max("sequence"))["last"]
    key = _digest(audience.namespace, name)
    if (kept := caches["pages"].get(key)) and kept[0] == last:
        return kept[1]
    with _MAKING[int(key, 16) % len(_MAKING)]:  # one reader counts; the others wait for it instead of counting too
        kept = caches["pages"].get(key)
        if not kept or kept[0] != last:
            kept = (last, make())
            caches["pages"].set(key, kept)
    return kept[1]


class KeptPagesMiddleware:
    """Answers from what is kept, and keeps an answer whose `made_in` says the state that it shows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.KEPT_PAGES or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        key = _key(request)
        page: Page | None = self.pages.get(key)
        if page and page.state == state():
            return _answer(request, page)
        response = self.get_response(request)
        if request.method == "GET" and isinstance(response, HttpResponse) and _may_be_kept(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            headers = {name: value for name, value in response.items() if name != "Content-Length"}
            self.pages.set(key, Page(response.made_in, headers, gzip.compress(response.content, 6, mtime=0)))  # type: ignore[attr-defined]
        return response


def _key(request: HttpRequest) -> str:
    """Return what a page differs by. Raises DisallowedHost, as the page itself would."""
    request.get_host()
    return _digest(language_of(request), *look_of(request).values(), request.get_full_path())


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        getattr(response, "made_in", None) is not None
        and response.status_code == 200
        and not response.cookies
        and len(response.content) <= LARGEST
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponseBase:
    packed = bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))
    etag = f"W/{page.headers['ETag']}" if packed else page.headers["ETag"]
    headers = {**page.headers, "ETag": etag}
    # Most who ask have the page, and nothing else is made for them. Compared weakly (RFC 9110 §13.1.2).
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if page.headers["ETag"] in {tag.removeprefix("W/") for tag in known}:
        return HttpResponseNotModified(headers={name: headers[name] for name in _OF_304 if name in headers})
    if packed:
        headers["Content-Encoding"] = "gzip"
    response = HttpResponse(page.packed if packed else gzip.decompress(page.packed), headers=headers)
    response["Content-Length"] = str(len(response.content))
    return get_conditional_response(request, etag=etag, response=response) or response
