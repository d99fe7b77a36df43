"""Webhooks and what was sent, in the clerk's room: for superusers alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from decisions.models import Event
from decisions.telling import guard
from decisions.telling.enums import SendingState, Topic
from decisions.telling.models import Delivery, Mail, Webhook
from tests.clerk.pages import address, filled, messages_of
from tests.factories import UserFactory
from tests.telling.conftest import waiting

LIST = "/admin/telling/{}/"
ROLES = ["clerk", "signatory", "publisher", "supervisor", "auditor"]


@pytest.fixture
def root(client, db):
    user = UserFactory(is_superuser=True)
    user.is_staff = True
    user.save()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def names(monkeypatch):
    monkeypatch.setattr(
        guard, "resolve", lambda host, port: [{"oa.example.org": "93.184.215.14"}.get(host, "10.0.0.1")]
    )


@pytest.fixture
def hook(db):
    return Webhook.objects.create(name="OA", url="https://oa.example.org/")


@pytest.fixture
def delivery(story, hook):
    return Delivery.objects.create(
        webhook=hook, event=Event.objects.latest("pk"), state=SendingState.GIVEN_UP, attempts=6
    )


def test_no_role_has_a_right(db):
    given = Permission.objects.filter(content_type__app_label="telling", group__isnull=False)
    assert not given.exists()


@pytest.mark.parametrize("role", ROLES)
def test_only_superusers_enter(client, delivery, role):
    client.force_login(UserFactory(roles=[role]))
    for model in ("webhook", "delivery", "mail"):
        assert client.get(LIST.format(model)).status_code == 403
    for page in (address(delivery), address(delivery.webhook), address(delivery, "again")):
        assert client.get(page).status_code in {403, 404}
    assert client.post(address(delivery, "again")).status_code == 404
    assert not [task for task in waiting() if task.task_path.endswith("deliver")]


def test_anonymous_signs_in_first(client, delivery):
    assert reverse("admin:login") in client.post(address(delivery, "again")).headers["Location"]


@pytest.mark.parametrize(
    "url", ["http://oa.example.org/", "https://intranet.example.org/", "https://a@oa.example.org/"]
)
def test_an_address_that_leads_inside_is_refused_at_save(root, url):
    data = filled(root.get(LIST.format("webhook") + "add/"))
    answer = root.post(LIST.format("webhook") + "add/", {**data, "name": "内网", "url": url})
    assert "url" in answer.context["adminform"].form.errors
    assert not Webhook.objects.exists()


def test_making_and_renewing(root):
    data = filled(root.get(LIST.format("webhook") + "add/"))
    data |= {"name": "政务微信", "url": "https://oa.example.org/hook", "topics": ["due"], "active": "on", "renew": ""}
    assert root.post(LIST.format("webhook") + "add/", data).status_code == 302
    hook = Webhook.objects.get()
    assert (hook.topics, hook.active, len(hook.secret)) == ([Topic.DUE], True, 64)
    page = root.get(address(hook))
    assert hook.secret in page.content.decode()
    root.post(address(hook), {**filled(page), "topics": ["due", "requests"], "renew": ""})
    again = Webhook.objects.get()
    assert (again.topics, again.secret) == ([Topic.DUE, Topic.REQUESTS], hook.secret)
    root.post(address(hook), {**filled(root.get(address(hook))), "renew": "on"})
    assert Webhook.objects.get().secret != hook.secret
    assert not hasattr(hook.history.first(), "secret")
    history = root.get(address(hook, "history"))
    assert history.status_code == 200
    assert hook.secret not in history.content.decode()


@pytest.mark.parametrize("state", [SendingState.WAITING, SendingState.FAILED, SendingState.SENT, SendingState.DROPPED])
def test_what_is_on_its_way_or_done_is_not_sent_again(root, delivery, state):
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    assert address(delivery, "again") not in root.get(address(delivery)).content.decode()
    answer = root.post(address(delivery, "again"), follow=True)
    assert messages_of(answer)
    delivery.refresh_from_db()
    assert delivery.state == state


@pytest.mark.parametrize("state", [SendingState.GIVEN_UP, SendingState.SENDING])
def test_sending_again(root, delivery, state):
    long_ago = timezone.now() - timedelta(hours=2)
    Delivery.objects.filter(pk=delivery.pk).update(state=state, started_at=long_ago)
    url = address(delivery, "again")
    assert url in root.get(address(delivery)).content.decode()
    assert root.get(url).status_code == 200
    delivery.refresh_from_db()
    assert delivery.state == state  # asking changes nothing
    root.post(url)
    root.post(url)
    again = Delivery.objects.get()
    assert (again.state, again.attempts, again.key) == (SendingState.WAITING, 0, delivery.key)
    tasks = [task for task in waiting() if task.task_path.endswith("deliver")]
    assert [task.args_kwargs["args"] for task in tasks] == [[delivery.pk]]


def test_nothing_is_edited(root, delivery):
    assert root.post(address(delivery), {"state": "sent"}).status_code == 403
    assert root.get(LIST.format("delivery") + "add/").status_code == 403
    assert root.get(address(delivery, "delete")).status_code == 403


@pytest.mark.parametrize(("model", "queries"), [("webhook", 5), ("delivery", 8), ("mail", 7)])
@pytest.mark.parametrize("rows", [1, 30])
def test_queries(root, delivery, django_assert_num_queries, model, queries, rows):
    for number in range(rows):
        hook = Webhook.objects.create(name=f"{number}", url="https://oa.example.org/")
        hook.departments.add(delivery.event.assignment.lead)
        Delivery.objects.create(webhook=hook, event=delivery.event)
        Mail.objects.create(user=UserFactory(), day=timezone.localdate())
    root.get(LIST.format(model))
    with django_assert_num_queries(queries):
        root.get(LIST.format(model))
