"""Filters of the lists. Each says its type aloud, for the description of the API is made of them."""

from typing import Any

import django_filters
from django.core.validators import RegexValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from gusu_minutes.api.v1.fields import DayField, MomentField, WholeField
from gusu_minutes.common.folding import fold
from gusu_minutes.public.audience import Audience
from gusu_minutes.public.filters import ASSIGNED_ROLES
from gusu_minutes.search.engine import DATE, RELEVANCE
from gusu_minutes.search.enums import EntryKind
from gusu_minutes.search.syntax import MAX_LENGTH, at_most_words
from meetings.enums import ItemKind, Outcome

ORDERS = ((RELEVANCE, RELEVANCE), (DATE, DATE))
ADDRESS = r"[-\w]{1,60}/[0-9]{4}/[-\w]{1,60}"


class WholeFilter(django_filters.Filter):
    field_class = WholeField


class DayFilter(django_filters.Filter):
    field_class = DayField


class MomentFilter(django_filters.Filter):
    field_class = MomentField


def _text(schema: dict[str, Any], **options: Any) -> Any:
    return extend_schema_field({"type": "string", **schema})(django_filters.CharFilter(strip=False, **options))


def text(label: Any, *, longest: int = 60, **options: Any) -> Any:
    return _text(
        {"minLength": 1, "maxLength": longest, "description": label}, label=label, max_length=longest, **options
    )


def matching(label: Any, pattern: str, **options: Any) -> Any:
    schema = {"pattern": f"^{pattern}$", "description": label}
    return _text(schema, label=label, validators=[RegexValidator(f"^{pattern}\\Z")], **options)


def whole(label: Any, *, smallest: int, largest: int, **options: Any) -> Any:
    schema = {"type": "integer", "minimum": smallest, "maximum": largest, "description": label}
    bounds = {"min_value": smallest, "max_value": largest}
    return extend_schema_field(schema)(WholeFilter(label=label, **bounds, **options))


def one_of(label: Any, choices: Any, **options: Any) -> Any:
    schema = {"type": "string", "enum": [value for value, _label in choices], "description": label}
    options["error_messages"] = {"invalid_choice": _("There is no such choice.")}
    return extend_schema_field(schema)(django_filters.ChoiceFilter(label=label, choices=choices, **options))


def day(label: Any, **options: Any) -> Any:
    schema = {"type": "string", "format": "date", "description": label}
    return extend_schema_field(schema)(DayFilter(label=label, **options))


def moment(label: Any, **options: Any) -> Any:
    schema = {"type": "string", "format": "date-time", "description": label}
    return extend_schema_field(schema)(MomentFilter(label=label, **options))


UPDATED_SINCE = _("only editions issued at this instant or after it, as in 2024-03-05T09:00:00+08:00")


class AudienceFilter(django_filters.FilterSet):
    """Filters over the tables of one audience."""

    def __init__(self, *args: Any, audience: Audience, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience = audience


class ChangeFilter(AudienceFilter):
    updated_since = moment(UPDATED_SINCE, field_name="published_at", lookup_expr="gte")


class MeetingFilter(AudienceFilter):
    """What meetings are kept by; of clauses and departments, a meeting that has one."""

    body = text(_("name of a body"), method="by_body")
    series = text(_("code of a series"), field_name="series_code")
    year = whole(_("year"), smallest=1900, largest=2200, field_name="year")
    number = whole(_("number in its series"), smallest=0, largest=99999, field_name="meeting_number")
    department = text(_("code of a department that it names"), method="by_department")
    held_from = day(_("held on this day or later"), field_name="held_on", lookup_expr="gte")
    held_to = day(_("held on this day or earlier"), field_name="held_on", lookup_expr="lte")
    updated_since = moment(UPDATED_SINCE, field_name="published_at", lookup_expr="gte")

    def by_body(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(bodies__contains=f"|{value}|")

    def by_department(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        named = self.audience.department.objects.filter(clause__edition=OuterRef("pk"), code=value)
        return queryset.filter(Exists(named))


class ClauseFilter(AudienceFilter):
    """What agenda items and resolutions are kept by."""

    meeting = matching(_("address of a meeting: series/year/number"), ADDRESS, field_name="edition__address")
    body = text(_("name of a body"), method="by_body")
    series = text(_("code of a series"), field_name="edition__series_code")
    year = whole(_("year"), smallest=1900, largest=2200, field_name="edition__year")
    kind = one_of(_("kind of item"), ItemKind.choices, field_name="item_kind")
    outcome = one_of(_("outcome"), Outcome.choices)
    presenting = text(_("code of a department that presented the item"), method="by_department")
    assigned = text(_("code of a department that was given something to do"), method="by_department")
    held_from = day(_("held on this day or later"), field_name="held_on", lookup_expr="gte")
    held_to = day(_("held on this day or earlier"), field_name="held_on", lookup_expr="lte")
    updated_since = moment(UPDATED_SINCE, field_name="edition__published_at", lookup_expr="gte")

    def by_body(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(edition__bodies__contains=f"|{value}|")

    def by_department(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(self.named(value, ("presenting",) if name == "presenting" else ASSIGNED_ROLES))

    def named(self, code: str, roles: tuple[str, ...]) -> Q:
        rows = self.audience.department.objects.filter(clause=OuterRef("pk"), code=code, role__in=roles)
        return Q(Exists(rows))


class NameFilter(AudienceFilter):
    """What people, documents, themes and matters are kept by."""

    q = text(_("part of a name, in whatever script or width"), method="by_part")

    def by_part(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(folded__contains=fold(value))


class SearchFilter(AudienceFilter):
    """The question, and each key of its language as a parameter of its own. The search is made of their values."""

    q = text(
        _("what to find, as it is typed into the search box"),
        longest=MAX_LENGTH,
        required=True,
        method="later",
        validators=[at_most_words],
    )
    body = text(_("name of a body, or a part of it"), method="later")
    series = text(_("code of a series, or its name"), method="later")
    year = whole(_("year"), smallest=1900, largest=2200, method="later")
    number = whole(_("number in its series"), smallest=0, largest=99999, method="later")
    outcome = one_of(_("outcome"), Outcome.choices, method="later")
    department = text(_("code of a department, or its name or a part of it"), method="later")
    person = text(_("code of a person, or the name or a part of it"), method="later")
    document = text(_("code of a document, or its name or a part of it"), longest=100, method="later")
    theme = text(_("code of a theme, or its name"), method="later")
    matter = text(_("code of a matter, or its name or a part of it"), method="later")
    kind = one_of(_("what is found: resolutions, or meetings as a whole"), EntryKind.choices, method="later")
    order = one_of(
        _("what has the words in the title first, as usual, or the newest meeting first"), ORDERS, method="later"
    )

    def later(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        return queryset

    def asked(self) -> dict[str, str]:
        """Return what was asked, by name. The form is valid."""
        return {name: str(value) for name, value in self.form.cleaned_data.items() if value not in (None, "")}


class ItemFilter(ClauseFilter):
    """An item is kept when any of its clauses is given to a department, not only the first."""

    def named(self, code: str, roles: tuple[str, ...]) -> Q:
        rows = self.audience.department.objects.filter(clause__item_key=OuterRef("item_key"), code=code, role__in=roles)
        return Q(Exists(rows))
