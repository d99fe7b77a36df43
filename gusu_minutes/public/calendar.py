"""Meetings as events (VEVENT, RFC 5545), for a calendar program to subscribe to."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from gusu_minutes.common.templatetags.gusu import chinese_date
from gusu_minutes.common.texts import without_controls
from gusu_minutes.public.entries import summary_of
from gusu_minutes.publishing.links import minutes_url, site_url
from gusu_minutes.publishing.models import Edition

MEDIA_TYPE = "text/calendar; charset=utf-8"
# Minutes say in which half of a day a meeting was held and no more: it takes that half.
_HALVES = {
    "morning": ("上午", time(8), time(12)),
    "afternoon": ("下午", time(12), time(18)),
    "evening": ("晚上", time(18), time(22)),
}


def calendar_of(editions: Iterable[Edition], audience: str) -> bytes:
    """Return the last editions of meetings as a calendar, the same bytes as long as nothing changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//gusu-minutes//meetings//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", settings.SITE_NAME)
    for edition in editions:
        calendar.add_component(_event(edition, audience))
    return calendar.to_ical()


def _event(edition: Edition, audience: str) -> Event:
    """Return a meeting; it keeps its UID through all editions, which SEQUENCE counts. Nobody who came is named."""
    document = edition.document
    event = Event()
    event.add("uid", f"{audience}/{edition.address}@{urlsplit(site_url(audience)).hostname}")
    event.add("dtstamp", edition.published_at)
    event.add("sequence", edition.number)
    event.add("status", "CANCELLED" if edition.is_withdrawal else "CONFIRMED")
    event.add("summary", without_controls(edition.title))
    event.add("description", _description(edition))
    event.add("categories", [without_controls(edition.series_name)])
    event.add("url", minutes_url(edition))
    event.add("transp", "TRANSPARENT")
    if document.place:
        event.add("location", without_controls(document.place))
    start, end = _time_of(edition.held_on, document.half_day)
    event.add("dtstart", start)
    event.add("dtend", end)
    return event


def _description(edition: Edition) -> str:
    half = _HALVES[edition.document.half_day][0] if edition.document.half_day in _HALVES else ""
    return "\n".join(filter(None, [chinese_date(edition.held_on) + half, summary_of(edition)]))


def _time_of(day: date, half_day: str) -> tuple[Any, Any]:
    """Return beginning and end: moments in UTC, which needs no definition of a zone, or days."""
    if half_day not in _HALVES:
        return day, day + timedelta(days=1)
    zone = timezone.get_default_timezone()
    begin, end = (datetime.combine(day, moment, zone).astimezone(UTC) for moment in _HALVES[half_day][1:])
    return begin, end
