from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Max, QuerySet, Sum
from django.utils.translation import gettext as _

from gusu_minutes.public.metadata import About, every_meeting
from gusu_minutes.public.structured import organization, website
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search.enums import NameKind
from gusu_minutes.search.rows import ids_of_year

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
        most_named = self.most_named(latest[0].year) if latest else []
        return super().get_context_data(
            latest=latest,
            year=latest[0].year if latest else None,
            figures=self.figures(latest[0].year) if latest else Counter(),
            examples=considered(latest)[:EXAMPLES] + [row["name"] for row in most_named[:2]],
            departments=most_named,
            **kwargs,
        )

    def figures(self, year: int) -> dict[str, int]:
        """Return what was done in a year. Queries: two."""
        editions = self.audience.edition.objects.current().filter(held_on__year=year)
        figures = editions.aggregate(meetings=Count("pk"), items=Sum("item_count"), resolutions=Sum("clause_count"))
        return {**figures, "documents": self._named(year, NameKind.DOCUMENT).values("name").distinct().count()}

    def most_named(self, year: int) -> list[dict[str, Any]]:
        """Return code, name and count of the departments that most resolutions of a year name."""
        rows = self._named(year, NameKind.DEPARTMENT).values(code=F("name__code")).annotate(
            name=Max("name__name"), count=Count("entry", distinct=True)
        )  # fmt: skip
        return list(rows.order_by("-count", "name")[:DEPARTMENTS])

    def _named(self, year: int, kind: str) -> QuerySet[Any]:
        first, beyond = ids_of_year(year)
        named = self.audience.search.mention.objects.filter(entry__gte=first, entry__lt=beyond, name__kind=kind)
        return named.order_by()

    def about(self, context: dict[str, Any]) -> About:
        return About(
            title=settings.SITE_NAME,
            description=_("Minutes of the meetings of %(owner)s: what was decided, by whom it is done, and by when.")
            % {"owner": settings.SITE_OWNER},
            structured=(organization(), website()),
            follow=(every_meeting(self.audience),),
        )
