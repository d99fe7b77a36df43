"""Many files given in at once: read in the background, each with its own outcome."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks import task_backends

from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.sources import explain_code
from gusu_minutes.importing.tasks import begin_many, read_file_of
from meetings.models import Meeting
from tests.clerk.pages import address
from tests.factories import UserFactory, draft

pytestmark = pytest.mark.django_db

ONE = "2024年3月1日,区长王强主持召开区政府第1次常务会议。\n一、研究甲\n会议同意甲。".encode()
TWO = ONE.replace("第1次".encode(), "第2次".encode())
START = "/admin/import/"


@pytest.fixture
def waiting(settings):
    """Tasks stay where they are put, as before the worker comes."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    backend: Any = task_backends["default"]
    yield backend
    backend.clear()


def give(client, *files, once="a"):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(START, {"text": "", "file": uploads, "to_simplified": "on", "once": once}, follow=True)


def listed(client):
    return client.get(START).context["unfinished"]


def test_each_file_is_read(clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = give(clerk, ("一.txt", ONE), ("二.txt", TWO), ("空.docx", b""))
    assert page.status_code == 200
    found = {one.file_name: (one.is_waiting, refusal) for one, refusal in listed(clerk)}
    assert found == {"一.txt": (False, ""), "二.txt": (False, ""), "空.docx": (False, explain_code("empty"))}
    assert explain_code("empty") in clerk.get(START).content.decode()
    ready = MinutesImport.objects.get(file_name="二.txt")
    assert clerk.get(reverse("admin:import_review", args=[ready.pk])).context["plan"].meeting.number == 2


def test_what_waits_is_shown_and_not_opened(clerk, waiting, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        give(clerk, ("一.txt", ONE), ("二.txt", TWO))
    assert len(waiting.results) == 2
    page = clerk.get(START).content.decode()
    assert page.count("<progress") == 2
    assert 'data-waiting="2"' in page
    one = MinutesImport.objects.all()[0]
    assert clerk.get(reverse("admin:import_review", args=[one.pk])).url == START
    read_file_of(one.pk)
    version = MinutesImport.objects.get(pk=one.pk).version
    read_file_of(one.pk)  # a task that is run again does nothing
    assert MinutesImport.objects.get(pk=one.pk).version == version


def test_the_same_files_again_make_nothing(clerk, django_capture_on_commit_callbacks):
    for mark in ("a", "b"):
        with django_capture_on_commit_callbacks(execute=True):
            give(clerk, ("一.txt", ONE), ("二.txt", TWO), once=mark)
    assert MinutesImport.objects.count() == 2


def test_a_file_that_made_a_meeting_is_named(clerk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        give(clerk, ("一.txt", ONE), ("二.txt", TWO))
    one = MinutesImport.objects.get(file_name="一.txt")
    one.meeting = draft()
    one.save()
    page = give(clerk, ("一.txt", ONE), ("三.txt", TWO + b"\n"), once="b")
    assert any("一.txt" in str(message) for message in page.context["messages"])


def test_too_large_a_file_is_named_and_nothing_begins(clerk):
    page = give(clerk, ("一.txt", ONE), ("大.txt", b"x" * (20 * 1024 * 1024 + 1)))
    assert "大.txt" in str(page.context["form"].errors["file"])
    assert not MinutesImport.objects.exists()


def test_the_file_is_handed_out_as_it_came(clerk):
    page = clerk.post(START, {"text": "", "file": SimpleUploadedFile("第1次.txt", ONE), "to_simplified": "on"})
    one = MinutesImport.objects.get()
    assert page.url == reverse("admin:import_review", args=[one.pk])
    answer = clerk.get(reverse("admin:import_file", args=[one.pk]))
    assert b"".join(answer.streaming_content) == ONE
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert clerk.get(reverse("admin:import_file", args=[one.pk + 1])).status_code == 404
    one.file.delete(save=False)
    assert clerk.get(reverse("admin:import_file", args=[one.pk])).status_code == 404


@pytest.mark.parametrize("role", ["official", "officer", "signatory", "publisher", "supervisor", "auditor"])
def test_others_do_not_get_the_file(client, role):
    (one,) = begin_many(files=[("一.txt", ONE)], to_simplified=True, by=UserFactory(roles=["clerk"]))
    client.force_login(UserFactory(roles=[role]))
    assert client.get(reverse("admin:import_file", args=[one.pk]), follow=True).status_code == 403


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_of_the_start(clerk, rows, django_assert_num_queries):
    for number in range(rows):
        MinutesImport.objects.create(source=f"第{number}次", created_by=clerk.user)
    with django_assert_num_queries(5):
        clerk.get(START)
    assert not Meeting.objects.exists()


def test_the_meeting_leads_to_what_it_came_from(clerk, signed_in):
    (one,) = begin_many(files=[("第1次.txt", ONE)], to_simplified=True, by=clerk.user)
    one.meeting = draft()
    one.save()
    link = reverse("admin:import_review", args=[one.pk])
    assert link in clerk.get(address(one.meeting)).content.decode()
    page = signed_in("signatory").get(address(one.meeting)).content.decode()
    assert "第1次.txt" in page
    assert link not in page
