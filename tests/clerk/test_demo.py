"""The demo shows every room something true: the 39th session as it was, and tasks in every state."""

import dataclasses
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from decisions.enums import AssignmentState, Light
from decisions.models import Assignment
from gusu_minutes.clerk.accounts import ACCOUNTS, PASSWORD
from gusu_minutes.clerk.demo import FIXTURES, load_demo
from gusu_minutes.documents.build import internal_document
from gusu_minutes.documents.text import same_text, to_text
from gusu_minutes.publishing.domain import verify
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> None:
    assert load_demo()


def test_the_39th_session_is_whole(demo: None, client: Client) -> None:
    meeting = Meeting.objects.get(address="executive/2024/39")
    assert (meeting.items.count(), meeting.attendance.count()) == (8, 50)
    assert same_text(to_text(internal_document(meeting)), (FIXTURES / "gusu-39.txt").read_text(encoding="utf-8"))
    edition = PublicEdition.objects.get(meeting=meeting)
    internal = InternalEdition.objects.get(meeting=meeting).document
    assert internal.copy_to
    assert edition.document == dataclasses.replace(internal, copy_to=())
    response = client.get(reverse("public:meeting", args=[meeting.address]))
    assert "名城保护集团" in response.content.decode()


def test_redaction_can_be_seen(demo: None, client: Client) -> None:
    edition = PublicEdition.objects.get(series_code="special")
    assert edition.item_count == 3
    assert InternalEdition.objects.get(series_code="special").item_count == 4
    body = client.get(reverse("public:meeting", args=[edition.address])).content.decode()
    assert "国有闲置房产" not in body
    assert body.count("会议还研究了其他事项。") == 1
    assert "首批改造小区清单" in body
    assert "处置底价测算" not in body
    assert "示范二村" in client.get(reverse("public:search"), {"q": "泊位改造"}).content.decode()
    assert "乙处房产" not in client.get(reverse("public:search"), {"q": "建议底价"}).content.decode()


def test_tasks_stand_in_every_state_and_light(demo: None) -> None:
    assignments = list(Assignment.objects.all())
    assert {entry.state for entry in assignments} == set(AssignmentState.values)
    assert {entry.light() for entry in assignments} >= set(Light)
    assert any(entry.reason and entry.state == AssignmentState.IN_PROGRESS for entry in assignments)


def test_everybody_gets_in_and_has_a_room(demo: None, client: Client) -> None:
    for account in ACCOUNTS:
        assert client.login(username=account.username, password=PASSWORD), account.username
        response = client.get(reverse("rooms"), follow=True)
        assert response.status_code == 200, account.username
        client.logout()


def test_a_second_time_changes_nothing(demo: None) -> None:
    before = (Meeting.objects.count(), get_user_model().objects.count(), Meeting.history.count())
    out = StringIO()
    call_command("loaddemo", "--accounts", stdout=out)
    assert (Meeting.objects.count(), get_user_model().objects.count(), Meeting.history.count()) == before
    for account in ACCOUNTS:
        assert account.username in out.getvalue()
    assert PASSWORD in out.getvalue()


def test_the_chain_is_sound(demo: None) -> None:
    assert list(verify()) == []
