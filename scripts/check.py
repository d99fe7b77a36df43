#!/usr/bin/env python
"""Run every check, cheapest first, and sum up at the end: scripts/check.py lint | test.

What needs PostgreSQL, LibreOffice or Chromium is left out where they are missing, and the closing lines say so. With
CI=true or GUSU_STRICT=1 a check left out is a failure.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import STRICT
from scripts.chromium import find_chromium
from scripts.libreoffice import find_libreoffice
from scripts.postgres import find_bin

PYTHON = sys.executable
BIN = Path(PYTHON).parent
PYTEST = (PYTHON, "-m", "pytest", "--numprocesses", "2", "--dist", "loadfile", "--quiet")
# As in production, so that Django's deployment check sees what an operator would run.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "gusu_minutes.settings",
    "GUSU_SECRET_KEY": "only-to-see-the-production-settings-checked-0123456789",
    "GUSU_ALLOWED_HOSTS": "minutes.example.org",
}


class Check(NamedTuple):
    """A command; `lacks` says what to install when it cannot run here."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = {}
    lacks: str = ""


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """Return the command of a tool in the virtual environment."""
    return (str(BIN / name), *arguments)


LINT = [
    Check("code style", tool("ruff", "check", "--quiet", "--output-format", "concise")),
    Check("code format", tool("ruff", "format", "--check", "--output-format", "concise")),
    Check("template style", tool("djlint", "templates", "--lint", "--quiet")),
    Check("template format", tool("djlint", "templates", "--check", "--quiet")),
    Check("translations", (PYTHON, "scripts/messages.py", "check")),
    Check(
        "migrations",
        (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"),
        {"DATABASE_URL": "sqlite://:memory:"},
    ),
    Check("production settings", (PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Check("types", tool("mypy", ".")),
]
TESTS = [
    Check("tests on SQLite", (*PYTEST, "-m", "not e2e and not office")),
    Check(
        "tests on PostgreSQL",
        (PYTHON, "scripts/postgres.py", *PYTEST, "-m", "not e2e and not office"),
        lacks="" if find_bin() else "apt-get install postgresql",
    ),
    Check(
        "tests with LibreOffice",
        (*PYTEST, "-m", "office"),
        lacks="" if find_libreoffice() else "apt-get install libreoffice-writer",
    ),
    Check(
        "tests in Chromium",
        (*PYTEST, "-m", "e2e"),
        lacks="" if find_chromium() else "apt-get install chromium fonts-noto-cjk",
    ),
]


def run(checks: list[Check]) -> int:
    """Run the checks in order and sum up; returns the exit status for the whole."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    failed, left_out = [], []
    for check in checks:
        if check.lacks:
            left_out.append(f"NOT RUN: {check.name}. To run them: {check.lacks}")
            continue
        print(f"== {check.name}", flush=True)
        start = time.monotonic()
        if subprocess.run(check.command, env={**environment, **check.environment}, check=False).returncode:
            failed.append(f"FAILED: {check.name}")
        print(f"   {time.monotonic() - start:.1f} s", flush=True)
    print("\n".join(failed + left_out or ["Everything was run and passed."]))
    return 1 if failed or (STRICT and left_out) else 0


if __name__ == "__main__":
    wanted = {"lint": LINT, "test": LINT + TESTS}.get(" ".join(sys.argv[1:]))
    sys.exit(run(wanted) if wanted else __doc__)
