"""The directory as tables, which the import reads again without a change."""

from collections.abc import Iterator
from typing import Any

from attendees.domain.directory.columns import COLUMNS, SHEETS, day_text, kind_text, list_text
from attendees.domain.naming import DepartmentNames
from attendees.enums import DirectoryTable
from attendees.models import Appointment, Department, Person
from gusu_minutes.common.sheets import write_table


def export(*, table: str, form: str) -> bytes:
    """Return a table of the directory (one of DirectoryTable) as a file of `form` csv or xlsx. Queries: 1, or 3."""
    rows = _departments() if table == DirectoryTable.DEPARTMENTS else _posts()
    return write_table([list(COLUMNS[table].values()), *rows], form, SHEETS[DirectoryTable(table)])


def _departments() -> Iterator[list[str]]:
    kinds: dict[str, str] = {}
    for one in Department.objects.select_related("parent", "successor").order_by("position", "code"):
        kinds.setdefault(one.kind, kind_text(one.kind))
        yield [
            one.code, one.name, one.short_name, list_text(one.aliases), kinds[one.kind],
            one.parent.code if one.parent else "", str(one.position),
            day_text(one.active_from), day_text(one.active_to), one.successor.code if one.successor else "",
        ]  # fmt: skip


def _posts() -> Iterator[list[str]]:
    names = DepartmentNames(units := list(Department.objects.all()))
    by_pk = {one.pk: one for one in units}
    posts: dict[int, list[Appointment]] = {}
    for post in Appointment.objects.order_by("valid_from", "pk"):
        posts.setdefault(post.person_id, []).append(post)
    for person in Person.objects.order_by("name", "code"):
        who = [person.name, person.code, list_text(person.aliases)]
        for post in posts.get(person.pk, ()):
            unit = by_pk[post.department_id] if post.department_id else None
            yield [*who, _unit(unit, post, names), post.title, day_text(post.valid_from), day_text(post.valid_to)]
        if person.pk not in posts:
            yield [*who, "", "", "", ""]


def _unit(unit: Department | None, post: Any, names: DepartmentNames) -> str:
    """Return the short name where it says who is meant, otherwise the code."""
    if unit is None:
        return ""
    clear = names.meant(unit.short_name, post.valid_from) == [unit]
    return unit.short_name if clear else unit.code
