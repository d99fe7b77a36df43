"""Moving rows that stand in an order under their parent; every row is saved, so its history shows the move."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from gusu_minutes.common.models import without_history
from gusu_minutes.common.numbering import in_order, renumbered


def _place(row: Any, position: int, by: Any) -> None:
    row.position = position
    row.save_as(by=by, reason=_("moved"))


@transaction.atomic
def move(*, row: Any, siblings: models.QuerySet, up: bool, by: Any) -> bool:
    """Exchange `row` with the one before (`up`) or after it. Returns whether there was one."""
    if up:
        other = siblings.filter(position__lt=row.position).order_by("-position").first()
    else:
        other = siblings.filter(position__gt=row.position).order_by("position").first()
    if other is None:
        return False
    here, there = row.position, other.position
    # Positions are unique under a parent: step aside first. That step is no news for the history.
    with without_history(row):
        _place(row, -1 - abs(here), by)
    _place(other, here, by)
    _place(row, there, by)
    return True


@transaction.atomic
def open_gap(*, siblings: models.QuerySet, position: int, by: Any) -> None:
    """Shift the rows from `position` on by one, the last first, so that `position` is free."""
    for row in siblings.filter(position__gte=position).order_by("-position"):
        _place(row, row.position + 1, by)


@contextmanager
def numbers_kept_in_order(*, siblings: models.QuerySet, by: Any) -> Iterator[None]:
    """Number the rows anew after what is done inside, if their numbers were in order before it."""
    ordered = siblings.order_by("position")
    were_in_order = in_order(ordered.values_list("number", flat=True))
    yield
    if not were_in_order:
        return
    rows = list(ordered.all())
    for row, number in zip(rows, renumbered([row.number for row in rows]), strict=True):
        if row.number != number:
            row.number = number
            row.save_as(by=by, reason=_("numbered anew"))
