#!/usr/bin/env python
"""Measure the lists of follow-up: how little they grow from 1,000 assignments to 100,000 with 1,000,000 events.

scripts/bench_follow_up.py measures on the database kind of DATABASE_URL (SQLite without it); `make bench` calls it for
SQLite and, where it is installed, PostgreSQL. Both sizes and one bare indexed query take turns in one process.
"""

import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.results import keep
from scripts.sides import Side, bench_site, make_sides, milliseconds_of, on_each_database

SIZES = (1_000, 100_000)
ROUNDS = 15


class Page(NamedTuple):
    name: str
    user: str
    address: str


def pages() -> list[Page]:
    """Return the pages to measure; the dashboard where there is one."""
    from django.urls import NoReverseMatch, reverse

    home = reverse("desk:home")
    found = [
        Page("desk of a department", "officer-7", home),
        Page("desk, closed", "officer-7", f"{home}?state=closed"),
        Page("board", "supervisor", home),
        Page("board, overdue", "supervisor", f"{home}?light=red"),
        Page("board, by a word", "supervisor", f"{home}?q=古城"),
        Page("board, closed", "supervisor", f"{home}?state=closed"),
        Page("calendar of a department", "officer-7", reverse("desk:calendar")),
        Page("calendar of all", "supervisor", reverse("desk:calendar")),
    ]
    with suppress(NoReverseMatch):
        found.append(Page("dashboard", "leader", reverse("dashboard:home")))
    return found


def bare(side: Side) -> None:
    from decisions.models import Assignment

    side.call(lambda: list(Assignment.objects.filter(pk=side.size // 2).values_list("pk", "task")))


def measure(folder: str) -> None:
    """Print the table for the database kind at hand."""
    from django.db import connection

    from scripts.follow_up_data import fill

    small, large = make_sides(folder, SIZES, fill, "assignments with ten events each")
    users = {page.user for page in pages()}
    for side in (small, large):
        side.call(partial(side.sign_in, users))
    print(f"\n{connection.vendor}, one request at a time, median of {ROUNDS}, taking turns.")
    print(f"{'':28}{'queries':>8}{SIZES[0]:>12,}{SIZES[1]:>12,}   growth  × bare query")
    figures = {}
    for page in pages():
        few, many = (side.queries_of(page.user, page.address) for side in (small, large))
        queries = str(many) if few == many else f"{few}–{many}"
        calls = [lambda page=page, side=side: side.get(page.user, page.address) for side in (small, large)]
        before, after, plain = milliseconds_of(*calls, lambda: bare(large), rounds=ROUNDS)
        figures[page.name] = {"growth": round(after / before, 2), "to_bare_query": round(after / plain, 1)}
        print(
            f"{page.name:28}{queries:>8}{before:>9.1f} ms{after:>9.1f} ms{after / before:>9.2f}{after / plain:>14.1f}"
        )
    print()
    keep(f"follow-up, {connection.vendor}", figures)
    for side in (small, large):
        side.close()


def measure_follow_up() -> None:
    """Measure on every kind of database that is here."""
    on_each_database(__file__)


if __name__ == "__main__":
    with bench_site() as place:
        measure(place)
