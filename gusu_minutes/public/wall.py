"""The wall, at run time: while a page is made, any statement that goes beyond the tables of its audience is refused."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from gusu_minutes.search.tables import TABLES

_WORD = re.compile(r"\w+")
_WRITING = frozenset(("INSERT", "UPDATE", "DELETE", "MERGE"))


class WallBreach(RuntimeError):
    """A page tried to read or write what its audience may not see: a mistake in the program, never the reader's."""


@cache
def _all_tables() -> frozenset[str]:
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return frozenset(models.union(tables.index for tables in TABLES.values()))


@contextmanager
def only_tables(allowed: frozenset[str]) -> Iterator[None]:
    """Let only SELECT statements over `allowed` tables reach the database; raises WallBreach for any other."""
    forbidden = _all_tables() - allowed

    def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        words = _WORD.findall(sql)
        beyond = forbidden.intersection(words)
        begins = words[0].upper() if words else ""
        reads = begins == "SELECT" or (begins == "WITH" and _WRITING.isdisjoint(map(str.upper, words)))
        if beyond or not reads:
            raise WallBreach(f"refused behind the wall: {', '.join(sorted(beyond)) or sql[:40]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield
