"""Everything that points to a record, found in the models themselves, so that a future one is not forgotten."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from gusu_minutes.common.errors import IllegalMove, StaleVersion
from gusu_minutes.common.models import without_history

Save = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key or a many-to-many field that points to the model."""

    model: type[models.Model]
    name: str
    many: bool

    @property
    def frozen(self) -> bool:
        """Whether its rows are append-only: they go on saying what they said."""
        return getattr(self.model, "append_only", False)

    @property
    def label(self) -> str:
        field: Any = self.model._meta.get_field(self.name)
        return f"{capfirst(str(self.model._meta.verbose_name_plural))} · {field.verbose_name}"

    def rows(self, record: models.Model) -> models.QuerySet:
        return self.model._base_manager.filter(**{self.name: record.pk})

    def repoint(self, row: Any, duplicate: models.Model, into: models.Model) -> None:
        """Let `row` point to `into`; the caller saves it, which writes the one row of history."""
        if not self.many:
            if getattr(row, f"{self.name}_id") == duplicate.pk:
                setattr(row, self.name, into)
            return
        if leave_out(row, self.name, duplicate):
            with without_history(row):
                getattr(row, self.name).add(into)


def leave_out(row: Any, name: str, record: models.Model) -> bool:
    """Take `record` out of a many-to-many field and return whether it was in; history is left to the next save."""
    manager = getattr(row, name)
    if not manager.filter(pk=record.pk).exists():
        return False
    with without_history(row):
        manager.remove(record)
    return True


@dataclass(frozen=True, slots=True)
class Moving:
    """How many rows of a kind point to a record, and whether they stay as they are."""

    label: str
    count: int
    frozen: bool


def references_to(model: type[models.Model]) -> list[Reference]:
    """Return every field of every model, history apart, that points to `model`; links of a many-to-many field count
    as that field."""
    found = []
    for other in apps.get_models():
        if issubclass(other, HistoricalChanges) or other._meta.proxy:
            continue
        for field in other._meta.local_fields:
            if field.is_relation and field.related_model is model:
                found.append(Reference(other, field.name, many=False))
        for many in other._meta.local_many_to_many:
            through: Any = many.remote_field.through
            if many.related_model is model and through._meta.auto_created:
                found.append(Reference(other, many.name, many=True))
    return found


def what_moves(record: models.Model) -> list[Moving]:
    """Return what points to the record. Queries: one for each reference of its model."""
    counted = ((one, one.rows(record).count()) for one in references_to(type(record)))
    return [Moving(one.label, count, one.frozen) for one, count in counted if count]


def is_frozen_in(record: models.Model) -> bool:
    """Whether rows that are never changed point to the record, so that it must stay."""
    return any(one.frozen and one.rows(record).exists() for one in references_to(type(record)))


def lock_both(duplicate: Any, into: Any) -> tuple[Any, Any]:
    """Return both records as the database has them, locked. Raises IllegalMove for the same record twice or one that is
    gone, StaleVersion where somebody changed one since it was read."""
    if duplicate.pk == into.pk:
        raise IllegalMove(_("An entry cannot be merged into itself."))
    rows = type(into)._base_manager.select_for_update().order_by("pk").in_bulk([duplicate.pk, into.pk])
    if len(rows) != 2:
        raise IllegalMove(_("Somebody else deleted this in the meantime."))
    if any(rows[one.pk].version != one.version for one in (duplicate, into)):
        raise StaleVersion
    return rows[duplicate.pk], rows[into.pk]


def move_all(duplicate: Any, into: Any, save: Save, settle: Callable[[Any], None] = lambda row: None) -> int:
    """Let every row that points to `duplicate` point to `into`, and return how many were saved, each once.

    `settle` may put the other fields of a row right before it is saved. The two records themselves and append-only rows
    are left alone. Raises IllegalMove for a row that a constraint refuses.
    """
    by_model: dict[type[models.Model], list[Reference]] = defaultdict(list)
    for one in references_to(type(into)):
        if not one.frozen:
            by_model[one.model].append(one)
    moved = 0
    for model, references in by_model.items():
        keys = {key for one in references for key in one.rows(duplicate).values_list("pk", flat=True)}
        keys -= {duplicate.pk, into.pk} if model is type(into) else set()
        for row in model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk"):
            for one in references:
                one.repoint(row, duplicate, into)
            settle(row)
            _save(row, save)
            moved += 1
    return moved


def _save(row: models.Model, save: Save) -> None:
    try:
        save(row)
    except IntegrityError as error:
        raise IllegalMove(
            _("%(kind)s no. %(number)s contradicts one that is there already; mend it first.")
            % {"kind": capfirst(str(row._meta.verbose_name)), "number": row.pk}
        ) from error


def saver(by: Any, reason: str) -> Save:
    """Return what saves a row with its author and reason."""

    def save(row: Any) -> None:
        if hasattr(row, "save_as"):
            row.save_as(by=by, reason=reason)
        else:
            row._history_user, row._change_reason = by, reason
            row.save()

    return save


def delete(row: Any, by: Any, reason: str) -> None:
    """Delete a row with a last row of history that says who and why."""
    row._change_reason = reason
    row.delete_as(by=by)


def with_names(aliases: list[str], own: Iterable[str], more: Iterable[str]) -> list[str]:
    """Return the aliases with `more` names after them, once each, without the `own` names of the record."""
    mine = set(own)
    return list(dict.fromkeys([*aliases, *(name for name in more if name and name not in mine)]))
