"""What was made lies in settings.OPEN_DATA_DIR: a folder of files for each scope, and a record that points to it.

The record is put in place last, in one step: whoever reads it finds files that fit it. Who has an old one open reads it
to its end.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from gusu_minutes.opendata.editions import WHOLE, Head
from gusu_minutes.publishing.enums import EditionKind
from gusu_minutes.publishing.models import PublicEdition

# Raised whenever the files would look different: then all are made anew.
LAYOUT = 1


@dataclass(frozen=True, slots=True)
class File:
    """One file; `size` in bytes, `rows` without headings."""

    name: str
    media_type: str
    size: int
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a scope, and the last link of the chain that is in them."""

    scope: str
    folder: str
    head: Head
    meetings: int
    first_day: str
    last_day: str
    made_at: datetime
    files: tuple[File, ...]
    layout: int = LAYOUT

    @property
    def is_whole(self) -> bool:
        return self.scope == WHOLE

    def path_of(self, file: File) -> Path:
        return root() / self.folder / file.name


def root() -> Path:
    return Path(settings.OPEN_DATA_DIR)


@contextmanager
def locked() -> Iterator[None]:
    """Wait until no other process makes files in the folder, and hold it meanwhile."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def all_made() -> list[Made]:
    """Return what there is, the whole set first, then the years, the latest first."""
    found = [made for path in root().glob("*.json") if (made := read(path.stem))]
    return sorted(found, key=lambda made: (made.is_whole, made.scope), reverse=True)


def read(scope: str) -> Made | None:
    """Return what was made of a scope; None where there is nothing, or an older program made it."""
    try:
        data = json.loads((root() / f"{scope}.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    if data.get("layout") != LAYOUT:
        return None
    return Made(
        **{
            **data,
            "head": Head(**data["head"]),
            "made_at": datetime.fromisoformat(data["made_at"]),
            "files": tuple(File(**file) for file in data["files"]),
        }
    )


def put(made: Made) -> None:
    """Let readers find these files from now on, and throw the former ones away. The caller holds the lock."""
    record, fresh = root() / f"{made.scope}.json", root() / f".{made.scope}.new"
    data = {**asdict(made), "made_at": made.made_at.isoformat()}
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(data, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(record)
    clear()


def clear() -> None:
    """Throw away every folder that no record points to: what was replaced, and what a killed process left."""
    kept = {made.folder for made in all_made()}
    for folder in root().iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder)


def withheld(those: Iterable[Made]) -> set[str]:
    """Return the scopes that may not be handed out: since they were made something in them was corrected or
    withdrawn, or they came of another chain. Queries: two, whatever their number.
    """
    listed = list(those)
    if not listed:
        return set()
    editions = PublicEdition.objects.order_by()
    links = set(editions.filter(digest__in=[made.head.digest for made in listed]).values_list("sequence", "digest"))
    taken_back = editions.filter(
        kind__in=(EditionKind.CORRECTION, EditionKind.WITHDRAWAL),
        sequence__gt=min(made.head.sequence for made in listed),
    )
    last = {str(year): last for year, last in taken_back.values_list("year").annotate(Max("sequence"))}
    last[WHOLE] = max(last.values(), default=0)
    return {
        made.scope
        for made in listed
        if last.get(made.scope, 0) > made.head.sequence or (made.head.sequence, made.head.digest) not in links
    }
