"""Tables as files, in and out: CSV (UTF-8 with a mark, as Excel and WPS want it) and XLSX.

A text that a spreadsheet would run as a formula goes out with a ' before it, which is taken off when it comes in.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import PurePath
from typing import Any

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from gusu_minutes.common.packages import PackageError, check_package
from gusu_minutes.common.texts import without_controls

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 64

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Row = list[str]

# A text that begins with ' and would be run without it gets one more, so that reading gives back what was written.
# Excel in Chinese takes full-width signs for formulas, too.
_RUNS = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31
_WORKBOOK = {"xl/workbook.xml", "[content_types].xml"}
_DAMAGED = (
    PackageError, InvalidFileException, zipfile.BadZipFile, SyntaxError, DefusedXmlException,
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError,
)  # fmt: skip


class SheetError(ValueError):
    """A table that is not read. `code`: empty, too_large, too_many_rows, unknown_type, undecodable, or one of
    PackageError's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def escaped(text: str) -> str:
    """Return the text as it may stand in a cell of a spreadsheet without being run."""
    return f"'{text}" if _RUNS.match(text) else text


def unescaped(text: str) -> str:
    """Return what `escaped` was given."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text


def write_table(rows: Iterable[Sequence[str]], form: str, title: str) -> bytes:
    """Return the rows, headings first, as a file of `form` csv or xlsx; `title` names the sheet."""
    if form == "csv":
        return _write_csv([safe(text) for text in row] for row in rows)
    return write_book([(title, rows)])


def safe(text: str) -> str:
    """Return the text as it may stand in a cell: nothing that is run, nothing that breaks the file."""
    return escaped(without_controls(text))


def _write_csv(rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return codecs.BOM_UTF8 + buffer.getvalue().encode()


def write_book(sheets: Iterable[tuple[str, Iterable[Sequence[str | float | None]]]]) -> bytes:
    """Return a workbook of sheets, each a name and its rows, headings first. Numbers stay numbers, None is empty."""
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = new_sheet(book, name)
        for row in rows:
            sheet.append(cells_of(sheet, row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def new_sheet(book: Workbook, name: str) -> Any:
    """Return a new sheet of a write-only book whose first row, the headings, stays in view."""
    sheet = book.create_sheet(_NO_SHEET_NAME.sub(" ", name)[:_LONGEST_SHEET_NAME])
    sheet.freeze_panes = "A2"
    return sheet


def cells_of(sheet: Any, row: Sequence[str | float | None]) -> list[Any]:
    """Return the cells of a row: texts stay texts, whatever they look like."""
    return [_cell(sheet, value) for value in row]


def _cell(sheet: Any, value: str | float | None) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, safe(value))
    cell.data_type = "s"  # never a formula, whatever it looks like
    return cell


def read_table(data: bytes, filename: str) -> list[tuple[int, Row]]:
    """Return the rows that hold anything, headings first, each with its number in the file. Raises SheetError."""
    kept = [(number, row) for number, cells in _rows(data, filename) if (row := _clean(cells))]
    if not kept:
        raise SheetError("empty")
    return kept


def read_cells(data: bytes, filename: str) -> Iterator[Row]:
    """Yield the rows that hold anything, of every sheet, as far as the first MAX_ROWS rows. Raises SheetError."""
    for _number, cells in islice(_rows(data, filename, every_sheet=True), MAX_ROWS):
        if row := _clean(cells):
            yield row


def _rows(data: bytes, filename: str, *, every_sheet: bool = False) -> Iterator[tuple[int, Row]]:
    if len(data) > MAX_BYTES:
        raise SheetError("too_large")
    suffix = PurePath(filename.replace("\\", "/")).suffix.lower()
    if suffix in {".csv", ".txt"} and not data.startswith(b"PK\x03\x04"):
        return _read_csv(data)
    if suffix == ".xlsx":
        return _read_xlsx(data, every_sheet=every_sheet)
    raise SheetError("unknown_type")


def _clean(cells: Row) -> Row:
    """Return the texts of a row up to the last that holds anything."""
    row = [unescaped(without_controls(cell)).strip() for cell in cells[:MAX_COLUMNS]]
    while row and not row[-1]:
        row.pop()
    return row


def _read_csv(data: bytes) -> Iterator[tuple[int, Row]]:
    text = _decoded(data)
    heading = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",\t;", key=heading.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if number > MAX_ROWS + 1:
                raise SheetError("too_many_rows")
            yield number, row
    except csv.Error as error:
        raise SheetError("damaged") from error


def _decoded(data: bytes) -> str:
    """Decode what Excel and WPS write: UTF-8, UTF-16 with its mark, GB18030."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError("undecodable")


def _read_xlsx(data: bytes, *, every_sheet: bool) -> Iterator[tuple[int, Row]]:
    """Give the rows of the first sheet, or of all. openpyxl reads XML through defusedxml, which is installed."""
    try:
        check_package(data, _WORKBOOK)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets if every_sheet else [book.worksheets[0]]:
            sheet.reset_dimensions()  # a file may lie about its size
            rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
            for number, row in enumerate(rows, start=1):
                if number > MAX_ROWS + 1:
                    raise SheetError("too_many_rows")
                yield number, [_text(value) for value in row]
    except SheetError:
        raise
    except _DAMAGED as error:
        raise SheetError(error.code if isinstance(error, PackageError) else "damaged") from error


def _text(value: Any) -> str:
    """Return a cell as the person sees it: whole numbers without .0, days as 2024-12-13."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
