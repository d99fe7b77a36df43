"""Pages of telling in the department room: the inbox, what a person chooses, the private calendar."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import ListView

from decisions.desk.access import open_desk, private_page
from decisions.telling.feed import calendar_of, feed_of, new_feed, revoke
from decisions.telling.forms import AddressForm, PreferencesForm
from decisions.telling.inbox import read_notices
from decisions.telling.links import absolute
from decisions.telling.models import CalendarFeed, Notice
from decisions.telling.preferences import choose
from gusu_minutes.common.downloads import hand_out_privately, kept_by_nobody

PAGE_SIZE = 20
View = Callable[..., HttpResponse]


def step(page: str) -> Callable[[View], View]:
    """Make a view a step, by POST, of who has a desk; who is not signed in comes to `page` after signing in."""

    def decorate(view: View) -> View:
        @require_POST
        @private_page
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(reverse(page))
            open_desk(request.user)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


@method_decorator(private_page, name="dispatch")
class InboxView(LoginRequiredMixin, ListView):
    """What a person was told: what is unread, or all of it, the last first."""

    template_name = "desk/inbox.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> Any:
        open_desk(self.request.user)
        self.tab = "all" if self.request.GET.get("show") == "all" else "unread"
        shown = Notice.objects.shown_to(self.request.user)
        return (shown if self.tab == "all" else shown.unread()).with_all()

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Show the nearest page there is."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"page": context["page_obj"], "tab": self.tab, "section": "inbox"}


@step("telling:inbox")
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and show the rest."""
    get_object_or_404(Notice.objects.shown_to(request.user), pk=pk)
    read_notices(request.user, pk=pk)
    return redirect("telling:inbox")


@step("telling:inbox")
def read_all(request: HttpRequest) -> HttpResponse:
    read_notices(request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("telling:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@private_page
def preferences(request: HttpRequest) -> HttpResponse:
    """Show what the person chose; keep a new choice."""
    open_desk(request.user)
    form = PreferencesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        choose(user=request.user, choices=form.cleaned_data)
        messages.success(request, _("Your choice was kept."))
        return redirect("telling:preferences")
    return _page(request, form=form)


@step("telling:preferences")
def address(request: HttpRequest) -> HttpResponse:
    """Keep the person's new e-mail address."""
    users: Any = get_user_model().objects
    form = AddressForm(request.POST, instance=users.get(pk=request.user.pk), label_suffix="")
    if not form.is_valid():
        return _page(request, address=form)
    form.instance.save(update_fields=["email"])
    messages.success(request, _("Your e-mail address was kept."))
    return redirect("telling:preferences")


@step("telling:preferences")
def new_calendar(request: HttpRequest) -> HttpResponse:
    """Make or renew the calendar's address; this answer is the only one that shows it."""
    token = new_feed(user=request.user)
    return _page(request, calendar_url=absolute(reverse("calendar", args=[token])))


@step("telling:preferences")
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    revoke(user=request.user)
    messages.success(request, _("The calendar address is no longer valid."))
    return redirect("telling:preferences")


def _page(request: HttpRequest, *, form: Any = None, address: Any = None, calendar_url: str = "") -> HttpResponse:
    user: Any = request.user
    context = {
        "form": form or PreferencesForm(user=user),
        "address": address or AddressForm(instance=user, label_suffix=""),
        "feed": CalendarFeed.objects.filter(user=user).first(),
        "calendar_url": calendar_url,
        "section": "telling",
        "crumbs": [(_("Inbox"), reverse("telling:inbox")), (_("What you are told"), "")],
    }
    refused = any(shown is not None and shown.errors for shown in (form, address))
    return render(request, "desk/telling.html", context, status=422 if refused else 200)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give a private calendar to whoever has its token; without a valid one there is nothing, always the same."""
    feed = feed_of(token)
    if feed is None:
        return kept_by_nobody(HttpResponseNotFound("404\n", content_type="text/plain; charset=utf-8"))
    name = {"Content-Disposition": 'inline; filename="follow-up.ics"'}
    return hand_out_privately(request, calendar_of(feed.user), "text/calendar; charset=utf-8", name)
