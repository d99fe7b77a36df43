"""Feeds of what was issued: all of it, a series, a department, a theme, a matter, what a search finds."""

from collections.abc import Iterator
from typing import ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gusu_minutes.public import mentions
from gusu_minutes.public.entries import Entry, entry_of
from gusu_minutes.public.feeds import LENGTH, FeedView
from gusu_minutes.public.newly import feed_entries, item_entries, newest
from gusu_minutes.public.views.search import SearchForm
from gusu_minutes.publishing.models import Edition
from gusu_minutes.publishing.querysets import EditionQuerySet
from gusu_minutes.search.engine import Asked
from gusu_minutes.search.enums import NameKind
from gusu_minutes.search.finding import understand
from gusu_minutes.search.rows import MARK_OF
from gusu_minutes.search.terms import mark


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


class NameFeedView(FeedView):
    """The agenda items that deal with something of a `kind`, the last issued first; withdrawn ones are gone.

    Raises Http404 for a code that no current minutes of the audience name.
    """

    kind: ClassVar[str]

    def title(self) -> str:
        named = mentions.find(self.audience, self.kind, self.kwargs["code"])
        if named is None:
            raise Http404
        return named.name

    def page_path(self) -> str:
        return reverse(f"{self.audience.namespace}:{self.kind}", args=[self.kwargs["code"]])

    def entries(self) -> Iterator[Entry]:
        asked = Asked(marks=((mark(MARK_OF[self.kind], self.kwargs["code"]),),))
        return item_entries(newest(self.audience, asked))


class ThemeFeedView(NameFeedView):
    kind = NameKind.THEME


class MatterFeedView(NameFeedView):
    kind = NameKind.MATTER


class SearchFeedView(FeedView):
    """What a search finds, by the edition since which it does, the last issued first.

    Raises Http404 for a search without words, or for something that is not there.
    """

    @cached_property
    def form(self) -> SearchForm:
        form = SearchForm(self.request.GET, self.audience)
        if not form.is_valid() or form.query().is_empty:
            raise Http404
        return form

    def title(self) -> str:
        return _("Search: %(words)s") % {"words": self.form.said()}

    def page_path(self) -> str:
        return f"{reverse(f'{self.audience.namespace}:search')}?{self.form.canonical()}"

    def entries(self) -> Iterator[Entry]:
        understood = understand(self.audience.search, self.form.query())
        return feed_entries(newest(self.audience, understood.asked))
