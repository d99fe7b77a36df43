"""The league table for a circular (通报): departments by how much of what was due they closed on time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from decisions.dashboard.figures import Group

# One task more or less moves the rate of so few by a third: such a rank would say nothing of a department's work.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A department's place; the same rank for all that are alike in everything by which they are ranked."""

    rank: int
    group: Group


@dataclass(frozen=True, slots=True)
class League:
    """`few` have fewer than FEWEST assignments; of `undue` none is closed or overdue yet. Neither have a rank."""

    places: list[Place]
    few: list[Group]
    undue: list[Group]


def rank(departments: Iterable[Group]) -> League:
    """Rank by on-time rate, then fewer overdue, then fewer days to close, each as it is printed.

    What reads alike ranks alike: after two firsts comes a third. Cancelled assignments count among those a department
    had, but move nothing. Ties stand in the order of the directory.
    """
    few, undue, ranked = [], [], []
    for group in departments:
        if group.figures.assigned < FEWEST:
            few.append(group)
        elif group.figures.rate is None:
            undue.append(group)
        else:
            ranked.append(group)
    places: list[Place] = []
    for _merit, alike in groupby(sorted(ranked, key=_merit_of), key=_merit_of):
        place = len(places) + 1
        places += [Place(place, group) for group in alike]
    return League(places, few, undue)


def _merit_of(group: Group) -> tuple[Any, ...]:
    figures = group.figures
    days = figures.days_to_close
    return -(figures.rate or 0), figures.overdue, days is None, days or 0
