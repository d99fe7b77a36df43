"""A person's private calendar: open assignments as tasks (VTODO, RFC 5545), fetched with a token and no sign-in.

The token is 32 random bytes and only its SHA-256 is kept; a feed is looked for by that digest, so how long a refusal
takes tells nothing of any token. The calendar is read by its owner alone and shows what the owner's pages show.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from icalendar import Calendar, Todo

from decisions.enums import AssignmentState
from decisions.models import Assignment
from decisions.rules import departments_of, is_supervisor
from decisions.telling.links import assignment_url
from decisions.telling.models import CalendarFeed
from gusu_minutes.common.secrets import digest_of

USE_IS_NOTED_EVERY = timedelta(hours=1)
AT_MOST = 1000  # tasks in a calendar, those due first
STATUS = {AssignmentState.ASSIGNED: "NEEDS-ACTION"}


@transaction.atomic
def new_feed(*, user: Any, now: datetime | None = None) -> str:
    """Make, or renew, the person's feed and return its token, which cannot be had a second time."""
    token = secrets.token_urlsafe(32)
    values = {"digest": digest_of(token), "created_at": now or timezone.now(), "last_used_at": None}
    CalendarFeed.objects.update_or_create(user=user, defaults=values)
    return token


def revoke(*, user: Any) -> bool:
    """End the person's feed; return whether there was one."""
    deleted, _by_model = CalendarFeed.objects.filter(user=user).delete()
    return bool(deleted)


def feed_of(token: str, now: datetime | None = None) -> CalendarFeed | None:
    """Return the feed of a token, noting its use once an hour; None if it is unknown or its owner is not active."""
    now = now or timezone.now()
    feeds = CalendarFeed.objects.select_related("user")
    feed = feeds.filter(digest=digest_of(token), user__is_active=True).first()
    if feed is not None and (feed.last_used_at is None or feed.last_used_at <= now - USE_IS_NOTED_EVERY):
        feed.last_used_at = now
        feed.save(update_fields=["last_used_at"])
    return feed


def calendar_of(user: Any) -> bytes:
    """Return the calendar of a person, the same bytes as long as nothing changes."""
    calendar = Calendar()
    calendar.add("prodid", "-//gusu-minutes//follow-up//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", settings.SITE_NAME)
    for assignment in _open_for(user):
        calendar.add_component(_todo(assignment))
    return calendar.to_ical()


def _open_for(user: Any) -> Any:
    """Return what is open for the person's departments; for a supervisor all of it."""
    rows = Assignment.objects.visible_to(user).open()
    if not is_supervisor.test(user):
        rows = rows.of_departments(departments_of(user))
    rows = rows.select_related("lead").annotate(changed_at=Max("events__at"))
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:AT_MOST]


def _todo(assignment: Any) -> Todo:
    changed_at = assignment.changed_at or assignment.assigned_at
    todo = Todo()
    todo.add("uid", f"{assignment.key}@gusu-minutes")
    todo.add("dtstamp", changed_at)
    todo.add("last-modified", changed_at)
    todo.add("sequence", assignment.version)
    todo.add("summary", f"{assignment.document_number} {assignment.task}")
    todo.add("status", STATUS.get(assignment.state, "IN-PROCESS"))
    todo.add("percent-complete", assignment.percent)
    todo.add("categories", [assignment.lead.short_name])
    todo.add("url", assignment_url(assignment))
    if assignment.due_on:
        todo.add("due", assignment.due_on)
    return todo
