from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from gusu_minutes.public.metadata import About, every_meeting
from gusu_minutes.public.structured import organization, website
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search import engine
from gusu_minutes.search.enums import EntryKind, NameKind
from gusu_minutes.search.terms import mark

LATEST = 5
EXAMPLES = 3
DEPARTMENTS = 8


def documents_of(edition: Edition) -> list[str]:
    """Return the documents that the items were about, those of a title first; a short form is not named again."""
    items = edition.document.items
    names = sorted(
        ((name, item) for item in items for name in item.documents), key=lambda entry: entry[0] not in entry[1].title
    )
    return [name for name, item in names if not any(name != other and name in other for other in item.documents)]


def considered(editions: Iterable[Edition]) -> list[str]:
    """Return the documents of all editions, each once."""
    return list(dict.fromkeys(name for edition in editions for name in documents_of(edition)))


class HomeView(ReadingView):
    """The first page: search, this year's figures, the latest meetings, the departments most often named."""

    template_name = "public/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = list(self.audience.edition.objects.current()[:LATEST])
        year = latest[0].year if latest else 0
        named = self.named(year) if latest else {}
        most_named = self.departments(named.get(NameKind.DEPARTMENT, [])[:DEPARTMENTS])
        return super().get_context_data(
            latest=latest,
            year=year,
            figures={**self.figures(year), "documents": len(named.get(NameKind.DOCUMENT, []))} if latest else {},
            examples=considered(latest)[:EXAMPLES] + [row["name"] for row in most_named[:2]],
            departments=most_named,
            **kwargs,
        )

    def figures(self, year: int) -> dict[str, int]:
        """Return how much was done in a year. Queries: one."""
        # Days are indexed; the year of an address may be another only where the day was corrected.
        about = date(year - 1, 1, 1), date(year + 1, 12, 31)
        editions = self.audience.edition.objects.current().filter(year=year, held_on__range=about).order_by()
        return editions.aggregate(meetings=Count("pk"), items=Sum("item_count"), resolutions=Sum("clause_count"))

    def named(self, year: int) -> dict[str, list[tuple[str, int]]]:
        """Return by kind the codes of all that the minutes of a year name, with how many resolutions do."""
        in_year = engine.Asked(marks=((mark("y", year),), (mark("k", EntryKind.CLAUSE),)))
        return engine.facets(self.audience.search, in_year, (NameKind.DEPARTMENT, NameKind.DOCUMENT))

    def departments(self, counted: list[tuple[str, int]]) -> list[dict[str, Any]]:
        known = self.audience.search.name.objects.filter(kind=NameKind.DEPARTMENT, code__in=dict(counted))
        names = {row.code: row.name for row in known}
        return [{"code": code, "name": names[code], "count": count} for code, count in counted]

    def about(self, context: dict[str, Any]) -> About:
        return About(
            title=settings.SITE_NAME,
            description=_("Minutes of the meetings of %(owner)s: what was decided, by whom it is done, and by when.")
            % {"owner": settings.SITE_OWNER},
            structured=(organization(), website()),
            follow=(every_meeting(self.audience),),
        )
