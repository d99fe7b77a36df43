"""What the filters offer: only what stands in the audience's own tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from gusu_minutes.public.audience import Audience
from gusu_minutes.public.kept import until_next_issue
from gusu_minutes.search.enums import NameKind
from meetings.enums import ItemKind, Outcome

ASSIGNED_ROLES = ("lead", "responsible", "supporting")
Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Values:
    """What there is: (code, name, year, bodies) of editions, (kind, outcome) of clauses, (code, name, whether it
    presented, whether it was given something to do) of departments."""

    editions: list[tuple[str, str, int, str]]
    clauses: list[tuple[str, str]]
    departments: list[tuple[str, str, bool, bool]]


@dataclass
class Choices:
    """The options of each filter, as (value, label). Queries: three, the first time after an issue."""

    audience: Audience

    @cached_property
    def _values(self) -> Values:
        return until_next_issue(self.audience, "choices", self._read)

    def _read(self) -> Values:
        editions = self.audience.edition.objects.current().order_by()
        clauses = self.audience.clause.objects.order_by()
        named = self.audience.department.objects.filter(code=OuterRef("code"))
        presenting, assigned = named.filter(role="presenting"), named.filter(role__in=ASSIGNED_ROLES)
        departments: Any = self.audience.search.name.objects.filter(kind=NameKind.DEPARTMENT).order_by("pk")
        return Values(
            list(editions.values_list("series_code", "series_name", "year", "bodies").distinct()),
            list(clauses.values_list("item_kind", "outcome").distinct()),
            list(departments.values_list("code", "name", Exists(presenting), Exists(assigned))),
        )

    @property
    def body(self) -> Options:
        names = {name for *_, bodies in self._values.editions for name in bodies.split("|") if name}
        return [(name, name) for name in sorted(names)]

    @property
    def series(self) -> Options:
        return sorted({code: name for code, name, *_ in self._values.editions}.items())

    @property
    def year(self) -> Options:
        return [(str(year), str(year)) for year in sorted({row[2] for row in self._values.editions}, reverse=True)]

    @property
    def kind(self) -> Options:
        present = {kind for kind, _ in self._values.clauses}
        return [(value, str(label)) for value, label in ItemKind.choices if value in present]

    @property
    def outcome(self) -> Options:
        present = {outcome for _, outcome in self._values.clauses}
        return [(value, str(label)) for value, label in Outcome.choices if value in present]

    @property
    def department(self) -> Options:
        return self._departments(lambda _presenting, _assigned: True)

    @property
    def presenting(self) -> Options:
        return self._departments(lambda presenting, _assigned: presenting)

    @property
    def assigned(self) -> Options:
        return self._departments(lambda _presenting, assigned: assigned)

    def _departments(self, wanted: Callable[[bool, bool], bool]) -> Options:
        found = {code: name for code, name, *roles in self._values.departments if wanted(*roles)}
        return sorted(found.items(), key=lambda option: option[1])
