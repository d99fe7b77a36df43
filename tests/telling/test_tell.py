"""From an event to its telling: in its transaction, once, and never lost."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from decisions.domain import verify
from decisions.enums import AssignmentState as S
from decisions.enums import Verb
from decisions.models import Event
from decisions.telling import tasks
from decisions.telling.enums import How
from decisions.telling.models import Delivery, Mail, Notice, Told, Webhook
from tests.telling.conftest import DATABASE, told_story, waiting, work


def last_event():
    return Event.objects.latest("pk")


def test_a_step_that_is_undone_tells_nobody(quiet):
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        verify.remind(assignment=quiet.assignment, by=quiet.supervisor)
        assert len(waiting()) == 1
        raise Undone
    assert waiting() == []


def test_a_step_enqueues_one_task_with_its_event(quiet):
    quiet.bring_to(S.IN_PROGRESS)
    (task,) = waiting()
    assert task.task_path == "decisions.telling.tasks.tell"
    assert task.args_kwargs["args"] == [last_event().pk]
    assert not mail.outbox


def test_everybody_concerned_has_a_notice_and_a_mail(story):
    work()
    notices = Notice.objects.all()
    assert {notice.user for notice in notices} == {story.lead, story.supporting}
    assert {notice.how for notice in notices} == {How.AT_ONCE}
    assert sorted(message.to[0] for message in mail.outbox) == ["lead@example.org", "supporting@example.org"]


def test_without_an_address_there_is_the_inbox_alone(story):
    story.lead.email = ""
    story.lead.save()
    work()
    assert Notice.objects.get(user=story.lead).how == How.INBOX
    assert [message.to for message in mail.outbox] == [["supporting@example.org"]]


def test_running_every_task_twice_tells_once(story):
    Webhook.objects.create(name="OA", url="https://oa.example.org/")
    event = last_event().pk
    tasks.tell.call(event)
    Told.objects.get(event=event)
    tasks.tell.call(event)
    assert (Notice.objects.count(), Mail.objects.count(), Delivery.objects.count()) == (2, 2, 1)
    for one in Mail.objects.all():
        tasks.send_mail.call(one.pk)
        tasks.send_mail.call(one.pk)
    assert len(mail.outbox) == 2


def test_an_event_that_nobody_hears_of_is_told(quiet):
    quiet.bring_to(S.IN_PROGRESS)
    assert work() == 1
    assert last_event().verb == Verb.ACKNOWLEDGE
    assert Told.objects.filter(event=last_event()).exists()
    assert not mail.outbox


def test_what_a_lost_worker_left_is_taken_up(story):
    for row in waiting():
        row.delete()
    now = timezone.now()
    assert tasks.take_up_lost(now) == 0  # it may be under way still
    assert tasks.take_up_lost(now + timedelta(days=4)) == 0  # nobody wants to hear of it any more
    assert tasks.take_up_lost(now + timedelta(hours=2)) == 1
    work()
    assert len(mail.outbox) == 2
    assert tasks.take_up_lost(now + timedelta(hours=2)) == 0


def test_a_mail_whose_task_was_lost_is_taken_up(story):
    tasks.tell.call(last_event().pk)
    for row in waiting():
        row.delete()
    assert tasks.take_up_lost(timezone.now() + timedelta(hours=2)) == 2
    work()
    assert len(mail.outbox) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_once(queue):
    told_story()
    event = last_event().pk
    done = in_threads(lambda: tasks.tell_now(event))
    assert sorted(done) == [False, True]
    assert (Notice.objects.count(), Mail.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_the_worker_itself_sends(settings):
    settings.TASKS = DATABASE
    told_story()
    waiting_before = len(waiting())
    call_command("db_worker", batch=True, interval=0, startup_delay=False, max_tasks=4, verbosity=0)
    assert waiting_before == 1
    assert len(mail.outbox) == 2


def in_threads(act, number=2):
    """Run `act` in threads that begin together; return what they return."""
    results, start = [], threading.Barrier(number)

    def run():
        start.wait()
        results.append(act())
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
