"""Keyset pages in the order of editions.

A row's place is the sequence of its edition, and its position in it. Sequences only grow, and each is visible before
the next is given (publishing takes one lock), so who follows `next` gets every row, whatever is issued meanwhile:
what is new, or corrected, comes at the end.
"""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import BigIntegerField, Q, QuerySet
from django.forms import CharField, ChoiceField, Form
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from gusu_minutes.api.v1.fields import WholeField

PAGE_SIZE, LARGEST = 20, 100
REACH = 1000  # results of a search that can be read
ORDERS = (("asc", _("first issued first")), ("desc", _("last issued first")))

PAGE_SIZE_SCHEMA = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": PAGE_SIZE}


class PageForm(Form):
    """What of the query is about pages."""

    page_size = WholeField(required=False, validators=[MinValueValidator(1), MaxValueValidator(LARGEST)])
    cursor = CharField(required=False, max_length=60, strip=False)
    order = ChoiceField(required=False, choices=ORDERS)


def _with(request: Any, name: str, value: str) -> str:
    """Return the address of the request with another value of one parameter, quoted however the reader wrote it."""
    query = request.query_params.copy()
    query[name] = value
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"


class Keyset(BasePagination):
    """Pages after a row's key, which is the cursor as it stands: nothing in it is secret.

    `names` are the columns of the key; `values` reads one back. The queryset need not be ordered.
    """

    names: tuple[str, ...] = ("sequence",)
    pattern = r"[0-9]{1,18}"
    ordered = True  # whether ?order= is offered
    downwards = False  # the order where none is

    def parameters(self) -> list[str]:
        return ["page_size", "cursor", "order"] if self.ordered else ["page_size", "cursor"]

    def paginate_queryset(self, queryset: QuerySet, request: Any, view: Any = None) -> list[Any]:
        """Return one page of rows. Raises ValidationError for a query about pages that makes no sense."""
        form = PageForm(request.query_params)
        cursor: Any = form.fields["cursor"]
        cursor.validators.append(RegexValidator(f"^{self.pattern}\\Z", _("This is no cursor of this list.")))
        if not form.is_valid():
            raise ValidationError(form.errors)
        self.request = request
        size = form.cleaned_data["page_size"] or PAGE_SIZE
        downwards = form.cleaned_data["order"] == "desc" if self.ordered else self.downwards
        after = form.cleaned_data["cursor"]
        if after:
            queryset = queryset.filter(self._beyond(self.key_of(after), "lt" if downwards else "gt"))
        rows = list(queryset.order_by(*(f"-{name}" if downwards else name for name in self.names))[: size + 1])
        self.more, rows = len(rows) > size, rows[:size]
        self.last = self.cursor_of(rows[-1]) if rows else after
        return rows

    def _beyond(self, key: tuple[Any, ...], side: str) -> Q:
        """Return the condition for the rows after a key; the first part of it is one that an index answers."""
        first, *rest = self.names
        if not rest:
            return Q(**{f"{first}__{side}": key[0]})
        (second,) = rest
        same = Q(**{first: key[0], f"{second}__{side}": key[1]})
        return Q(**{f"{first}__{side}e": key[0]}) & (Q(**{f"{first}__{side}": key[0]}) | same)

    def key_of(self, cursor: str) -> tuple[Any, ...]:
        return tuple(int(part) for part in cursor.split("."))

    def cursor_of(self, row: Any) -> str:
        return str(row.sequence)

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page with the address of the next one, null on the last, and the cursor to go on from later."""
        following = _with(self.request, "cursor", self.last) if self.more else None
        return Response({"next": following, "cursor": self.last or None, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "cursor", "results"],
            "properties": {
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": str(_("address of the next page; null on the last")),
                },
                "cursor": {
                    "type": ["string", "null"],
                    "description": str(_("place of the last row: asked for again later, it gives what came since")),
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        schemas: dict[str, tuple[dict[str, Any], Any]] = {
            "page_size": (PAGE_SIZE_SCHEMA, _("rows on a page")),
            "cursor": ({"type": "string", "pattern": f"^{self.pattern}$"}, _("a cursor that an answer gave")),
            "order": (
                {"type": "string", "enum": [value for value, _label in ORDERS], "default": "asc"},
                _("order of issue"),
            ),
        }
        return [
            {"name": name, "in": "query", "required": False, "schema": schema, "description": str(description)}
            for name, (schema, description) in schemas.items()
            if name in self.parameters()
        ]


class ByEdition(Keyset):
    """Pages of editions."""


class ByChange(Keyset):
    """Pages of changes: always forward, for what is followed has no end to begin from."""

    ordered = False


class ByClause(Keyset):
    """Pages of clauses, in the order of editions and within them as written."""

    names = ("edition__sequence", "position")
    pattern = r"[0-9]{1,18}\.[0-9]{1,9}"

    def cursor_of(self, row: Any) -> str:
        return f"{row.edition.sequence}.{row.position}"


class ByCode(Keyset):
    """Pages of rows (dicts) with a code, by code."""

    names = ("code",)
    pattern = r"[-A-Za-z0-9_]{1,60}"
    ordered = False

    def key_of(self, cursor: str) -> tuple[Any, ...]:
        return (cursor,)

    def cursor_of(self, row: Any) -> str:
        return str(row["code"])


class ByMention(Keyset):
    """Pages of mentions, the newest meeting first."""

    names = ("entry_id", "pk")
    pattern = r"[0-9]{1,19}\.[0-9]{1,18}"
    ordered = False
    downwards = True

    def key_of(self, cursor: str) -> tuple[Any, ...]:
        return tuple(min(part, BigIntegerField.MAX_BIGINT) for part in super().key_of(cursor))

    def cursor_of(self, row: Any) -> str:
        return f"{row.entry_id}.{row.pk}"


class OffsetForm(Form):
    """What of the query is about pages of results."""

    page_size = WholeField(required=False, validators=[MinValueValidator(1), MaxValueValidator(LARGEST)])
    offset = WholeField(required=False, validators=[MinValueValidator(0), MaxValueValidator(REACH - 1)])


class ByRank(BasePagination):
    """Pages of a search's results: rank is no key to go on from, and whoever would read on after REACH asks better."""

    def parameters(self) -> list[str]:
        return ["page_size", "offset"]

    def cut(self, request: Any) -> tuple[int, int]:
        """Return how many results to leave out, and how many to give. Raises ValidationError."""
        form = OffsetForm(request.query_params)
        if not form.is_valid():
            raise ValidationError(form.errors)
        self.request = request
        self.offset = form.cleaned_data["offset"] or 0
        self.size = min(form.cleaned_data["page_size"] or PAGE_SIZE, REACH - self.offset)
        return self.offset, self.size

    def answer(self, results: Any, *, total: int, unknown: list[str]) -> Response:
        """Return the results with the number of all, and what was asked that names nothing."""
        end = self.offset + self.size
        following = _with(self.request, "offset", str(end)) if end < min(total, REACH) else None
        return Response({"total": total, "unknown": unknown, "next": following, "results": results})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["total", "unknown", "next", "results"],
            "properties": {
                "total": {"type": "integer", "description": str(_("number of all results"))},
                "unknown": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": str(_("keys of the question whose value names nothing: with one, nothing is found")),
                },
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": str(_("address of the next page; null on the last, and after 1,000 results")),
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        offset = {"type": "integer", "minimum": 0, "maximum": REACH - 1, "default": 0}
        schemas = {"page_size": (PAGE_SIZE_SCHEMA, _("rows on a page")), "offset": (offset, _("results to leave out"))}
        return [
            {"name": name, "in": "query", "required": False, "schema": schema, "description": str(description)}
            for name, (schema, description) in schemas.items()
        ]
