"""The verbs of saved searches: save, change, delete; make and end the private feed."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gusu_minutes.common.errors import DomainError, NotAllowed
from gusu_minutes.common.models import for_the_record
from gusu_minutes.common.secrets import digest_of
from gusu_minutes.following.enums import Tell
from gusu_minutes.following.models import Look, SavedSearch, SearchFeed
from gusu_minutes.following.news import form_of, last_place, may_read
from gusu_minutes.public.audience import AUDIENCES

AT_MOST = 50  # searches of one person
USE_IS_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def save_search(*, by: Any, room: str, query: str, name: str, tell: str) -> SavedSearch:
    """Save a search of the person `by`; told is what is new from now on.

    Raises NotAllowed for a room that the person may not read, DomainError for a query that asks for nothing, a name
    that is taken, and one search too many.
    """
    if not may_read(by, room):
        raise NotAllowed
    form = form_of(room, query)
    if form is None:
        raise DomainError(_("This search asks for nothing, or for something that is not there."))
    get_user_model().objects.select_for_update().get(pk=by.pk)  # two at once count one after the other
    own = SavedSearch.objects.of(by)
    if own.count() >= AT_MOST:
        raise DomainError(_("You have %(number)d saved searches; delete one first.") % {"number": AT_MOST})
    if own.filter(name=name).exists():
        raise DomainError(_("You have a search of this name."))
    search = SavedSearch(user=by, room=room, query=form.canonical(), name=name, tell=tell)
    search.save_as(by=by, reason=for_the_record(gettext_lazy("saved")))
    Look.objects.create(search=search, sequence=last_place(AUDIENCES[room]))
    return search


@transaction.atomic
def change_search(*, search: SavedSearch, by: Any) -> SavedSearch:
    """Keep a new name or way of telling, which the form has checked. Raises NotAllowed for another person's.

    Who has mails sent again is told of what comes from then on.
    """
    if search.user_id != by.pk:
        raise NotAllowed
    before = SavedSearch.objects.select_for_update().get(pk=search.pk)
    search.save_as(by=by, reason=for_the_record(gettext_lazy("changed")))
    if search.tell != Tell.NOT and before.tell == Tell.NOT:
        search.look.sequence = last_place(AUDIENCES[search.room])
        search.look.save()
    return search


@transaction.atomic
def delete_search(*, search: SavedSearch, by: Any) -> None:
    """Delete a search with its feed. Raises NotAllowed for another person's."""
    if search.user_id != by.pk:
        raise NotAllowed
    search.delete_as(by=by)


@transaction.atomic
def new_feed(*, search: SavedSearch, by: Any, now: datetime | None = None) -> str:
    """Make, or renew, the private feed of a search and return its token, which cannot be had a second time.

    Raises NotAllowed for another person's search, or one that the person may not read any more.
    """
    if search.user_id != by.pk or not may_read(by, search.room):
        raise NotAllowed
    token = secrets.token_urlsafe(32)
    values = {"digest": digest_of(token), "created_at": now or timezone.now(), "last_used_at": None}
    SearchFeed.objects.update_or_create(search=search, defaults=values)
    return token


@transaction.atomic
def revoke_feed(*, search: SavedSearch, by: Any) -> bool:
    """End the private feed; return whether there was one. Raises NotAllowed for another person's search."""
    if search.user_id != by.pk:
        raise NotAllowed
    deleted, _by_model = SearchFeed.objects.filter(search=search).delete()
    return bool(deleted)


def feed_of(token: str, now: datetime | None = None) -> SearchFeed | None:
    """Return the feed of a token, noting its use once an hour.

    None for one that is unknown, and when its owner is not active or may not read what it searches any more.
    """
    now = now or timezone.now()
    feed = SearchFeed.objects.select_related("search__user").filter(digest=digest_of(token)).first()
    if feed is None or not may_read(feed.search.user, feed.search.room):
        return None
    if feed.last_used_at is None or feed.last_used_at <= now - USE_IS_NOTED_EVERY:
        feed.last_used_at = now
        feed.save(update_fields=["last_used_at"])
    return feed
