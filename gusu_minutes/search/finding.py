"""From what was typed to what is asked of the index: names become marks, and what names nothing gets a way on."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.utils.translation import override

from gusu_minutes.common.folding import fold
from gusu_minutes.common.numerals import to_int
from gusu_minutes.search.engine import Asked
from gusu_minutes.search.enums import EntryKind, NameKind
from gusu_minutes.search.models import Name
from gusu_minutes.search.rows import MARK_OF
from gusu_minutes.search.syntax import Query
from gusu_minutes.search.tables import Tables
from gusu_minutes.search.terms import mark
from meetings.enums import Outcome

# Of names that contain what was asked for; more of them would make the question longer than the answer is worth.
MOST_NAMES = 100
DIRECT = 6  # names offered above the results
NEAR = 0.5  # how much of a name must be alike (difflib's ratio)


@dataclass(frozen=True, slots=True)
class Understood:
    """What is asked of the index; `unknown` are (key, value) that name nothing, so that nothing can be found."""

    asked: Asked
    unknown: tuple[tuple[str, str], ...]


def understand(tables: Tables, query: Query) -> Understood:
    """Return what a query asks of the index. Queries: one for each key that is looked up among names."""
    groups: list[tuple[str, ...]] = []
    unknown: list[tuple[str, str]] = []
    for key, values in query.fields.items():
        group: list[str] = []
        for value in values:
            marks = _marks(tables, key, value)
            group += marks
            if not marks:
                unknown.append((key, value))
        groups.append(tuple(dict.fromkeys(group)) or (mark("-", "nothing"),))
    without = [one for key, values in query.without.items() for value in values for one in _marks(tables, key, value)]
    asked = Asked(query.words, query.excluded, tuple(groups), tuple(dict.fromkeys(without)))
    return Understood(asked, tuple(unknown))


def _marks(tables: Tables, key: str, value: str) -> list[str]:
    """Return the marks of all that a value may name: a year, a number, a label, or a name or a part of one."""
    folded = fold(value).strip()
    if key in ("year", "number"):
        number = to_int(folded.strip("第次年届 "))
        return [mark(key[0], number)] if number is not None else []
    if key == "outcome":
        labels = _labels(Outcome.choices)
        return [mark("o", code) for code, said in labels.items() if folded in (code, *said)] or [
            mark("o", code) for code, said in labels.items() if any(folded in label for label in said)
        ]
    if key == "kind":
        return [mark("k", code) for code, said in _labels(EntryKind.choices).items() if folded in (code, *said)]
    return [mark(MARK_OF[key], code) for code in codes_of(tables, key, value)]


def _labels(choices: Iterable[tuple[str, Any]]) -> dict[str, list[str]]:
    """Return each code with its label in every language: what is typed does not change with the language of a page."""
    found: dict[str, list[str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for code, label in choices:
                found.setdefault(code, []).append(fold(str(label)))
    return found


def codes_of(tables: Tables, kind: str, value: str) -> list[str]:
    """Return the codes of what is called so, or whose code this is; if nothing is, of what has it in its name."""
    if kind == NameKind.DOCUMENT:
        value = value.strip().removeprefix("《").removesuffix("》")  # as it stands in a text
    folded = fold(value).strip()
    names: Any = tables.name.objects.filter(kind=kind)
    exact = set(names.filter(folded=folded).values_list("code", flat=True))
    exact |= set(names.filter(code=value.strip()).values_list("code", flat=True))
    if exact:
        return sorted(exact)
    part = names.filter(folded__contains=folded).values_list("code", flat=True)
    return sorted(set(part[:MOST_NAMES]))


def called(tables: Tables, words: Iterable[str], ids: Iterable[int]) -> list[Name]:
    """Return departments, people, themes and matters in whose name all words stand, and documents likewise that the
    entries `ids` name (there are too many to look through all), the shortest first. Queries: two."""
    wanted = list(words)
    if not wanted:
        return []
    few: Any = tables.name.objects.filter(
        kind__in=(NameKind.DEPARTMENT, NameKind.PERSON, NameKind.THEME, NameKind.MATTER)
    )
    documents: Any = tables.name.objects.filter(kind=NameKind.DOCUMENT, mentions__entry__in=list(ids))
    for word in wanted:
        few, documents = few.filter(folded__contains=word), documents.filter(folded__contains=word)
    found = {(one.kind, one.code): one for one in [*few[:MOST_NAMES], *documents[:MOST_NAMES]]}
    return sorted(found.values(), key=lambda one: (len(one.name), one.name))[:DIRECT]


def near(tables: Tables, words: Iterable[str]) -> list[tuple[str, str]]:
    """Return (word, name) for words that are nearly the name of a department; for when nothing was found."""
    names: Any = tables.name.objects.filter(kind=NameKind.DEPARTMENT)
    spelled = {one.folded: one.name for one in names[:5000]}
    found = []
    for word in words:
        if len(word) > 1 and word not in spelled:
            found += [(word, spelled[hit]) for hit in get_close_matches(word, list(spelled), n=2, cutoff=NEAR)]
    return found
