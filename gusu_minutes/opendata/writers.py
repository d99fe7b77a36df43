"""Writers of files: each takes edition after edition, keeps none, and counts its rows."""

import csv
import gzip
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from gusu_minutes.common.sheets import cells_of, new_sheet, safe
from gusu_minutes.documents.model import canonical_json
from gusu_minutes.opendata.tables import TABLES, Cell, Row, Table, resolutions
from gusu_minutes.publishing.models import PublicEdition

SHEET_ROWS = 1_048_576  # as many as Excel reads of a sheet, the heading included


class Writer:
    """Writes one file. `add` takes an edition, `finish` ends the file; `rows` says how much is in it."""

    media_type = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0

    def add(self, edition: PublicEdition) -> None:
        raise NotImplementedError

    def finish(self) -> None:
        raise NotImplementedError

    def abandon(self) -> None:
        """Close what is open; the file is thrown away."""


class TextWriter(Writer):
    """A writer of a text file; UTF-8, with a byte order mark where the kind of file wants one."""

    encoding = "utf-8"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.file = path.open("w", encoding=self.encoding, newline="")

    def finish(self) -> None:
        self.file.close()

    def abandon(self) -> None:
        self.file.close()


class JsonLines(TextWriter):
    """A line of JSON for each record of an edition."""

    media_type = "application/jsonl; charset=utf-8"

    def add(self, edition: PublicEdition) -> None:
        for record in self.records(edition):
            self.file.write(canonical_json(record) + "\n")
            self.rows += 1

    def records(self, edition: PublicEdition) -> Iterator[dict[str, Any]]:
        raise NotImplementedError


def provenance(edition: PublicEdition) -> dict[str, Any]:
    """Return what says which edition a record comes of."""
    return {
        "address": edition.address,
        "edition": edition.number,
        "sequence": edition.sequence,
        "algorithm": edition.algorithm,
        "digest": edition.digest,
        "published_at": edition.published_at.isoformat(),
    }


class MeetingLines(JsonLines):
    """One line for each meeting: the edition that stands, its document whole."""

    def records(self, edition: PublicEdition) -> Iterator[dict[str, Any]]:
        yield {
            **provenance(edition),
            "kind": edition.kind,
            "reason": edition.reason,
            "year": edition.year,
            "document": json.loads(edition.content),
        }


class ResolutionLines(JsonLines):
    """One line for each resolution, with what is needed to read it by itself."""

    def records(self, edition: PublicEdition) -> Iterator[dict[str, Any]]:
        document = edition.document.to_dict()
        about = {name: document[name] for name in ("held_on", "title", "document_number", "series", "bodies")}
        items = {item["key"]: item for item in document["items"]}
        clauses = {clause["key"]: clause for item in document["items"] for clause in item["clauses"]}
        for item, clause in resolutions(edition):
            of_item = {name: value for name, value in items[item.key].items() if name != "clauses"}
            yield {**provenance(edition), **clauses[clause.key], "item": of_item, "meeting": about}


class Csv(TextWriter):
    """A table as CSV: with a mark, as Excel and WPS want it, and nothing in it that they would run."""

    media_type = "text/csv; charset=utf-8"
    encoding = "utf-8-sig"

    def __init__(self, path: Path, table: Table) -> None:
        super().__init__(path)
        self.table = table
        self.sheet = csv.writer(self.file)
        self.sheet.writerow([column.name for column in table.columns])

    def add(self, edition: PublicEdition) -> None:
        for row in self.table.rows(edition):
            self.sheet.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
            self.rows += 1


class Sheets:
    """The sheets of one table: a next one is begun where the first is full."""

    def __init__(self, book: Workbook, table: Table) -> None:
        self.book, self.table, self.labels = book, table, table.labels()
        self.number = self.filled = 0
        self._begin()

    def _begin(self) -> None:
        self.number += 1
        name = self.table.heading + (f" {self.number}" if self.number > 1 else "")
        self.sheet = new_sheet(self.book, name)
        self.sheet.append(cells_of(self.sheet, [column.heading for column in self.table.columns]))
        self.filled = 1

    def append(self, row: Row) -> None:
        if self.filled == SHEET_ROWS:
            self._begin()
        self.sheet.append(cells_of(self.sheet, [self._word(*pair) for pair in zip(row, self.labels, strict=True)]))
        self.filled += 1

    def _word(self, cell: Cell, labels: dict[str, str] | None) -> Cell:
        return labels.get(cell, cell) if labels and isinstance(cell, str) else cell


class Book(Writer):
    """All tables as one workbook, with Chinese headings and words in place of codes."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.book = Workbook(write_only=True)
        self.tables = [Sheets(self.book, table) for table in TABLES]

    def add(self, edition: PublicEdition) -> None:
        for sheets in self.tables:
            for row in sheets.table.rows(edition):
                sheets.append(row)
                self.rows += 1

    def finish(self) -> None:
        self.book.save(self.path)

    def abandon(self) -> None:
        """Let openpyxl end its files; it does so when it saves only."""
        self.book.save(io.BytesIO())


def pack(path: Path) -> Path:
    """Write a packed twin of a file beside it and return its path; the same bytes for the same file."""
    packed = path.with_name(path.name + ".gz")
    with (
        path.open("rb") as plain,
        packed.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as out,
    ):
        shutil.copyfileobj(plain, out, 1 << 20)
    return packed
