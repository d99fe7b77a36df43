"""The columns of the directory's tables, and how their values are written in a cell."""

import csv
import io
import re
from datetime import date
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from attendees.domain.naming import key_of
from attendees.enums import DepartmentKind, DirectoryTable
from gusu_minutes.common.dates import find_date
from gusu_minutes.common.errors import DomainError

# Headings are the file format: they are Chinese in every language, or the code in English.
COLUMNS: dict[str, dict[str, str]] = {
    DirectoryTable.DEPARTMENTS: {
        "code": "代码", "name": "全称", "short_name": "简称", "aliases": "别名", "kind": "类别", "parent": "上级",
        "position": "排序", "active_from": "启用", "active_to": "停用", "successor": "继任",
    },
    DirectoryTable.POSTS: {
        "name": "姓名", "person": "人员代码", "aliases": "别名", "department": "单位", "title": "职务",
        "valid_from": "任职", "valid_to": "离任",
    },
}  # fmt: skip
# Columns of which one at least tells the rows apart.
KEYS: dict[str, tuple[str, ...]] = {
    DirectoryTable.DEPARTMENTS: ("code", "name", "short_name"),
    DirectoryTable.POSTS: ("name", "person"),
}
SHEETS = {DirectoryTable.DEPARTMENTS: "单位", DirectoryTable.POSTS: "人员与职务"}

_LANGUAGES = ("zh-hans", "zh-hant", "en")
_NOTE = re.compile(r"[(（].*$")
_SEPARATOR = "、"


class Refused(DomainError):
    """A row that is not taken over; the sentence says why."""


def column_of(table: str, heading: str) -> str | None:
    """Return the column that a heading means: 上级, 上级(代码), parent; None for an unknown one."""
    key = key_of(_NOTE.sub("", heading))
    return next((code for code, words in COLUMNS[table].items() if key in (key_of(words), code)), None)


def list_text(entries: list[str]) -> str:
    """Return a list as one cell, 区发改委、区计委; an entry with 、 in it stands in quotes."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=_SEPARATOR, lineterminator="").writerow(entries)
    return buffer.getvalue() if entries != [""] else ""


def read_list(text: str) -> list[str]:
    """Return the entries of a cell, once each. Raises Refused."""
    try:
        entries = [entry.strip() for row in csv.reader(io.StringIO(text), delimiter=_SEPARATOR) for entry in row]
    except csv.Error as error:
        raise Refused(_("A cell is far too long.")) from error
    return list(dict.fromkeys(filter(None, entries)))


def day_text(day: date | None) -> str:
    """Return a day as 2024-12-13, nothing for an open end."""
    return day.isoformat() if day else ""


def read_day(text: str) -> date | None:
    """Return the day that a cell names, 2024-12-13, 2024/12/13 or 2024年12月13日. Raises Refused."""
    if not text:
        return None
    found = find_date(key_of(text))
    if found is None or found.year is None or (found.start, found.end) != (0, len(key_of(text))):
        raise Refused(_("“%(text)s” is no day. Write it as 2024-12-13.") % {"text": text})
    return date(found.year, found.month, found.day)


def kind_text(kind: str) -> str:
    """Return the kind of a department in Chinese, whatever language the reader has."""
    with override("zh-hans"):
        return str(DepartmentKind(kind).label)


def read_kind(text: str) -> str:
    """Return the kind that a cell names, by code or in any of our languages. Raises Refused."""
    kind = _kinds().get(key_of(text))
    if kind is None:
        known = "、".join(str(label) for label in DepartmentKind.labels)
        raise Refused(_("“%(text)s” is no kind of department. There are: %(known)s.") % {"text": text, "known": known})
    return kind


@cache
def _kinds() -> dict[str, str]:
    kinds = {value: value for value in DepartmentKind.values}
    for language in _LANGUAGES:
        with override(language):
            kinds |= {key_of(str(kind.label)): kind.value for kind in DepartmentKind}
    return kinds
