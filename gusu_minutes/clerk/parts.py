"""What stands or stood under a record, each with the way to its own history: what was taken out is found there too."""

from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst

from gusu_minutes.clerk.links import list_url


class Part(NamedTuple):
    """A row that stands (or stood) under another: what it was called last, where its history is, whether it is gone."""

    name: str
    address: str
    is_gone: bool
    pk: int


class Parts(NamedTuple):
    """The parts of one kind under a record."""

    label: str
    rows: list[Part]


def parts_of(*children: type[models.Model], **parent: Any) -> list[Parts]:
    """Return the parts that the record has or had, kind by kind. Queries: one for each kind."""
    found = []
    for model in children:
        history: Any = model.history  # type: ignore[attr-defined]
        latest = {row.id: row for row in history.filter(**parent).order_by("history_date", "history_id")}
        rows = sorted(latest.values(), key=lambda row: (getattr(row, "position", 0), row.id))
        parts = [
            Part(str(row.instance), f"{list_url(model)}{row.id}/history/", row.history_type == "-", row.id)
            for row in rows
        ]
        if parts:
            found.append(Parts(capfirst(str(model._meta.verbose_name_plural)), parts))
    return found
