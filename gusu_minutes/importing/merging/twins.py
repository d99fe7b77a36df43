"""Rows with a period that would say the same twice once two entries are one: a post, an office."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from attendees.models import Appointment, DepartmentOfficer
from gusu_minutes.common.errors import IllegalMove
from gusu_minutes.importing.merging.references import Save, delete, move_all

# What makes two rows the same, beside the entry they belong to.
_SAME = {
    (Appointment, "department"): ("person_id", "title"),
    (Appointment, "person"): ("department_id", "title"),
    (DepartmentOfficer, "department"): ("user_id",),
}


def join_twins(duplicate: Any, into: Any, link: str, *, save: Save, by: Any, reason: str) -> None:
    """Join each post and office of `duplicate` (the field `link`) with the same one of `into` where their periods meet.

    What pointed to the one points to the other. Two terms of the same post stay two. Raises IllegalMove for an officer
    with two terms, because there is room for one and it may not grow over the time between.
    """
    for (model, field), same in _SAME.items():
        if field != link:
            continue
        for row in _of(model, link, duplicate):
            likes = _of(model, link, into).filter(**{name: getattr(row, name) for name in same})
            twin = next((one for one in likes if _meet(row, one)), None)
            if twin is not None:
                _join(row, twin, save=save, by=by, reason=reason)
            elif model is DepartmentOfficer and likes:
                raise IllegalMove(
                    _("%(user)s acts for both at different times; mend the days of one of the offices first.")
                    % {"user": row.user}
                )


def _of(model: type[models.Model], link: str, record: Any) -> models.QuerySet:
    return model._base_manager.select_for_update().filter(**{link: record.pk}).order_by("pk")


def _join(row: Any, twin: Any, *, save: Save, by: Any, reason: str) -> None:
    twin.valid_from = _outer(min, row.valid_from, twin.valid_from)
    twin.valid_to = _outer(max, row.valid_to, twin.valid_to)
    save(twin)
    move_all(row, twin, save)
    delete(row, by, reason)


def _meet(one: Any, other: Any) -> bool:
    """Whether two periods overlap, or one begins the day after the other ends."""
    return _reaches(one.valid_to, other.valid_from) and _reaches(other.valid_to, one.valid_from)


def _reaches(last: date | None, first: date | None) -> bool:
    return last is None or first is None or last + timedelta(days=1) >= first


def _outer(choose: Any, one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else choose(one, other)
