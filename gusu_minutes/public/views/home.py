from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from gusu_minutes.public.metadata import About, every_meeting
from gusu_minutes.public.structured import organization, website
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.publishing.models import Edition

LATEST = 5
EXAMPLES = 3


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
        current = self.audience.edition.objects.current()
        latest = list(current[:LATEST])
        year = latest[0].year if latest else None
        this_year = list(current.filter(year=year)) if latest else []
        departments = self.audience.department.objects.exclude(code="").order_by().values("code", "name")
        most_named = list(departments.annotate(count=Count("clause", distinct=True)).order_by("-count", "name")[:8])
        return super().get_context_data(
            latest=latest,
            year=year,
            figures=Counter(
                meetings=len(this_year),
                items=sum(edition.item_count for edition in this_year),
                resolutions=sum(edition.clause_count for edition in this_year),
                documents=len(considered(this_year)),
            ),
            examples=considered(latest)[:EXAMPLES] + [row["name"] for row in most_named[:2]],
            departments=most_named,
            **kwargs,
        )

    def about(self, context: dict[str, Any]) -> About:
        return About(
            title=settings.SITE_NAME,
            description=_("Minutes of the meetings of %(owner)s: what was decided, by whom it is done, and by when.")
            % {"owner": settings.SITE_OWNER},
            structured=(organization(), website()),
            follow=(every_meeting(self.audience),),
        )
