#!/usr/bin/env python
"""Measure the lists of follow-up: how little they grow from 1,000 assignments to 100,000 with 1,000,000 events.

scripts/bench_follow_up.py measures on the database kind of DATABASE_URL (SQLite without it); `make bench` calls it for
SQLite and, where it is installed, PostgreSQL. Both sizes and one bare indexed query take turns in one process, so that
a busy moment meets all of them. Everything lives in a temporary folder or cluster.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.postgres import find_bin

ROOT = Path(__file__).resolve().parent.parent
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


class Side:
    """One database of a size: put in the place of the default one for each call."""

    def __init__(self, name: str, size: int) -> None:
        from django.db import connections

        self.size = size
        self.connection = connections.create_connection("default")
        self.connection.settings_dict = {**self.connection.settings_dict, "NAME": name}
        self.connection.alias = name  # pools are kept by alias
        self.clients: dict[str, Any] = {}

    def call(self, action: Callable[[], Any]) -> Any:
        from django.db import connections

        connections["default"] = self.connection
        return action()

    def sign_in(self, names: set[str]) -> None:
        from django.contrib.auth.models import User
        from django.test import Client

        for name in names:
            self.clients[name] = Client()
            self.clients[name].force_login(User.objects.get(username=name))

    def get(self, page: Page) -> None:
        response = self.call(lambda: self.clients[page.user].get(page.address))
        if response.status_code != 200:
            raise SystemExit(f"{page.address} answers {response.status_code}")

    def bare(self) -> None:
        from decisions.models import Assignment

        self.call(lambda: list(Assignment.objects.filter(pk=self.size // 2).values_list("pk", "task")))

    def queries_of(self, page: Page) -> int:
        count = 0

        def note(execute: Any, *rest: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*rest)

        with self.connection.execute_wrapper(note):
            self.get(page)
        return count


def milliseconds_of(*calls: Callable[[], Any]) -> list[float]:
    """Return the median milliseconds of each call; they take turns."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for call, times in zip(calls, taken, strict=True):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) * 1000 for times in taken]


def make(folder: str) -> list[Side]:
    """Return a filled database of each size; the migrated one is copied, which is quicker than migrating again."""
    from django.core.management import call_command
    from django.db import connection

    from scripts.follow_up_data import fill

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    names = [f"bench_{size}" for size in SIZES]
    if connection.vendor == "sqlite":
        connection.close()
        names = [f"{folder}/{name}.sqlite3" for name in names]
        for name in names:
            shutil.copy(connection.settings_dict["NAME"], name)
    else:
        import psycopg

        target = {**connection.get_connection_params(), "dbname": "template1"}
        target = {key: value for key, value in target.items() if key in ("user", "host", "port", "dbname")}
        source = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        with psycopg.connect(**target, autocommit=True) as admin:
            for name in names:
                admin.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    users = {page.user for page in pages()}
    sides = []
    for name, size in zip(names, SIZES, strict=True):
        side = Side(name, size)
        start = time.perf_counter()
        side.call(partial(fill, size))
        side.call(_analyse)
        side.call(partial(side.sign_in, users))
        print(f"{size:,} assignments with {size * 10:,} events written in {time.perf_counter() - start:.0f} s.")
        sides.append(side)
    return sides


def _analyse() -> None:
    """Let PostgreSQL know its tables, as its autovacuum would; SQLite has nobody who does that."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def measure(folder: str) -> None:
    """Print the table for the database kind at hand."""
    from django.db import connection

    small, large = make(folder)
    print(f"\n{connection.vendor}, one request at a time, median of {ROUNDS}, taking turns.")
    print(f"{'':28}{'queries':>8}{SIZES[0]:>12,}{SIZES[1]:>12,}   growth  × bare query")
    for page in pages():
        few, many = small.queries_of(page), large.queries_of(page)
        queries = str(many) if few == many else f"{few}–{many}"
        calls = (lambda page=page: small.get(page), lambda page=page: large.get(page), large.bare)
        before, after, bare = milliseconds_of(*calls)
        print(f"{page.name:28}{queries:>8}{before:>9.1f} ms{after:>9.1f} ms{after / before:>9.2f}{after / bare:>14.1f}")
    print()
    if connection.vendor == "postgresql":
        for side in (small, large):
            side.connection.close()
            side.connection.close_pool()  # type: ignore[attr-defined]


def measure_follow_up() -> None:
    """Measure on SQLite and, where it is installed, on PostgreSQL, each in a process of its own."""
    script = str(Path(__file__).resolve())
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    commands = [[sys.executable, script]]
    if find_bin():
        commands.append([sys.executable, str(ROOT / "scripts" / "postgres.py"), sys.executable, script])
    for command in commands:
        sys.stdout.flush()
        subprocess.run(command, env=environment, check=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gusu-bench-") as folder:
        os.environ.update(GUSU_DATA_DIR=folder, GUSU_DEMO="1", GUSU_DEBUG="0", GUSU_LOG_LEVEL="ERROR")
        os.environ["GUSU_ALLOWED_HOSTS"] = "testserver"
        os.environ["DJANGO_SETTINGS_MODULE"] = "gusu_minutes.settings"
        import django

        django.setup()
        measure(folder)


if __name__ == "__main__":
    main()
