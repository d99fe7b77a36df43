"""How many of the results fall under which year, series, body, outcome or name, and where to see them."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gusu_minutes.public.audience import Audience
from gusu_minutes.search import engine
from gusu_minutes.search.enums import NameKind
from gusu_minutes.search.rows import MARK_OF
from gusu_minutes.search.terms import mark
from meetings.enums import Outcome

MOST = 12  # values of a facet that are shown
LABELS: dict[str, Promise] = {
    "year": _("year"),
    "series": _("series"),
    "body": _("body"),
    "outcome": _("outcome"),
    "department": _("department"),
    "theme": _("theme"),
    "matter": _("matter"),
}
_NAMES = (NameKind.DEPARTMENT, NameKind.THEME, NameKind.MATTER)
_COLUMNS = {"series_code": "series"}


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: its label, how many results have it, and the address that narrows down to it."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its most frequent values, which stand in the words of the minutes but for the outcome."""

    name: str
    label: Promise
    options: list[Option]


def facets_of(audience: Audience, asked: engine.Asked, address: QueryDict, narrowed: Container[str]) -> list[Facet]:
    """Return the facets with more than one value, or with one that is chosen. Queries: two, and one for each body.

    Of those that are `narrowed` already only what is chosen is shown: another value would take its place, or be an
    alternative to it, and so lead to other results than were counted.
    """
    tables = audience.search
    counts = {_COLUMNS.get(name, name): options for name, options in engine.facets(tables, asked, _NAMES).items()}
    kinds = (NameKind.SERIES, NameKind.BODY, *_NAMES)
    codes = {code for name, options in counts.items() for code, _count in options[:MOST]}
    known = tables.name.objects.filter(kind__in=kinds)
    names = {(one.kind, one.code): one.name for one in known.filter(code__in=codes) | known.filter(kind=NameKind.BODY)}
    # A body is known by its name, as the list of meetings knows it.
    bodies = {code: name for (kind, code), name in names.items() if kind == NameKind.BODY}
    counts["body"] = [(bodies[code], count) for code, count in _bodies(audience, asked, bodies)]
    found = []
    for name, label in LABELS.items():
        options = [
            Option(_label(name, code, names), count, _with(address, name, code), address.get(name) == code)
            for code, count in counts.get(name, [])[:MOST]
        ]
        if name in narrowed:
            options = [option for option in options if option.chosen]
        if len(options) > 1 or any(option.chosen for option in options):
            found.append(Facet(name, label, options))
    return found


def _bodies(audience: Audience, asked: engine.Asked, codes: Iterable[str]) -> list[tuple[str, int]]:
    """Bodies are few, and every clause is of one or more: each is counted by its mark."""
    counts = []
    for code in codes:
        of_body = (*asked.marks, (mark(MARK_OF[NameKind.BODY], code),))
        counts.append((code, engine.count(audience.search, replace(asked, marks=of_body))))
    return sorted(((code, count) for code, count in counts if count), key=lambda one: -one[1])


def _label(name: str, code: str, names: dict[tuple[str, str], str]) -> str:
    if name == "outcome":
        return str(Outcome(code).label)
    return names.get((name, code), code)


def _with(address: QueryDict, name: str, code: str) -> str:
    changed = address.copy()
    changed.pop("page", None)
    changed[name] = code
    return f"?{changed.urlencode()}"
