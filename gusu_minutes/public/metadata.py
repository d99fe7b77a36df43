"""What a page says about itself to programs: description, permanent address, whether to be indexed, its feeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gusu_minutes.common.templatetags.gusu import chinese_date
from gusu_minutes.documents.model import MinutesDocument
from gusu_minutes.public.audience import Audience
from gusu_minutes.public.structured import Node, breadcrumbs
from gusu_minutes.publishing.links import absolute

LONGEST_DESCRIPTION = 160  # characters; search engines show no more


@dataclass(frozen=True, slots=True)
class Follow:
    """A feed that readers of a page may want: what it is about, and its path."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class About:
    """What a view knows of its page. `structured` are the nodes of its JSON-LD."""

    title: str = ""
    description: str = ""
    published_at: datetime | None = None
    indexed: bool = True
    structured: tuple[Node, ...] = ()
    follow: tuple[Follow, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head of a page: `canonical` is its permanent address, empty where there is none."""

    about: About
    canonical: str = ""
    robots: str = ""
    structured: tuple[Node, ...] = ()


def metadata_for(request: HttpRequest, audience: Audience, about: About, context: dict[str, Any]) -> Metadata:
    """Return the head of a page. What is internal, filtered or searched for is not indexed; ?page= alone is a page."""
    if not audience.is_public:
        return Metadata(about, robots="noindex, nofollow")
    page = context.get("page")
    indexed = about.indexed and not {name for name, value in request.GET.items() if value} - {"page"}
    number = page.number if page and indexed else 1
    address = absolute("public", request.path) + (f"?page={number}" if number > 1 else "")
    crumbs = context.get("crumbs")
    structured = (*about.structured, breadcrumbs(crumbs, address)) if crumbs else about.structured
    return Metadata(about, address, "" if indexed else "noindex, follow", structured)


def every_meeting(audience: Audience) -> Follow:
    return Follow(_("All meetings"), reverse(f"{audience.namespace}:feed"))


def one_series(audience: Audience, code: str, name: str) -> Follow:
    return Follow(name, reverse(f"{audience.namespace}:series_feed", args=[code]))


def one_of(audience: Audience, page: str, code: str, name: str) -> Follow:
    """Return the feed of a department, theme or matter; `page` is the name of its page's address."""
    return Follow(name, reverse(f"{audience.namespace}:{page}_feed", args=[code]))


def describe(document: MinutesDocument, items: Iterable[str]) -> str:
    """Return one line about minutes: day and what they were about, cut where a description ends."""
    day = chinese_date(document.held_on)
    named = "；".join(items)
    text = f"{document.title}（{day}）：{named}" if named else f"{document.title}（{day}）"
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1] + "…"
