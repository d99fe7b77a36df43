"""What the minutes of an audience name, and where: read off the names and mentions of its search.

They stand for the current editions: what was withdrawn is named nowhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from gusu_minutes.public.audience import Audience
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search.enums import NameKind
from gusu_minutes.search.rows import day_of


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something that minutes name: by its last spelling, `keys` are those of all spellings."""

    kind: str
    code: str
    name: str
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list of names: in how many entries it stands, and the day of the last where that was asked for."""

    code: str
    name: str
    total: int
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """An agenda item in which something is named: `clauses` are those that name it, at least one."""

    clauses: list[Any]

    @property
    def first(self) -> Any:
        return self.clauses[0]

    @property
    def edition(self) -> Edition:
        return self.first.edition


def find(audience: Audience, kind: str, code: str) -> Named | None:
    """Return what has the code, None where no current minutes name it. Queries: one."""
    rows = audience.search.name.objects.filter(kind=kind, code=code).order_by("-pk")
    found = list(rows.values_list("pk", "name"))
    return Named(kind, code, found[0][1], tuple(key for key, _name in found)) if found else None


def codes(audience: Audience, kind: str) -> QuerySet[Any]:
    """Return a row for each code of a kind, with `latest`, the key of its last spelling; by name, people by code."""
    rows = audience.search.name.objects.filter(kind=kind).order_by().values("code")
    rows = rows.annotate(latest=Max("pk"), spelled=Max("name"))
    if kind == NameKind.MATTER:  # they are few, and what was dealt with last comes first
        return rows.annotate(entry=Max("mentions__entry_id")).order_by("-entry", "code")
    return rows.order_by("code" if kind == NameKind.PERSON else "spelled", "code")


def listed(audience: Audience, kind: str, rows: Iterable[dict[str, Any]]) -> list[Listed]:
    """Return the lines for rows of `codes`. Queries: two."""
    rows = list(rows)
    spellings = audience.search.name.objects.filter(kind=kind, code__in=[row["code"] for row in rows])
    names = {key: (code, name) for key, code, name in spellings.values_list("pk", "code", "name")}
    # Counted by spelling, which the index alone answers; only people are named twice in an entry, as chair and present.
    counted = Count("entry_id", distinct=True) if kind == NameKind.PERSON else Count("pk")
    totals: Counter[str] = Counter()
    mentions = audience.search.mention.objects.filter(name__in=list(names)).order_by()
    for key, total in mentions.values_list("name").annotate(total=counted):
        totals[names[key][0]] += total
    return [
        Listed(
            row["code"],
            names[row["latest"]][1],
            totals[row["code"]],
            day_of(row["entry"]) if row.get("entry") else None,
        )
        for row in rows
        if row["latest"] in names
    ]


def beside(audience: Audience, named: Named) -> tuple[Any, Any]:
    """Return the names before and after among people, who stand in the order of their codes. Queries: two."""
    rows = audience.search.name.objects.filter(kind=named.kind)
    before = rows.filter(code__lt=named.code).order_by("-code", "-pk").first()
    return before, rows.filter(code__gt=named.code).order_by("code", "-pk").first()


def roles(audience: Audience, named: Named) -> dict[str, int]:
    """Return in how many entries it is named in which role. Queries: one."""
    mentions = audience.search.mention.objects.filter(name__in=named.keys)
    return dict(mentions.values_list("role").annotate(total=Count("entry_id", distinct=True)))


def meetings(audience: Audience, named: Named, role: str = "") -> QuerySet[Any]:
    """Return the meetings in which it is named (in a role), the newest first, as rows with `meeting_id`."""
    where = {"mentions__name__in": named.keys, **({"mentions__role": role} if role else {})}
    return audience.search.entry.objects.filter(**where).order_by("-id").values("id", "meeting_id").distinct()


def _clauses(audience: Audience, named: Named) -> QuerySet[Any]:
    keys = audience.search.entry.objects.filter(mentions__name__in=named.keys).order_by().values("key")
    return audience.clause.objects.filter(key__in=keys)


def items(audience: Audience, named: Named) -> QuerySet[Any]:
    """Return a row with `item_key` for each agenda item in which it is named, in the order of time."""
    rows = _clauses(audience, named).order_by().values("item_key", "held_on", "meeting_id")
    return rows.annotate(start=Min("position")).order_by("held_on", "meeting_id", "start")


def span(audience: Audience, named: Named) -> dict[str, Any]:
    """Return `first` and `last`, days, and the number of `meetings` in which it is named. Queries: one."""
    rows = _clauses(audience, named).order_by()
    return rows.aggregate(first=Min("held_on"), last=Max("held_on"), meetings=Count("meeting_id", distinct=True))


def occasions(audience: Audience, named: Named, rows: Iterable[dict[str, Any]]) -> list[Occasion]:
    """Return the agenda items for rows of `items`, in their order. Queries: one."""
    wanted: dict[str, list[Any]] = {row["item_key"]: [] for row in rows}
    clauses = _clauses(audience, named).filter(item_key__in=list(wanted)).order_by("position")
    for clause in clauses.select_related("edition").defer("edition__content"):
        wanted[clause.item_key].append(clause)
    return [Occasion(clauses) for clauses in wanted.values() if clauses]
