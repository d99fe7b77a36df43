#!/usr/bin/env python
"""Measure what people wait for, in one process.

Reading: how long it takes from the bytes of a Word file to its records, beside python-docx only opening the same file.
Documents: the 39th session as PDF, Word and OFD, beside LibreOffice.
Pages: every public page on the demo, median time of an answer and number of queries, on SQLite. The demo is loaded
into a temporary folder; nothing of yours is touched.
Follow-up: the lists on 1,000 assignments and on 100,000, on SQLite and on PostgreSQL where it is installed.
Public record: search and a server's pages on 10,000 clauses and on 1,000,000, likewise.
bench/results.json keeps the figures.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.bench_documents import measure_documents
from scripts.bench_follow_up import measure_follow_up
from scripts.bench_record import measure_record
from scripts.results import keep
from scripts.sides import bench_site, milliseconds_of

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "importing"
REPEATS = 30
LINK = re.compile(r'href="(/[^"#?]*)')


def word_files() -> Iterator[tuple[str, bytes]]:
    """Give the Word samples, and each sample in plain text as the Word file that a clerk would have typed."""
    import docx

    for path in sorted((SAMPLES / "samples").glob("*.docx")):
        yield path.name, path.read_bytes()
    for path in sorted((SAMPLES / "samples").glob("*.txt")):
        document = docx.Document()
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            document.add_paragraph(line)
        out = io.BytesIO()
        document.save(out)
        yield f"{path.stem} (made)", out.getvalue()


def measure_reading() -> None:
    """Print documents a second, and our parse beside python-docx opening the same file."""
    import docx

    from gusu_minutes.importing.parser import parse, read_source

    print(f"From bytes to records, median of {REPEATS}, beside python-docx opening the same file.")
    ours, theirs = 0.0, 0.0
    count = 0
    for name, data in word_files():

        def records(data: bytes = data) -> object:
            return parse(read_source(data, "a.docx"))

        def opened(data: bytes = data) -> object:
            return docx.Document(io.BytesIO(data))

        records()
        parsed, opening = milliseconds_of(records, opened, rounds=REPEATS)
        print(f"{parsed:8.1f} ms {opening:8.1f} ms {parsed / opening:6.2f}  {name}")
        ours, theirs, count = ours + parsed, theirs + opening, count + 1
    print(f"{count * 1000 / ours:8.1f} documents/s, ratio {ours / theirs:.2f} over all\n")
    keep("reading", {"to_python_docx_opening": round(ours / theirs, 2)})
    for path in sorted((SAMPLES / "samples-pdf").glob("*+*.pdf")):
        data = path.read_bytes()
        (taken,) = milliseconds_of(lambda data=data: parse(read_source(data, "a.pdf")), rounds=REPEATS)  # type: ignore[misc]
        print(f"{taken:8.1f} ms  {path.name}")
    print()


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
    (taken,) = milliseconds_of(lambda: client.get(address), rounds=REPEATS)
    return taken, len(statements)


def main() -> None:
    """Measure reading; load the demo, measure pages; print tables."""
    measure_reading()
    os.environ.pop("DATABASE_URL", None)
    with bench_site():
        from django.core.management import call_command
        from django.test import override_settings

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("loaddemo", verbosity=0)
        measure_documents()
        print(f"One request at a time, median of {REPEATS}, demo data, SQLite.")
        with override_settings(KEPT_PAGES=0):  # how long it takes to make them
            for name, address in pages():
                milliseconds, queries = measure(address)
                print(f"{milliseconds:8.1f} ms {queries:3} queries  {name:32} {address}")
    print("\nFollow-up after four months and after 40 years, lists of the desk and the board.")
    measure_follow_up()
    print("\nThe public record: search, pages, index and server.")
    measure_record()


if __name__ == "__main__":
    main()
