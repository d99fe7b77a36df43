"""What the office already knows: its departments and people. The parser works without; with it, it splits better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gusu_minutes.common.folding import fold


@dataclass(frozen=True, slots=True)
class Directory:
    """Known names. `departments`: every name, short name or alias → the canonical name. `people`: name → departments."""

    departments: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Iterable[str]] = field(default_factory=dict)
    _departments: dict[str, str] = field(init=False, repr=False)
    _people: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "_departments", {fold(alias): name for alias, name in self.departments.items() if alias}
        )
        object.__setattr__(self, "_people", frozenset(fold(name) for name in self.people if name))

    def canonical(self, name: str) -> str | None:
        """The canonical name of a department by any of its names, in either script; None where it is unknown."""
        return self._departments.get(fold(name))

    def knows_department(self, folded: str) -> bool:
        """Whether folded text is a name of a known department."""
        return folded in self._departments

    @property
    def has_departments(self) -> bool:
        """Whether any department is known."""
        return bool(self._departments)

    def knows_person(self, folded: str) -> bool:
        """Whether folded text is the name of a known person."""
        return folded in self._people


NOBODY = Directory()
