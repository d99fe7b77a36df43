"""Which line of the roll of a draft is meant by one of a new text."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from gusu_minutes.common.folding import fold


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on a roll; `person` is a key of the directory, None where it is not known."""

    kind: str
    name: str
    department: str
    person: int | None = None


# By what a line is known again, the surest first: who moved department, and whose name was mended, come last.
_KEYS: tuple[Callable[[Line], Hashable | None], ...] = (
    lambda line: (line.kind, _plain(line.name), _plain(line.department)),
    lambda line: (_plain(line.name), _plain(line.department)),
    lambda line: line.person and (line.person, _plain(line.department)),
    lambda line: line.person,
    lambda line: _plain(line.name),
)


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def pair_roll(old: Sequence[Line], new: Sequence[Line]) -> dict[int, int]:
    """Return for each line of `new` that stands in `old` which it is there. None is matched twice."""
    pairs: dict[int, int] = {}
    for key_of in _KEYS:
        free: dict[Hashable, list[int]] = defaultdict(list)
        taken = set(pairs.values())
        for there, line in enumerate(old):
            if there not in taken and (key := key_of(line)):
                free[key].append(there)
        for here, line in enumerate(new):
            if here not in pairs and (key := key_of(line)) and free.get(key):
                pairs[here] = free[key].pop(0)
    return pairs
