"""What the filters offer: only what stands in the audience's own tables."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from gusu_minutes.public.audience import Audience
from gusu_minutes.public.kept import until_next_issue
from meetings.enums import ItemKind, Outcome

Options = list[tuple[str, str]]


@dataclass
class Choices:
    """The options of each filter, as (value, label); three queries at most, each made when first needed."""

    audience: Audience

    @cached_property
    def _editions(self) -> list[tuple[str, str, int, str]]:
        fields = ("series_code", "series_name", "year", "bodies")
        rows = self.audience.edition.objects.current().order_by().values_list(*fields).distinct()
        return until_next_issue(self.audience, "choices of editions", lambda: list(rows))

    @cached_property
    def _clauses(self) -> list[tuple[str, str]]:
        rows = self.audience.clause.objects.order_by().values_list("item_kind", "outcome").distinct()
        return until_next_issue(self.audience, "choices of clauses", lambda: list(rows))

    @cached_property
    def _departments(self) -> list[tuple[str, str, str]]:
        rows = self.audience.department.objects.exclude(code="").order_by().values_list("role", "code", "name")
        return until_next_issue(self.audience, "choices of departments", lambda: list(rows.distinct()))

    @property
    def body(self) -> Options:
        names = {name for *_, bodies in self._editions for name in bodies.split("|") if name}
        return [(name, name) for name in sorted(names)]

    @property
    def series(self) -> Options:
        return sorted({code: name for code, name, *_ in self._editions}.items())

    @property
    def year(self) -> Options:
        return [(str(year), str(year)) for year in sorted({row[2] for row in self._editions}, reverse=True)]

    @property
    def kind(self) -> Options:
        present = {kind for kind, _ in self._clauses}
        return [(value, str(label)) for value, label in ItemKind.choices if value in present]

    @property
    def outcome(self) -> Options:
        present = {outcome for _, outcome in self._clauses}
        return [(value, str(label)) for value, label in Outcome.choices if value in present]

    def departments(self, *roles: str) -> Options:
        """Return the departments named in one of `roles`, or in any."""
        return sorted(
            {code: name for role, code, name in self._departments if not roles or role in roles}.items(),
            key=lambda option: option[1],
        )
