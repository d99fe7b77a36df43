"""manage.py import_minutes."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.utils.translation import gettext

from decisions.models import Assignment, Resolution
from gusu_minutes.importing import bulk
from gusu_minutes.importing.apply import make_draft
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import AgendaItem, Attendance, Meeting
from tests.factories import UserFactory
from tests.importing.generated import minutes

pytestmark = pytest.mark.django_db

SESSION_39 = Path(settings.BASE_DIR) / "fixtures" / "gusu-39.txt"
NO_YEAR = """4月8日下午,区长罗启明主持召开青岚区政府第四十二次常务会议。
会议议定以下意见:
一、审议《方案》
(一)会议同意《方案》。
"""


@pytest.fixture
def archivist():
    user = UserFactory(username="archivist", roles=["clerk"])
    user.user_permissions.add(Permission.objects.get(codename="issue_imported"))
    return user


@pytest.fixture
def no_year(tmp_path):
    path = tmp_path / "qinglan-42.txt"
    path.write_text(NO_YEAR)
    return path


def test_a_file_becomes_a_draft(capsys):
    call_command("import_minutes", SESSION_39)
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.number, meeting.imports.get().file_name) == ("drafting", 39, "gusu-39.txt")
    assert meeting.title in capsys.readouterr().out
    robot = meeting.history.get().history_user
    assert (robot.username, robot.is_active, robot.has_usable_password()) == ("import_minutes", False, False)


def test_the_named_account_stands_in_history(archivist):
    call_command("import_minutes", SESSION_39, user="archivist")
    assert Meeting.objects.get().history.get().history_user == archivist
    assert MinutesImport.objects.get().created_by == archivist


@pytest.mark.parametrize("name", ["nobody", "official", "gone"])
def test_who_may_not_import_is_refused(name):
    UserFactory(username="official", roles=["official"])
    gone = UserFactory(username="gone", roles=["clerk"])
    gone.is_active = False
    gone.save()
    with pytest.raises(CommandError):
        call_command("import_minutes", SESSION_39, user=name)
    assert not MinutesImport.objects.exists()


def test_one_bad_file_does_not_stop_the_others(tmp_path, capsys):
    (tmp_path / "bad.docx").write_bytes(b"no zip")
    with pytest.raises(CommandError) as failure:
        call_command("import_minutes", tmp_path / "none.txt", tmp_path / "bad.docx", SESSION_39)
    assert failure.value.returncode == 1
    assert Meeting.objects.count() == MinutesImport.objects.count() == 1
    errors = capsys.readouterr().err
    assert "none.txt" in errors
    assert "bad.docx" in errors


def test_the_same_file_twice_makes_one_meeting(capsys):
    call_command("import_minutes", SESSION_39)
    call_command("import_minutes", SESSION_39)
    assert Meeting.objects.count() == MinutesImport.objects.count() == 1
    assert gettext("Imported before; nothing was made.") in capsys.readouterr().out


def test_another_file_of_the_same_meeting_is_refused(tmp_path, capsys):
    other = tmp_path / "other.txt"
    other.write_text(SESSION_39.read_text("utf-8") + "\n", "utf-8")
    call_command("import_minutes", SESSION_39)
    with pytest.raises(CommandError):
        call_command("import_minutes", other)
    assert Meeting.objects.count() == 1


def test_a_missing_year_is_given_or_the_file_fails(no_year):
    with pytest.raises(CommandError):
        call_command("import_minutes", no_year)
    assert not MinutesImport.objects.exists()
    call_command("import_minutes", no_year, year=2025)
    assert Meeting.objects.get().held_on.isoformat() == "2025-04-08"


def test_the_script_is_kept_where_wanted():
    call_command("import_minutes", SESSION_39, simplify=False)
    assert not MinutesImport.objects.get().to_simplified


def test_old_minutes_are_issued_as_on_paper(archivist):
    call_command("import_minutes", SESSION_39, publish=True, user="archivist")
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.issued_by, meeting.submitted_by, meeting.signed_by) == (
        "published",
        archivist,
        None,
        None,
    )
    assert InternalEdition.objects.count() == PublicEdition.objects.count() == 1
    assert meeting.history.latest().history_change_reason == gettext("imported: signed and issued on paper")


def test_issuing_needs_a_name():
    with pytest.raises(CommandError):
        call_command("import_minutes", SESSION_39, publish=True)
    assert not MinutesImport.objects.exists()


def test_issuing_needs_the_right_and_writes_nothing_without_it():
    UserFactory(username="clerk", roles=["clerk"])
    with pytest.raises(CommandError):
        call_command("import_minutes", SESSION_39, publish=True, user="clerk")
    assert not Meeting.objects.exists()
    assert not MinutesImport.objects.exists()


@pytest.fixture
def folder(tmp_path):
    """Ten years of minutes in folders: two that are read, one twice, one that is none, and what Word leaves behind."""
    below = tmp_path / "2024"
    below.mkdir()
    (below / "39.txt").write_text(SESSION_39.read_text("utf-8"), "utf-8")
    (tmp_path / "copy.txt").write_text(SESSION_39.read_text("utf-8"), "utf-8")
    (below / "42.txt").write_text(NO_YEAR.replace("4月8日", "2024年4月8日"), "utf-8")
    (below / "empty.docx").write_bytes(b"")
    (below / "~$39.docx").write_bytes(b"x")
    (below / "notes.md").write_text("nothing")
    return tmp_path


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_is_imported_and_a_file_once(folder, workers, capsys):
    with pytest.raises(CommandError, match="1 of 4"):
        call_command("import_minutes", folder, workers=workers)
    assert set(Meeting.objects.values_list("number", flat=True)) == {39, 42}
    out = capsys.readouterr()
    assert "empty.docx" in out.err
    assert "notes.md" not in out.out + out.err
    with pytest.raises(CommandError):
        call_command("import_minutes", folder, workers=workers)
    assert Meeting.objects.count() == MinutesImport.objects.count() == 2


def test_the_file_is_kept_as_it_came(folder):
    path = folder / "2024" / "42.txt"
    call_command("import_minutes", path)
    kept = MinutesImport.objects.get()
    assert kept.file.read() == path.read_bytes()
    assert kept.file_name == "42.txt"


def test_a_report_says_what_needs_a_look(folder, tmp_path):
    target = tmp_path / "report.csv"
    with pytest.raises(CommandError):
        call_command("import_minutes", folder, report=target)
    text = target.read_text("utf-8-sig")
    head, *rows = list(csv.reader(text.splitlines()))
    found = {Path(row[0]).name: row for row in rows}
    assert len(head) == len(rows[0]) == 10
    assert found["empty.docx"][1:3] == [gettext("failed"), gettext("yes")]
    assert found["42.txt"][1:4] == [gettext("made"), gettext("no"), "青岚区政府第四十二次常务会议"]
    assert found["39.txt"][5:7] == ["8", "23"]
    assert found["copy.txt"][1] in (gettext("imported before"), gettext("made"))


def test_a_run_that_was_cut_off_goes_on(folder, monkeypatch):
    made: list[bool] = []

    def stop_after_one(**options):
        if made:
            raise KeyboardInterrupt
        made.append(True)
        return make_draft(**options)

    monkeypatch.setattr(bulk, "make_draft", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        call_command("import_minutes", folder, workers=1)
    assert Meeting.objects.count() == 1
    monkeypatch.undo()
    with pytest.raises(CommandError):
        call_command("import_minutes", folder, workers=1)
    assert Meeting.objects.count() == MinutesImport.objects.count() == 2


def test_many_minutes_imported_twice_are_there_once(tmp_path):
    for name, text in minutes(25):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    counts = []
    for _ in range(2):
        call_command("import_minutes", tmp_path, workers=2)
        counts.append([model.objects.count() for model in (Meeting, AgendaItem, Resolution, Assignment, Attendance)])
    assert counts[0] == counts[1]
    assert counts[0][0] == 25
