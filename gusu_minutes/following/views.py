"""Pages of a person's saved searches, and the private feed."""

from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.desk.access import private_page
from decisions.telling.links import absolute
from gusu_minutes.common.downloads import hand_out_privately, kept_by_nobody
from gusu_minutes.common.errors import DomainError
from gusu_minutes.following.forms import SavedSearchForm
from gusu_minutes.following.models import SavedSearch, SearchFeed
from gusu_minutes.following.news import form_of, found_by, may_read, news_of, said_by
from gusu_minutes.following.searches import (
    change_search,
    delete_search,
    feed_of,
    new_feed,
    revoke_feed,
    save_search,
)
from gusu_minutes.public.audience import AUDIENCES
from gusu_minutes.public.feeds import LENGTH, MEDIA_TYPE, atom
from gusu_minutes.public.newly import feed_entries
from gusu_minutes.publishing.links import absolute as address_in


@require_safe
@login_required
@private_page
def saved_searches(request: HttpRequest) -> HttpResponse:
    """List the person's searches."""
    searches = SavedSearch.objects.of(request.user).select_related("feed")
    return render(request, "accounts/searches.html", {"searches": searches, "crumbs": _crumbs()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@private_page
def save(request: HttpRequest, room: str) -> HttpResponse:
    """Ask for the name of the search behind ? and save it. What the person may not read is not there."""
    if room not in AUDIENCES or not may_read(request.user, room):
        raise Http404
    query = request.GET.urlencode()
    asked = form_of(room, query)
    if asked is None:
        return redirect(f"{room}:search")
    owner: Any = request.user
    form = SavedSearchForm(request.POST or None, instance=SavedSearch(user=owner))
    if request.method == "POST" and form.is_valid():
        name, tell = form.cleaned_data["name"], form.cleaned_data["tell"]
        try:
            save_search(by=request.user, room=room, query=query, name=name, tell=tell)
        except DomainError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("The search was saved."))
            return redirect("saved_searches")
    context = {"form": form, "said": said_by(room, asked), "room": room, "crumbs": _crumbs(_("Save a search"))}
    return render(request, "accounts/save_search.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@private_page
def saved_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a search finds, the last issued first; keep a new name or way of telling."""
    search = _own(request, pk)
    with transaction.atomic():
        form = SavedSearchForm(request.POST or None, instance=search)
        if request.method == "POST" and form.is_valid():
            change_search(search=form.instance, by=request.user)
            messages.success(request, _("Your choice was kept."))
            return redirect("saved_search", pk)
    return _page(request, _own(request, pk), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@private_page
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a search."""
    search = _own(request, pk)
    if request.method == "POST":
        delete_search(search=search, by=request.user)
        messages.success(request, _("The search was deleted."))
        return redirect("saved_searches")
    return render(request, "accounts/delete_search.html", {"search": search, "crumbs": _crumbs(search.name)})


@require_POST
@login_required
@private_page
def make_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Make or renew the private feed; this answer is the only one that shows its address."""
    search = _own(request, pk)
    try:
        token = new_feed(search=search, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("saved_search", pk)
    return _page(request, search, feed_url=absolute(reverse("saved_search_feed", args=[token])))


@require_POST
@login_required
@private_page
def end_feed(request: HttpRequest, pk: int) -> HttpResponse:
    revoke_feed(search=_own(request, pk), by=request.user)
    messages.success(request, _("The address of the feed is no longer valid."))
    return redirect("saved_search", pk)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a private feed to whoever has its token; without a valid one there is nothing, always the same."""
    found = feed_of(token)
    if found is None:
        return kept_by_nobody(HttpResponseNotFound("404\n", content_type="text/plain; charset=utf-8"))
    search = found.search
    content = atom(
        title=search.name,
        link=address_in(search.room, f"{reverse(f'{search.room}:search')}?{search.query}"),
        own=absolute(reverse("saved_search", args=[search.pk])),  # its id, whatever its token
        entries=feed_entries(news_of(search)),
    )
    return hand_out_privately(request, content, f"{MEDIA_TYPE}; charset=utf-8")


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    """Return the person's own search; another's is not there. Raises Http404."""
    return get_object_or_404(SavedSearch.objects.of(request.user).select_related("look"), pk=pk)


def _page(request: HttpRequest, search: SavedSearch, *, form: Any = None, feed_url: str = "") -> HttpResponse:
    readable = may_read(request.user, search.room)
    asked = form_of(search.room, search.query) if readable else None
    context = {
        "search": search,
        "form": form or SavedSearchForm(instance=search),
        "readable": readable,
        "said": said_by(search.room, asked),
        "found": list(islice(feed_entries(found_by(search.room, asked)), LENGTH)),
        "feed": SearchFeed.objects.filter(search=search).first(),
        "feed_url": feed_url,
        "results_url": f"{reverse(f'{search.room}:search')}?{search.query}",
        "crumbs": _crumbs(search.name),
    }
    refused = form is not None and form.errors
    return render(request, "accounts/saved_search.html", context, status=422 if refused else 200)


def _crumbs(*tail: str) -> list[tuple[str, str]]:
    return [(_("Saved searches"), reverse("saved_searches") if tail else ""), *((label, "") for label in tail)]
