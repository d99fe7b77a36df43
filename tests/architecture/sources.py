"""The files that the architecture tests look at."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("attendees", "meetings", "decisions", "gusu_minutes")


def python_files() -> Iterator[Path]:
    """Give every Python file of the program, without migrations."""
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def template_files() -> Iterator[Path]:
    """Give every template, of the project and of its apps."""
    for folder in ("templates", *PACKAGES):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "templates" in path.parts and path.suffix in {".html", ".xml", ".txt", ".svg"}:
                yield path


def static_files() -> Iterator[Path]:
    """Give every style sheet, script and drawing that we serve."""
    yield from (path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".mjs", ".svg"})


def name(path: Path) -> str:
    """Return the path from the root of the tree, as the tests report it."""
    return path.relative_to(ROOT).as_posix()
