"""Feeds of what was issued: all of it, a series, a department."""

from collections.abc import Iterator

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gusu_minutes.public.entries import Entry, entry_of
from gusu_minutes.public.feeds import LENGTH, FeedView
from gusu_minutes.publishing.models import Edition
from gusu_minutes.publishing.querysets import EditionQuerySet


class EditionFeedView(FeedView):
    """The last edition of each meeting, the last issued first; a withdrawal shows its notice."""

    def title(self) -> str:
        return _("All meetings")

    def page_path(self) -> str:
        return reverse(f"{self.audience.namespace}:meetings")

    def entries(self) -> Iterator[Entry]:
        return (entry_of(edition) for edition in self.latest)

    @cached_property
    def latest(self) -> list[Edition]:
        """The editions to tell of; `sequence` counts them in the order in which they were issued."""
        return list(self.editions().latest_per_meeting().order_by("-sequence")[:LENGTH])

    def editions(self) -> EditionQuerySet:
        return self.audience.edition.objects.all()


class SeriesFeedView(EditionFeedView):
    """The meetings of one series. Raises Http404 for a series of which nothing was issued."""

    def title(self) -> str:
        if not self.latest:
            raise Http404
        return self.latest[0].series_name

    def page_path(self) -> str:
        return f"{super().page_path()}?series={self.kwargs['series']}"

    def editions(self) -> EditionQuerySet:
        return super().editions().filter(series_code=self.kwargs["series"])


class DepartmentFeedView(EditionFeedView):
    """The meetings whose minutes name a department. Withdrawn ones name none: that they did is part of what is gone.

    Raises Http404 for a department that no minutes name.
    """

    def title(self) -> str:
        named = self.audience.department.objects.filter(code=self.kwargs["code"]).order_by().values("name").first()
        if named is None:
            raise Http404
        return str(named["name"])

    def page_path(self) -> str:
        return reverse(f"{self.audience.namespace}:department", args=[self.kwargs["code"]])

    def editions(self) -> EditionQuerySet:
        naming = self.audience.department.objects.filter(code=self.kwargs["code"]).order_by()
        return super().editions().filter(pk__in=naming.values("clause__edition"))
