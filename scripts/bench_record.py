#!/usr/bin/env python
"""Measure the public record at 10,000 and at 1,000,000 clauses: search, pages, what the index and a server take.

scripts/bench_record.py measures on the database kind of DATABASE_URL (SQLite without it); `make bench` calls it for
SQLite and, where it is installed, PostgreSQL. GUSU_BENCH_CLAUSES changes the larger size.
"""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.bench_search import measure_questions, wrong_counts
from scripts.bench_server import measure_server
from scripts.results import keep
from scripts.sides import Side, bench_site, make_sides, on_each_database

SIZES = (10_000, int(os.environ.get("GUSU_BENCH_CLAUSES", "1000000")))
RANDOM_WORDS = (500, 50)  # counted through all texts too: in a million that takes seconds a word


def size_of_index() -> dict[str, float]:
    """Return bytes of the index and of the table of entries for each byte of the clauses' texts."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(LENGTH(text)) FROM publishing_publicclause")
        characters = cursor.fetchone()[0]
        if connection.vendor == "sqlite":
            sizes = "SELECT SUM(pgsize) FROM dbstat WHERE name "
            cursor.execute(f"{sizes} LIKE 'search_publicentry_index%%'", [])
            index = cursor.fetchone()[0]
            cursor.execute(f"{sizes} = 'search_publicentry'", [])
            table = cursor.fetchone()[0]
        else:
            cursor.execute("SELECT pg_relation_size('search_publicentry_terms'), pg_table_size('search_publicentry')")
            index, table = cursor.fetchone()
    text = characters * 3  # Han characters in UTF-8
    return {"index_per_byte_of_text": round(index / text, 2), "entries_per_byte_of_text": round(table / text, 2)}


def measure(folder: str) -> None:
    """Print the tables for the database kind at hand, and keep them."""
    from django.db import connection

    from scripts.record_data import fill

    small, large = make_sides(folder, SIZES, fill, "clauses")
    vendor = connection.vendor
    lines = measure_questions(small, large)
    print(f"\n{vendor}, search: milliseconds on {SIZES[1]:,} clauses, beside the bare SQL, and beside {SIZES[0]:,}.")
    print("length  how often   page    entries      p50      p95   × bare p50  × bare p95  × small p50")
    for line in lines:
        print(
            f"{line['length']:>6}  {line['how_often']:10}{line['page']:>6}{line['entries']:>11,}{line['ms_p50']:>9.2f}"
            f"{line['ms_p95']:>9.2f}{line['to_bare_p50']:>13.2f}{line['to_bare_p95']:>12.2f}{line['to_small_p50']:>13.2f}"
        )
    size = large.call(size_of_index)
    print(f"\nindex: {size}")
    wrong = {}
    for side, number in zip((small, large), RANDOM_WORDS, strict=True):
        wrong[side.size] = words = side.call(partial(wrong_counts, number))
        print(f"{number} random words in {side.size:,} clauses: {len(words)} counted otherwise than LIKE counts")
        print("".join(f"  {word}\n" for word in words[:10]), end="")
    keep(f"search, {vendor}", {"questions": lines, "size": size, "wrong_counts": {n: len(w) for n, w in wrong.items()}})
    pages = measure_server(large, _rare(large))
    print(f"\n{vendor}, one server process, {SIZES[1]:,} clauses: requests a second beside a view that does nothing.")
    for name, figures in pages.items():
        print(f"{name:34}" + "  ".join(f"{key} {value}" for key, value in figures.items()))
    keep(f"server, {vendor}", pages)
    for side in (small, large):
        side.close()


def _rare(side: Side) -> list[str]:
    """Return some thousand rare words: each reader of the measurement asks for another."""

    def read() -> list[str]:
        from gusu_minutes.search.models import PublicName

        names: Any = PublicName.objects.filter(kind="document").order_by("?").values_list("name", flat=True)[:4000]
        return [name.split("实施")[0].split("管理")[0].split("三年")[0][:6] for name in names]

    return side.call(read)


def measure_record() -> None:
    """Measure on every kind of database that is here."""
    on_each_database(__file__)


if __name__ == "__main__":
    with bench_site() as place:
        measure(place)
