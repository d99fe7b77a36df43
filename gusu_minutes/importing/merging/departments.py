"""Two departments become one."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from attendees.models import Department
from attendees.rules import can_merge_departments
from decisions.models import Assignment
from gusu_minutes.common.errors import IllegalMove, NotAllowed
from gusu_minutes.importing.merging.choices import move_choices
from gusu_minutes.importing.merging.references import (
    Save,
    delete,
    is_frozen_in,
    leave_out,
    lock_both,
    move_all,
    saver,
    with_names,
)
from gusu_minutes.importing.merging.twins import join_twins

_MARK = "（已合并{pk}）"  # a name in the directory is Chinese, whatever language the clerk has chosen


@transaction.atomic
def merge_departments(*, duplicate: Department, into: Department, by: Any, reason: str) -> Department:
    """Move everything from `duplicate` to `into`, delete the duplicate, and return what is left of the two.

    Its names become aliases. Where append-only rows (reports, requests) name the duplicate it cannot be deleted: it
    stays, closed and under a marked name, with `into` as its successor. Queries: about 35, and 4 to 6 a row that moves.
    Raises NotAllowed, StaleVersion where one was changed since it was read, IllegalMove with a sentence otherwise.
    """
    if not can_merge_departments.test(by):
        raise NotAllowed
    duplicate, into = lock_both(duplicate, into)
    mark = _MARK.format(pk=duplicate.pk)
    if duplicate.name.endswith(mark):
        raise IllegalMove(_("“%(name)s” was merged already.") % {"name": duplicate})
    why = _reason(duplicate, into, reason)
    save = saver(by, why)
    _take_over(duplicate, into)  # before the links of others move
    save(into)
    join_twins(duplicate, into, "department", save=save, by=by, reason=why)
    move_all(duplicate, into, save, settle=_lead_does_not_support)
    move_choices("departments", duplicate.code, into.code, save)
    if is_frozen_in(duplicate):
        _close(duplicate, into, mark, save)
    else:
        _free(duplicate, save)
        delete(duplicate, by, why)
    return into


def _reason(duplicate: Department, into: Department, reason: str) -> str:
    words = _("merged: %(old)s (%(code)s) into %(new)s")
    said = words % {"old": duplicate.short_name, "code": duplicate.code, "new": into.short_name}
    return f"{said}\n{reason.strip()}".strip()


def _lead_does_not_support(row: Any) -> None:
    if isinstance(row, Assignment):
        leave_out(row, "supporting", row.lead)


def _take_over(duplicate: Department, into: Department) -> None:
    """Give `into` the names of the duplicate, and its place where `into` stood under it or before it."""
    into.aliases = with_names(into.aliases, (into.name, into.short_name), duplicate.all_names)
    if into.successor_id == duplicate.pk:  # what the one did the other went on with
        into.active_to = duplicate.active_to
    for link in ("parent", "successor"):
        after = _after(duplicate, into, link)
        if duplicate.pk in _chain(into, link) or (link == "parent" and into.parent_id is None):
            setattr(into, link, after)


def _after(duplicate: Department, into: Department, link: str) -> Department | None:
    """Return what the duplicate's chain leads to beyond the two; None where it would come back to `into`."""
    beyond = [one for pk, one in _chain(duplicate, link).items() if pk not in {duplicate.pk, into.pk}]
    return beyond[0] if beyond and into.pk not in _chain(beyond[0], link) else None


def _chain(start: Department, link: str) -> dict[int, Department]:
    """Return the departments that `link` leads to, by key and in order, `start` left out unless it comes again."""
    found: dict[int, Department] = {}
    one = getattr(start, link)
    while one is not None and one.pk not in found:
        found[one.pk] = one
        one = getattr(one, link)
    return found


def _free(duplicate: Department, save: Save) -> None:
    """A record that points to itself protects itself."""
    if duplicate.pk in {duplicate.parent_id, duplicate.successor_id}:
        duplicate.parent = duplicate.successor = None
        save(duplicate)


def _close(duplicate: Department, into: Department, mark: str, save: Save) -> None:
    for name in ("name", "short_name"):
        field: Any = Department._meta.get_field(name)
        limit = field.max_length
        setattr(duplicate, name, getattr(duplicate, name)[: limit - len(mark)] + mark)
    today = timezone.localdate()
    duplicate.active_to = duplicate.active_to or max(today, duplicate.active_from or today)
    duplicate.aliases, duplicate.parent, duplicate.successor = [], None, into
    save(duplicate)
