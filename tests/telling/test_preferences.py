"""What a person chooses, where to, and that it is obeyed."""

import pytest
from django.core import mail
from django.urls import reverse

from decisions.domain import verify
from decisions.telling.enums import How, Topic
from decisions.telling.models import Notice, Preference
from decisions.telling.preferences import choose
from tests.factories import UserFactory
from tests.telling.conftest import work

PAGE = reverse("telling:preferences")
ADDRESS = reverse("telling:address")
STEPS = [ADDRESS, reverse("telling:new_calendar"), reverse("telling:revoke_calendar")]
ALL_USUAL = dict.fromkeys(Topic.values, How.USUAL.value)


def test_anonymous_signs_in_first(client, db):
    assert client.get(PAGE).headers["Location"] == f"{reverse('login')}?next={PAGE}"
    for step in STEPS:
        assert client.post(step).headers["Location"] == f"{reverse('login')}?next={PAGE}"


@pytest.mark.parametrize("roles", [[], ["official"], ["officer"]])
def test_without_a_desk_there_is_no_page(client, db, roles):
    client.force_login(UserFactory(roles=roles))
    assert client.get(PAGE).status_code == 404
    for step in STEPS:
        assert client.post(step).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_steps_are_posts(quiet, enter, step):
    assert enter("lead").get(step).status_code == 405


@pytest.mark.parametrize("choice", [{}, {"due": "shout"}, {**ALL_USUAL, "due": ""}])
def test_a_choice_that_is_none_is_refused(quiet, enter, choice):
    answer = enter("lead").post(PAGE, choice or {"x": "y"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


@pytest.mark.parametrize("email", ["nobody", "a@b", "a@example.org\r\nBcc: x@example.org", "x" * 300 + "@example.org"])
def test_an_address_that_is_none_is_refused(quiet, enter, email):
    answer = enter("lead").post(ADDRESS, {"email": email})
    assert answer.status_code == 422
    quiet.lead.refresh_from_db()
    assert quiet.lead.email == "lead@example.org"


@pytest.mark.parametrize("role", ["lead", "supporting", "supervisor", "clerk"])
def test_each_changes_the_own(quiet, enter, role):
    client, user = enter(role), getattr(quiet, role)
    assert f'value="{role}@example.org"' in client.get(PAGE).content.decode()
    assert client.post(PAGE, {**ALL_USUAL, "due": "digest"}).headers["Location"] == PAGE
    assert client.post(PAGE, {**ALL_USUAL, "due": "inbox"}).headers["Location"] == PAGE
    client.post(ADDRESS, {"email": "new@example.org"})
    assert set(Preference.objects.values_list("user", "topic", "how")) == {
        (user.pk, topic, "inbox" if topic == "due" else "usual") for topic in Topic.values
    }
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert client.get(PAGE).context["form"]["due"].value() == "inbox"


def test_only_the_address_is_changed(quiet, enter):
    enter("lead").post(ADDRESS, {"email": "", "is_superuser": "on", "username": "root"})
    quiet.lead.refresh_from_db()
    assert (quiet.lead.email, quiet.lead.is_superuser) == ("", False)
    assert quiet.lead.username != "root"


@pytest.mark.parametrize(
    ("how", "kept", "mails"),
    [
        (How.INBOX, How.INBOX, 0),
        (How.DIGEST, How.DIGEST, 0),
        (How.AT_ONCE, How.AT_ONCE, 1),
        (How.USUAL, How.AT_ONCE, 1),
    ],
)
def test_the_choice_is_obeyed(quiet, how, kept, mails):
    choose(user=quiet.lead, choices={Topic.DUE: how})
    choose(user=quiet.supporting, choices={Topic.DUE: How.INBOX})
    verify.remind(assignment=quiet.assignment, by=quiet.supervisor)
    work()
    assert Notice.objects.get(user=quiet.lead, event__verb="remind").how == kept
    assert len(mail.outbox) == mails


def test_another_topic_is_as_usual(quiet):
    choose(user=quiet.lead, choices={Topic.CORRECTIONS: How.AT_ONCE, Topic.ASSIGNMENTS: How.AT_ONCE})
    choose(user=quiet.supporting, choices={Topic.ASSIGNMENTS: How.USUAL})
    verify.cancel(assignment=quiet.assignment, by=quiet.supervisor, reason="不再需要", consent="区长同意")
    work()
    hows = dict(Notice.objects.filter(event__verb="cancel").values_list("user", "how"))
    assert hows == {quiet.lead.pk: How.AT_ONCE, quiet.supporting.pk: How.DIGEST}


@pytest.mark.parametrize(("role", "queries"), [("lead", 8), ("supervisor", 8)])
def test_queries(quiet, enter, django_assert_num_queries, role, queries):
    client = enter(role)
    client.get(PAGE)
    with django_assert_num_queries(queries):
        client.get(PAGE)
