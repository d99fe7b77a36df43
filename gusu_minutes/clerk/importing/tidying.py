"""What tidying would change in an import, shown before it is done."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms

from gusu_minutes.common.folding import to_simplified
from gusu_minutes.common.pieces import Pieces, pieces
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.plan import ImportPlan
from gusu_minutes.importing.tidy import Tidier

_CONTEXT = 8  # characters of what stayed the same that are shown around a change


@dataclass(frozen=True, slots=True)
class Words:
    """A text before and after; `pieces` show where both are long."""

    old: str
    new: str
    pieces: Pieces = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way of tidying: its tick, and each change that it makes or would make."""

    value: str
    label: Any
    ticked: bool
    changes: list[Words]


class Tidying:
    """The ways of tidying of one import, each with its changes against the plan as written."""

    def __init__(self, written: ImportPlan, minutes_import: MinutesImport, form: forms.Form) -> None:
        ticked = form["tidy"].value() or []
        self.ways = [
            Way(value, label, value in ticked, _words(Tidier(written, [value]).changes()))
            for value, label in form.fields["tidy"].choices  # type: ignore[attr-defined]
        ]
        self.characters = converted(minutes_import.source)


def _words(changes: list[tuple[str, str]]) -> list[Words]:
    return [Words(old, new, pieces(old, new, context=_CONTEXT)) for old, new in changes]


def converted(source: str) -> list[tuple[str, str, int]]:
    """Return (Traditional, Simplified, how often) of what the conversion changes, the most frequent first.

    Characters where a line keeps its length, otherwise the line.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for line, after in zip(source.splitlines(), to_simplified(source).splitlines(), strict=True):
        if line == after:
            continue
        pairs = zip(line, after, strict=True) if len(line) == len(after) else [(line, after)]
        counts.update((old, new) for old, new in pairs if old != new)
    return [(old, new, count) for (old, new), count in counts.most_common()]
