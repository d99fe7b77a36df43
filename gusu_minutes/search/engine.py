"""Finds entries: counts them, gives a page of them, and counts their values.

By relevance, what has all words in its title is one set, the rest another: each is counted and read by itself, newest
first, so that nothing has to be sorted however much it is.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from gusu_minutes.search import frequent
from gusu_minutes.search.sets import Asked, Set
from gusu_minutes.search.tables import Tables
from gusu_minutes.search.terms import TITLE, runs

__all__ = ["DATE", "RELEVANCE", "Asked", "Counts", "count", "counted", "facets", "page_of", "terms_of"]

RELEVANCE, DATE = "relevance", "date"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries fit, by the sets that they are shown in, one after the other; and about how many there are."""

    sets: tuple[int, ...]
    size: int

    @property
    def total(self) -> int:
        return sum(self.sets)


def counted(tables: Tables, asked: Asked, *, order: str = DATE) -> Counts:
    """Return how many entries fit, for `page_of` in the same order. Queries: one; the more fit, the longer it takes.

    By date the newest meeting stands first, its clauses as they stand in it; by relevance come first those in whose
    title all words stand.
    """
    in_text, in_title = terms_of(asked) or ("", "")
    parts = [_number(tables, Set(tables, asked), in_text)]
    if _by_title(asked, order):
        parts.append(_number(tables, Set(tables, asked, titled=True), in_title))
    selects = ", ".join([*(sql for sql, _values in parts), _size(tables)])
    total, *titled, size = _rows(f"SELECT {selects}", [value for _sql, values in parts for value in values])[0]
    return Counts((*titled, total - sum(titled)), size)


def terms_of(asked: Asked) -> tuple[str, str] | None:
    """Return the term in the text, and that in the title, which find what is asked for; None if it takes more."""
    word = asked.words[0] if len(asked.words) == 1 and not (asked.excluded or asked.marks or asked.without) else ""
    return (word, f"{TITLE}{word}") if len(word) == 2 and runs(word) == [word] else None


def _number(tables: Tables, one: Set, term: str) -> tuple[str, list[Any]]:
    """Return in SQL how many entries are in a set: counted, unless that is kept for the term which finds it."""
    counting = f"(SELECT COUNT(*) FROM ({one.sql}) AS counted)"
    if connection.vendor != "postgresql" or not term:
        return counting, one.values
    return f"COALESCE({frequent.kept(tables)}, {counting})", [term, *one.values]


def page_of(tables: Tables, asked: Asked, counts: Counts, *, offset: int = 0, limit: int = 20) -> list[int]:
    """Return the ids of a page of what was counted. Queries: one, or none where the page holds nothing."""
    parts, values = [], []
    for rank, one in enumerate(_sets(tables, asked, by_title=len(counts.sets) > 1)):
        number = counts.sets[rank]
        taken = min(limit, number - offset)
        if taken > 0:
            sql, given = one.page(offset, taken, number, counts.size)
            parts.append(f"SELECT {rank} AS rank, id FROM ({sql}) AS page_{rank}")
            values += given
            limit -= taken
        offset = max(0, offset - number)
    return [key for _rank, key in _rows(f"{' UNION ALL '.join(parts)} ORDER BY 1, 2 DESC", values)] if parts else []


def _by_title(asked: Asked, order: str) -> bool:
    return order == RELEVANCE and any(runs(word) for word in asked.words)


def _sets(tables: Tables, asked: Asked, *, by_title: bool) -> list[Set]:
    if by_title:
        return [Set(tables, asked, titled=True), Set(tables, asked, titled=False)]
    return [Set(tables, asked)]


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
