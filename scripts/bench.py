#!/usr/bin/env python
"""Measure every public page on the demo: median time of an answer and number of queries, in one process on SQLite.

The demo is loaded into a temporary folder; nothing of yours is touched.
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

REPEATS = 30
LINK = re.compile(r'href="(/[^"#?]*)')


def pages() -> Iterator[tuple[str, str]]:
    """Give name and address of one page of each kind that can be reached from the home page by links."""
    from django.test import Client
    from django.urls import Resolver404, resolve

    client, known, waiting = Client(), set(), ["/"]
    while waiting:
        address = waiting.pop(0)
        try:
            name = resolve(address).view_name
        except Resolver404:
            continue
        if name in known or name.startswith("admin:"):
            continue
        known.add(name)
        response = client.get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            yield name, address
            waiting += LINK.findall(response.content.decode())


def measure(address: str) -> tuple[float, int]:
    """Return the median milliseconds and the queries of one request."""
    from django.db import connection
    from django.test import Client

    client = Client()
    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        client.get(address)
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000, len(statements)


def main() -> None:
    """Load the demo, measure, print a table."""
    with tempfile.TemporaryDirectory(prefix="gusu-bench-") as folder:
        os.environ.update(GUSU_DATA_DIR=folder, GUSU_DEMO="1", GUSU_DEBUG="0", GUSU_LOG_LEVEL="ERROR")
        os.environ["GUSU_ALLOWED_HOSTS"] = "testserver"
        os.environ["DJANGO_SETTINGS_MODULE"] = "gusu_minutes.settings"
        os.environ.pop("DATABASE_URL", None)

        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("loaddemo", verbosity=0)
        print(f"One request at a time, median of {REPEATS}, demo data, SQLite.")
        for name, address in pages():
            milliseconds, queries = measure(address)
            print(f"{milliseconds:8.1f} ms {queries:3} queries  {name:32} {address}")


if __name__ == "__main__":
    main()
