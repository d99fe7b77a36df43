"""What the name of a department means on a day: short name, full name, alias, and who took over from whom.

Names are compared folded, so that Simplified and Traditional, full and half width match.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from attendees.models import Department
from gusu_minutes.common.folding import fold


def key_of(name: str) -> str:
    """Return the form of a name in which names are compared."""
    return fold("".join(name.split()))


def within(first: date | None, last: date | None, day: date | None) -> bool:
    """Whether `day` lies between two days; unknown days do not exclude."""
    return day is None or ((first is None or first <= day) and (last is None or day <= last))


class DepartmentNames:
    """The names of all departments, indexed once; no queries."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self._by_pk: dict[int, Department] = {}
        self._named: dict[str, list[Department]] = defaultdict(list)
        for department in departments:
            self.add(department)

    def add(self, department: Department) -> None:
        """Know one department more."""
        self._by_pk[department.pk] = department
        for key in {key_of(name) for name in department.all_names}:
            self._named[key].append(department)

    def meant(self, name: str, day: date | None) -> list[Department]:
        """Return the departments that `name` may mean on `day`: one if it is clear, none if nobody has the name.

        Who existed on the day comes first; otherwise whoever took over by then, through any number of successors.
        A name that only one department ever had means it in the end, whatever the day.
        """
        named = self._named.get(key_of(name), [])
        active = [one for one in named if within(one.active_from, one.active_to, day)]
        if not active:
            active = list({heir.pk: heir for one in named if (heir := self._heir(one, day)) is not None}.values())
        return active if len(active) == 1 else list(named)

    def _heir(self, department: Department, day: date | None) -> Department | None:
        """Return the first successor that existed on the day; None where the chain ends or runs in a circle."""
        seen = {department.pk}
        heir = self._by_pk.get(department.successor_id) if department.successor_id else None
        while heir is not None and heir.pk not in seen:
            if within(heir.active_from, heir.active_to, day):
                return heir
            seen.add(heir.pk)
            heir = self._by_pk.get(heir.successor_id) if heir.successor_id else None
        return None
