"""Finds entries: one interface over the full-text index of SQLite and that of PostgreSQL.

Both keep the pairs of characters of each text (see `search.terms`). A word without punctuation is found in SQLite by
its pairs alone, exactly; PostgreSQL keeps no places, so there a longer word is looked at once more. What holds a space
or punctuation is looked at once more on both. Table and column names come from models, whatever a reader typed is a
value.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from gusu_minutes.search.tables import Tables
from gusu_minutes.search.terms import TITLE, pairs, runs

# The narrowing marks of one alternative each: all groups must hold, one mark of a group suffices.
Marks = tuple[tuple[str, ...], ...]
RELEVANCE, DATE = "relevance", "date"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to find: folded words that stand there and that do not, and marks by which it is narrowed down."""

    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Found:
    """How many entries there are, and the ids of the page asked for, in order."""

    total: int
    ids: list[int]


def find(tables: Tables, asked: Asked, *, order: str = DATE, offset: int = 0, limit: int = 20) -> Found:
    """Return the entries that fit. By date the newest meeting stands first, its clauses as they stand in it; by
    relevance come first those in whose title all words stand. Queries: one, or two beyond the last page."""
    by_title = order == RELEVANCE and bool(asked.words)
    where, values = condition(tables, asked)
    table = tables.entry._meta.db_table
    rank, rank_values = _in_title(tables, asked) if by_title else ("0", [])
    # Counted and cut in one statement over the same rows; the ids alone are sorted.
    sql = (
        f"WITH found AS MATERIALIZED (SELECT id FROM {table} WHERE {where}), "
        f"page AS (SELECT id, {rank} AS titled FROM found ORDER BY titled DESC, id DESC LIMIT %s OFFSET %s) "
        "SELECT id, (SELECT COUNT(*) FROM found) FROM page ORDER BY titled DESC, id DESC"
    )
    rows = _rows(sql, [*values, *rank_values, limit, offset])
    if rows:
        return Found(rows[0][1], [row[0] for row in rows])
    total = count(tables, asked) if offset else 0
    return Found(total, [])


def count(tables: Tables, asked: Asked) -> int:
    """Return how many entries fit."""
    where, values = condition(tables, asked)
    return _rows(f"SELECT COUNT(*) FROM {tables.entry._meta.db_table} WHERE {where}", values)[0][0]


def facets(tables: Tables, asked: Asked, kinds: tuple[str, ...]) -> dict[str, list[tuple[str, int]]]:
    """Return by year, series, outcome and each kind of name how many of the entries that fit have which value.

    Names are given by their key. One pass over what fits; the more it is, the longer it takes.
    """
    where, values = condition(tables, asked)
    entry, mention, name = (model._meta.db_table for model in (tables.entry, tables.mention, tables.name))
    parts = [
        f"SELECT '{column}', CAST({column} AS TEXT), COUNT(*) FROM found WHERE {column} IS NOT NULL GROUP BY {column}"
        for column in ("year", "series_code", "outcome")
    ]
    parts.append(
        f"SELECT n.kind, n.code, COUNT(DISTINCT m.entry_id) FROM found JOIN {mention} m ON m.entry_id = found.id "
        f"JOIN {name} n ON n.id = m.name_id WHERE n.kind IN ({', '.join(['%s'] * len(kinds))}) GROUP BY n.kind, n.code"
    )
    sql = (
        f"WITH found AS MATERIALIZED (SELECT id, year, series_code, outcome FROM {entry} WHERE {where}) "
        + " UNION ALL ".join(parts)
    )
    result: dict[str, list[tuple[str, int]]] = {}
    for facet, value, number in _rows(sql, [*values, *kinds]):
        if value:
            result.setdefault(facet, []).append((value, number))
    for options in result.values():
        options.sort(key=lambda option: (-option[1], option[0]))
    return result


def condition(tables: Tables, asked: Asked) -> tuple[str, list[Any]]:
    """Return the condition on entries in SQL, and its values."""
    return (_postgres if connection.vendor == "postgresql" else _sqlite)(tables, asked)


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


# SQLite


def _sqlite(tables: Tables, asked: Asked) -> tuple[str, list[Any]]:
    wanted = [phrase for word in asked.words for phrase in _phrases("tokens", word)]
    wanted += ["marks : (" + " OR ".join(f'"{mark}"' for mark in group) + ")" for group in asked.marks]
    parts: list[str] = []
    values: list[Any] = []
    if wanted:
        parts.append(_match(tables, "IN"))
        values.append(" AND ".join(wanted))
    for word in asked.words:
        if not _is_one_run(word):
            parts.append("instr(folded, %s) > 0")
            values.append(word)
    for word in asked.excluded:
        if _is_one_run(word):
            parts.append(_match(tables, "NOT IN"))
            values.append(" AND ".join(_phrases("tokens", word)))
        else:
            parts.append("instr(folded, %s) = 0")
            values.append(word)
    return " AND ".join(parts) or "1 = 1", values


def _match(tables: Tables, operator: str) -> str:
    return f"id {operator} (SELECT rowid FROM {tables.index} WHERE {tables.index} MATCH %s)"


def _phrases(column: str, word: str, prefix: str = "") -> list[str]:
    """Return for each run of the word the phrase that finds it; one character begins a pair, or ends a run."""
    return [
        f'{column} : "' + " ".join(f"{prefix}{pair}" for pair in pairs(run)) + '"'
        if len(run) > 1
        else f'{column} : "{prefix}{run}" *'
        for run in runs(word)
    ]


# PostgreSQL


def _postgres(tables: Tables, asked: Asked) -> tuple[str, list[Any]]:
    table = tables.entry._meta.db_table
    wanted = [term for word in asked.words for term in _terms(word)]
    wanted += ["(" + " | ".join(f"'{mark}'" for mark in group) + ")" for group in asked.marks]
    parts: list[str] = []
    values: list[Any] = []
    if wanted:
        parts.append(f"{postgres_terms(table)} @@ %s::tsquery")
        values.append(" & ".join(wanted))
    for word in asked.words:
        if not (_is_one_run(word) and len(word) <= 2):
            parts.append("strpos(folded, %s) > 0")
            values.append(word)
    for word in asked.excluded:
        parts.append("strpos(folded, %s) = 0")
        values.append(word)
    return " AND ".join(parts) or "TRUE", values


def postgres_terms(table: str) -> str:
    """Return the expression that the index of PostgreSQL is made over; queries must write it the same way."""
    return f"array_to_tsvector(array_remove(string_to_array({table}.tokens || ' ' || {table}.marks, ' '), ''))"


def _terms(word: str, prefix: str = "") -> list[str]:
    return [f"'{prefix}{pair}'" for run in runs(word) if len(run) > 1 for pair in dict.fromkeys(pairs(run))] + [
        f"'{prefix}{run}':*" for run in runs(word) if len(run) == 1
    ]


# Both


def _is_one_run(word: str) -> bool:
    return runs(word) == [word]


def _in_title(tables: Tables, asked: Asked) -> tuple[str, list[Any]]:
    """Return in SQL, 1 or 0, whether all words stand in the title of `found.id`."""
    if not any(runs(word) for word in asked.words):
        return "0", []
    if connection.vendor == "postgresql":
        table = tables.entry._meta.db_table
        terms = " & ".join(term for word in asked.words for term in _terms(word, TITLE))
        inner = f"SELECT {table}.id FROM {table} WHERE {postgres_terms(table)} @@ %s::tsquery"
    else:
        terms = " AND ".join(phrase for word in asked.words for phrase in _phrases("marks", word, TITLE))
        inner = f"SELECT rowid FROM {tables.index} WHERE {tables.index} MATCH %s"
    return f"CASE WHEN id IN ({inner}) THEN 1 ELSE 0 END", [terms]
