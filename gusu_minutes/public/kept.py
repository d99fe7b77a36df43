"""Whole pages of the public site, kept in each server process until something else is issued.

A public page is the same for everybody who reads in the same language and look, and changes only with the last edition
of the public chain, the last file, or the day. A process asks the database for these before it answers from what is
kept, and goes by the answer for `HOLDS` seconds. Whoever issues, corrects or withdraws is told that it is done after
these have passed: by then every page is right, on every server.
"""

import gzip
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags

from gusu_minutes.common.compression import is_text
from gusu_minutes.common.context import look_of
from gusu_minutes.public.audience import Audience
from gusu_minutes.public.language import language_of
from gusu_minutes.publishing.models import PublicEdition, PublicEditionFile

LARGEST = 1_000_000  # bytes of a page that is kept
HOLDS = 0.05  # seconds for which a process goes by what the database said
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


class _Known:
    """What the database said last in this process, and until when that is gone by (`time.monotonic`)."""

    answer: tuple[State, float] | None = None


def state() -> State:
    """Return what public pages depend on, at most `HOLDS` seconds old. Queries: one, or none within these."""
    asked = time.monotonic()
    if _Known.answer and asked < _Known.answer[1]:
        return _Known.answer[0]
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        edition, file = cursor.fetchone()
    found = edition, file, timezone.localdate()
    _Known.answer = found, asked + HOLDS  # from before the question: what is committed later is waited for
    return found


def await_readers() -> None:
    """Let the verb that adds an edition return when no process goes by an older answer any more (AFTER_ISSUE)."""
    if settings.KEPT_PAGES:
        transaction.on_commit(lambda: time.sleep(HOLDS))


def until_next_issue(audience: Audience, name: str, make: Callable[[], T]) -> T:
    """Return what `make` gives, made once for each edition of the audience: figures over all that was ever issued, in
    no language.

    Queries: one, and those of `make` the first time.
    """
    if not settings.KEPT_PAGES:
        return make()
    last = audience.edition.objects.aggregate(last=Max("sequence"))["last"]
    key = key_of(audience.namespace, name)
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

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.KEPT_PAGES or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        request.get_host()  # raises DisallowedHost, as the page itself would
        key = key_of(language_of(request), *look_of(request).values(), request.get_full_path())
        if kept := kept_answer(request, key):
            return kept
        response = self.get_response(request)
        made_in: State | None = getattr(response, "made_in", None)
        if made_in and request.method == "GET" and isinstance(response, HttpResponse):
            keep(key, made_in, response)
        return response


def kept_answer(request: HttpRequest, key: str) -> HttpResponseBase | None:
    """Return what is kept under a key, if it still holds. Queries: those of `state`."""
    page: Page | None = caches["pages"].get(key)
    return _answer(request, page) if page and page.state == state() else None


def keep(key: str, made_in: State, response: HttpResponse) -> None:
    """Keep an answer that shows a state of the database, if it is a text, whole, and sets nothing at the reader's.

    Files are not kept: a thousand of them would be half a gigabyte.
    """
    whole = response.status_code == 200 and not response.cookies and len(response.content) <= LARGEST
    if not (whole and is_text(response)):
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    caches["pages"].set(key, Page(made_in, headers, gzip.compress(response.content, 6, mtime=0)))


def key_of(*parts: object) -> str:
    """Return a name for what differs by these parts."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


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
