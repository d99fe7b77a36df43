from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gusu_minutes.public.citation import cite_minutes
from gusu_minutes.public.downloads import downloads_of
from gusu_minutes.public.entries import item_titles
from gusu_minutes.public.filters import MeetingFilter
from gusu_minutes.public.metadata import About, describe, every_meeting, one_series
from gusu_minutes.public.structured import minutes
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

    def about(self, context: dict[str, Any]) -> About:
        """Offer the feed of the series that was chosen, else of all."""
        series = "" if context["problems"] else context["form"].cleaned_data.get("series")
        names = dict(context["form"].fields["series"].choices)
        feed = one_series(self.audience, series, names[series]) if series else every_meeting(self.audience)
        return About(_("Meetings"), _("Every meeting with its minutes, the last one first."), follow=(feed,))

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

    def about(self, context: dict[str, Any]) -> About:
        """Say which minutes they are; what was withdrawn is not to be found any more."""
        latest = self.latest
        series = one_series(self.audience, latest.series_code, latest.series_name)
        return About(latest.title, indexed=not latest.is_withdrawal, follow=(series,))

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
            "linked": True,
            "citation": cite_minutes(self.latest.document),
            "downloads": downloads_of(self.latest, self.audience),
            "crumbs": self.crumbs(),
            "taken_back": self.taken_back,
            "previous": series.filter(self._beside("lt")).order_by(*(f"-{name}" for name in order)).first(),
            "next": series.filter(self._beside("gt")).order_by(*order).first(),
        }

    @property
    def taken_back(self) -> bool:
        """Whether the edition before is not handed out any more."""
        withheld = self.audience.withheld(self.latest.address) if self.latest.number > 1 else {}
        return self.latest.pk in withheld.values()

    def about(self, context: dict[str, Any]) -> About:
        about, latest = super().about(context), self.latest
        if latest.is_withdrawal or not self.audience.is_public:
            return about
        return replace(
            about,
            description=describe(latest.document, item_titles(latest.document)),
            published_at=self.issued_at,
            structured=minutes(latest, self.issued_at),
        )

    @cached_property
    def issued_at(self) -> datetime:
        """When the minutes were issued first. Queries: one where they were corrected."""
        if self.latest.number == 1:
            return self.latest.published_at
        return self.editions().order_by("number").values_list("published_at", flat=True)[:1].get()

    def _beside(self, side: str) -> Q:
        """Return the condition for the meetings before ("lt") or after ("gt") this one."""
        latest = self.latest
        beside = Q(**{f"held_on__{side}": latest.held_on})
        if latest.meeting_number is None:
            beside |= Q(**{f"meeting_id__{side}": latest.meeting_id}, meeting_number=None)
        else:
            beside |= Q(**{f"meeting_number__{side}": latest.meeting_number})
        return Q(**{f"held_on__{side}e": latest.held_on}) & beside  # the first half bounds what is read of the index
