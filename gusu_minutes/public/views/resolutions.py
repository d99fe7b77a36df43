from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gusu_minutes.public.audience import Audience
from gusu_minutes.public.filters import ResolutionFilter
from gusu_minutes.public.metadata import About, every_meeting
from gusu_minutes.public.views.lists import FilteredListView


def clause_rows(audience: Audience) -> QuerySet[Any]:
    """Return the resolutions as lists show them: newest meeting first, in the order of the document."""
    rows = audience.clause.objects.select_related("edition").defer("edition__content")
    return rows.prefetch_related("departments").order_by("-held_on", "edition_id", "position")


class ResolutionListView(FilteredListView):
    """Resolutions of all current editions, newest meeting first."""

    template_name = "public/resolutions.html"
    section = "resolutions"
    filterset = ResolutionFilter

    def rows(self) -> QuerySet[Any]:
        return clause_rows(self.audience)

    def about(self, context: dict[str, Any]) -> About:
        description = _("Every resolution of the meetings, to be searched.")
        return About(_("Resolutions"), description, follow=(every_meeting(self.audience),))
