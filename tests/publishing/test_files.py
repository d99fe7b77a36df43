"""The files of an edition: made once in the background, frozen, handed out as they are."""

import hashlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from gusu_minutes.publishing.domain import start_correction, verify, withdraw
from gusu_minutes.publishing.enums import FileFormat, RenderingState
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import InternalEditionFile, PublicEdition, PublicEditionFile, Rendering
from meetings.models import Meeting
from tests.factories import UserFactory, draft, issue
from tests.publishing.forged import FORGED, forge

pytestmark = pytest.mark.django_db
# In no plane that a font of ours covers.
UNPRINTABLE = "\U00032100"


@pytest.fixture
def issued(django_capture_on_commit_callbacks) -> Meeting:
    """Minutes whose files were made when their transaction was through."""
    with django_capture_on_commit_callbacks(execute=True):
        return issue(draft(items=2, clauses=1, title="姑苏区政府第39次常务会议"))


def file_url(meeting: Meeting, form: str, *, audience: str = "public", number: int = 1) -> str:
    return reverse(f"{audience}:edition_file", args=[meeting.address, number, form])


def test_issuing_makes_each_file_of_both_editions_once(issued):
    rendering = Rendering.objects.get(meeting=issued)
    assert (rendering.state, rendering.problem) == (RenderingState.MADE, "")
    for files in (InternalEditionFile, PublicEditionFile):
        assert sorted(files.objects.values_list("format", flat=True)) == sorted(FileFormat.values)
        assert all(hashlib.sha256(row.content).hexdigest() == row.sha256 for row in files.objects.all())
    before = list(PublicEditionFile.objects.values_list("pk", "sha256"))
    make_files(rendering)
    assert list(PublicEditionFile.objects.values_list("pk", "sha256")) == before


def test_until_they_are_made_the_page_says_so(client):
    meeting = issue(draft(items=1, clauses=1))
    assert Rendering.objects.get(meeting=meeting).state == RenderingState.WAITING
    page = client.get(reverse("public:meeting", args=[meeting.address])).text
    assert file_url(meeting, "pdf") not in page
    assert file_url(meeting, "txt") in page
    assert client.get(file_url(meeting, "pdf")).status_code == 404


@pytest.mark.parametrize("form", ["pdf", "docx", "ofd", "txt", "md"])
def test_a_download_has_its_name_type_and_tag(client, issued, form):
    page = client.get(reverse("public:meeting", args=[issued.address])).text
    assert file_url(issued, form) in page
    response = client.get(file_url(issued, form))
    assert response.status_code == 200
    encoded = "%E5%A7%91%E8%8B%8F%E5%8C%BA%E6%94%BF%E5%BA%9C%E7%AC%AC39%E6%AC%A1"
    assert response["Content-Disposition"].startswith(f"attachment; filename*=utf-8''{encoded}")
    assert response["Content-Disposition"].endswith(f".{form}")
    assert response["X-Content-Type-Options"] == "nosniff"
    again = client.get(file_url(issued, form), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    stored = PublicEditionFile.objects.filter(format=form).first()
    if stored:
        assert hashlib.sha256(response.content).hexdigest() == stored.sha256
        assert response["ETag"] == f'"{stored.sha256}"'
        assert stored.sha256 in client.get(reverse("public:edition", args=[issued.address, 1])).text


def test_internal_files_are_for_officials(client, issued):
    url = file_url(issued, "pdf", audience="internal")
    assert client.get(url).status_code == 302
    official = Client()
    official.force_login(UserFactory(roles=["official"]))
    response = official.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("files", [InternalEditionFile, PublicEditionFile])
def test_the_database_refuses_every_change(issued, files):
    table = files._meta.db_table
    for statement in (
        f"UPDATE {table} SET content = content",
        f"UPDATE {table} SET sha256 = ''",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert list(verify()) == []


@pytest.mark.parametrize("content", FORGED[connection.vendor])
def test_verify_names_a_file_that_was_changed_behind_the_triggers(issued, content):
    forge(PublicEditionFile, f"UPDATE {{}} SET content = {content} WHERE format = 'pdf'")
    assert [problem.name for problem in verify()] == [f"public {issued.address}#1.pdf"]


def test_a_character_that_no_font_has_makes_no_file_and_is_named(django_capture_on_commit_callbacks, client):
    with django_capture_on_commit_callbacks(execute=True):
        meeting = issue(draft(items=1, clauses=1, place="", preamble=f"会议由{UNPRINTABLE}主持。"))
    rendering = Rendering.objects.get(meeting=meeting)
    assert rendering.state == RenderingState.FAILED
    assert "U+32100" in rendering.problem and "会议由" in rendering.problem
    assert not PublicEditionFile.objects.exists()
    assert client.get(reverse("public:meeting", args=[meeting.address])).status_code == 200
    client.force_login(UserFactory(roles=["publisher"]))
    page = client.get(f"/admin/meetings/meeting/{meeting.pk}/change/").text
    assert "U+32100" in page
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"/admin/meetings/meeting/{meeting.pk}/files/")
    assert response.status_code == 302
    assert Rendering.objects.get(meeting=meeting).state == RenderingState.FAILED


def test_a_correction_gets_files_of_its_own(issued, django_capture_on_commit_callbacks, client):
    first = client.get(file_url(issued, "pdf")).content
    start_correction(meeting=issued, by=UserFactory(roles=["publisher"]), reason="更正")
    with django_capture_on_commit_callbacks(execute=True):
        meeting = Meeting.objects.get(pk=issued.pk)
        meeting.preamble = "会议更正了开头。"
        meeting.save()
        issue(meeting)
    assert client.get(file_url(issued, "pdf")).content == first
    assert client.get(file_url(issued, "pdf", number=2)).content != first


def test_what_was_withdrawn_is_handed_out_no_more(issued, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(meeting=issued, by=UserFactory(roles=["publisher"]), reason="有误", notice="已撤回。")
    assert client.get(file_url(issued, "pdf")).status_code == 410
    assert PublicEdition.objects.filter(meeting=issued).count() == 2
    assert PublicEditionFile.objects.count() == 3


def test_a_file_that_cannot_be_made_does_not_keep_the_others_from_being_made(client, monkeypatch):
    def file_of(form, *args, **kwargs):
        if form == "docx":
            raise ValueError("broken inside")
        return b"made"

    monkeypatch.setattr("gusu_minutes.publishing.files.file_of", file_of)
    meeting = issue(draft(items=1, clauses=1))
    rendering = make_files(Rendering.objects.get(meeting=meeting))
    assert rendering.state == RenderingState.FAILED
    assert "docx" in rendering.problem and "broken inside" in rendering.problem
    for files in (InternalEditionFile, PublicEditionFile):
        assert set(files.objects.values_list("format", flat=True)) == {"pdf", "ofd"}


def test_characters_that_leave_no_mark_keep_no_file_from_being_made(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        issue(draft(items=1, clauses=1, preamble="会\u200b议由\ufeff区长主持。☎\ufe0f"))
    assert Rendering.objects.get().problem == ""
    assert PublicEditionFile.objects.count() == len(FileFormat.values)
