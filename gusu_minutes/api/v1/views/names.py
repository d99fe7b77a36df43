"""People, documents, themes and matters, as far as minutes name them, and where they do."""

from typing import Any, ClassVar

from django.db.models import Count, Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from rest_framework import exceptions

from gusu_minutes.api.v1.base import ApiView, DetailView, ListView
from gusu_minutes.api.v1.filters import NameFilter
from gusu_minutes.api.v1.pagination import ByCode, ByMention
from gusu_minutes.api.v1.rows import MentionSerializer, NameSerializer
from gusu_minutes.api.v1.schema import described
from gusu_minutes.api.v1.views.resolutions import IS_ITEM
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search.enums import NameKind


class Named(ApiView):
    """Something of one kind that minutes name: one record, however many spellings it has."""

    kind: ClassVar[str]
    serializer_class: Any = NameSerializer

    def names(self) -> QuerySet[Any]:
        return self.audience.search.name.objects.filter(kind=self.kind)

    def records(self, codes: list[str]) -> list[dict[str, Any]]:
        """Return what is told of each code, in their order; one that names nothing is missing. Queries: one."""
        rows = self.names().filter(code__in=codes).annotate(number=Count("mentions")).order_by("-number", "name")
        spellings: dict[str, list[Any]] = {}
        for row in rows:
            spellings.setdefault(row.code, []).append(row)
        return [
            {
                "code": code,
                "name": spellings[code][0].name,
                "names": [row.name for row in spellings[code]],
                "mentions": sum(row.number for row in spellings[code]),
            }
            for code in codes
            if code in spellings
        ]


class NamedListView(Named, ListView):
    """Spellings and mentions are read for the page only."""

    filterset_class = NameFilter
    pagination_class = ByCode

    def get_queryset(self) -> QuerySet[Any]:
        return self.names().order_by().values("code").distinct()

    def serialized(self, page: list[dict[str, Any]]) -> Any:
        return super().serialized(self.records([row["code"] for row in page]))


class NamedView(Named, DetailView):
    def found(self) -> dict[str, Any] | None:
        return next(iter(self.records([self.kwargs["code"]])), None)


class MentionListView(Named, ListView):
    """Where it is named. `edition_of` and `items` tell of the page by which meetings, and which keys are items."""

    serializer_class = MentionSerializer
    filter_backends = []
    pagination_class = ByMention
    edition_of: dict[int, Edition]
    items: set[str]

    def get_queryset(self) -> QuerySet[Any]:
        names = list(self.names().filter(code=self.kwargs["code"]).values_list("pk", flat=True))
        if not names:
            raise exceptions.NotFound(_("There is nothing at this address."))
        return self.audience.search.mention.objects.filter(name_id__in=names)

    def serialized(self, page: list[Any]) -> Any:
        # Not joined: a theme has many mentions, and all of them are sorted.
        entries = self.audience.search.entry.objects.defer("folded", "tokens", "marks")
        prefetch_related_objects(page, "name", Prefetch("entry", entries))
        meetings = {mention.entry.meeting_id for mention in page}
        editions = self.audience.edition.objects.current().filter(meeting_id__in=meetings).defer("content")
        self.edition_of = {edition.meeting_id: edition for edition in editions}
        keys = {mention.entry.key for mention in page if mention.entry.key}
        self.items = set(self.audience.clause.objects.filter(IS_ITEM, key__in=keys).values_list("key", flat=True))
        return super().serialized(page)


@described("people")
class PeopleView(NamedListView):
    kind = NameKind.PERSON


@described("person")
class PersonView(NamedView):
    kind = NameKind.PERSON


@described("person_mentions")
class PersonMentionsView(MentionListView):
    kind = NameKind.PERSON


@described("documents")
class DocumentsView(NamedListView):
    kind = NameKind.DOCUMENT


@described("document")
class DocumentView(NamedView):
    kind = NameKind.DOCUMENT


@described("document_mentions")
class DocumentMentionsView(MentionListView):
    kind = NameKind.DOCUMENT


@described("themes")
class ThemesView(NamedListView):
    kind = NameKind.THEME


@described("theme")
class ThemeView(NamedView):
    kind = NameKind.THEME


@described("theme_mentions")
class ThemeMentionsView(MentionListView):
    kind = NameKind.THEME


@described("matters")
class MattersView(NamedListView):
    kind = NameKind.MATTER


@described("matter")
class MatterView(NamedView):
    kind = NameKind.MATTER


@described("matter_mentions")
class MatterMentionsView(MentionListView):
    kind = NameKind.MATTER
