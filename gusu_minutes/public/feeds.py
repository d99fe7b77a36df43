"""Atom (RFC 4287): a base for every feed of the reading pages, and how a feed is written."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from gusu_minutes.common.texts import without_controls
from gusu_minutes.public.entries import Entry
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.publishing.links import absolute

LENGTH = 50  # entries
MEDIA_TYPE = "application/atom+xml"
# An empty feed must say when it changed last (§4.2.15), and the clock would change it each time.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class MinutesFeed(Atom1Feed):
    """Django's Atom feed; an empty one is the same bytes each time."""

    content_type = f"{MEDIA_TYPE}; charset=utf-8"

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _NEVER


class FeedView(ReadingView):
    """A feed. A subclass says what it is called, which page shows the same, and its entries, the newest first.

    `entries` may be any iterable; no more than LENGTH of it are read. It runs behind the wall like any page, and an
    unchanged feed is answered with 304.
    """

    def title(self) -> str:
        raise NotImplementedError

    def page_path(self) -> str:
        """Return the path of the page that shows to people what the feed tells of."""
        raise NotImplementedError

    def entries(self) -> Iterable[Entry]:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        audience = self.audience.namespace
        content = atom(
            title=self.title(),
            link=absolute(audience, self.page_path()),
            own=absolute(audience, request.get_full_path()),
            entries=self.entries(),
        )
        return HttpResponse(content, content_type=MinutesFeed.content_type)


def atom(*, title: str, link: str, own: str, entries: Iterable[Entry]) -> bytes:
    """Return a feed of no more than LENGTH entries; `link` leads to the page for people, `own` is its id."""
    feed = MinutesFeed(
        title=without_controls(f"{title} · {settings.SITE_NAME}"),
        link=link,
        description=None,
        language="zh-Hans",
        author_name=settings.SITE_OFFICE,
        feed_url=own,
        feed_guid=own,
    )
    for entry, _place in zip(entries, range(LENGTH), strict=False):
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.summary,
            unique_id=entry.url,
            updateddate=entry.updated,
            categories=entry.categories,
        )
    content: bytes = feed.writeString("utf-8").encode()
    return content
