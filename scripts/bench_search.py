"""Measure search: each question beside the bare SQL that asks the same, on a small and on a large record.

A question is a word of 2, 3 or 6 characters that is common, rare or absent, and asks for the first page or the
fiftieth. Both sizes and the bare SQL take turns, so that a busy moment meets all of them.
"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

ROUNDS, WORDS, SAMPLE = 7, 5, 3000
LENGTHS, PAGE_SIZE, PAGE = (2, 3, 6), 20, 50
RARE = 200  # entries at most that hold a rare word


class Question(NamedTuple):
    length: int
    how_often: str
    page: int


@dataclass
class Found:
    """What a table line says: milliseconds at the median and at 95 %, of ours and of the bare SQL, on both sizes."""

    question: Question
    words: list[str]
    total: int
    ours: list[float]
    bare: list[float]
    ours_small: list[float]

    def line(self) -> dict[str, Any]:
        p50, p95 = _percentiles(self.ours)
        bare50, bare95 = _percentiles(self.bare)
        small50, _small95 = _percentiles(self.ours_small)
        return {
            **self.question._asdict(), "entries": self.total, "ms_p50": round(p50, 2), "ms_p95": round(p95, 2),
            "to_bare_p50": round(p50 / bare50, 2), "to_bare_p95": round(p95 / bare95, 2),
            "to_small_p50": round(p50 / small50, 2),
        }  # fmt: skip


def _percentiles(times: list[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return statistics.median(times) * 1000, cuts[18] * 1000


def _timed(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def words_of(chance: random.Random) -> dict[tuple[int, str], list[str]]:
    """Return words by length and how often they stand in the record at hand: taken from it, or made up of its pairs."""
    from gusu_minutes.search import engine
    from gusu_minutes.search.tables import TABLES

    tables = TABLES["public"]
    ids = list(tables.entry.objects.filter(kind="clause").order_by("?").values_list("folded", flat=True)[:SAMPLE])
    han = [part for text in ids for part in _han(text)]
    found: dict[tuple[int, str], list[str]] = {}
    for length in LENGTHS:
        counted: dict[str, int] = {}
        long_enough = [part for part in han if len(part) >= length]
        for part in chance.sample(long_enough, 120):
            start = chance.randint(0, len(part) - length)
            word = part[start : start + length]
            counted[word] = engine.count(tables, engine.Asked((word,)))
        by_number = sorted(counted, key=lambda word: -counted[word])
        found[length, "common"] = by_number[:WORDS]
        found[length, "rare"] = [word for word in by_number if counted[word] <= RARE][-WORDS:] or by_number[-WORDS:]
        letters = sorted({letter for part in han[:2000] for letter in part})
        absent: list[str] = []
        while len(absent) < WORDS:
            word = "".join(chance.choices(letters, k=length))
            if not engine.count(tables, engine.Asked((word,))):
                absent.append(word)
        found[length, "absent"] = absent
    return found


def _han(text: str) -> list[str]:
    return [part for part in "".join(c if "一" <= c <= "鿿" else " " for c in text).split() if len(part) > 1]


def bare_sql(word: str, offset: int) -> list[tuple[str, list[Any]]]:
    """Return the plainest statements that count a word and give a page of it, newest first, by the same index."""
    from django.db import connection

    from gusu_minutes.search.sets import postgres_terms
    from gusu_minutes.search.terms import pairs

    cut = f"DESC LIMIT {PAGE_SIZE} OFFSET {offset}"
    if connection.vendor == "sqlite":
        table = "search_publicentry_index"
        found, values = f"FROM {table} WHERE {table} MATCH %s", ['tokens : "' + " ".join(pairs(word)) + '"']
        page = f"SELECT rowid {found} ORDER BY rowid {cut}"
    else:
        terms = " & ".join(f"'{pair}'" for pair in dict.fromkeys(pairs(word)))
        found, values = f"FROM search_publicentry WHERE {postgres_terms('search_publicentry')} @@ %s::tsquery", [terms]
        if len(word) > 2:
            found, values = f"{found} AND strpos(folded, %s) > 0", [terms, word]
        page = f"WITH found AS MATERIALIZED (SELECT id {found}) SELECT id FROM found ORDER BY id {cut}"  # noqa: S608
    return [(f"SELECT COUNT(*) {found}", values), (page, values)]


def _ask_bare(word: str, offset: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement, values in bare_sql(word, offset):
            cursor.execute(statement, values)
            cursor.fetchall()


def measure_questions(small: Any, large: Any) -> list[dict[str, Any]]:
    """Return a line for each question; sides are of `bench_follow_up.Side`."""
    from gusu_minutes.search import engine
    from gusu_minutes.search.tables import TABLES

    tables = TABLES["public"]
    words = large.call(lambda: words_of(random.Random(1)))  # noqa: S311
    lines = []
    for (length, how_often), chosen in words.items():
        totals = [large.call(lambda word=word: engine.count(tables, engine.Asked((word,)))) for word in chosen]
        for page in (1, PAGE):
            offset = (page - 1) * PAGE_SIZE
            if page > 1 and min(totals) <= offset:
                continue
            found = Found(Question(length, how_often, page), chosen, int(statistics.median(totals)), [], [], [])
            for _ in range(ROUNDS):
                for word in chosen:

                    def ours(word: str = word, offset: int = offset) -> Any:
                        asked = engine.Asked((word,))
                        counts = engine.counted(tables, asked, order=engine.RELEVANCE)
                        return engine.page_of(tables, asked, counts, offset=offset)

                    def bare(word: str = word, offset: int = offset) -> None:
                        _ask_bare(word, offset)

                    found.ours.append(large.call(lambda: _timed(ours)))
                    found.bare.append(large.call(lambda: _timed(bare)))
                    found.ours_small.append(small.call(lambda: _timed(ours)))
            lines.append(found.line())
    return lines


def wrong_counts(number: int) -> list[str]:
    """Return which of so many random words the index counts otherwise than a search through all texts does."""
    from django.db import connection

    from gusu_minutes.search import engine
    from gusu_minutes.search.tables import TABLES

    tables, chance = TABLES["public"], random.Random(2)  # noqa: S311
    texts = list(tables.entry.objects.order_by("?").values_list("folded", flat=True)[:number])
    words = []
    for text in texts:
        line = max(text.split("\n"), key=len)
        length = chance.choice((1, 2, 2, 2, 3, 4, 6, 9))
        start = chance.randint(0, max(0, len(line) - length))
        words.append(line[start : start + length].strip() or line[:2])
    escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words]
    sums = ", ".join(["SUM(CASE WHEN folded LIKE %s ESCAPE '\\' THEN 1 ELSE 0 END)"] * len(words))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sums} FROM search_publicentry", [f"%{word}%" for word in escaped])  # noqa: S608
        counted = cursor.fetchone()
    return [
        f"{word}: {engine.count(tables, engine.Asked((word,)))} instead of {right}"
        for word, right in zip(words, counted, strict=True)
        if engine.count(tables, engine.Asked((word,))) != right
    ]
