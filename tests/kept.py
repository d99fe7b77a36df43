"""What costs much to make, made once for a run and put back as the rows it was: `Kept`.

A story walks a meeting through the review, the signature and the issue, and does so in the same way for hundreds of
tests. It is made by the verbs in a transaction of its own, its rows are read, and the transaction is rolled back. A
test gets the same rows and the same objects; where this cannot be so, they are made anew.
"""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

T = TypeVar("T")
Row = tuple[Any, ...]
# Keys far from those of tests, and of what else is kept: what a test made before keeps its own.
_starts = count(1_000_000, 1_000_000)


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _columns(model: type[models.Model]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]


def _rows(model: type[models.Model]) -> list[Row]:
    """Return the rows of a table as the driver gives them; the sign keeps SQLite from making them Python's."""
    sign = "+" if connection.vendor == "sqlite" else ""
    columns = ", ".join(f"{sign}{column}" for column in _columns(model))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {connection.ops.quote_name(model._meta.db_table)} ORDER BY 1")
        return [tuple(row) for row in cursor.fetchall()]


def _begin_keys_at(start: int) -> None:
    with connection.cursor() as cursor:
        for model in _models():
            key = model._meta.pk
            if not isinstance(key, models.AutoField | models.BigAutoField):
                continue
            table = model._meta.db_table
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, start])
            else:
                sequence = "setval(pg_get_serial_sequence(%s, %s), %s)"
                cursor.execute(f"SELECT {sequence}", [connection.ops.quote_name(table), key.column, start])


def _groups() -> dict[int, str]:
    """The groups, the only rows of the migrations that kept rows lean on; emptying the tables gives them new keys."""
    return dict(Group.objects.values_list("pk", "name"))


def _check(new: dict[type[models.Model], list[Row]]) -> None:
    """Refuse to keep rows that lean on rows which another test does not have."""
    keys: dict[Any, set[Any]] = {}
    for model, rows in new.items():
        position = list(model._meta.concrete_fields).index(model._meta.pk)
        keys[model] = {row[position] for row in rows}
    for model, rows in new.items():
        for position, field in enumerate(model._meta.concrete_fields):
            target = field.remote_field.model if field.remote_field else None
            if target is None or target is Group or not field.db_constraint:  # type: ignore[attr-defined]
                continue
            for row in rows:
                if row[position] is not None and row[position] not in keys.get(target, ()):
                    raise AssertionError(f"{model._meta.label}.{field.name} leans on what is not kept")


@dataclass
class Kept(Generic[T]):
    """The rows and the objects that `make` made on a day."""

    make: Callable[[], T]
    groups: dict[int, str]
    day: date
    statements: list[tuple[str, list[Row]]]
    made: bytes

    @classmethod
    def of(cls, make: Callable[[], T], blocker: DjangoDbBlocker) -> "Kept[T]":
        """Make it outside of any test and take it back; it may change no row that was there."""
        with blocker.unblock(), transaction.atomic():
            _begin_keys_at(next(_starts))
            before = {model: _rows(model) for model in _models()}
            made = pickle.dumps(make())
            after = {model: _rows(model) for model in _models()}
            groups = _groups()
            transaction.set_rollback(True)
        new = {}
        for model, rows in after.items():
            gone = set(before[model]) - set(rows)
            if gone:
                raise AssertionError(f"{model._meta.label}: {len(gone)} rows were changed or deleted")
            old = set(before[model])
            if added := [row for row in rows if row not in old]:
                new[model] = added
        _check(new)
        statements = []
        for model, rows in new.items():
            marks = ", ".join(["%s"] * len(rows[0]))
            table = connection.ops.quote_name(model._meta.db_table)
            statements.append((f"INSERT INTO {table} ({', '.join(_columns(model))}) VALUES ({marks})", rows))
        return cls(make, groups, timezone.localdate(), statements, made)

    def put_back(self) -> T:
        """Return what `make` returns, with its rows in the database.

        Real transactions also do what waits for their end, the clock may stand on another day, the groups may have
        other keys, and the test may have made a series or a body of the same name before: then it is made.
        """
        if not connection.in_atomic_block or timezone.localdate() != self.day or _groups() != self.groups:
            return self.make()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement, rows in self.statements:
                    cursor.executemany(statement, rows)
        except IntegrityError:
            return self.make()
        return pickle.loads(self.made)  # noqa: S301 (our own, a moment ago)
