"""Search: one box and the same as form fields; results with their places, counts by facet, and always a way on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gusu_minutes.documents.model import AttachedFile
from gusu_minutes.public.audience import Audience
from gusu_minutes.public.choices import Choices
from gusu_minutes.public.filters import ReadingForm, labelled
from gusu_minutes.public.kept import until_next_issue
from gusu_minutes.public.metadata import About, Follow
from gusu_minutes.public.views.base import PAGE_SIZE, ReadingView
from gusu_minutes.public.views.facets import Facet, facets_of
from gusu_minutes.public.views.resolutions import clause_rows
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search import engine
from gusu_minutes.search.enums import EntryKind
from gusu_minutes.search.finding import called, near, understand
from gusu_minutes.search.models import Entry
from gusu_minutes.search.syntax import MAX_LENGTH, Query, at_most_words, parse

FIELDS = ("year", "series", "body", "outcome", "department", "theme", "matter", "person", "document", "number", "kind")
# Above so many results the counts by facet are made only when asked for: each result has to be looked at.
FACETS_AT_ONCE = 20_000


class SearchForm(ReadingForm):
    """The query and each key of its language as a field of its own."""

    unshown = ("q", "order")

    q = forms.CharField(
        label=_("words"),
        required=False,
        max_length=MAX_LENGTH,
        validators=[at_most_words],
        error_messages={"max_length": _("Ask with at most %(limit_value)d characters.")},
    )
    year = forms.ChoiceField(label=_("year"), required=False)
    number = forms.CharField(label=_("number of the meeting"), required=False, max_length=10)
    series = forms.ChoiceField(label=_("series"), required=False)
    body = forms.ChoiceField(label=_("body"), required=False)
    outcome = forms.ChoiceField(label=_("outcome"), required=False)
    department = forms.CharField(label=_("department"), required=False, max_length=60)
    person = forms.CharField(label=_("person"), required=False, max_length=60)
    document = forms.CharField(label=_("document"), required=False, max_length=100)
    theme = forms.CharField(label=_("theme"), required=False, max_length=60)
    matter = forms.CharField(label=_("matter"), required=False, max_length=120)
    kind = forms.CharField(label=_("kind"), required=False, max_length=10, widget=forms.HiddenInput)
    order = forms.ChoiceField(
        label=_("order"),
        required=False,
        choices=[(engine.RELEVANCE, _("in the title first")), (engine.DATE, _("newest first"))],
    )

    def __init__(self, data: QueryDict, audience: Audience) -> None:
        super().__init__(data, label_suffix="")
        self.audience = audience
        offered = Choices(audience)
        for name in ("year", "series", "body", "outcome"):
            field: Any = self.fields[name]
            field.choices = [("", _("all")), *getattr(offered, name)]

    def shown(self, name: str, value: str) -> str:
        """Return how a reader knows a value; what was chosen from counts or names came as a code."""
        if name == "kind":
            return str(dict(EntryKind.choices).get(value, value))
        if name not in ("department", "theme", "matter", "person", "document"):
            return super().shown(name, value)
        known = self.audience.search.name.objects.filter(kind=name, code=value).values_list("name", flat=True)
        return known.first() or value

    def canonical(self) -> str:
        """Return what is asked for as the query of an address: the same for the same question. The form is valid."""
        return urlencode([(name, value) for name in ("q", *FIELDS) if (value := self.cleaned_data[name])])

    def said(self) -> str:
        """Return what is asked for in words. Queries: one for each name."""
        others = [labelled(label, value) for label, value, _rest in self.in_use(QueryDict())]
        return "，".join(filter(None, [self.cleaned_data["q"], *others]))

    def query(self) -> Query:
        """Return what the box and the fields ask for together."""
        given = {name: self.cleaned_data[name] for name in FIELDS}
        return parse(self.cleaned_data["q"]).narrowed(**given)


@dataclass
class Results:
    """The rows that a paginator cuts. They are counted once for all pages, until something is issued."""

    audience: Audience
    asked: engine.Asked
    order: str
    ids: list[int] = field(default_factory=list)  # the entries of the page that was cut last

    @cached_property
    def counts(self) -> engine.Counts:
        tables, asked, order = self.audience.search, self.asked, self.order
        return until_next_issue(
            self.audience, f"search {asked} {order}", lambda: engine.counted(tables, asked, order=order)
        )

    def __len__(self) -> int:
        return self.counts.total

    def cut(self, offset: int, limit: int) -> list[int]:
        """Return the ids of some entries, in order."""
        self.ids = engine.page_of(self.audience.search, self.asked, self.counts, offset=offset, limit=limit)
        return self.ids

    def __getitem__(self, cut: slice) -> list[Any]:
        return rows_of(self.audience, self.cut(cut.start or 0, PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class FoundFile:
    """An attached file that was found, in the edition that stands, and what can be read of it."""

    edition: Edition
    file: AttachedFile
    text: str


def files_of(audience: Audience, entries: Iterable[Entry], editions: Mapping[int, Edition]) -> dict[int, FoundFile]:
    """Return by the ids of entries the attached files that they stand for; `editions` by meeting. Queries: one."""
    named = [
        (entry.pk, edition, file)
        for entry in entries
        if entry.kind == EntryKind.ATTACHMENT and (edition := editions.get(entry.meeting_id))
        for file in edition.document.attached
        if file.key == entry.key
    ]
    if not named:
        return {}
    kept = audience.edition.attachment.objects.filter(sha256__in={file.sha256 for _pk, _edition, file in named})
    texts = dict(kept.values_list("sha256", "text"))
    return {pk: FoundFile(edition, file, texts.get(file.sha256, "")) for pk, edition, file in named}


def rows_of(audience: Audience, ids: list[int]) -> list[Any]:
    """Return clauses, editions and attached files for the ids of entries, in order. Queries: five at most."""
    entries = audience.search.entry.objects.defer("folded", "tokens", "marks").in_bulk(ids)
    keys = [entry.key for entry in entries.values() if entry.kind == EntryKind.CLAUSE]
    meetings = [entry.meeting_id for entry in entries.values() if entry.kind != EntryKind.CLAUSE]
    clauses = {clause.key: clause for clause in clause_rows(audience).filter(key__in=keys)} if keys else {}
    current = audience.edition.objects.current().filter(meeting_id__in=meetings) if meetings else []
    editions = {edition.meeting_id: edition for edition in current}
    files = files_of(audience, entries.values(), editions)

    def row_of(entry: Entry) -> Any:
        if entry.kind == EntryKind.CLAUSE:
            return clauses.get(entry.key)
        return files.get(entry.pk) if entry.kind == EntryKind.ATTACHMENT else editions.get(entry.meeting_id)

    found = (row_of(entries[key]) for key in ids if key in entries)
    return [row for row in found if row is not None]


class SearchView(ReadingView):
    """What stands in the current minutes of the audience."""

    template_name = "public/search.html"
    section = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET, self.audience)
        if not form.is_valid():
            return super().get_context_data(form=form, problems=form.sentences(), **kwargs)
        query = form.query()
        if query.is_empty:
            return super().get_context_data(form=form, **kwargs)
        tables = self.audience.search
        understood = understand(tables, query)
        order = form.cleaned_data["order"] or (engine.RELEVANCE if query.words else engine.DATE)
        results = Results(self.audience, understood.asked, order)
        page, notice = self.page_of(results)  # type: ignore[arg-type]
        total = page.paginator.count
        later = total > FACETS_AT_ONCE and "facets" not in self.request.GET
        return super().get_context_data(
            form=form,
            query=query,
            page=page,
            notice=notice,
            order=order,
            words=" ".join(query.words),
            called=called(tables, query.words, results.ids) if page.number == 1 else [],
            near=[] if total else near(tables, _misspelt(query, understood.unknown)),
            unknown=[(form.fields[key].label, value) for key, value in understood.unknown],
            facets=self.facets(understood.asked, query) if total and not later else [],
            facets_later=later,
            active=form.in_use(self.request.GET),
            **kwargs,
        )

    def facets(self, asked: engine.Asked, query: Query) -> list[Facet]:
        return facets_of(self.audience, asked, self.request.GET, query.fields)

    def about(self, context: dict[str, Any]) -> About:
        """Offer the feed of what was asked for."""
        words = gettext("Matters, names, departments, documents and numbers in the minutes that were issued.")
        if "query" not in context:
            return About(gettext("Search"), words)
        feed = f"{reverse(f'{self.audience.namespace}:search_feed')}?{context['form'].canonical()}"
        return About(gettext("Search"), words, indexed=False, follow=(Follow(gettext("this search"), feed),))


def _misspelt(query: Query, unknown: tuple[tuple[str, str], ...]) -> list[str]:
    return [*query.words, *(value for key, value in unknown if key == "department")]
