"""The inbox: whose it is, what stands in it, what it costs."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from decisions.domain import relief, verify
from decisions.domain.change import reassign
from decisions.domain.work import acknowledge
from decisions.telling.inbox import COUNTED, count_unread, read_notices
from decisions.telling.models import Notice
from tests.canaries import CANARY, canary
from tests.decisions.story import today
from tests.factories import OfficerFactory, UserFactory
from tests.telling.conftest import more, work

INBOX = reverse("telling:inbox")
READ_ALL = reverse("telling:read_all")


def test_anonymous_signs_in_first(client, db):
    assert client.get(INBOX).headers["Location"] == f"{reverse('login')}?next={INBOX}"
    for step in (READ_ALL, reverse("telling:read_one", args=[1])):
        assert client.post(step).headers["Location"] == f"{reverse('login')}?next={INBOX}"


@pytest.mark.parametrize("roles", [[], ["official"], ["officer"]])
def test_without_a_desk_there_is_no_inbox(client, db, roles):
    client.force_login(UserFactory(roles=roles))
    assert client.get(INBOX).status_code == 404
    assert client.post(READ_ALL).status_code == 404


def test_reading_is_a_post(quiet, enter):
    notice = Notice.objects.get(user=quiet.lead)
    for step in (READ_ALL, reverse("telling:read_one", args=[notice.pk])):
        assert enter("lead").get(step).status_code == 405
    assert Client(enforce_csrf_checks=True).post(READ_ALL).status_code == 403


def test_another_persons_notice_is_not_there(quiet, enter):
    notice = Notice.objects.get(user=quiet.lead)
    for role in ("stranger", "supporting", "supervisor"):
        assert enter(role).post(reverse("telling:read_one", args=[notice.pk])).status_code == 404
    enter("supporting").post(READ_ALL)
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize(("role", "number"), [("lead", 1), ("supporting", 1), ("stranger", 0), ("supervisor", 0)])
def test_each_sees_the_own(quiet, enter, role, number):
    page = enter(role).get(INBOX, {"show": "all"})
    assert len(page.context["page"].object_list) == number
    assert (CANARY in page.content.decode()) is bool(number)
    assert (quiet.assignment.document_number in page.content.decode()) is bool(number)


def test_what_one_may_know_no_more_is_gone(quiet, enter):
    assert count_unread(quiet.supporting) == 1
    acknowledge(assignment=quiet.assignment, by=quiet.lead)
    asked = relief.request_relief(assignment=quiet.assignment, by=quiet.supporting, reason="非本单位职责")
    relief.decide_relief(request=asked, by=quiet.supervisor, granted=True)
    page = enter("supporting").get(INBOX, {"show": "all"})
    assert not page.context["page"].object_list
    assert CANARY not in page.content.decode()
    assert count_unread(quiet.supporting) == 0
    notice = Notice.objects.filter(user=quiet.supporting)[0]
    assert enter("supporting").post(reverse("telling:read_one", args=[notice.pk])).status_code == 404


def test_a_lead_that_is_replaced_is_told_that_it_is_gone_and_nothing_else(quiet, enter):
    newcomer = OfficerFactory().department
    reason = canary("理由")
    reassign(assignment=quiet.assignment, by=quiet.supervisor, lead=newcomer, reason=reason, consent=reason)
    work()
    page = enter("lead").get(INBOX)
    (notice,) = page.context["page"].object_list
    assert (notice.kind, notice.event.verb) == ("left", "reassign")
    assert quiet.assignment.document_number in page.text
    assert count_unread(quiet.lead) == 1
    (message,) = [message for message in mail.outbox if message.to == [quiet.lead.email]]
    for told in (page.text, f"{message.subject} {message.body}"):
        for secret in (CANARY, quiet.assignment.key, newcomer.short_name):
            assert secret not in told
    assert enter("lead").post(reverse("telling:read_one", args=[notice.pk])).status_code == 302
    assert count_unread(quiet.lead) == 0


def test_an_office_that_is_over_opens_nothing(quiet, enter):
    office = quiet.lead.offices.get()
    office.valid_to = today() - timedelta(days=1)
    office.save()
    assert enter("lead").get(INBOX).status_code == 404
    assert count_unread(quiet.lead) == 0


def test_reading_one_and_all(quiet, enter):
    verify.remind(assignment=quiet.assignment, by=quiet.supervisor)
    work()
    client = enter("lead")
    first, second = Notice.objects.filter(user=quiet.lead)
    assert list(client.get(INBOX).context["page"]) == [first, second]
    assert client.post(reverse("telling:read_one", args=[first.pk])).headers["Location"] == INBOX
    assert list(client.get(INBOX).context["page"]) == [second]
    assert list(client.get(INBOX, {"show": "all"}).context["page"]) == [first, second]
    client.post(READ_ALL)
    assert not client.get(INBOX).context["page"].object_list
    assert count_unread(quiet.lead) == 0
    assert count_unread(quiet.supporting) == 2


def test_opening_an_assignment_reads_its_notices_only(quiet):
    (other,) = more(quiet, 1)
    work()
    assert read_notices(quiet.lead, quiet.assignment) == 1
    assert read_notices(quiet.lead, quiet.assignment) == 0
    assert Notice.objects.get(user=quiet.lead, read_at=None).assignment == other
    assert Notice.objects.filter(user=quiet.supporting, read_at=None).count() == 1


def test_the_frame_counts(quiet, enter):
    client = enter("lead")
    assert '<b class="unread">1<' in client.get(reverse("desk:home")).content.decode()
    client.post(READ_ALL)
    assert 'class="unread"' not in client.get(reverse("desk:home")).content.decode()


def test_the_frame_stops_counting(quiet, enter):
    overdue = [
        Notice(user=quiet.lead, assignment=quiet.assignment, kind="overdue", due_on=today() - timedelta(days=day))
        for day in range(COUNTED + 5)
    ]
    Notice.objects.bulk_create(overdue)
    assert count_unread(quiet.lead) == COUNTED
    assert f'<b class="unread">{COUNTED - 1}+<' in enter("lead").get(INBOX).content.decode()


def test_pages(quiet, enter):
    more(quiet, 24)
    work()
    client = enter("lead")
    assert len(client.get(INBOX).context["page"].object_list) == 20
    assert len(client.get(INBOX, {"page": "2"}).context["page"].object_list) == 5
    for odd in ("99", "x", "-1", "0"):
        assert client.get(INBOX, {"page": odd, "show": odd}).status_code == 200


def test_no_cache_keeps_it(quiet, enter):
    headers = enter("lead").get(INBOX).headers
    assert "no-store" in headers["Cache-Control"]
    assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize(("role", "queries"), [("lead", 8), ("supporting", 8)])
@pytest.mark.parametrize("rows", [1, 30])
def test_queries(quiet, enter, django_assert_num_queries, role, queries, rows):
    made = more(quiet, rows - 1)
    for row in made:
        row.supporting.add(quiet.helper)
    work()
    client = enter(role)
    client.get(INBOX)
    for shown in ("", "all"):
        with django_assert_num_queries(queries):
            client.get(INBOX, {"show": shown})
