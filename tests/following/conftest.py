"""An official with a saved search, minutes that come, and the worker that does what waits."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from decisions.models import Resolution
from gusu_minutes.following.searches import save_search
from gusu_minutes.publishing.domain import start_correction
from meetings.models import Meeting
from tests.factories import ResolutionFactory, UserFactory, draft, issue
from tests.telling.conftest import DATABASE


@pytest.fixture
def official(db: None) -> Any:
    return UserFactory(roles=["official"], email="leader@example.org")


@pytest.fixture
def enter() -> Any:
    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def queue(settings: Any) -> None:
    """Keep the tasks in the database, as in production."""
    settings.TASKS = DATABASE


def saved(user: Any, query: str = "q=防汛", *, room: str = "internal", name: str = "汛期", tell: str = "daily") -> Any:
    return save_search(by=user, room=room, query=query, name=name, tell=tell)


def issued(*texts: str, disclosure: str = "public", **fields: Any) -> Meeting:
    meeting = draft(items=1, clauses=0, **fields)
    for position, text in enumerate(texts, 1):
        item = meeting.items.get()
        ResolutionFactory(agenda_item=item, text=text, position=position, disclosure=disclosure)
    return issue(meeting)


def correct(meeting: Meeting, **words: str) -> Meeting:
    publisher = UserFactory(roles=["publisher"])
    start_correction(meeting=Meeting.objects.get(pk=meeting.pk), by=publisher, reason="更正")
    for old, new in words.items():
        row = Resolution.objects.get(agenda_item__meeting=meeting, text__contains=old)
        row.text = row.text.replace(old, new)
        row.save()
    return issue(Meeting.objects.get(pk=meeting.pk), public_reason="更正。")


def work() -> int:
    """Do what waits of saved searches, as db_worker would; return how many tasks."""
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path__startswith="gusu_minutes.following."
    )
    rows = [row for row in waiting if row.task.run_after is None or row.task.run_after <= timezone.now()]
    for row in rows:
        row.claim("tests")
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.set_successful(None)
    return len(rows)
