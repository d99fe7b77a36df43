"""Resolutions and agenda items, by the searchable rows of the current editions."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from gusu_minutes.api.v1.base import DetailView, ListView
from gusu_minutes.api.v1.filters import ClauseFilter, ItemFilter
from gusu_minutes.api.v1.pagination import ByClause
from gusu_minutes.api.v1.rows import ItemRowSerializer, ResolutionSerializer
from gusu_minutes.api.v1.schema import described
from gusu_minutes.documents.model import Item
from gusu_minutes.public.audience import Audience
from gusu_minutes.publishing.models import Edition

# The row that makes an item without resolutions findable.
IS_ITEM = Q(key=F("item_key"))


def resolutions_of(audience: Audience) -> QuerySet[Any]:
    """Return the resolutions; the row that makes an item without any findable is none."""
    rows = audience.clause.objects.exclude(IS_ITEM).select_related("edition")
    departments = Prefetch("departments", audience.department.objects.order_by("pk"))
    return rows.defer("edition__content").prefetch_related(departments)


@described("resolutions")
class ResolutionListView(ListView):
    serializer_class = ResolutionSerializer
    filterset_class = ClauseFilter
    pagination_class = ByClause

    def get_queryset(self) -> QuerySet[Any]:
        return resolutions_of(self.audience)


@described("resolution")
class ResolutionView(DetailView):
    serializer_class = ResolutionSerializer

    def found(self) -> Any:
        return resolutions_of(self.audience).filter(key=self.kwargs["key"]).first()


class Items:
    """Items are read out of the documents of the rows' editions: a page of them needs few editions."""

    def first_clauses(self: Any) -> QuerySet[Any]:
        """Return one clause, the first, for each item."""
        rows = self.audience.clause.objects
        earlier = rows.filter(item_key=OuterRef("item_key"), position__lt=OuterRef("position"))
        return rows.filter(~Exists(earlier)).defer("text").prefetch_related("edition")

    def items_of(self: Any, clauses: list[Any]) -> list[Item]:
        """Return the items of clauses in their order, and remember which edition each belongs to."""
        self.edition_of: dict[str, Edition] = {clause.item_key: clause.edition for clause in clauses}
        editions = {edition.pk: edition for edition in self.edition_of.values()}
        known = {item.key: item for edition in editions.values() for item in edition.document.items}
        return [known[clause.item_key] for clause in clauses]


@described("agenda_items")
class ItemListView(Items, ListView):
    serializer_class = ItemRowSerializer
    filterset_class = ItemFilter
    pagination_class = ByClause

    def get_queryset(self) -> QuerySet[Any]:
        return self.first_clauses()

    def serialized(self, page: list[Any]) -> Any:
        return super().serialized(self.items_of(page))


@described("agenda_item")
class ItemView(Items, DetailView):
    serializer_class = ItemRowSerializer

    def found(self) -> Item | None:
        clauses = list(self.first_clauses().filter(item_key=self.kwargs["key"])[:1])
        return self.items_of(clauses)[0] if clauses else None
