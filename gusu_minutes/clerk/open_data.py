"""The open data in the clerk's room: when they were made, and a button that has them made now."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from gusu_minutes.opendata import shelf
from gusu_minutes.opendata.tasks import order

PERMISSION = "meetings.publish_meeting"


def open_data(request: HttpRequest) -> HttpResponse:
    """Show what was made when, and order a making on POST. Who issues minutes may; others get 403."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if request.method == "POST":
        if order(whole=True):
            messages.success(request, _("What has changed will be made anew in the background."))
        else:
            messages.info(request, _("This was ordered already and will begin soon."))
        return redirect("admin:open_data")
    made = shelf.all_made()
    context = {
        **admin.site.each_context(request),
        "title": _("Open data"),
        "datasets": made,
        "withheld": shelf.withheld(made),
    }
    return TemplateResponse(request, "admin/open_data.html", context)
