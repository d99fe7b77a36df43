"""Tables as files: what is refused, and that everything written is read again."""

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from gusu_minutes.common import sheets
from gusu_minutes.common.sheets import SheetError, escaped, read_table, unescaped, write_book, write_table


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(data, **changes):
    """Return an archive with some of its parts replaced, or new ones added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return buffer.getvalue()


BOOK = workbook(["代码"], ["a"])  # what costs more is made by the test that reads it


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\r\n,,\r\n", "empty"),
        ("a.csv", b"\xff\xfe\x00", "undecodable"),
        ("a.csv", b"a\x80", "undecodable"),
        ("a.csv", b"x" * (sheets.MAX_BYTES + 1), "too_large"),
        ("a.csv", b"a\n" * (sheets.MAX_ROWS + 2), "too_many_rows"),
        ("a.csv", BOOK, "unknown_type"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "unknown_type"),
        ("a.docx", b"PK", "unknown_type"),
        ("a.xlsx", b"PK\x03\x04", "damaged"),
        ("a.xlsx", repacked(BOOK, **{"xl/workbook.xml": b"<workbook"}), "damaged"),
        ("a.xlsx", repacked(BOOK, **{"xl/worksheets/sheet1.xml": b"<a>"}), "damaged"),
        ("a.xlsx", repacked(BOOK, **{"xl/a.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "external_entity"),
        ("a.xlsx", repacked(BOOK, **{"xl/vbaProject.bin": b"x"}), "macros"),
        ("a.xlsx", repacked(BOOK, **{"../a.xml": b"<a/>"}), "unsafe_path"),
        ("a.xlsx", lambda: repacked(BOOK, **{"xl/a.bin": b"0" * 30_000_000}), "too_tight"),
        ("a.xlsx", lambda: repacked(BOOK, **{"xl/a.bin": b"0" * 110_000_000}), "zip_bomb"),
        ("a.xlsx", workbook(), "empty"),
        ("a.xlsx", lambda: workbook(*[["a"]] * (sheets.MAX_ROWS + 2)), "too_many_rows"),
    ],
)  # fmt: skip
def test_refusals(name, data, code):
    with pytest.raises(SheetError) as refusal:
        read_table(data() if callable(data) else data, name)
    assert refusal.value.code == code


def test_a_row_far_down_costs_no_time():
    sheet = zipfile.ZipFile(io.BytesIO(BOOK)).read("xl/worksheets/sheet1.xml")
    far = repacked(BOOK, **{"xl/worksheets/sheet1.xml": sheet.replace(b'<row r="2"', b'<row r="99999999"')})
    with pytest.raises(SheetError, match="too_many_rows"):
        read_table(far, "a.xlsx")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_written_is_read_again(form):
    rows = [["代码", "全称"], ["=1+1", "-2"], ["'=x", "@a"], ["'plain", "+86"], ["a,b\nc", '"q"；、']]
    assert read_table(write_table(rows, form, "单位"), f"a.{form}") == list(enumerate(rows, start=1))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_nothing_is_run(form):
    data = write_table([["=1+1"]], form, "x")
    text = data.decode("utf-8-sig") if form == "csv" else zipfile.ZipFile(io.BytesIO(data)).read(
        "xl/worksheets/sheet1.xml"
    ).decode()  # fmt: skip
    assert "'=1+1" in text
    assert "<f>" not in text


@given(st.text())
def test_the_mark_before_a_formula_comes_off_again(text):
    safe = escaped(text)
    assert unescaped(safe) == text
    assert not safe.startswith(tuple("=+-@＝＋－＠\t\r\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_csv_of_other_programs(encoding, mark):
    data = f"代码{mark}全称\r\n\r\na{mark}区财政局\r\n".encode(encoding)
    assert read_table(data, "a.CSV") == [(1, ["代码", "全称"]), (3, ["a", "区财政局"])]


def test_numbers_and_days_of_a_workbook():
    data = workbook(["a", None, 3, 3.0, 2.5, date(2024, 1, 2), datetime(2024, 1, 2, 8), True])
    (row,) = read_table(data, "a.xlsx")
    assert row == (1, ["a", "", "3", "3", "2.5", "2024-01-02", "2024-01-02", "True"])


def test_a_book_has_every_sheet_with_numbers_as_numbers_and_nothing_that_runs():
    data = write_book([("甲/乙" * 20, [["名", "数"], ["=1+1", 2], ["b", 2.5], ["c", None]]), ("丙", [["@x"]])])
    first, second = load_workbook(io.BytesIO(data)).worksheets
    assert first.title == ("甲 乙" * 20)[:31]
    assert list(first.values) == [("名", "数"), ("'=1+1", 2), ("b", 2.5), ("c", None)]
    assert list(second.values) == [("'@x",)]
    assert {cell.data_type for row in first.iter_rows() for cell in row} == {"s", "n"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_xml_does_not_take_is_left_out(form):
    """One such character in one task must not keep everybody from the file."""
    table = write_table([["甲\uffff\ufffe\ud800\x0b乙😀"]], form, "表")
    assert read_table(table, f"a.{form}") == [(1, ["甲乙😀"])]
