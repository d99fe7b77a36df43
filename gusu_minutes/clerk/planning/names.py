"""Fields into which departments and people are typed by name: one list of names serves all rows of a page."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from attendees.models import Department, Person
from gusu_minutes.common.folding import fold

_BETWEEN = re.compile("[、，,；;\n]+")


class Departments:
    """All departments, read once, each found by any of its names. `offered` are those that exist on a day."""

    def __init__(self) -> None:
        self._all: list[Department] | None = None
        self._labels: dict[int, str] | None = None
        self._by_name: dict[str, Department | None] | None = None

    @property
    def all(self) -> list[Department]:
        if self._all is None:
            self._all = list(Department.objects.select_related("leader"))
        return self._all

    def offered(self, day: Any) -> list[Department]:
        return [one for one in self.all if one.active_to is None or one.active_to >= day]

    def label(self, key: int) -> str:
        if self._labels is None:
            self._labels = {one.pk: str(one) for one in self.all}
        return self._labels.get(key, "")

    def find(self, text: str) -> Department | None:
        if self._by_name is None:
            self._by_name = _by_name(self.all)
        return self._by_name.get(fold(text))


def _by_name(departments: Iterable[Department]) -> dict[str, Department | None]:
    """Return the departments by each name; an alias that two of them have stands for none."""
    aliases: dict[str, Department | None] = {}
    for one in departments:
        for alias in (one.code, *one.aliases):
            aliases[fold(alias)] = one if aliases.get(fold(alias), one) == one else None
    return aliases | {fold(name): one for one in departments for name in (one.name, one.short_name)}


class Leaders:
    """The leaders of departments, offered by name; anybody else in the directory is found too, if the name is one's."""

    def __init__(self, departments: Departments, others: Iterable[Person | None] = ()) -> None:
        self._departments, self._others = departments, others
        self._known: dict[int, Person] | None = None

    @property
    def known(self) -> dict[int, Person]:
        if self._known is None:
            people = [*(one.leader for one in self._departments.all), *self._others]
            self._known = {person.pk: person for person in people if person is not None}
        return self._known

    @property
    def offered(self) -> list[str]:
        return sorted({person.name for person in self.known.values()})

    def label(self, key: int) -> str:
        return self.known[key].name if key in self.known else str(Person.objects.filter(pk=key).first() or "")

    def find(self, text: str) -> Person | None:
        found = [person for person in self.known.values() if fold(person.name) == fold(text)]
        found = found or list(Person.objects.filter(name=text)[:2])
        return found[0] if len(found) == 1 else None


class NameField(forms.Field):
    """One record, typed by its name; its initial value is the key. `known` finds records and names them."""

    known: Any

    def prepare_value(self, value: Any) -> Any:
        return self.known.label(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = (value or "").strip()
        if not text:
            return None
        if (record := self.known.find(text)) is None:
            raise forms.ValidationError(_("“%(name)s” is not known, or not one only.") % {"name": text})
        return record

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()


class NamesField(NameField):
    """Several records, typed by name with 、 between them; cleaned to a list."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "、".join(self.known.label(getattr(entry, "pk", entry)) for entry in value)

    def to_python(self, value: Any) -> Any:
        names = filter(None, (name.strip() for name in _BETWEEN.split(value or "")))
        return list(dict.fromkeys(super(NamesField, self).to_python(name) for name in names))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _set(self.prepare_value(initial or [])) != _set(data)


def _set(text: str | None) -> set[str]:
    return {name.strip() for name in _BETWEEN.split(text or "")} - {""}
