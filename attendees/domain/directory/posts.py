"""The plan of a table of people and posts: a row is a person with one post, or a person alone."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from attendees.domain.directory.columns import Refused, day_text, list_text, read_day, read_list
from attendees.domain.directory.departments import check_period, valid_code
from attendees.domain.directory.plan import DirectoryPlan, Draft, PlannedRow, Refusals, Rows, Values
from attendees.domain.naming import DepartmentNames, key_of
from attendees.models import Appointment, Department, Person
from gusu_minutes.common.codes import code_for
from gusu_minutes.common.models import Versioned

_PERIOD = ("valid_from", "valid_to")
_POST = ("department", "title", *_PERIOD)


@dataclass(slots=True, eq=False)
class _Line:
    """A row: the person, and the post that it wants; `period` holds the days whose columns the file has."""

    number: int
    person: Draft
    department: Department | None
    title: str
    period: dict[str, date | None]
    wants_post: bool
    post: Draft | None = None

    def fits(self, post: Appointment, *days: str) -> bool:
        return (
            post.department_id == (self.department.pk if self.department else None)
            and post.title == self.title
            and all(getattr(post, day) == self.period[day] for day in days if day in self.period)
        )

    def overlaps(self, post: Appointment) -> bool:
        first, last = self.period.get("valid_from", post.valid_from), self.period.get("valid_to", post.valid_to)
        before = last is not None and post.valid_from is not None and last < post.valid_from
        after = first is not None and post.valid_to is not None and post.valid_to < first
        return not (before or after)


def plan_posts(
    rows: Rows, *, departments: list[Department], people: list[Person], posts: list[Appointment]
) -> DirectoryPlan:
    """Return what the rows would change in people and posts; the lists must hold all there are. No queries."""
    planner = _Planner(departments, people, posts)
    lines = []
    for number, values in rows:
        with planner.refusals.noting(number, _label(values)):
            lines.append(planner.line(number, values))
    planner.claim([line for line in lines if line.wants_post])
    return planner.result(lines)


def _label(values: Values) -> str:
    return " ".join(filter(None, (values.get("name") or values.get("person"), values.get("department"))))


class _Planner:
    def __init__(self, departments: list[Department], people: list[Person], posts: list[Appointment]) -> None:
        self.refusals = Refusals()
        self._units = {one.code: one for one in departments}
        self._names = DepartmentNames(departments)
        self._people = {one.code: one for one in people}
        self._named: dict[str, list[Person]] = defaultdict(list)
        for one in people:
            for key in {key_of(name) for name in (one.name, *one.aliases)}:
                self._named[key].append(one)
        self._posts: dict[int, list[Appointment]] = defaultdict(list)
        for post in posts:
            self._posts[post.person_id].append(post)
        self._drafts: dict[str, Draft] = {}
        self._claimed: set[int] = set()

    def line(self, number: int, values: Values) -> _Line:
        """Read a row. Raises Refused."""
        period = {day: read_day(values[day]) for day in _PERIOD if day in values}
        check_period(period.get("valid_from"), period.get("valid_to"))
        title = values.get("title", "")
        if len(title) > 100:
            raise Refused(_("“%(text)s” is longer than %(limit)s characters.") % {"text": title, "limit": 100})
        unit = self._unit(values.get("department", ""), period.get("valid_from"))
        person = self._person(number, values, unit)
        wants = any(values.get(name) for name in _POST)
        return _Line(number, person, unit, title, period, wants)

    def _unit(self, name: str, day: date | None) -> Department | None:
        if not name or name in self._units:
            return self._units.get(name)
        meant = self._names.meant(name, day)
        if not meant:
            raise Refused(_("“%(name)s” is not in the directory of departments.") % {"name": name})
        if len(meant) > 1:
            codes = "、".join(one.code for one in meant)
            raise Refused(
                _("“%(name)s” may be several departments; give the code: %(codes)s.") % {"name": name, "codes": codes}
            )
        return meant[0]

    def _person(self, number: int, values: Values, unit: Department | None) -> Draft:
        code, name = values.get("person", ""), values.get("name", "")
        if len(name) > 60:
            raise Refused(_("“%(text)s” is longer than %(limit)s characters.") % {"text": name, "limit": 60})
        found = self._people.get(code) if code else self._by_name(name, unit)
        if found is None:
            if not name:
                raise Refused(_("There is nobody with the code “%(code)s”; give the name too.") % {"code": code})
            found = Person(code=valid_code(code) if code else code_for(name, self._people))
            self._people[found.code] = found
            self._named[key_of(name)].append(found)
        aliases = read_list(values["aliases"]) if "aliases" in values else None
        draft = self._drafts.get(found.code)
        if draft is None:
            draft = self._drafts[found.code] = Draft(found, row=number)
            if name and (code or draft.is_new):  # found by name, it may stand under an alias
                draft.set("name", name)
            if aliases is not None:
                draft.set("aliases", aliases, list_text)
        elif (code and name and name != found.name) or (aliases is not None and aliases != found.aliases):
            raise Refused(_("Row %(row)s says otherwise about the same person.") % {"row": draft.row})
        return draft

    def _by_name(self, name: str, unit: Department | None) -> Person | None:
        if not name:
            raise Refused(_("The name is missing."))
        named = self._named.get(key_of(name), [])
        if len(named) > 1 and unit is not None:
            inside = [
                one for one in named if any(post.department_id == unit.pk for post in self._posts.get(one.pk, ()))
            ]
            named = inside or named
        if len(named) > 1:
            codes = "、".join(one.code for one in named)
            raise Refused(
                _("There are several people named “%(name)s”; give the code: %(codes)s.")
                % {"name": name, "codes": codes}
            )
        return named[0] if named else None

    def _was_in(self, person: Person, unit: Department) -> bool:
        return any(post.department_id == unit.pk for post in self._posts.get(person.pk, ()))

    def claim(self, lines: list[_Line]) -> None:
        """Find for each row the post it means: first the same post, then one that began the same day, then the only
        one of that title at that time; what is left is a new post."""
        for line in lines:
            self._take(line, [post for post in self._free(line) if line.fits(post, *_PERIOD)][:1])
        for line in lines:
            if "valid_from" in line.period:
                self._take(line, [post for post in self._free(line) if line.fits(post, "valid_from")][:1])
        for line in lines:
            fitting = [post for post in self._free(line) if line.fits(post) and line.overlaps(post)]
            self._take(line, fitting if len(fitting) == 1 else [])
        seen: dict[Any, int] = {}
        for line in lines:
            if line.post is None:
                with self.refusals.noting(line.number, str(line.person.record)):
                    line.post = self._new(line, seen)

    def _free(self, line: _Line) -> list[Appointment]:
        posts = self._posts.get(line.person.record.pk, []) if line.post is None and not line.person.is_new else []
        return [post for post in posts if post.pk not in self._claimed]

    def _take(self, line: _Line, posts: list[Appointment]) -> None:
        for post in posts:
            self._claimed.add(post.pk)
            line.post = Draft(post, row=line.number)
            for day, value in line.period.items():
                line.post.set(day, value, day_text)
            with self.refusals.noting(line.number, str(line.person.record)):
                check_period(post.valid_from, post.valid_to)

    def _new(self, line: _Line, seen: dict[Any, int]) -> Draft:
        key = (line.person.record.code, line.department and line.department.pk, line.title, *line.period.values())
        if key in seen:
            raise Refused(_("Row %(row)s names the same post.") % {"row": seen[key]})
        seen[key] = line.number
        draft = Draft(Appointment(person=line.person.record), row=line.number)
        draft.set("department", line.department)
        draft.set("title", line.title)
        for day, value in line.period.items():
            draft.set(day, value, day_text)
        return draft

    def result(self, lines: list[_Line]) -> DirectoryPlan:
        kept = [line for line in lines if line.number not in self.refusals]
        new, changed, unchanged, records = [], [], 0, []
        for line in kept:
            drafts = [line.person] if line.person.row == line.number else []
            drafts = [*drafts, line.post] if line.post is not None else drafts
            touched = [one for one in drafts if one.is_new or one.changes]
            changes = [change for one in touched for change in one.changes]
            row = PlannedRow(
                line.number, " ".join(filter(None, (line.person.record.name, str(line.department or "")))), changes
            )
            if any(one.is_new for one in touched):
                new.append(row)
            elif touched:
                changed.append(row)
            else:
                unchanged += 1
            records += [one.record for one in touched]
        return DirectoryPlan(
            new=new, changed=changed, unchanged=unchanged, refused=self.refusals.rows(),
            write=lambda save: _write(records, save),
        )  # fmt: skip


def _write(records: list[Person | Appointment], save: Callable[[Versioned], Any]) -> None:
    """Save the people before the posts that they hold."""
    for record in sorted(records, key=lambda one: isinstance(one, Appointment)):
        save(record)
