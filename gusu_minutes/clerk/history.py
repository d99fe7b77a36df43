"""What a history says, made readable: names of fields, labels of choices, old and new side by side.

The number of queries does not grow with the number of rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from gusu_minutes.clerk.values import readable
from gusu_minutes.common.pieces import Pieces, pieces

# Bookkeeping of the program, which tells a reader nothing, and what history does not keep.
_SILENT = {"id", "version", "number_scope", "key", "secret"}
_CONTEXT = 12  # characters of what stayed the same that are shown around a change


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; `pieces` are (same | del | ins, text) where two texts were compared."""

    label: str
    old: str
    new: str
    pieces: Pieces = ()


def describe(records: Sequence[Any], older: Any | None) -> None:
    """Give each row of a history (newest first) `field_changes` against the row before; `older` precedes the last."""
    rows = [*records, older] if older is not None else list(records)
    if not rows:
        return
    model = rows[0].instance_type
    known = _related(model, rows)
    linked = _many_to_many(model, rows)
    for index, row in enumerate(records):
        before = rows[index + 1] if index + 1 < len(rows) else None
        row.field_changes = [] if before is None else list(_changes(model, before, row, known, linked))


def _fields(model: type[models.Model]) -> Iterable[models.Field]:
    return (field for field in model._meta.concrete_fields if field.name not in _SILENT)


def _related(model: type[models.Model], rows: Sequence[Any]) -> dict[str, dict[Any, Any]]:
    """Return the records that foreign keys point to, by field and key."""
    found = {}
    for field in _fields(model):
        if isinstance(field, models.ForeignKey):
            keys = {getattr(row, field.attname) for row in rows} - {None}
            found[field.name] = field.related_model._default_manager.in_bulk(keys) if keys else {}
    return found


def _many_to_many(model: type[models.Model], rows: Sequence[Any]) -> dict[str, dict[Any, list[str]]]:
    """Return the names that tracked many-to-many fields held, by field and row of the history."""
    found: dict[str, dict[Any, list[str]]] = {}
    for field in rows[0]._history_m2m_fields:
        through = getattr(type(rows[0]), field.name).model
        target = f"{field.m2m_reverse_field_name()}_id"
        links = list(
            through.objects.filter(history_id__in=[row.pk for row in rows])
            .values_list("history_id", target)
            .order_by(target)
        )
        names = field.related_model._default_manager.in_bulk({key for _row, key in links}) if links else {}
        held: dict[Any, list[str]] = {row.pk: [] for row in rows}
        for row, key in links:
            held[row].append(str(names.get(key, key)))
        found[field.name] = held
    return found


def _changes(
    model: type[models.Model],
    before: Any,
    after: Any,
    known: dict[str, dict[Any, Any]],
    linked: dict[str, dict[Any, list[str]]],
) -> Iterable[FieldChange]:
    for field in _fields(model):
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            names = known.get(field.name)
            if names is not None:
                old, new = names.get(old, old), names.get(new, new)
            yield field_change(capfirst(str(field.verbose_name)), readable(field, old), readable(field, new))
    for name, held in linked.items():
        if held[before.pk] != held[after.pk]:
            label = capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            yield FieldChange(label, "、".join(held[before.pk]), "、".join(held[after.pk]))


def field_change(label: str, old: str, new: str) -> FieldChange:
    """Return the change of one text, piece by piece where both are long."""
    return FieldChange(label, old, new, pieces(old, new, context=_CONTEXT))
