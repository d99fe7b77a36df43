"""Which item and which resolution of a draft is meant by those of a new text. Pure: plain values in and out.

A word moved or changed here and there does not make another resolution; a text that is the same always finds itself,
wherever it stands. Nothing is ever matched twice. Compared are folded words without marks and spaces.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gusu_minutes.common.folding import fold

Key = TypeVar("Key", bound=Hashable)
Place = tuple[int, int]  # item and resolution, counted from 0

# From how much alike on two texts are taken for one. Measured by pairs of characters that both hold (Dice).
SAME_TITLE, SAME_MATTER = 0.85, 0.5
LIKE_TITLE, LIKE_MATTER = 0.5, 0.3
REWORDED_HERE, REWORDED_ELSEWHERE = 0.4, 0.7
# Below so many pairs of characters a text is too common to be known again when it was changed and moved.
_TELLING = 12


@dataclass(frozen=True, slots=True)
class Words:
    """A text made ready to be compared."""

    text: str
    pairs: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Words":
        plain = "".join(mark for mark in fold(text) if mark.isalnum())
        framed = f"^{plain}$"
        return cls(plain, frozenset(framed[at : at + 2] for at in range(len(framed) - 1)) if plain else frozenset())

    def alike(self, other: "Words", least: float = 0.0) -> float:
        """Return how much alike the texts are, from 0 to 1; 0 where it is certainly less than `least`."""
        size = len(self.pairs) + len(other.pairs)
        if not self.pairs or not other.pairs or 2 * min(len(self.pairs), len(other.pairs)) < least * size:
            return 0.0
        return 1.0 if self.text == other.text else min(0.999, 2 * len(self.pairs & other.pairs) / size)


@dataclass(frozen=True, slots=True)
class Clause:
    """A resolution as both sides have it."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item as both sides have it."""

    number: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """For each of the new text that the draft has already: which of the draft it is."""

    items: dict[int, int]
    clauses: dict[Place, Place]


def pair(old: Sequence[Item], new: Sequence[Item]) -> Pairs:
    """Match the items and resolutions of a draft (`old`) with those of a new text."""
    items = _pair_items(old, new)
    return Pairs(items, _pair_clauses(old, new, items))


@dataclass(frozen=True, slots=True)
class _Compared:
    title: Words
    matter: Words
    number: str


def _pair_items(old: Sequence[Item], new: Sequence[Item]) -> dict[int, int]:
    before, after = ([_compared(item) for item in items] for items in (old, new))

    def alike(here: int, there: int) -> float:
        one, other = before[there], after[here]
        title, matter = one.title.alike(other.title), one.matter.alike(other.matter)
        same = title >= SAME_TITLE or matter >= SAME_MATTER or (title >= LIKE_TITLE and matter >= LIKE_MATTER)
        if not (one.title.text or one.matter.text or other.title.text or other.matter.text):
            same = True  # two empty ones
        return 0.01 + 2 * title + matter if same else 0.0

    return _best(
        range(len(new)), range(len(old)), alike, lambda here, there: after[here].number == before[there].number
    )


def _compared(item: Item) -> _Compared:
    matter = Words.of("".join(clause.text for clause in item.clauses))
    return _Compared(Words.of(item.title), matter, item.number)


def _pair_clauses(old: Sequence[Item], new: Sequence[Item], items: dict[int, int]) -> dict[Place, Place]:
    """The same words in the same item first, then the same words anywhere, then what was reworded."""
    before, after = _places(old), _places(new)
    numbers_before, numbers_after = _numbers(old), _numbers(new)
    found: dict[Place, Place] = {}

    def here(place: Place, other: Place) -> bool:
        return items.get(place[0]) == other[0]

    def same_number(place: Place, other: Place) -> bool:
        return numbers_after[place] == numbers_before[other]

    def reworded(place: Place, other: Place) -> float:
        one, two = after[place], before[other]
        if here(place, other):
            alike = one.alike(two, REWORDED_HERE)
            return alike if alike >= REWORDED_HERE else 0.0
        if min(len(one.pairs), len(two.pairs)) < _TELLING:
            return 0.0
        alike = one.alike(two, REWORDED_ELSEWHERE)
        return alike if alike >= REWORDED_ELSEWHERE else 0.0

    for near in (True, False):
        for places, others in _same_texts(after, before, found):
            found |= _best(places, others, lambda one, two, near=near: float(not near or here(one, two)), same_number)  # type: ignore[misc]
    rest, left = _left(after, found.keys()), _left(before, found.values())
    # What stands in the same item is known again first, even if another item has something closer.
    found |= _best(rest, left, lambda one, two: reworded(one, two) if here(one, two) else 0.0, same_number)
    rest, left = _left(after, found.keys()), _left(before, found.values())
    return found | _best(rest, left, reworded, same_number)


def _places(items: Sequence[Item]) -> dict[Place, Words]:
    return {(at, nth): Words.of(one.text) for at, item in enumerate(items) for nth, one in enumerate(item.clauses)}


def _numbers(items: Sequence[Item]) -> dict[Place, str]:
    return {(at, nth): one.number for at, item in enumerate(items) for nth, one in enumerate(item.clauses)}


def _left(places: Iterable[Place], taken: Iterable[Place]) -> list[Place]:
    gone = set(taken)
    return [place for place in places if place not in gone]


def _same_texts(
    after: dict[Place, Words], before: dict[Place, Words], found: dict[Place, Place]
) -> Iterator[tuple[list[Place], list[Place]]]:
    """Yield the places at which one text stands, here and there, without those found already."""
    by_text: dict[str, tuple[list[Place], list[Place]]] = {}
    for side, places, taken in ((0, after, set(found)), (1, before, set(found.values()))):
        for place, words in places.items():
            if place not in taken:
                by_text.setdefault(words.text, ([], []))[side].append(place)
    yield from (sides for sides in by_text.values() if all(sides))


def _best(
    new: Iterable[Key], old: Iterable[Key], alike: Callable[[Key, Key], float], same_number: Callable[[Key, Key], bool]
) -> dict[Key, Key]:
    """Pair the most alike first; among equals those of one number, then those in order."""
    news, olds = list(new), list(old)
    ranked = []
    for at, one in enumerate(news):
        for there, other in enumerate(olds):
            if score := alike(one, other):
                ranked.append((-score, not same_number(one, other), abs(at - there), at, there))
    pairs: dict[Key, Key] = {}
    taken: set[int] = set()
    done: set[int] = set()
    for _score, _number, _distance, at, there in sorted(ranked):
        if at not in done and there not in taken:
            pairs[news[at]] = olds[there]
            done.add(at)
            taken.add(there)
    return pairs


def moved(places: Sequence[int]) -> set[int]:
    """Return the indexes of those that stand out of order: the fewest whose leaving puts the rest in order."""
    best: list[tuple[int, int]] = []  # for each: length of the longest run that ends here, and the one before it
    for at, place in enumerate(places):
        before = [(best[other][0], -other) for other in range(at) if places[other] < place]
        length, other = max(before, default=(0, 1))
        best.append((length + 1, -other))
    at = max(range(len(places)), key=lambda index: (best[index][0], -index), default=-1)
    kept = set()
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return set(range(len(places))) - kept
