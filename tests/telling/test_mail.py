"""Mails: what they never hold, when they are tried again, when not."""

import logging
from datetime import timedelta
from smtplib import SMTPResponseException

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from decisions.domain import change, extensions, relief, verify
from decisions.domain import work as steps
from decisions.enums import AssignmentState as S
from decisions.telling import digest, sending, tasks
from decisions.telling.enums import How, SendingState, Topic
from decisions.telling.models import Mail, Notice
from decisions.telling.preferences import choose
from gusu_minutes.common.email import mail_server
from tests.canaries import TRACES, canary
from tests.decisions.story import today
from tests.telling.conftest import fresh, waiting, work

REFUSAL = "mail refused"


class Refusing(EmailBackend):
    """A mail server that refuses, and repeats what it refuses."""

    def send_messages(self, messages):
        raise SMTPResponseException(451, f"{REFUSAL} {messages[0].subject}".encode())


def refuse(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


def test_no_internal_word_travels(quiet, caplog):
    """Every kind of step with canaries, every mail, at once and daily, and every line of the log."""
    caplog.set_level(logging.DEBUG)
    for user in (quiet.lead, quiet.supporting, quiet.supervisor):
        choose(user=user, choices=dict.fromkeys(Topic, How.AT_ONCE))
    row, lead, supervisor = quiet.assignment, quiet.lead, quiet.supervisor
    quiet.bring_to(S.IN_PROGRESS)
    steps.contribute(assignment=row, by=quiet.supporting, text=canary("协办"), percent=5)
    steps.ask_contribution(assignment=row, by=lead, text=canary("提请"))
    request = extensions.request_extension(
        assignment=row, by=lead, reason=canary("延期"), new_due_on=today() + timedelta(days=40)
    )
    extensions.decide_extension(request=request, by=supervisor, granted=False, note=canary("批注"))
    asked = relief.request_relief(assignment=row, by=quiet.supporting, reason=canary("免责"))
    relief.decide_relief(request=asked, by=supervisor, granted=False, note=canary("不准"))
    verify.remind(assignment=row, by=supervisor, text=canary("催办"))
    change.change(assignment=row, by=supervisor, reason=canary("调整"), consent=canary("同意"), task=canary("新任务"))
    steps.report_done(assignment=row, by=lead, text=canary("办结"))
    verify.return_to_department(assignment=row, by=supervisor, reason=canary("退办"))
    verify.cancel(assignment=row, by=supervisor, reason=canary("撤销"), consent=canary("同意"))
    work()
    assert len(mail.outbox) == 14
    for user in (quiet.lead, quiet.supervisor):
        choose(user=user, choices=dict.fromkeys(Topic, How.DIGEST))
    Notice.objects.update(how=How.DIGEST)
    digest.gather(today())
    work()
    assert len(mail.outbox) == 17
    texts = [str(message.message()) + message.subject + message.body for message in mail.outbox] + [caplog.text]
    for text in texts:
        assert not [trace for trace in TRACES if trace in text], text
    link = f"http://127.0.0.1:8000{reverse('desk:assignment', args=[row.key])}"
    assert all(row.document_number in message.body and link in message.body for message in mail.outbox)


def test_what_a_mail_says(story):
    work()
    message = next(message for message in mail.outbox if message.to == ["lead@example.org"])
    notice = Notice.objects.get(user=story.lead)
    day = story.assignment.due_on
    assert message.subject == f"{notice.what} {story.assignment.document_number}"
    assert "区发改局" in message.body
    assert f"{day.year}年{day.month}月{day.day}日" in message.body
    assert message.extra_headers["Message-ID"] == f"<{notice.mail.key}@localhost>"


def test_base_url_and_sender_are_settings(story, settings):
    settings.BASE_URL, settings.DEFAULT_FROM_EMAIL = "https://minutes.example.org/", "office@example.org"
    work()
    assert f"https://minutes.example.org/desk/{story.assignment.key}/" in mail.outbox[0].body
    assert mail.outbox[0].from_email == "office@example.org"


@pytest.mark.parametrize("lost", ["office", "account", "address"])
def test_who_may_not_know_any_more_gets_no_mail(story, lost):
    (task,) = waiting()
    tasks.tell.call(*task.args_kwargs["args"])
    if lost == "office":
        office = story.lead.offices.get()
        office.valid_to = today() - timedelta(days=1)
        office.save()
    elif lost == "account":
        story.lead.is_active = False
    else:
        story.lead.email = ""
    story.lead.save()
    work()
    assert [message.to for message in mail.outbox] == [["supporting@example.org"]]
    assert Mail.objects.get(user=story.lead).state == SendingState.DROPPED


def test_retries_grow_and_end(story, settings, caplog):
    refuse(settings)
    story.supporting.offices.all().delete()
    (task,) = waiting()
    tasks.tell.call(*task.args_kwargs["args"])
    one = Mail.objects.get()
    now = timezone.now()
    for number, delay in enumerate(sending.DELAYS, start=1):
        attempt(one, now)
        one.refresh_from_db()
        assert (one.state, one.attempts, one.next_at) == (SendingState.FAILED, number, now + delay)
        assert waiting()[-1].run_after == one.next_at
        attempt(one, now + delay - timedelta(seconds=1))
        one.refresh_from_db()
        assert one.attempts == number  # not before its time
        now += delay
    attempt(one, now)
    one.refresh_from_db()
    assert (one.state, one.attempts) == (SendingState.GIVEN_UP, len(sending.DELAYS) + 1)
    assert one.error == "SMTPResponseException 451"
    assert REFUSAL not in caplog.text
    attempt(one, now + timedelta(days=9))
    one.refresh_from_db()
    assert one.attempts == len(sending.DELAYS) + 1


def attempt(one, now):
    act = tasks.mail.send
    sending.attempt(
        Mail, one.pk, act=act, again=lambda at: tasks.send_mail.using(run_after=at).enqueue(one.pk), now=now
    )


def test_a_retry_that_succeeds_is_the_last(story, settings):
    backend = settings.EMAIL_BACKEND
    refuse(settings)
    work()
    assert not mail.outbox
    settings.EMAIL_BACKEND = backend
    for _ in range(3):
        now = timezone.now() + timedelta(minutes=2)
        for one in Mail.objects.all():
            attempt(one, now)
    assert len(mail.outbox) == 2
    assert set(Mail.objects.values_list("state", "error")) == {(SendingState.SENT, "")}


def test_what_a_worker_died_over_is_not_sent_again(story):
    (task,) = waiting()
    tasks.tell.call(*task.args_kwargs["args"])
    now = timezone.now()
    one = sending.claim(Mail, Mail.objects.order_by("pk")[0].pk, now)
    attempt(one, now + timedelta(days=1))
    assert tasks.take_up_lost(now + timedelta(hours=5)) == 1  # the other one
    work(now + timedelta(hours=5))
    one.refresh_from_db()
    assert one.state == SendingState.SENDING
    assert len(mail.outbox) == 1
    assert not sending.can_be_sent_again(one, now)
    assert sending.can_be_sent_again(one, now + timedelta(hours=2))


def test_the_task_text_is_not_in_a_subject(story):
    work()
    assert fresh(story.assignment).task not in mail.outbox[0].subject


@pytest.mark.parametrize("url", ["", "smtp:", "http://x", "smtp://host:x", "smtp://user:pass@:25"])
def test_a_mail_server_that_is_none_is_refused(url):
    with pytest.raises(ImproperlyConfigured) as error:
        mail_server(url)
    assert "pass" not in str(error.value)


def test_mail_servers():
    assert mail_server("console:").backend.endswith("console.EmailBackend")
    server = mail_server("smtp+tls://me%40x:p%2Fw@mail.example.org")
    assert server[1:] == ("mail.example.org", 587, "me@x", "p/w", True, False)
    assert mail_server("smtps://mail.example.org")[1:] == ("mail.example.org", 465, "", "", False, True)
