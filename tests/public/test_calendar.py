"""The calendar of meetings: what the minutes of an audience say about when, and no more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from gusu_minutes.publishing.domain import start_correction, withdraw
from gusu_minutes.publishing.models import PublicEdition
from meetings.models import Meeting
from tests.factories import UserFactory, draft, issue
from tests.public.conftest import SECRET

ADDRESS = "/meetings/calendar.ics"
DAY = date(timezone.localdate().year, 1, 8)


def events(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content.decode()).walk("VEVENT")


@pytest.fixture
def held(db):
    return issue(draft(number=39, held_on=DAY, place=f"{SECRET}会议室"))


def test_strangers_get_no_internal_calendar(held, persona):
    assert persona("anonymous").get(f"/internal{ADDRESS}").status_code == 302
    assert persona("wrong").get(f"/internal{ADDRESS}").status_code == 404
    for name in ("right", "clerk"):
        (event,) = events(persona(name).get(f"/internal{ADDRESS}"))
        assert event["LOCATION"] == f"{SECRET}会议室"
        assert event["UID"].startswith("internal/executive/")


def test_the_public_calendar_is_the_same_for_everybody(held, persona):
    answers = [persona(name).get(ADDRESS) for name in ("anonymous", "wrong", "right", "clerk")]
    assert len({answer.content for answer in answers}) == 1


def test_a_meeting_is_an_event(held, client):
    (event,) = events(client.get(ADDRESS))
    edition = PublicEdition.objects.get()
    assert event["UID"] == f"public/{held.address}@127.0.0.1"
    assert event["SUMMARY"] == "姑苏区政府第39次常务会议"
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 1)
    assert event["DTSTAMP"].dt == edition.published_at.replace(microsecond=0)
    assert event["URL"] == f"http://127.0.0.1:8000/meetings/{held.address}/"
    assert "一、审议《第" in event["DESCRIPTION"]
    assert edition.document.place in (event.get("LOCATION", ""), "")


def test_nobody_is_named(held, client):
    (event,) = events(client.get(ADDRESS))
    assert not {"ATTENDEE", "ORGANIZER", "CONTACT"} & set(event)
    assert "陈羔" not in client.get(ADDRESS).text


@pytest.mark.parametrize(
    ("half_day", "start", "end"),
    [
        ("morning", datetime(DAY.year, 1, 8, 0, tzinfo=UTC), datetime(DAY.year, 1, 8, 4, tzinfo=UTC)),
        ("afternoon", datetime(DAY.year, 1, 8, 4, tzinfo=UTC), datetime(DAY.year, 1, 8, 10, tzinfo=UTC)),
        ("evening", datetime(DAY.year, 1, 8, 10, tzinfo=UTC), datetime(DAY.year, 1, 8, 14, tzinfo=UTC)),
        ("", DAY, DAY + timedelta(days=1)),
    ],
)
def test_it_takes_the_half_of_the_day_or_all_of_it(client, db, half_day, start, end):
    issue(draft(number=1, held_on=DAY, half_day=half_day))
    (event,) = events(client.get(ADDRESS))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (start, end)


def test_an_event_keeps_its_uid_through_correction_and_withdrawal(held, client):
    (first,) = events(client.get(ADDRESS))
    publisher = UserFactory(roles=["publisher"])
    start_correction(meeting=held, by=publisher, reason=SECRET)
    meeting = Meeting.objects.get(pk=held.pk)
    meeting.closing = "补充。"
    meeting.save()
    meeting = issue(meeting, public_reason="补上一句。")
    (second,) = events(client.get(ADDRESS))
    assert (second["UID"], second["SEQUENCE"]) == (first["UID"], 2)
    assert "补上一句。" in second["DESCRIPTION"]
    withdraw(meeting=meeting, by=publisher, reason=SECRET, notice="引用有误，撤回。")
    (third,) = events(client.get(ADDRESS))
    assert (third["UID"], third["SEQUENCE"], third["STATUS"]) == (first["UID"], 3, "CANCELLED")
    assert "引用有误，撤回。" in third["DESCRIPTION"]
    assert "审议" not in third["DESCRIPTION"]
    assert SECRET not in client.get(ADDRESS).text


def test_it_holds_three_years_and_no_more_than_its_bound(client, db, monkeypatch):
    for number, year in enumerate((DAY.year - 3, DAY.year - 2, DAY.year - 1, DAY.year), 1):
        issue(draft(number=number, held_on=date(year, 6, 1)))
    assert [event["DTSTART"].dt.year for event in events(client.get(ADDRESS))] == [DAY.year, DAY.year - 1, DAY.year - 2]
    monkeypatch.setattr("gusu_minutes.public.views.calendar.AT_MOST", 2)
    assert len(events(client.get(ADDRESS))) == 2


def test_text_that_looks_like_calendar_lines(client, db):
    issue(draft(number=1, held_on=DAY, title="会议;一,二\\\x0bEND:VEVENT"))
    (event,) = events(client.get(ADDRESS))
    assert event["SUMMARY"] == "会议;一,二\\END:VEVENT"


def test_an_unchanged_calendar_is_not_sent_twice(held, client):
    first = client.get(ADDRESS)
    assert client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(client, db, rows):
    for number in range(rows):
        issue(draft(number=number + 1, held_on=DAY + timedelta(days=number)))
    with CaptureQueriesContext(connection) as captured:
        assert len(events(client.get(ADDRESS))) == rows
    assert len(captured) == 1


def test_pages_lead_to_it(held, client):
    for page in ("/", "/meetings/"):
        assert f'href="{ADDRESS}"' in client.get(page).text
