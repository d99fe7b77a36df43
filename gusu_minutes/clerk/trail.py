"""Where a page stands in a meeting: the way back up, and the pages before and after it."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from decisions.models import Assignment, Resolution
from gusu_minutes.clerk.links import admin_url, list_url
from meetings.models import AgendaItem, Attachment, Attendance, Meeting

Crumbs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The pages before and after this one, its place among them, and their number."""

    before: str | None
    after: str | None
    place: int
    count: int


def parent_of(record: Any) -> Any:
    """Return the record that `record` stands under; None for a meeting."""
    if isinstance(record, Resolution):
        return record.agenda_item
    if isinstance(record, Assignment):
        return record.resolution
    return record.meeting if isinstance(record, AgendaItem | Attendance | Attachment) else None


def meeting_of(record: models.Model) -> Meeting:
    """Return the meeting that `record` belongs to."""
    while not isinstance(record, Meeting):
        parent = parent_of(record)
        if parent is None:
            raise TypeError(f"{record!r} belongs to no meeting")
        record = parent
    return record


def set_meeting(record: Any, meeting: Meeting) -> None:
    """Put `meeting`, read anew, in the place of the one that `record` was loaded with."""
    above = parent_of(record)
    while above is not None and not isinstance(above, Meeting):
        record, above = above, parent_of(above)
    record.meeting = meeting


def crumbs_of(record: models.Model | None) -> Crumbs:
    """Return label and address of the list of meetings and of every record down to `record`."""
    steps: Crumbs = []
    while record is not None:
        steps.append((short(record), admin_url(record)))
        record = parent_of(record)
    return [(str(Meeting._meta.verbose_name_plural), list_url(Meeting)), *reversed(steps)]


def short(record: models.Model) -> str:
    """Return a name of at most 30 characters."""
    text = str(record)
    return text if len(text) <= 30 else text[:29] + "…"


def neighbours_of(record: models.Model) -> Neighbours | None:
    """Return the pages before and after in the same meeting; None where pages have no order. One query."""
    rows: Any
    if isinstance(record, AgendaItem | Attendance):
        rows = type(record)._default_manager.filter(meeting=record.meeting_id).order_by("position")
    elif isinstance(record, Resolution):
        rows = Resolution.objects.filter(agenda_item__meeting=record.agenda_item.meeting_id)
        rows = rows.order_by("agenda_item__position", "position")
    elif isinstance(record, Assignment):
        rows = Assignment.objects.filter(resolution__agenda_item__meeting=meeting_of(record).pk)
        rows = rows.order_by("resolution__agenda_item__position", "resolution__position", "pk")
    else:
        return None
    keys = list(rows.values_list("pk", flat=True))
    place = keys.index(record.pk)
    return Neighbours(
        before=_url(record, keys[place - 1]) if place else None,
        after=_url(record, keys[place + 1]) if place + 1 < len(keys) else None,
        place=place + 1,
        count=len(keys),
    )


def _url(like: models.Model, key: Any) -> str:
    return admin_url(type(like)(pk=key))
