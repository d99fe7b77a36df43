"""Webhooks: what they never hold, the signature, retries, and one sending whatever happens."""

import hashlib
import hmac
import json
import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from decisions.domain import verify
from decisions.enums import AssignmentState as S
from decisions.enums import Verb
from decisions.models import Event
from decisions.telling import posting, sending, tasks, webhooks
from decisions.telling.enums import SendingState, Topic
from decisions.telling.models import Delivery, Webhook
from tests.canaries import TRACES, canary
from tests.telling.conftest import told_story, waiting, work
from tests.telling.server import receiver
from tests.telling.test_tell import in_threads


@pytest.fixture
def office(settings):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    with receiver() as state:
        yield state


@pytest.fixture
def hook(quiet, office):
    return Webhook.objects.create(name="OA", url=office.url)


def attempt(delivery, now):
    again = lambda at: tasks.deliver.using(run_after=at).enqueue(delivery.pk)  # noqa: E731
    sending.attempt(Delivery, delivery.pk, act=webhooks.deliver, again=again, now=now)
    delivery.refresh_from_db()


def remind(story, text=""):
    verify.remind(assignment=story.assignment, by=story.supervisor, text=text)
    return Event.objects.latest("pk")


def test_a_private_address_is_refused_at_sending_too(hook, quiet, office, settings):
    settings.WEBHOOK_ALLOW_PRIVATE = False
    remind(quiet)
    work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (SendingState.FAILED, "Refused")
    assert not office.requests


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(hook, quiet, office, status):
    office.answer = (status, {"Location": office.url, "Content-Length": "0"})
    remind(quiet)
    work()
    assert len(office.requests) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status_code, delivery.error) == (SendingState.FAILED, status, f"HTTP {status}")


def test_proxies_of_the_environment_are_not_used(hook, quiet, office, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    remind(quiet)
    work()
    assert len(office.requests) == 1


def test_who_never_answers_is_cut(hook, quiet, office, monkeypatch):
    monkeypatch.setattr(posting, "ANSWER_TIMEOUT", 0.05)
    office.silent = True
    remind(quiet)
    work()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status_code) == (SendingState.FAILED, None)
    assert delivery.error


def test_an_answer_that_drips_without_a_length_is_cut(hook, quiet, office, monkeypatch):
    monkeypatch.setattr(posting, "ANSWER_TIMEOUT", 0.05)
    office.drips = True
    remind(quiet)
    work()
    # What counts had come.
    assert (Delivery.objects.get().state, Delivery.objects.get().status_code) == (SendingState.SENT, 200)
    assert not office.closing.is_set()


@pytest.mark.parametrize("change", ["inactive", "topic", "department"])
def test_what_is_not_meant_for_it_is_not_sent(hook, quiet, office, change):
    if change == "inactive":
        hook.active = False
    elif change == "topic":
        hook.topics = [Topic.CORRECTIONS]
    else:
        hook.departments.add(quiet.stranger.offices.get().department)
    remind_first = Event.objects.latest("pk")
    hook.save()
    remind(quiet)
    work()
    assert not Delivery.objects.exists()
    late = Delivery.objects.create(webhook=hook, event=remind_first)  # written before the webhook was changed
    attempt(late, timezone.now())
    assert late.state == SendingState.DROPPED
    assert not office.requests


@pytest.mark.parametrize("which", ["department", "helper"])
def test_lead_and_supporting_departments_count(hook, quiet, office, which):
    hook.departments.add(getattr(quiet, which))
    hook.topics = [Topic.DUE]
    hook.save()
    remind(quiet)
    work()
    assert len(office.requests) == 1


def test_no_internal_word_travels(hook, quiet, office, caplog):
    caplog.set_level(logging.DEBUG)
    quiet.bring_to(S.REPORTED)
    verify.return_to_department(assignment=quiet.assignment, by=quiet.supervisor, reason=canary("退办"))
    remind(quiet, canary("催办"))
    verify.cancel(assignment=quiet.assignment, by=quiet.supervisor, reason=canary("撤"), consent=canary("同意"))
    work()
    assert len(office.requests) == 5
    for text in (*(str(headers) + body.decode() for _path, headers, body in office.requests), caplog.text):
        assert not [trace for trace in TRACES if trace in text], text


def test_what_is_sent_and_how_it_is_signed(hook, quiet, office):
    event = remind(quiet)
    work()
    ((path, headers, body),) = office.requests
    delivery = Delivery.objects.get()
    assert path == "/hook?office=1"
    assert headers["X-Gusu-Event"] == Verb.REMIND
    assert headers["X-Gusu-Delivery"] == str(delivery.key)
    signed = headers["X-Gusu-Timestamp"].encode() + b"." + body
    expected = hmac.new(hook.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Gusu-Signature"] == f"sha256={expected}"
    row = quiet.assignment
    content = {
        "assignment": {
            "due_on": row.due_on.isoformat(),
            "key": row.key,
            "number": row.document_number,
            "url": f"http://127.0.0.1:8000/desk/{row.key}/",
        },
        "department": {"code": quiet.department.code, "name": "区发改局"},
        "event": {"at": event.at.isoformat(), "id": event.pk, "verb": "remind"},
    }
    assert body == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert (delivery.state, delivery.status_code, delivery.attempts) == (SendingState.SENT, 204, 1)


def test_retries_keep_the_identifier_and_end(hook, quiet, office):
    office.answer = (500, {"Content-Length": "0"})
    remind(quiet)
    tasks.tell.call(*waiting()[0].args_kwargs["args"])
    delivery, now = Delivery.objects.get(), timezone.now()
    for delay in sending.DELAYS:
        attempt(delivery, now)
        assert (delivery.state, delivery.next_at, delivery.error) == (SendingState.FAILED, now + delay, "HTTP 500")
        now += delay
    attempt(delivery, now)
    assert delivery.state == SendingState.GIVEN_UP
    attempt(delivery, now + timedelta(days=1))
    assert len(office.requests) == len(sending.DELAYS) + 1
    assert {headers["X-Gusu-Delivery"] for _path, headers, _body in office.requests} == {str(delivery.key)}


def test_a_later_attempt_may_succeed(hook, quiet, office):
    office.answer = (503, {"Content-Length": "0"})
    remind(quiet)
    work()
    office.answer = (200, {"Content-Length": "0"})
    delivery = Delivery.objects.get()
    attempt(delivery, timezone.now() + timedelta(minutes=2))
    assert (delivery.state, delivery.status_code, delivery.error, delivery.attempts) == (SendingState.SENT, 200, "", 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_once(queue, office):
    story = told_story()
    Webhook.objects.create(name="OA", url=office.url)
    event = remind(story)
    tasks.tell_now(event.pk)
    delivery, now = Delivery.objects.get(), timezone.now()
    again = lambda at: tasks.deliver.enqueue(delivery.pk)  # noqa: E731
    in_threads(lambda: sending.attempt(Delivery, delivery.pk, act=webhooks.deliver, again=again, now=now), number=4)
    assert len(office.requests) == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (SendingState.SENT, 1)
