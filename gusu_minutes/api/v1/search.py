"""Search over the clauses of an audience; mounted when the search engine is wired in."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field

from gusu_minutes.api.v1.filters import ClauseFilter
from gusu_minutes.api.v1.views.resolutions import ResolutionListView
from gusu_minutes.search import query


class SearchFilter(ClauseFilter):
    """The filters of resolutions, and words that must all stand in title or text."""

    q = extend_schema_field({"type": "string", "maxLength": query.MAX_LENGTH})(
        django_filters.CharFilter(method="by_words", max_length=query.MAX_LENGTH)
    )

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet[Any]:
        return query.match(queryset, value)


class SearchView(ResolutionListView):
    """Resolutions that hold the words of `q`, in pages as resolutions are."""

    filterset_class = SearchFilter
