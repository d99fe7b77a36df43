"""A page that merges a duplicate into the entry to keep: choose, see what moves, confirm."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attendees.models import Appointment, Department, Person
from attendees.rules import can_merge_departments, can_merge_people
from gusu_minutes.clerk.directory.forms import IntoForm, MergeForm
from gusu_minutes.clerk.links import admin_url, list_url
from gusu_minutes.common.errors import DomainError
from gusu_minutes.importing.merging import merge_departments, merge_people, what_moves


@dataclass(frozen=True, slots=True)
class Merging:
    """What is merged: who may, the verb, what is asked, and a foreign key by which the other is found by typing."""

    rule: rules.Predicate
    verb: Callable[..., Any]
    asks: str | Promise
    field: Any


MERGING = {
    Department: Merging(
        can_merge_departments, merge_departments, gettext_lazy("Department to keep"),
        Department._meta.get_field("successor"),
    ),
    Person: Merging(
        can_merge_people, merge_people, gettext_lazy("Person to keep"), Appointment._meta.get_field("person")
    ),
}  # fmt: skip


def merge_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask which entry to keep, then show what moves, then merge. 403 without the right, 404 for one that is gone."""
    merging = MERGING[model_admin.model]
    if not merging.rule.test(request.user):
        raise PermissionDenied
    duplicate = model_admin.get_queryset(request).filter(pk=pk).first()
    if duplicate is None:
        raise Http404
    chosen = request.GET if "into" in request.GET else None
    choose = IntoForm(chosen, duplicate=duplicate, field=merging.field, label=merging.asks)
    into = choose.cleaned_data["into"] if chosen is not None and choose.is_valid() else None
    form = None
    if into is not None:
        versions = {"version": duplicate.version, "into_version": into.version}
        form = MergeForm(request.POST or None, initial=versions, label_suffix="")
        if request.method == "POST" and form.is_valid() and (kept := _merge(request, merging, duplicate, into, form)):
            return redirect(admin_url(kept))
    return _page(model_admin, request, {"duplicate": duplicate, "into": into, "choose": choose, "form": form})


def _merge(request: HttpRequest, merging: Merging, duplicate: Any, into: Any, form: MergeForm) -> Any:
    """Return what is left of the two; None for a refusal, which stands above what was typed, to be sent again."""
    versions = {"version": duplicate.version, "into_version": into.version}
    duplicate.version, into.version = form.cleaned_data["version"], form.cleaned_data["into_version"]
    name = str(duplicate)
    try:
        kept = merging.verb(duplicate=duplicate, into=into, by=request.user, reason=form.cleaned_data["reason"])
    except DomainError as error:
        form.add_error(None, str(error))
        form.data = {**form.data.dict(), **versions}  # type: ignore[attr-defined]
        return None
    messages.success(request, _("“%(old)s” was merged into “%(new)s”.") % {"old": name, "new": kept})
    return kept


def _page(model_admin: Any, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    duplicate, model = context["duplicate"], model_admin.model
    moves = what_moves(duplicate) if context["into"] is not None else []
    context |= {
        **model_admin.admin_site.each_context(request),
        "title": _("Merge a duplicate"),
        "opts": model_admin.opts,
        "media": context["choose"].media,
        "moves": moves,
        "stays": any(one.frozen for one in moves),
        "crumbs": [
            (capfirst(str(model._meta.verbose_name_plural)), list_url(model)),
            (str(duplicate), admin_url(duplicate)),
        ],
    }
    refused = context["form"] is not None and context["form"].non_field_errors()
    return TemplateResponse(request, "admin/directory/merge.html", context, status=409 if refused else 200)
