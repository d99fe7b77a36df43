"""What the sitemap lists (sitemaps.org): pages that stay, departments, and names and meetings in ranges.

A range of meetings holds LIMIT numbers of the chain of editions, not LIMIT meetings in order: so nothing is counted or
skipped over to find its beginning. A corrected meeting moves to the last range.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from gusu_minutes.public.audience import AUDIENCES
from gusu_minutes.publishing.links import minutes_path, site_url
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search.enums import NameKind

LIMIT = 1000  # numbers of the chain in a range, at most as many addresses in a file
PAGES = (
    *("home", "meetings", "resolutions", "departments", "people", "documents", "themes", "matters"),
    *("verify", "accessibility"),
)
PUBLIC = AUDIENCES["public"]


class Section(Sitemap):
    """One file: addresses begin with the site's own, whatever name the request gives to it."""

    limit = LIMIT

    def urls(self) -> list[dict[str, Any]]:
        base = urlsplit(site_url("public"))
        place: Any = type("Place", (), {"domain": base.netloc})
        return self.get_urls(site=place, protocol=base.scheme)


class PageSection(Section):
    def items(self) -> Iterable[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(f"public:{item}")


class DepartmentSection(Section):
    """Departments that public minutes name; there are some hundreds at most."""

    def items(self) -> list[str]:
        codes = PUBLIC.department.objects.exclude(code="").order_by("code").values_list("code", flat=True)
        return list(codes.distinct()[:LIMIT])

    def location(self, item: str) -> str:
        return reverse("public:department", args=[item])


class NameSection(Section):
    """People, documents, themes and matters of one range of keys, each under its first spelling."""

    kinds = (NameKind.PERSON, NameKind.DOCUMENT, NameKind.THEME, NameKind.MATTER)

    def __init__(self, number: int) -> None:
        self.number = number

    def items(self) -> list[tuple[str, str]]:
        names = PUBLIC.search.name.objects
        earlier = names.filter(kind=OuterRef("kind"), code=OuterRef("code"), pk__lt=OuterRef("pk"))
        first = (self.number - 1) * LIMIT
        rows = names.filter(~Exists(earlier), kind__in=self.kinds, pk__gt=first, pk__lte=first + LIMIT)
        return list(rows.order_by("pk").values_list("kind", "code"))

    def location(self, item: tuple[str, str]) -> str:
        kind, code = item
        return reverse(f"public:{kind}", args=[code])


class MeetingSection(Section):
    """The current minutes of one range; its number counts from 1."""

    fields: ClassVar = ("address", "published_at")

    def __init__(self, number: int) -> None:
        self.number = number

    def items(self) -> list[Edition]:
        first = (self.number - 1) * LIMIT
        rows = PUBLIC.edition.objects.current().filter(sequence__gt=first, sequence__lte=first + LIMIT)
        return list(rows.only(*self.fields).order_by("sequence"))

    def location(self, item: Edition) -> str:
        return minutes_path(item)

    def lastmod(self, item: Edition) -> datetime:
        return item.published_at


def name_sections() -> QuerySet:
    """Return the numbers of the ranges of names that hold any."""
    names = PUBLIC.search.name.objects.filter(kind__in=NameSection.kinds).order_by()
    ranges = names.annotate(range=(F("pk") - 1) / LIMIT + 1)
    return ranges.values_list("range", flat=True).distinct().order_by("range")


def meeting_sections() -> QuerySet:
    """Return the numbers of the ranges that hold anything. The columns read are those of indexes."""
    ranges = PUBLIC.edition.objects.current().order_by().annotate(range=(F("sequence") - 1) / LIMIT + 1)
    return ranges.values_list("range", flat=True).distinct().order_by("range")
