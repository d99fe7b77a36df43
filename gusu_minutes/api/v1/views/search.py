"""Search, in the language of the search box."""

from typing import Any

from django.db.models import QuerySet
from django_filters.utils import translate_validation

from gusu_minutes.api.v1.base import Backend, ListView
from gusu_minutes.api.v1.filters import SearchFilter
from gusu_minutes.api.v1.pagination import ByRank
from gusu_minutes.api.v1.rows import ResultSerializer
from gusu_minutes.api.v1.schema import described
from gusu_minutes.api.v1.views.resolutions import Items, resolutions_of
from gusu_minutes.public.views.search import Results, files_of
from gusu_minutes.search import engine
from gusu_minutes.search.enums import EntryKind
from gusu_minutes.search.finding import understand
from gusu_minutes.search.models import Entry
from gusu_minutes.search.syntax import parse


@described("search")
class SearchView(Items, ListView):
    """What stands in the current minutes of the audience; a question that holds no word and no key finds nothing."""

    serializer_class = ResultSerializer
    filterset_class = SearchFilter
    pagination_class: Any = ByRank

    def get_queryset(self) -> QuerySet[Any]:
        return self.audience.search.entry.objects.none()

    def answer(self, request: Any) -> Any:
        self.refuse_odd(request)
        filterset = Backend().get_filterset(request, self.get_queryset(), self)
        if not filterset.is_valid():
            raise translate_validation(filterset.errors)
        asked, paginator = filterset.asked(), self.paginator
        offset, limit = paginator.cut(request)
        order = asked.pop("order", "")
        query = parse(asked.pop("q")).narrowed(**asked)
        understood = understand(self.audience.search, query)
        total, ids = 0, []
        if not query.is_empty:
            order = order or (engine.RELEVANCE if query.words else engine.DATE)
            results = Results(self.audience, understood.asked, order)
            total, ids = len(results), results.cut(offset, limit)
        unknown = sorted({key for key, _value in understood.unknown})
        return paginator.answer(self.serialized(self.results(ids)), total=total, unknown=unknown)

    def results(self, ids: list[int]) -> list[dict[str, Any]]:
        """Return what entries stand for, in order. Queries: six at most."""
        entries = self.audience.search.entry.objects.defer("folded", "tokens", "marks").in_bulk(ids)
        keys = {entry.key for entry in entries.values() if entry.kind == EntryKind.CLAUSE}
        meetings = [entry.meeting_id for entry in entries.values() if entry.kind != EntryKind.CLAUSE]
        resolutions = {clause.key: clause for clause in resolutions_of(self.audience).filter(key__in=keys)}
        items = self.items_of(list(self.first_clauses().filter(item_key__in=keys - resolutions.keys())))
        editions = self.audience.edition.objects.current().filter(meeting_id__in=meetings)
        by_meeting = {edition.meeting_id: edition for edition in editions}
        files = files_of(self.audience, entries.values(), by_meeting)
        known: dict[Any, Any] = {meeting: ("meeting", edition) for meeting, edition in by_meeting.items()}
        known |= {key: ("resolution", clause) for key, clause in resolutions.items()}
        known |= {item.key: ("agenda_item", item) for item in items}
        known |= {pk: ("attachment", file) for pk, file in files.items()}
        nothing = dict.fromkeys(("resolution", "agenda_item", "meeting", "attachment"))
        found = (known.get(_place(entry)) for entry in map(entries.get, ids) if entry)
        return [nothing | dict([result]) for result in found if result]


def _place(entry: Entry) -> int | str:
    return entry.pk if entry.kind == EntryKind.ATTACHMENT else entry.key or entry.meeting_id
