"""What is asked of the index, as SQL: FTS5 on SQLite, GIN on PostgreSQL.

Both keep the pairs of characters of each text (see `search.terms`). A word without punctuation is found in SQLite by
its pairs alone, exactly; PostgreSQL keeps no places, so there a longer word is looked at once more. What holds a space
or punctuation is looked at once more on both. Table and column names come from models, whatever a reader typed is a
value.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from gusu_minutes.search.enums import EntryKind
from gusu_minutes.search.tables import Tables
from gusu_minutes.search.terms import TITLE, mark, pairs, runs

# The narrowing marks of one alternative each: all groups must hold, one mark of a group suffices.
Marks = tuple[tuple[str, ...], ...]
# Entries that PostgreSQL may read one by one for a page; reading more takes longer than asking the index.
WALK = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What to find: folded words that stand there and that do not, and marks by which it is narrowed down, or left
    out."""

    words: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    marks: Marks = ()
    without: tuple[str, ...] = ()


class Set:
    """The entries that fit, as SQL that selects their ids; `titled` keeps those that have, or have not, all words in
    the title."""

    def __init__(self, tables: Tables, asked: Asked, titled: bool | None = None) -> None:
        self.tables, self.asked, self.titled = tables, asked, titled
        self.table = tables.entry._meta.db_table
        self.sql, self.values = self._postgres() if connection.vendor == "postgresql" else self._sqlite()

    def page(self, offset: int, limit: int, number: int, size: int) -> tuple[str, list[Any]]:
        """Return in SQL a part of the set, the highest ids first; `number` are in the set, `size` in the table."""
        cut = f"ORDER BY id DESC LIMIT {limit:d} OFFSET {offset:d}"
        if connection.vendor == "postgresql":
            # Left to itself PostgreSQL walks the key for a rare word, too, which takes for ever.
            if (offset + limit) * max(size, number) <= WALK * number:
                sql, values = self._walk()
                return f"{sql} {cut}", values
            return f"WITH found AS MATERIALIZED ({self.sql}) SELECT id FROM found {cut}", self.values  # noqa: S608
        return f"{self.sql} {cut}", self.values

    def _sqlite(self) -> tuple[str, list[Any]]:
        index = self.tables.index
        wanted = [phrase for word in self.asked.words for phrase in _phrases("tokens", word)]
        wanted += [_marked(*group) for group in self.asked.marks]
        title = " AND ".join(phrase for word in self.asked.words for phrase in _phrases("marks", word, TITLE))
        excluded = [phrase for word in self.asked.excluded if _is_one_run(word) for phrase in _phrases("tokens", word)]
        if self.asked.without:
            excluded.append(_marked(*self.asked.without))
        if self.titled:
            wanted.append(title)
        elif self.titled is False:
            excluded.append(title)
        match = " AND ".join(wanted) or _marked(*(mark("k", kind) for kind in EntryKind.values))
        looked = [("> 0", word) for word in self.asked.words if not _is_one_run(word)]
        looked += [("= 0", word) for word in self.asked.excluded if not _is_one_run(word)]
        beside = f" CROSS JOIN {self.table} AS entry ON entry.id = {index}.rowid" if looked else ""
        conditions = "".join(f" AND instr(entry.folded, %s) {sign}" for sign, _word in looked)
        return (
            f"SELECT {index}.rowid AS id FROM {index}{beside} WHERE {index} MATCH %s{conditions}",  # noqa: S608
            ["".join([f"({match})", *(f" NOT ({phrase})" for phrase in excluded)]), *(word for _sign, word in looked)],
        )

    def _postgres(self) -> tuple[str, list[Any]]:
        wanted = [term for word in self.asked.words for term in _terms(word)]
        wanted += self._narrowing()
        parts: list[str] = []
        values: list[Any] = []
        if wanted:
            parts.append(f"{postgres_terms(self.table)} @@ %s::tsquery")
            values.append(" & ".join(wanted))
        looked = [word for word in self.asked.words if not (_is_one_run(word) and len(word) <= 2)]
        return self._reading(parts, values, looked)

    def _walk(self) -> tuple[str, list[Any]]:
        """Return the same set for reading the entries one by one, without the index."""
        parts: list[str] = []
        values: list[Any] = []
        if narrowing := self._narrowing():
            parts.append("search_terms('', marks) @@ %s::tsquery")
            values.append(" & ".join(narrowing))
        return self._reading(parts, values, list(self.asked.words))

    def _reading(self, parts: list[str], values: list[Any], looked: list[str]) -> tuple[str, list[Any]]:
        parts += ["strpos(folded, %s) > 0"] * len(looked) + ["strpos(folded, %s) = 0"] * len(self.asked.excluded)
        where = " AND ".join(parts) or "TRUE"
        return f"SELECT id FROM {self.table} WHERE {where}", [*values, *looked, *self.asked.excluded]  # noqa: S608

    def _narrowing(self) -> list[str]:
        """Return what the marks of an entry must hold, as PostgreSQL writes it."""
        wanted = ["(" + " | ".join(f"'{one}'" for one in group) + ")" for group in self.asked.marks]
        wanted += [f"!'{one}'" for one in self.asked.without]
        title = " & ".join(term for word in self.asked.words for term in _terms(word, TITLE))
        return wanted if self.titled is None else [*wanted, f"({title})" if self.titled else f"!({title})"]


def _marked(*marks: str) -> str:
    return "marks : (" + " OR ".join(f'"{one}"' for one in marks) + ")"


def _phrases(column: str, word: str, prefix: str = "") -> list[str]:
    """Return for each run of the word the phrase that finds it; one character begins a pair, or ends a run."""
    return [
        f'{column} : "' + " ".join(f"{prefix}{pair}" for pair in pairs(run)) + '"'
        if len(run) > 1
        else f'{column} : "{prefix}{run}" *'
        for run in runs(word)
    ]


def postgres_terms(table: str) -> str:
    """Return the expression that the index of PostgreSQL is made over; queries must write it the same way."""
    return f"search_terms({table}.tokens, {table}.marks)"


def _terms(word: str, prefix: str = "") -> list[str]:
    return [f"'{prefix}{pair}'" for run in runs(word) if len(run) > 1 for pair in dict.fromkeys(pairs(run))] + [
        f"'{prefix}{run}':*" for run in runs(word) if len(run) == 1
    ]


def _is_one_run(word: str) -> bool:
    return runs(word) == [word]
