"""The same kind of database in two sizes, side by side in one process, so that a busy moment meets both."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from scripts.postgres import find_bin

ROOT = Path(__file__).resolve().parent.parent


class Side:
    """One database of a size: put in the place of the default one for each call."""

    def __init__(self, name: str, size: int) -> None:
        from django.db import connections

        self.name, self.size = name, size
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

    def get(self, user: str, address: str) -> None:
        response = self.call(lambda: self.clients[user].get(address))
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}")

    def queries_of(self, user: str, address: str) -> int:
        count = 0

        def note(execute: Any, *rest: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*rest)

        with self.connection.execute_wrapper(note):
            self.get(user, address)
        return count

    def close(self) -> None:
        self.connection.close()
        if self.connection.vendor == "postgresql":
            self.connection.close_pool()  # type: ignore[attr-defined]


def make_sides(folder: str, sizes: tuple[int, ...], fill: Callable[[int], Any], what: str) -> list[Side]:
    """Return a database of each size, filled; the migrated one is copied, which is quicker than migrating again."""
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    names = [f"bench_{size}" for size in sizes]
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
    sides = []
    for name, size in zip(names, sizes, strict=True):
        side = Side(name, size)
        start = time.perf_counter()
        side.call(partial(fill, size))
        side.call(_analyse)
        print(f"{size:,} {what} written in {time.perf_counter() - start:.0f} s.", flush=True)
        sides.append(side)
    return sides


def _analyse() -> None:
    """Let PostgreSQL know its tables, as its autovacuum would; SQLite has nobody who does that."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def milliseconds_of(*calls: Callable[[], Any], rounds: int) -> list[float]:
    """Return the median milliseconds of each call; they take turns, so that a busy moment meets all of them."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, times in zip(calls, taken, strict=True):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) * 1000 for times in taken]


@contextmanager
def bench_site() -> Iterator[str]:
    """Set Django up on a folder of its own, and give that; the database is DATABASE_URL's or a new one of SQLite."""
    with tempfile.TemporaryDirectory(prefix="gusu-bench-") as folder:
        os.environ.update(GUSU_DATA_DIR=folder, GUSU_DEMO="1", GUSU_DEBUG="0", GUSU_LOG_LEVEL="ERROR")
        os.environ["GUSU_ALLOWED_HOSTS"] = "testserver,127.0.0.1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "scripts.bench_settings"
        import django

        django.setup()
        yield folder


def on_each_database(script: str) -> None:
    """Run a script on SQLite and, where it is installed, on PostgreSQL, each in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    commands = [[sys.executable, script]]
    if find_bin():
        commands.append([sys.executable, str(ROOT / "scripts" / "postgres.py"), sys.executable, script])
    for command in commands:
        sys.stdout.flush()
        subprocess.run(command, env=environment, check=True)
