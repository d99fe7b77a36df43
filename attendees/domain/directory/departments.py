"""The plan of a table of departments: each row finds its department by code, or by a name where it has no code."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from attendees.domain.directory.columns import Refused, day_text, kind_text, list_text, read_day, read_kind, read_list
from attendees.domain.directory.plan import DirectoryPlan, Draft, PlannedRow, Refusals, Rows, Values
from attendees.domain.naming import key_of
from attendees.models import Department
from gusu_minutes.common.codes import code_for
from gusu_minutes.common.models import Versioned

_LARGEST = 2_147_483_647
_NAMES = ("name", "short_name")
_LINKS = ("parent", "successor")
_LENGTHS = {"code": 60, "name": 120, "short_name": 60}


def plan_departments(rows: Rows, known: list[Department]) -> DirectoryPlan:
    """Return what the rows would change in the departments, which must be all there are; no queries."""
    planner = _Planner(known)
    found = []
    for number, values in rows:
        with planner.refusals.noting(number, _label(values)):
            found.append((planner.find(number, values), values))
    for step in (planner.fill, planner.check):
        for draft, values in found:
            with planner.refusals.noting(draft.row, _label(values)):
                step(draft, values)
    return planner.result([draft for draft, _values in found])


def valid_code(code: str) -> str:
    """Return the code. Raises Refused for one that cannot stand in an address."""
    try:
        validate_slug(code)
    except ValidationError as error:
        raise Refused(_("“%(code)s” is no code: use letters, digits and hyphens.") % {"code": code}) from error
    if len(code) > _LENGTHS["code"]:
        raise Refused(_("“%(text)s” is longer than %(limit)s characters.") % {"text": code, "limit": 60})
    return code


def check_period(first: Any, last: Any) -> None:
    """Raise Refused for a period that ends before it begins."""
    if first and last and last < first:
        raise Refused(_("The last day lies before the first."))


def _label(values: Values) -> str:
    return values.get("short_name") or values.get("name") or values.get("code", "")


class _Planner:
    def __init__(self, known: list[Department]) -> None:
        by_pk = {one.pk: one for one in known}
        for one in known:  # old and new are compared as the same objects
            one.parent = by_pk[one.parent_id] if one.parent_id else None
            one.successor = by_pk[one.successor_id] if one.successor_id else None
        self.by_code = {one.code: one for one in known}
        self.refusals = Refusals()
        self._owners: dict[tuple[str, str], Department] = {}
        self._keys: dict[str, list[Department]] = defaultdict(list)
        for one in known:
            self._owners |= {(field, getattr(one, field)): one for field in _NAMES}
            for key in {key_of(name) for name in one.all_names}:
                self._keys[key].append(one)
        self._last = max((one.position for one in known), default=0)
        self._rows: dict[str, int] = {}

    def find(self, number: int, values: Values) -> Draft:
        """Return the department that a row is about, perhaps a new one."""
        names = [values[field] for field in _NAMES if values.get(field)]
        code = values.get("code", "")
        record = self.by_code.get(code) if code else self._named(values)
        if record is None:
            if not names:
                raise Refused(_("There is no department with the code “%(code)s”.") % {"code": code})
            record = Department(code=valid_code(code) if code else code_for(names[-1], self.by_code))
            self.by_code[record.code] = record
        if record.code in self._rows:
            raise Refused(_("Row %(row)s is about the same department.") % {"row": self._rows[record.code]})
        self._rows[record.code] = number
        return Draft(record, row=number)

    def _named(self, values: Values) -> Department | None:
        owners = (self._owners.get((field, values.get(field, ""))) for field in _NAMES)
        found = {one.code: one for one in owners if one is not None}
        if len(found) > 1:
            raise Refused(_("The names belong to two departments; give the code."))
        return next(iter(found.values()), None)

    def fill(self, draft: Draft, values: Values) -> None:
        """Put the values of a row into its department. A column that the file lacks leaves what it is."""
        given = dict(values)
        if draft.is_new:
            given["name"] = given.get("name") or given.get("short_name", "")
            given["short_name"] = given.get("short_name") or given["name"]
            self._last += 1
            given["position"] = given.get("position") or str(self._last)
        for name in _NAMES:
            if name in given:
                draft.set(name, _name(given[name], _LENGTHS[name]))
        if "aliases" in given:
            draft.set("aliases", read_list(given["aliases"]), list_text)
        if given.get("kind"):
            draft.set("kind", read_kind(given["kind"]), kind_text)
        if given.get("position"):
            draft.set("position", _number(given["position"]))
        for name in ("active_from", "active_to"):
            if name in given:
                draft.set(name, read_day(given[name]), day_text)
        for name in _LINKS:
            if name in given:
                draft.set(name, self._linked(given[name]))

    def _linked(self, code: str) -> Department | None:
        if not code:
            return None
        if code not in self.by_code:
            raise Refused(_("There is no department with the code “%(code)s”.") % {"code": code})
        return self.by_code[code]

    def check(self, draft: Draft, values: Values) -> None:
        """Look at a department that changes as it would stand among the others."""
        one: Department = draft.record
        if not (draft.is_new or draft.changes):
            return
        check_period(one.active_from, one.active_to)
        for field in _NAMES:
            owner = self._owners.setdefault((field, getattr(one, field)), one)
            if owner is not one:
                raise Refused(
                    _("The name “%(name)s” belongs to %(code)s.") % {"name": getattr(one, field), "code": owner.code}
                )
        if draft.is_new:
            self._check_new(one)
        if _circles(one, "parent"):
            raise Refused(_("Its parents run in a circle."))
        if _circles(one, "successor"):
            raise Refused(_("Its successors run in a circle."))

    def _check_new(self, one: Department) -> None:
        """A new department by another's name is most likely that other, unless one followed the other."""
        for other in (*self._keys[key_of(one.name)], *self._keys[key_of(one.short_name)]):
            apart = (other.active_to and one.active_from and other.active_to < one.active_from) or (
                one.active_to and other.active_from and one.active_to < other.active_from
            )
            if not apart:
                raise Refused(
                    _("%(code)s has this name already; if it is the same department, give its code.")
                    % {"code": other.code}
                )

    def result(self, drafts: list[Draft]) -> DirectoryPlan:
        kept = [one for one in drafts if one.row not in self.refusals]
        touched = [one for one in kept if one.is_new or one.changes]
        rows = [(one.is_new, PlannedRow(one.row, str(one.record), one.changes)) for one in touched]
        records = [one.record for one in touched]
        return DirectoryPlan(
            new=[row for is_new, row in rows if is_new],
            changed=[row for is_new, row in rows if not is_new],
            unchanged=len(kept) - len(touched),
            refused=self.refusals.rows(),
            write=lambda save: _write(records, save),
        )


def _write(records: list[Department], save: Callable[[Versioned], Any]) -> None:
    """Save the new ones first; a link to what is not saved yet is set afterwards."""
    later = []
    for record in sorted(records, key=lambda one: one.pk is not None):
        links = {name: other for name in _LINKS if (other := getattr(record, name)) is not None and other.pk is None}
        for name in links:
            setattr(record, name, None)
        save(record)
        if links:
            later.append((record, links))
    for record, links in later:
        for name, other in links.items():
            setattr(record, name, other)
        save(record)


def _name(text: str, limit: int) -> str:
    if not text:
        raise Refused(_("The name is missing."))
    if len(text) > limit:
        raise Refused(_("“%(text)s” is longer than %(limit)s characters.") % {"text": text, "limit": limit})
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= _LARGEST):
        raise Refused(_("“%(text)s” is no place in the order: give a whole number.") % {"text": text})
    return int(text)


def _circles(start: Department, link: str) -> bool:
    seen: set[str] = set()
    one: Department | None = start
    while one is not None and one.code not in seen:
        seen.add(one.code)
        one = getattr(one, link)
    return one is start
