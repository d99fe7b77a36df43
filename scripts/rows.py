"""Writes many rows past verbs and history, as fast as the database takes them: for measuring only."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection


def insert(table: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows, by field name, with the defaults of the model, as fast as the database takes them."""
    fields = list(table._meta.concrete_fields)
    places = {field.attname: place for place, field in enumerate(fields)}
    plain = _plain_postgresql if connection.vendor == "postgresql" else _plain_sqlite
    blank = [None if field.primary_key else plain(field.get_default()) for field in fields]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    quoted = connection.ops.quote_name(table._meta.db_table)

    def lines() -> Iterator[list[Any]]:
        for row in rows:
            line = blank.copy()
            for name, value in row.items():
                line[places[name]] = plain(value)
            yield line

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quoted} ({names}) FROM STDIN") as copy:
                for line in lines():
                    copy.write_row(line)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {quoted} ({names}) VALUES ({marks})"  # noqa: S608 (names of models)
            cursor.executemany(statement, list(lines()))


def _plain_sqlite(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, dict | list) else value


def _plain_postgresql(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
