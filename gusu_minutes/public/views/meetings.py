from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gusu_minutes.public.downloads import downloads_of
from gusu_minutes.public.filters import MeetingFilter
from gusu_minutes.public.views.base import ReadingView
from gusu_minutes.public.views.lists import FilteredListView
from gusu_minutes.publishing.models import Edition
from gusu_minutes.publishing.querysets import EditionQuerySet


class MeetingListView(FilteredListView):
    """Meetings by their current editions, newest first."""

    template_name = "public/meetings.html"
    section = "meetings"
    filterset = MeetingFilter

    def rows(self) -> QuerySet[Any]:
        return self.audience.edition.objects.current()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer officials the volume of a year, once series and year are chosen."""
        context = super().get_context_data(**kwargs)
        asked = context["form"].cleaned_data if not context["problems"] else {}
        whole = asked.get("series") and asked.get("year") and context["page"].object_list
        if whole and not self.audience.is_public:
            context["volume"] = [
                self.reverse("volume", asked["series"], asked["year"], form) for form in ("pdf", "docx")
            ]
        return context

    def reverse(self, name: str, *args: object) -> str:
        return reverse(f"{self.audience.namespace}:{name}", args=args)


class AddressView(ReadingView):
    """A page at or under the address of a meeting. Where the minutes were withdrawn it answers 410 with the notice."""

    section = "meetings"

    @cached_property
    def latest(self) -> Edition:
        """The last edition at the address. Raises Http404."""
        edition = self.editions().latest_per_meeting().first()
        if edition is None:
            raise Http404
        return edition

    def editions(self) -> EditionQuerySet:
        return self.audience.edition.objects.filter(address=self.kwargs["address"])

    def reverse(self, name: str, *args: object) -> str:
        return reverse(f"{self.audience.namespace}:{name}", args=args)

    def crumbs(self, *tail: tuple[str, str]) -> list[tuple[str, str]]:
        """Return (label, address) from the list of meetings down to `tail`; the last has no address."""
        meetings, latest = self.reverse("meetings"), self.latest
        return [
            (_("Meetings"), meetings),
            (latest.series_name, f"{meetings}?series={latest.series_code}"),
            (str(latest.year), f"{meetings}?series={latest.series_code}&year={latest.year}"),
            (latest.document.number_line or latest.title, self.reverse("meeting", latest.address) if tail else ""),
            *tail,
        ]

    def gone(self) -> HttpResponse | None:
        """Return the notice in place of withdrawn minutes."""
        if not self.latest.is_withdrawal:
            return None
        context = self.get_context_data(edition=self.latest, crumbs=self.crumbs())
        return self.response_class(self.request, ["410.html"], context, status=410 if self.audience.is_public else 200)


class MeetingView(AddressView):
    """The minutes as they stand now, read like the paper document."""

    template_name = "public/meeting.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.gone() or self.render_to_response(self.get_context_data(**self.page()))

    def page(self) -> dict[str, Any]:
        series = self.audience.edition.objects.current().filter(series_code=self.latest.series_code).defer("content")
        order = ("held_on", "meeting_number", "meeting_id")
        return {
            "edition": self.latest,
            "document": self.latest.document,
            "downloads": downloads_of(self.latest, self.audience),
            "crumbs": self.crumbs(),
            "previous": series.filter(self._beside("lt")).order_by(*(f"-{name}" for name in order)).first(),
            "next": series.filter(self._beside("gt")).order_by(*order).first(),
        }

    def _beside(self, side: str) -> Q:
        """Return the condition for the meetings before ("lt") or after ("gt") this one."""
        latest = self.latest
        same_day = Q(held_on=latest.held_on)
        beside = Q(**{f"held_on__{side}": latest.held_on})
        if latest.meeting_number is None:
            return beside | same_day & Q(**{f"meeting_id__{side}": latest.meeting_id}, meeting_number=None)
        return beside | same_day & Q(**{f"meeting_number__{side}": latest.meeting_number})
