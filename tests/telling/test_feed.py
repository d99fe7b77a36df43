"""The private calendar: who has no valid token gets nothing, always the same; who has one gets the own."""

import hashlib
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from decisions.domain.work import report_progress
from decisions.enums import AssignmentState as S
from decisions.telling.feed import AT_MOST, feed_of, new_feed, revoke
from decisions.telling.models import CalendarFeed
from tests.canaries import canary
from tests.decisions.story import today
from tests.telling.conftest import fresh, more

PAGE = reverse("telling:preferences")


def url(token):
    return reverse("calendar", args=[token])


def todos(response):
    assert response.status_code == 200
    return Calendar.from_ical(response.content.decode()).walk("VTODO")


@pytest.mark.parametrize("why", ["unknown", "empty-ish", "odd", "revoked", "renewed", "inactive"])
def test_without_a_valid_token_there_is_nothing(story, client, why):
    token = new_feed(user=story.lead)
    if why == "revoked":
        assert revoke(user=story.lead)
    elif why == "renewed":
        assert new_feed(user=story.lead) != token
    elif why == "inactive":
        story.lead.is_active = False
        story.lead.save()
    else:
        token = {"unknown": "x" * 43, "empty-ish": "%20", "odd": "令牌\ud800'\"<"}[why]
    answer = client.get(url(token.encode("utf-8", "replace").decode()))
    assert (answer.status_code, answer.content) == (404, b"404\n")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(story, client, method):
    assert getattr(client, method)(url(new_feed(user=story.lead))).status_code == 405


def test_only_the_digest_is_kept(story, enter, client, caplog):
    caplog.set_level(logging.DEBUG)
    page = enter("lead").post(reverse("telling:new_calendar"))
    shown = page.context["calendar_url"]
    token = shown.removeprefix("http://127.0.0.1:8000/calendar/").removesuffix(".ics")
    assert len(token) >= 43
    assert page.content.decode().count(token) == 1
    assert "no-store" in page.headers["Cache-Control"]
    assert CalendarFeed.objects.get().digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in enter("lead").get(PAGE).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert token not in str(cursor.fetchall())
    assert client.get(url(token)).status_code == 200
    assert token not in caplog.text


def test_renewing_and_ending(story, enter, client):
    person = enter("lead")
    first = person.post(reverse("telling:new_calendar")).context["calendar_url"]
    second = person.post(reverse("telling:new_calendar")).context["calendar_url"]
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert person.post(reverse("telling:revoke_calendar")).headers["Location"] == PAGE
    assert client.get(second).status_code == 404
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize(
    ("role", "number"), [("lead", 1), ("supporting", 1), ("stranger", 0), ("supervisor", 1), ("clerk", 0)]
)
def test_each_has_the_own(story, client, role, number):
    answer = client.get(url(new_feed(user=getattr(story, role))))
    assert len(todos(answer)) == number
    assert (canary("任务") in answer.content.decode()) is bool(number)


def test_an_office_that_is_over_empties_it(story, client):
    token = new_feed(user=story.lead)
    office = story.lead.offices.get()
    office.valid_to = today() - timedelta(days=1)
    office.save()
    assert todos(client.get(url(token))) == []


@pytest.mark.parametrize("state", [S.CLOSED, S.CANCELLED])
def test_what_is_done_is_gone(story, client, state):
    story.bring_to(state)
    assert todos(client.get(url(new_feed(user=story.lead)))) == []


def test_a_task(story, client):
    story.bring_to(S.IN_PROGRESS)
    report_progress(assignment=story.assignment, by=story.lead, text="进展", percent=40)
    row, token = fresh(story.assignment), new_feed(user=story.lead)
    answer = client.get(url(token))
    (todo,) = todos(answer)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert todo["UID"] == f"{row.key}@gusu-minutes"
    assert todo["SUMMARY"] == f"{row.document_number} {row.task}"
    assert (todo["STATUS"], todo["PERCENT-COMPLETE"], todo["SEQUENCE"]) == ("IN-PROCESS", 40, row.version)
    assert todo["URL"] == f"http://127.0.0.1:8000/desk/{row.key}/"
    assert todo["DUE"].dt == row.due_on
    assert f"DUE;VALUE=DATE:{row.due_on:%Y%m%d}".encode() in answer.content
    assert todo["LAST-MODIFIED"].dt == row.events.order_by("-at")[0].at.replace(microsecond=0)


def test_without_a_due_date_and_before_signing_for_it(story, client):
    more(story, 1, due_on=None, kind="long_term")
    _first, row = todos(client.get(url(new_feed(user=story.lead))))  # those with a date come first
    assert "DUE" not in row
    assert row["STATUS"] == "NEEDS-ACTION"


def test_text_that_looks_like_calendar_lines(story, client):
    more(story, 1, task="一\r\nATTACH:http://example.org\nEND:VTODO;二,三")
    rows = todos(client.get(url(new_feed(user=story.lead))))
    assert len(rows) == 2
    assert all("ATTACH" not in row for row in rows)


def test_unchanged_is_not_sent_again(story, client):
    token = new_feed(user=story.lead)
    first = client.get(url(token))
    again = client.get(url(token), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for answer in (first, again):
        assert "private" in answer.headers["Cache-Control"]
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers
    story.bring_to(S.IN_PROGRESS)
    assert client.get(url(token), headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_use_is_noted_once_an_hour(story):
    token, now = new_feed(user=story.lead), timezone.now()
    for minutes, noted in ((0, 0), (59, 0), (61, 61)):
        assert feed_of(token, now + timedelta(minutes=minutes))
        assert CalendarFeed.objects.get().last_used_at == now + timedelta(minutes=noted)


def test_it_does_not_grow_without_end(story, client, monkeypatch):
    assert AT_MOST == 1000
    monkeypatch.setattr("decisions.telling.feed.AT_MOST", 3)
    more(story, 5)
    assert len(todos(client.get(url(new_feed(user=story.supervisor))))) == 3


@pytest.mark.parametrize(("role", "queries"), [("lead", 4), ("supervisor", 4)])
@pytest.mark.parametrize("rows", [1, 30])
def test_queries(story, client, django_assert_num_queries, role, queries, rows):
    more(story, rows - 1)
    token = new_feed(user=getattr(story, role))
    client.get(url(token))
    with django_assert_num_queries(queries):
        assert len(todos(client.get(url(token)))) == rows
