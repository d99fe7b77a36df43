"""The migrated SQLite database that a run begins with: made by the migrations once, kept for the same sources.

A run copies it and lets `migrate` pass over the copy, which finds nothing to do and puts the triggers in place. Its
name is a digest of every file of the program and of every installed package's version, so it is never out of date.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "tests"
PARTS = ("attendees", "decisions", "fixtures", "gusu_minutes", "locale", "meetings")


def _sources() -> Iterator[Path]:
    yield ROOT / "tests" / "settings.py"
    for part in PARTS:
        yield from sorted(path for path in (ROOT / part).rglob("*") if path.is_file() and path.suffix != ".pyc")


def path() -> Path:
    """Where the template for the sources as they are stands, or will stand."""
    digest = hashlib.sha256()
    for source in _sources():
        digest.update(f"{source.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    for package in sorted({f"{one.name}=={one.version}" for one in distributions()}):
        digest.update(package.encode())
    return KEPT / f"migrated-{digest.hexdigest()[:32]}.sqlite3"


def copy(template: Path, target: Path) -> None:
    """Begin with the template if there is one; else `target` stays missing and is migrated from nothing."""
    if template.exists():
        shutil.copyfile(template, target)


def keep(template: Path) -> None:
    """Make the template of the test database, which was just migrated; older ones go."""
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = template.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    for old in KEPT.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    unfinished.replace(template)
