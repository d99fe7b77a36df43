"""Makes the files of the open data: one pass over the editions of a scope writes them all."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from django.utils import timezone

from gusu_minutes.opendata import shelf
from gusu_minutes.opendata.civic import Civic
from gusu_minutes.opendata.editions import TABLES as READ
from gusu_minutes.opendata.editions import WHOLE, Head, each, head_of, years
from gusu_minutes.opendata.shelf import LAYOUT, File, Made
from gusu_minutes.opendata.tables import TABLES
from gusu_minutes.opendata.writers import Book, Csv, MeetingLines, ResolutionLines, Writer, pack
from gusu_minutes.public.wall import only_tables
from gusu_minutes.publishing.models import PublicEdition

Progress = Callable[[Iterable[PublicEdition], str], Iterable[PublicEdition]]
PACKED = (".jsonl", ".csv", ".json")


def make(*, only: str = "", whole: bool = True, force: bool = False, progress: Progress | None = None) -> list[Made]:
    """Make what is not up to date and return it.

    `only` names the one year to make. Without `whole` the set of all years is made only where the present one may not
    be handed out. `force` makes what is up to date, too. What is done stays done if a later part fails.
    """
    with shelf.locked(), only_tables(READ):
        shelf.clear()
        scopes = [only] if only else [*years(), WHOLE]
        if not (whole or only or _must_be_made(WHOLE)):
            scopes.remove(WHOLE)
        return [_make(scope, head, progress) for scope in scopes if (head := _due(scope, force=force))]


def _must_be_made(scope: str) -> bool:
    made = shelf.read(scope)
    return made is None or scope in shelf.withheld([made])


def _due(scope: str, *, force: bool) -> Head | None:
    """Return the link up to which a scope must be made, or None where that was done."""
    head, made = head_of(scope), shelf.read(scope)
    return None if head is None or (made and made.head == head and not force) else head


def _make(scope: str, head: Head, progress: Progress | None) -> Made:
    folder = shelf.root() / f"{scope}-{secrets.token_hex(6)}"
    folder.mkdir()
    writers = _writers(folder, scope)
    count = 0
    days: set[date] = set()  # the first and the last
    try:
        for edition in progress(each(scope, head), scope) if progress else each(scope, head):
            for writer in writers:
                writer.add(edition)
            count += 1
            days = {min(days | {edition.held_on}), max(days | {edition.held_on})}
        for writer in writers:
            writer.finish()
    except BaseException:
        for writer in writers:
            writer.abandon()
        raise
    made = Made(
        scope=scope,
        folder=folder.name,
        head=head,
        meetings=count,
        first_day=min(days).isoformat() if days else "",
        last_day=max(days).isoformat() if days else "",
        made_at=timezone.now(),
        files=tuple(_files(writers, packed=scope == WHOLE)),
        layout=LAYOUT,
    )
    shelf.put(made)
    return made


def _writers(folder: Path, scope: str) -> list[Writer]:
    return [
        MeetingLines(folder / f"meetings-{scope}.jsonl"),
        ResolutionLines(folder / f"resolutions-{scope}.jsonl"),
        *(Csv(folder / f"{table.name}-{scope}.csv", table) for table in TABLES),
        Book(folder / f"minutes-{scope}.xlsx"),
        Civic(folder / f"popolo-{scope}.json"),
    ]


def _files(writers: list[Writer], *, packed: bool) -> Iterable[File]:
    for writer in writers:
        yield _file(writer.path, writer.media_type, writer.rows)
        if packed and writer.path.suffix in PACKED:
            yield _file(pack(writer.path), "application/gzip", writer.rows)


def _file(path: Path, media_type: str, rows: int) -> File:
    """Measure a file, once it is safely on the disk."""
    with path.open("rb") as content:
        os.fsync(content.fileno())
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return File(path.name, media_type, path.stat().st_size, digest, rows)
