"""What a saved search finds, as far as its owner may read it. It is asked behind the wall of its audience."""

from typing import Any

from django.db.models import Max
from django.http import QueryDict

from gusu_minutes.following.models import SavedSearch
from gusu_minutes.public.audience import AUDIENCES, Audience
from gusu_minutes.public.newly import MEETINGS, Found, newest
from gusu_minutes.public.views.search import SearchForm
from gusu_minutes.public.wall import only_tables
from gusu_minutes.search.finding import understand


def may_read(user: Any, room: str) -> bool:
    """Return whether a person may read what a room shows, now."""
    permission = AUDIENCES[room].permission
    return bool(user.is_active and (not permission or user.has_perm(permission)))


def form_of(room: str, query: str) -> SearchForm | None:
    """Return the filled form of the search page, or None for a query that asks for nothing or for what is not there."""
    audience = AUDIENCES[room]
    with only_tables(audience.tables):
        form = SearchForm(QueryDict(query), audience)
        return form if form.is_valid() and not form.query().is_empty else None


def news_of(search: SavedSearch, *, after: int = 0, meetings: int = MEETINGS) -> list[Found]:
    """Return what the search finds since an edition behind the place `after`, the last issued first."""
    return found_by(search.room, form_of(search.room, search.query), after=after, meetings=meetings)


def found_by(room: str, form: SearchForm | None, *, after: int = 0, meetings: int = MEETINGS) -> list[Found]:
    """Return the same for a filled form; nothing for None."""
    if form is None:
        return []
    audience = AUDIENCES[room]
    with only_tables(audience.tables):
        return newest(audience, understand(audience.search, form.query()).asked, after=after, meetings=meetings)


def said_by(room: str, form: SearchForm | None) -> str:
    """Return what a filled form asks for in words; nothing for None."""
    with only_tables(AUDIENCES[room].tables):
        return form.said() if form else ""


def last_place(audience: Audience) -> int:
    """Return the place of the last edition in the chain of an audience."""
    with only_tables(audience.tables):
        return int(audience.edition.objects.aggregate(last=Max("sequence"))["last"] or 0)
