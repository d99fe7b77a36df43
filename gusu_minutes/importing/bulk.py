"""Many files at once: found in folders, read and parsed side by side, each made a draft in a transaction of its own.

A file is known again by its SHA-256: what made a meeting before makes nothing, so a run that was cut off is simply
started again.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from gusu_minutes.common.errors import DomainError
from gusu_minutes.common.folding import to_simplified
from gusu_minutes.importing.apply import Draft, make_draft
from gusu_minutes.importing.imports import begin_import, digest_of, keep_choices
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import Directory, ParsedMinutes, SourceError, parse
from gusu_minutes.importing.reading import directory_of
from gusu_minutes.importing.sources import ACCEPTED, explain, text_of_file
from gusu_minutes.publishing.domain import issue_imported
from meetings.models import Meeting

# Files read ahead of the one that is written: enough to keep the readers busy, few enough to fit into memory.
AHEAD = 16


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are taken: who imports, whether simplified and issued, and the year of texts that give none."""

    by: Any
    simplify: bool = True
    publish: bool = False
    year: int | None = None


@dataclass(slots=True)
class Outcome:
    """What came of one file: a draft made now, the meeting it made before, or why it made none."""

    path: Path
    draft: Draft | None = None
    before: Meeting | None = None
    error: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def meeting(self) -> Meeting | None:
        return self.draft.meeting if self.draft else self.before

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should look at it: it failed, something is open, or lines were not recognised."""
        return bool(self.error or self.notes)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read by a worker: its bytes, its text, the records, or the words of a refusal."""

    data: bytes = b""
    text: str = ""
    parsed: ParsedMinutes | None = None
    error: str = ""


def files_in(names: Iterable[str]) -> list[Path]:
    """Return the files named, and all files of known types in the folders named and below, in order of name."""
    suffixes = set(ACCEPTED.split(","))
    found: dict[Path, None] = {}
    for name in names:
        path = Path(name)
        inside = sorted(
            one for one in path.rglob("*") if one.suffix.lower() in suffixes and not one.name.startswith("~$")
        )
        found.update(dict.fromkeys(inside if path.is_dir() else [path]))
    return list(found)


def import_files(paths: list[Path], wish: Wish, *, workers: int) -> Iterator[Outcome]:
    """Import the files in order and yield what came of each. `workers` processes read and parse ahead."""
    directory = directory_of(Known.load())
    if workers < 2 or len(paths) < 2:
        for path in paths:
            yield _import(path, _read(path, wish.simplify, directory), wish)
        return
    with ProcessPoolExecutor(workers) as executor:
        yield from _import_ahead(executor, paths, wish, directory)


def _import_ahead(executor: Executor, paths: list[Path], wish: Wish, directory: Directory) -> Iterator[Outcome]:
    coming: list[tuple[Path, Future[Reading]]] = []
    for path in paths:
        coming.append((path, executor.submit(_read, path, wish.simplify, directory)))
        if len(coming) >= AHEAD:
            first, reading = coming.pop(0)
            yield _import(first, reading.result(), wish)
    for path, reading in coming:
        yield _import(path, reading.result(), wish)


def _read(path: Path, simplify: bool, directory: Directory) -> Reading:
    """Read and parse one file; runs in a process of its own and touches no database."""
    try:
        data = path.read_bytes()
        text = text_of_file(data, path.name)
    except SourceError as error:
        return Reading(error=explain(error))
    except OSError as error:
        return Reading(error=str(error))
    return Reading(data, text, parse(to_simplified(text) if simplify else text, directory=directory))


def _import(path: Path, reading: Reading, wish: Wish) -> Outcome:
    if reading.error:
        return Outcome(path, error=reading.error)
    known = MinutesImport.objects.filter(digest=digest_of(reading.data), meeting__isnull=False)
    if earlier := known.select_related("meeting").first():
        return Outcome(path, before=earlier.meeting)
    try:
        draft = _make(path, reading, wish)
    except DomainError as error:
        return Outcome(path, error=str(error))
    return Outcome(path, draft=draft, notes=list(draft.plan.warnings))


@transaction.atomic
def _make(path: Path, reading: Reading, wish: Wish) -> Draft:
    minutes_import = begin_import(
        source=reading.text, file_name=path.name, to_simplified=wish.simplify, by=wish.by, data=reading.data
    )
    if wish.year and reading.parsed:
        _give_year(minutes_import, reading.parsed, wish.year, wish.by)
    draft = make_draft(minutes_import=minutes_import, by=wish.by, parsed=reading.parsed)
    if wish.publish:
        issue_imported(meeting=draft.meeting, by=wish.by)
        draft.meeting.refresh_from_db()
    return draft


def _give_year(minutes_import: MinutesImport, parsed: ParsedMinutes, year: int, by: Any) -> None:
    """Complete a day of the text that has no year, --04-08. A day that does not exist stays for the plan to refuse."""
    written = parsed.meeting.held_on or ""
    if written.startswith("--"):
        choices = {"meeting": {"held_on": f"{year}{written[1:]}"}}
        keep_choices(minutes_import=minutes_import, choices=choices, version=minutes_import.version, by=by)
