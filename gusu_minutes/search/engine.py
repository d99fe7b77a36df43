"""Finds entries: counts them, gives a page of them, and counts their values.

By relevance, what has all words in its title is one set, the rest another: each is counted and read by itself, newest
first, so that nothing has to be sorted however much it is.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from gusu_minutes.search.sets import Asked, Set
from gusu_minutes.search.tables import Tables
from gusu_minutes.search.terms import runs

__all__ = ["DATE", "RELEVANCE", "Asked", "Found", "count", "facets", "find"]

RELEVANCE, DATE = "relevance", "date"


@dataclass(frozen=True, slots=True)
class Found:
    """How many entries there are, and the ids of the page asked for, in order."""

    total: int
    ids: list[int]


def find(tables: Tables, asked: Asked, *, order: str = DATE, offset: int = 0, limit: int = 20) -> Found:
    """Return the entries that fit. By date the newest meeting stands first, its clauses as they stand in it; by
    relevance come first those in whose title all words stand. Queries: two, or one where the page holds nothing."""
    by_title = order == RELEVANCE and any(runs(word) for word in asked.words)
    fitting = Set(tables, asked)
    sets = [Set(tables, asked, titled=True), Set(tables, asked, titled=False)] if by_title else [fitting]
    counted = [fitting, *sets[:-1]]
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({one.sql}) AS counted)" for one in counted)
    total, *first, size = _rows(f"SELECT {counts}, {_size(tables)}", [v for one in counted for v in one.values])[0]
    parts, values = [], []
    for rank, (one, number) in enumerate(zip(sets, [*first, total - sum(first)], strict=True)):
        taken = min(limit, number - offset)
        if taken > 0:
            sql, given = one.page(offset, taken, number, size)
            parts.append(f"SELECT {rank} AS rank, id FROM ({sql}) AS page_{rank}")
            values += given
            limit -= taken
        offset = max(0, offset - number)
    rows = _rows(f"{' UNION ALL '.join(parts)} ORDER BY 1, 2 DESC", values) if parts else []
    return Found(total, [key for _rank, key in rows])


def count(tables: Tables, asked: Asked) -> int:
    """Return how many entries fit."""
    fitting = Set(tables, asked)
    return _rows(f"SELECT COUNT(*) FROM ({fitting.sql}) AS counted", fitting.values)[0][0]


def facets(tables: Tables, asked: Asked, kinds: tuple[str, ...]) -> dict[str, list[tuple[str, int]]]:
    """Return by year, series, outcome and each kind of name how many of the entries that fit have which value.

    Names are given by their key. One pass over what fits; the more it is, the longer it takes.
    """
    fitting = Set(tables, asked)
    entry, mention, name = (model._meta.db_table for model in (tables.entry, tables.mention, tables.name))
    parts = [
        f"SELECT '{column}', CAST({column} AS TEXT), COUNT(*) FROM found WHERE {column} IS NOT NULL GROUP BY {column}"
        for column in ("year", "series_code", "outcome")
    ]
    parts.append(
        f"SELECT n.kind, n.code, COUNT(DISTINCT entry_id) FROM named CROSS JOIN {name} n "
        f"WHERE n.id = name_id AND n.kind IN ({', '.join(['%s'] * len(kinds))}) GROUP BY n.kind, n.code"
    )
    sql = (
        f"WITH found AS MATERIALIZED (SELECT id, year, series_code, outcome FROM {entry} WHERE id IN ({fitting.sql})), "
        # From what fits to its names: SQLite would begin with the names, and with all that mentions them.
        f"named AS MATERIALIZED (SELECT entry_id, name_id FROM found CROSS JOIN {mention} WHERE entry_id = found.id) "
        + " UNION ALL ".join(parts)
    )
    result: dict[str, list[tuple[str, int]]] = {}
    for facet, value, number in _rows(sql, [*fitting.values, *kinds]):
        if value:
            result.setdefault(facet, []).append((value, number))
    for options in result.values():
        options.sort(key=lambda option: (-option[1], option[0]))
    return result


def _size(tables: Tables) -> str:
    """Return in SQL about how many entries there are; SQLite reads its index in order and need not know."""
    if connection.vendor != "postgresql":
        return "0"
    return f"(SELECT reltuples::bigint FROM pg_class WHERE relname = '{tables.entry._meta.db_table}')"


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
