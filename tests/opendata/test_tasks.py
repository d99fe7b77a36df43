"""When the making is ordered: at night, after an issue, by a publisher; never inside the issue, and never twice."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gusu_minutes.opendata import shelf, tasks
from gusu_minutes.publishing.domain import withdraw
from tests.factories import UserFactory, draft, issue
from tests.opendata.conftest import made_of

PATH = tasks.make_open_data.module_path


@pytest.fixture
def queue(settings, db):
    """The queue of production, in the database; nobody works on it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def waiting(path: str = PATH) -> list[DBTaskResult]:
        return list(DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY))

    return waiting


def test_a_making_is_ordered_after_the_commit_only(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        meeting = issue(draft(number=40))
        assert not queue()
    assert len(queue()) == 1
    DBTaskResult.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="有误", notice="撤回。")
        assert not queue()
    assert len(queue()) == 1


def test_one_order_that_waits_is_enough(queue):
    assert tasks.order() and not tasks.order()
    assert tasks.order(whole=True) and not tasks.order(whole=True) and not tasks.order()
    assert [result.args_kwargs["kwargs"]["whole"] for result in queue()] == [False, True]


def test_an_order_while_one_is_worked_on_is_kept(queue):
    tasks.order()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert tasks.order()


def test_the_night_is_scheduled_once(queue, settings):
    now = timezone.make_aware(datetime(2024, 12, 13, 15, 0))
    at = tasks.schedule(now)
    assert at == timezone.make_aware(datetime(2024, 12, 14, 3, 0))
    assert tasks.schedule(now) is None
    [night] = queue(tasks.nightly_round.module_path)
    assert night.run_after == at
    night.delete()
    early = timezone.make_aware(datetime(2024, 12, 13, 1, 0))
    assert tasks.schedule(early) == early + timedelta(hours=2)


def test_the_night_makes_everything_and_the_next_night(minutes, queue):
    DBTaskResult.objects.all().delete()
    tasks.nightly_round.call()
    assert [made.scope for made in shelf.all_made()] == ["all", "2024"]
    assert len(queue(tasks.nightly_round.module_path)) == 1


def test_a_night_that_fails_has_a_next_one(queue, monkeypatch):
    monkeypatch.setattr(tasks, "make", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.nightly_round.call()
    assert len(queue(tasks.nightly_round.module_path)) == 1


def test_the_task_makes_what_changed(minutes):
    tasks.make_open_data.call(whole=False)
    assert [made.scope for made in shelf.all_made()] == ["all", "2024"]


def test_the_program_starts_with_both(queue):
    call_command("start_rounds")
    call_command("start_rounds")
    assert (len(queue()), len(queue(tasks.nightly_round.module_path))) == (1, 1)


@pytest.mark.parametrize("role", ["clerk", "signatory", "supervisor", "official"])
def test_only_who_issues_may_order(client, queue, role):
    client.force_login(UserFactory(roles=[role], is_staff=role != "official"))
    for answer in (client.get("/admin/open-data/"), client.post("/admin/open-data/")):
        assert answer.status_code == 302 if role == "official" else 403
    assert "/admin/open-data/" not in client.get("/admin/").text
    assert not queue()


def test_a_stranger_is_sent_to_the_sign_in_page(client, queue):
    assert "/login/" in client.post("/admin/open-data/").url
    assert not queue()


def test_a_publisher_orders_a_making(client, minutes, queue):
    client.force_login(UserFactory(roles=["publisher"], is_staff=True))
    assert "/admin/open-data/" in client.get("/admin/").text
    tasks.make_open_data.call(whole=True)
    assert str(made_of("2024").made_at.year) in client.get("/admin/open-data/").text
    DBTaskResult.objects.all().delete()
    client.post("/admin/open-data/")
    client.post("/admin/open-data/")
    assert [result.args_kwargs["kwargs"] for result in queue()] == [{"whole": True}]
