"""A report's file: for those who see the assignment, to be saved, never shown."""

from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from decisions.domain import work
from decisions.enums import AssignmentState as S
from decisions.models import Assignment, ReportAttachment
from tests.decisions.story import pdf
from tests.factories import draft, issue


@pytest.fixture
def file(story):
    story.bring_to(S.IN_PROGRESS)
    work.report_progress(
        assignment=story.assignment, by=story.lead, text="过半", percent=50, attachments=[pdf("验收 证明.pdf")]
    )
    return ReportAttachment.objects.get()


@pytest.fixture
def url(story, file):
    return reverse("desk:attachment", args=[story.assignment.key, file.pk])


def test_anonymous_signs_in_first(client, url):
    assert client.get(url).headers["Location"] == f"{reverse('login')}?next={url}"


def test_it_is_not_there_for_another_department(enter, url):
    assert enter("stranger").get(url).status_code == 404


def test_it_is_not_there_under_another_assignment(enter, file):
    issue(draft(assignments=1))
    other = Assignment.objects.exclude(pk=file.report.assignment_id).get()
    assert enter("supervisor").get(reverse("desk:attachment", args=[other.key, file.pk])).status_code == 404


def test_it_is_only_read(enter, url):
    assert enter("lead").post(url).status_code == 405


@pytest.mark.parametrize("role", ["lead", "supporting", "supervisor", "clerk"])
def test_who_sees_the_assignment_saves_it(enter, url, role):
    answer = enter(role).get(url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\nproof"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('验收 证明.pdf')}"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_file_lost_from_the_disk_is_404(enter, url, file):
    default_storage.delete(file.file.name)
    assert enter("lead").get(url).status_code == 404
