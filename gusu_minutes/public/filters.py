"""Filters of the lists. Options come from the audience's own tables; anything else is answered with a message."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gusu_minutes.public.audience import Audience
from gusu_minutes.public.choices import ASSIGNED_ROLES, Choices
from gusu_minutes.search import query
from gusu_minutes.search.sets import Asked, Set


class ReadingForm(forms.Form):
    """The form of a filter; messages name the field, for they stand above the list."""

    unshown: tuple[str, ...] = ("q",)

    def in_use(self, asked: QueryDict) -> list[tuple[str, str, str]]:
        """Return label, value and the address without it, for each field in use. The form is valid."""
        found = []
        for name, field in self.fields.items():
            if (value := self.cleaned_data.get(name)) and name not in self.unshown:
                rest = asked.copy()
                for gone in (name, "page"):
                    rest.pop(gone, None)
                found.append((capfirst(str(field.label or "")), self.shown(name, value), f"?{rest.urlencode()}"))
        return found

    def shown(self, name: str, value: str) -> str:
        """Return how a reader knows a value."""
        choices: Any = getattr(self.fields[name], "choices", ())
        return str(dict(choices).get(value, value))

    def sentences(self) -> list[str]:
        return [
            labelled(capfirst(str(self.fields[name].label)), error)
            for name, errors in self.errors.items()
            for error in errors
        ]


def labelled(label: str, value: object) -> str:
    """Return a value behind its label, with the colon of the language."""
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


def _choice(label: Any, *, method: str | None = None, field_name: str | None = None) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, method=method, field_name=field_name, empty_label=_("all"))


def clauses_naming(audience: Audience, code: str, roles: tuple[str, ...] = ()) -> QuerySet:
    """Return the keys of the clauses that name a department in one of `roles`, or in any.

    A list of keys and no question to each clause: a department is named by some of a million.
    """
    rows = audience.department.objects.filter(code=code).order_by()
    return (rows.filter(role__in=roles) if roles else rows).values("clause")


class ReadingFilter(django_filters.FilterSet):
    """What both lists can be filtered by. `offer` gives the options of each choice."""

    q = django_filters.CharFilter(label=_("words"), method="by_words", max_length=query.MAX_LENGTH)
    body = _choice(_("body"), method="by_body")
    year = _choice(_("year"), method="by_year")

    edition_path = ""

    class Meta:
        form = ReadingForm

    def __init__(self, data: Any, queryset: QuerySet, audience: Audience) -> None:
        super().__init__(data, queryset)
        self.audience = audience
        for name, options in self.offer(Choices(audience)).items():
            self.filters[name].extra["choices"] = options

    def offer(self, choices: Choices) -> dict[str, list[tuple[str, str]]]:
        raise NotImplementedError

    def by_body(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{f"{self.edition_path}bodies__contains": f"|{value}|"})

    def by_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(**{f"{self.edition_path}year": value})

    def matching(self, text: str) -> Q:
        """Return the condition on a clause that search finds it by the words of `text`."""
        tables = self.audience.search
        found = Set(tables, Asked(tuple(query.words_of(text))))
        keys = f"SELECT key FROM {tables.entry._meta.db_table} WHERE id IN ({found.sql})"  # noqa: S608 (names of models)
        return Q(key__in=RawSQL(keys, found.values))  # noqa: S611

    def named(self, code: str, roles: tuple[str, ...]) -> Q:
        """Return the condition on a clause that it or its item names the department in one of `roles`."""
        return Q(pk__in=clauses_naming(self.audience, code, roles))


class MeetingFilter(ReadingFilter):
    """Filters of the list of meetings; a meeting is kept when one of its clauses fits."""

    series = _choice(_("series"), field_name="series_code")
    outcome = _choice(_("outcome"), method="by_clause")
    kind = _choice(_("kind of item"), method="by_clause")
    department = _choice(_("department"), method="by_clause")

    def offer(self, choices: Choices) -> dict[str, list[tuple[str, str]]]:
        return {
            "body": choices.body,
            "series": choices.series,
            "year": choices.year,
            "outcome": choices.outcome,
            "kind": choices.kind,
            "department": choices.department,
        }

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return self._with_clause(queryset, self.matching(value))

    def by_clause(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        conditions = {"outcome": Q(outcome=value), "kind": Q(item_kind=value)}
        return self._with_clause(queryset, conditions.get(name) or self.named(value, ()))

    def _with_clause(self, queryset: QuerySet, condition: Q) -> QuerySet:
        return queryset.filter(Exists(self.audience.clause.objects.filter(condition, edition=OuterRef("pk"))))


class ResolutionFilter(ReadingFilter):
    """Filters of the list of resolutions."""

    series = _choice(_("series"), field_name="edition__series_code")
    outcome = _choice(_("outcome"), field_name="outcome")
    kind = _choice(_("kind of item"), field_name="item_kind")
    presenting = _choice(_("presenting department"), method="by_department")
    assigned = _choice(_("assigned department"), method="by_department")

    edition_path = "edition__"

    def offer(self, choices: Choices) -> dict[str, list[tuple[str, str]]]:
        return {
            "body": choices.body,
            "series": choices.series,
            "year": choices.year,
            "outcome": choices.outcome,
            "kind": choices.kind,
            "presenting": choices.presenting,
            "assigned": choices.assigned,
        }

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(self.matching(value))

    def by_department(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(self.named(value, ("presenting",) if name == "presenting" else ASSIGNED_ROLES))
