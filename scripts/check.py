#!/usr/bin/env python
"""Run every check, two beside each other, and sum up at the end: scripts/check.py lint | test.

What a check says is printed when it ends. Each suite takes half of the cores, so that what a process of tests must
do before its first test (read all of them, make its database) is done once for a suite and not once for each core.

What needs PostgreSQL, LibreOffice or Chromium is left out where they are missing, and the closing lines say so. With
CI=true or GUSU_STRICT=1 a check left out is a failure.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import STRICT
from scripts.chromium import find_chromium
from scripts.libreoffice import find_libreoffice
from scripts.postgres import find_bin

PYTHON = sys.executable
BIN = Path(PYTHON).parent
ROOT = Path(__file__).resolve().parent.parent
LANES = 2
PRINTING = Lock()
WORKERS = max(1, (os.cpu_count() or 1) // LANES)
SPREAD = ("--numprocesses", str(WORKERS), "--dist", "loadfile") if WORKERS > 1 else ()
PYTEST = (PYTHON, "-m", "pytest", *SPREAD, "--quiet")
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
    Check("types", tool("mypy", ".")),
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
]
IN_ONE_HALF = "test_site or test_clerk or test_follow or test_api or test_documents or test_ofd"
# The longest first: what is short fills up the lane that ends early.
TESTS = [
    Check(
        "tests on PostgreSQL",
        (PYTHON, "scripts/postgres.py", *PYTEST, "-m", "not e2e and not office"),
        lacks="" if find_bin() else "apt-get install postgresql",
    ),
    Check("tests on SQLite", (*PYTEST, "-m", "not e2e and not office")),
    *(
        Check(
            f"tests in Chromium, {part}",
            (*PYTEST, "-m", "e2e", "-k", chosen),
            lacks="" if find_chromium() else "apt-get install chromium fonts-noto-cjk",
        )
        # Halves, so that both lanes have something to do to the end.
        for part, chosen in (("readers and clerks", IN_ONE_HALF), ("everybody else", f"not ({IN_ONE_HALF})"))
    ),
    Check(
        "tests with LibreOffice",
        (*PYTEST, "-m", "office"),
        lacks="" if find_libreoffice() else "apt-get install libreoffice-writer",
    ),
]


def environment() -> dict[str, str]:
    """Return what every check runs in: the settings of the tests, and one place for compiled Python.

    A process of tests starts in half of the time when it need not compile what it imports.
    """
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
    }
    return {**kept, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPYCACHEPREFIX": str(ROOT / "var" / "pycache")}


def passes(check: Check) -> bool:
    """Run a check and print, at its end, what it said and how long it took."""
    start = time.monotonic()
    done = subprocess.run(
        check.command,
        env={**environment(), **check.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    with PRINTING:
        print(f"== {check.name}\n{done.stdout}   {time.monotonic() - start:.1f} s", flush=True)
    return not done.returncode


def run(checks: list[Check]) -> int:
    """Run the checks, begun in order, and sum up; returns the exit status for the whole."""
    wanted = [check for check in checks if not check.lacks]
    left_out = [f"NOT RUN: {check.name}. To run them: {check.lacks}" for check in checks if check.lacks]
    with ThreadPoolExecutor(LANES) as lanes:
        passed = list(lanes.map(passes, wanted))
    failed = [f"FAILED: {check.name}" for check, good in zip(wanted, passed, strict=True) if not good]
    print("\n".join(failed + left_out or ["Everything was run and passed."]))
    return 1 if failed or (STRICT and left_out) else 0


if __name__ == "__main__":
    wanted = {"lint": LINT, "test": LINT + TESTS}.get(" ".join(sys.argv[1:]))
    sys.exit(run(wanted) if wanted else __doc__)
