"""What is in the files, when they are made anew, and that the same minutes give the same bytes."""

import csv
import gzip
import hashlib
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gusu_minutes.common.models import Disclosure
from gusu_minutes.opendata import editions, making, shelf, writers
from gusu_minutes.opendata.making import make
from gusu_minutes.public.wall import WallBreach
from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import Meeting
from tests.factories import AttachmentFactory, UserFactory, draft, issue
from tests.opendata.conftest import made_of
from tests.public.conftest import SECRET, issue_many


def content(name: str) -> bytes:
    made = made_of(name.partition("-")[2].partition(".")[0])
    return made.path_of(next(file for file in made.files if file.name == name)).read_bytes()


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in content(name).decode().splitlines()]


def table(name: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content(name).decode("utf-8-sig"), newline="")))


def withdraw_now(meeting):
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="有误", notice="本纪要撤回。")


def correct(meeting, **fields):
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    meeting = Meeting.objects.get(pk=meeting.pk)
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    return issue(meeting, public_reason="更正一处。")


def test_without_minutes_nothing_is_made(db, folder):
    assert make() == []
    assert shelf.all_made() == []


def test_each_year_and_all_are_made(db):
    issue(draft(number=1, held_on=date(2023, 5, 1)))
    issue(draft(number=2, held_on=date(2024, 5, 1)))
    assert [one.scope for one in make()] == ["2024", "2023", "all"]
    assert [one.scope for one in shelf.all_made()] == ["all", "2024", "2023"]
    assert [one.meetings for one in shelf.all_made()] == [2, 1, 1]
    assert [line["year"] for line in lines("meetings-2023.jsonl")] == [2023]


def test_json_lines_hold_the_documents_whole(minutes):
    make()
    edition = PublicEdition.objects.get()
    [meeting] = lines("meetings-2024.jsonl")
    assert meeting["document"] == edition.document.to_dict() | json.loads(edition.content)
    assert (meeting["digest"], meeting["sequence"]) == (edition.digest, edition.sequence)
    clauses = [clause for item in edition.document.items for clause in item.clauses]
    resolutions = lines("resolutions-2024.jsonl")
    assert [row["text"] for row in resolutions] == [clause.text for clause in clauses]
    assert resolutions[0]["item"]["presenting"] == [{"code": "fagai", "name": "区发改局"}]
    assert resolutions[0]["meeting"]["held_on"] == "2024-12-13"


def test_tables_hold_what_the_document_says(minutes):
    make()
    [meeting] = table("meetings-2024.csv")
    assert meeting["title"] == "姑苏区政府第39次常务会议"
    assert (meeting["items"], meeting["resolutions"]) == ("1", "2")
    rows = table("resolutions-2024.csv")
    assert rows[1]["text"] == "请抓好精细调度。<b>&"
    assert (rows[1]["lead"], rows[1]["supporting"], rows[1]["due_on"]) == ("区住建委", "区财政局", "2025-03-31")
    assert [row["name"] for row in table("attendance-2024.csv")] == ["范剑军", "陈羔"]
    assert table("items-2024.csv")[0]["outcome"] == "approved_in_principle"
    assert content("items-2024.csv").startswith(b"\xef\xbb\xbf")


def test_attached_files_are_told_of_with_their_digest(db):
    meeting = draft(held_on=date(2024, 5, 1))
    public = AttachmentFactory(meeting=meeting, title="清单", disclosure=Disclosure.PUBLIC)
    AttachmentFactory(meeting=meeting, content="内部的")
    issue(meeting)
    make()
    [row] = table("attachments-2024.csv")
    assert (row["title"], row["name"], row["sha256"]) == ("清单", "清单.txt", public.sha256)
    assert Client().get(row["url"]).content.decode() == "附件的内容"


def test_a_workbook_has_the_tables_in_chinese(minutes):
    make()
    book = load_workbook(io.BytesIO(content("minutes-2024.xlsx")))
    assert book.sheetnames == ["会议", "议题", "议定事项", "参会人员", "附件"]
    heading, row = book["议题"].iter_rows(values_only=True)
    shown = dict(zip(heading, row, strict=True))
    assert (shown["议题类型"], shown["审议结果"]) == ("听取汇报", "原则同意")
    assert shown["议定事项数"] == 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "＝1", "\t=1"])
def test_nothing_runs_in_a_spreadsheet(db, text):
    issue(draft(number=1, held_on=date(2024, 5, 1), place=text, title=f"{text}会议"))
    make()
    assert table("meetings-2024.csv")[0]["title"].startswith("'")
    sheet = load_workbook(io.BytesIO(content("minutes-2024.xlsx")))["会议"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert sheet["B2"].value.startswith("'")


def test_a_full_sheet_is_followed_by_another(db, monkeypatch):
    monkeypatch.setattr(writers, "SHEET_ROWS", 3)
    issue(draft(number=1, held_on=date(2024, 5, 1), items=1, clauses=5))
    make()
    book = load_workbook(io.BytesIO(content("minutes-2024.xlsx")))
    assert [name for name in book.sheetnames if name.startswith("议定事项")] == ["议定事项", "议定事项 2", "议定事项 3"]
    heading, *rows = book["议定事项 3"].iter_rows(values_only=True)
    assert heading[0] == "地址" and len(rows) == 1


def test_nothing_internal_and_nothing_former_is_in_them(minutes, withdrawn, folder):
    issue(draft(number=40, closing="将被更正的话"))
    correct(Meeting.objects.get(number=40), closing="更正后的话")
    make()
    for path in folder.rglob("*.*"):
        if path.is_file() and path.suffix != ".lock":
            raw = path.read_bytes()
            text = gzip.decompress(raw) if path.suffix == ".gz" else raw
            for word in (SECRET, "撤回的意见", "将被更正的话"):
                assert word.encode() not in text, path.name
    assert "更正后的话" in content("meetings-all.jsonl").decode()


def test_sizes_digests_and_rows_are_true(minutes):
    make()
    for made in shelf.all_made():
        for file in made.files:
            raw = made.path_of(file).read_bytes()
            assert (len(raw), hashlib.sha256(raw).hexdigest()) == (file.size, file.sha256)
    rows = {file.name: file.rows for file in made_of("2024").files}
    assert (rows["meetings-2024.jsonl"], rows["resolutions-2024.csv"], rows["attendance-2024.csv"]) == (1, 2, 2)
    assert gzip.decompress(content("resolutions-all.jsonl.gz")) == content("resolutions-all.jsonl")


def test_what_has_not_changed_is_left_alone(minutes):
    make()
    assert make() == []
    issue(draft(number=1, held_on=date(2023, 5, 1)))
    assert [one.scope for one in make(whole=False)] == ["2023"]
    assert [one.scope for one in make()] == ["all"]
    assert [one.scope for one in make(only="2024")] == []
    assert [one.scope for one in make(only="2024", force=True)] == ["2024"]


def test_the_whole_is_made_at_once_where_it_may_not_be_handed_out(minutes):
    make()
    withdraw_now(minutes)
    assert shelf.withheld(shelf.all_made()) == {"2024", "all"}
    assert [one.scope for one in make(whole=False)] == ["2024", "all"]
    assert shelf.withheld(shelf.all_made()) == set()
    assert lines("meetings-all.jsonl") == []


def test_the_same_minutes_give_the_same_bytes(minutes):
    def digests():
        return {file.name: file.sha256 for one in shelf.all_made() for file in one.files if "xlsx" not in file.name}

    make()
    before = digests()
    make(force=True)
    assert digests() == before


def test_what_is_issued_meanwhile_waits_for_the_next_making(minutes):
    head = editions.head_of("all")
    correct(minutes, closing="更正后的话")
    later = editions.head_of("all")
    assert head and later
    assert [edition.number for edition in editions.each("all", head)] == [1]
    assert [edition.number for edition in editions.each("all", later)] == [2]


def test_another_chain_in_the_database_is_noticed(minutes, folder):
    make()
    record = folder / "2024.json"
    record.write_text(record.read_text().replace(PublicEdition.objects.get().digest, "0" * 64))
    assert shelf.withheld(shelf.all_made()) == {"2024"}
    assert [one.scope for one in make()] == ["2024"]


def test_a_broken_making_leaves_the_former_files(minutes, monkeypatch, folder):
    make()
    before = made_of("2024")
    issue(draft(number=40))
    monkeypatch.setattr(writers.MeetingLines, "add", lambda self, edition: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make()
    assert made_of("2024") == before
    assert all(before.path_of(file).exists() for file in before.files)
    monkeypatch.undo()
    make()
    assert sorted(path.name.partition("-")[0] for path in folder.iterdir() if path.is_dir()) == ["2024", "all"]


def test_files_of_an_older_program_are_made_anew(minutes, monkeypatch):
    make()
    for module in (shelf, making):
        monkeypatch.setattr(module, "LAYOUT", 99)
    assert shelf.all_made() == []
    assert [one.scope for one in make()] == ["2024", "all"]


def test_behind_the_wall_no_other_table_is_read(minutes, monkeypatch):
    monkeypatch.setattr(making, "each", lambda scope, head: InternalEdition.objects.all())
    with pytest.raises(WallBreach):
        make()


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_meetings(db, count):
    issue_many(count)
    with CaptureQueriesContext(connection) as queries:
        make()
    assert len(queries) == 5  # the years; of each scope its head and a chunk


def test_chunks_join_without_a_gap(db, monkeypatch):
    monkeypatch.setattr(editions, "CHUNK", 2)
    issue_many(5)
    make()
    assert [line["sequence"] for line in lines("meetings-all.jsonl")] == [1, 2, 3, 4, 5]


def test_the_command_says_what_it_made(minutes, capsys):
    call_command("export_open_data")
    assert capsys.readouterr().out.startswith("2024: 1, ")
    call_command("export_open_data", year=2024)
    assert "2024" not in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("export_open_data", year=1999)
