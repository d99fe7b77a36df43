"""Importing again into a draft: give the corrected text in; the review page then shows what it changes."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gusu_minutes.clerk import once
from gusu_minutes.clerk.importing.changes import not_a_draft
from gusu_minutes.clerk.importing.forms import StartForm
from gusu_minutes.clerk.links import admin_url
from gusu_minutes.clerk.trail import crumbs_of
from gusu_minutes.common.errors import DomainError
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.reimport.begin import begin_again
from gusu_minutes.importing.sources import ACCEPTED
from meetings.models import Meeting

_SHOWN = 5


class AgainForm(StartForm):
    """The corrected text: pasted, or in one file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.label = gettext_lazy("or a file")
        field.help_text = gettext_lazy(
            "Word (.docx, .doc), WPS (.wps), PDF with text (.pdf) or plain text (.txt), at most 20 MB."
        )
        field.widget.attrs = {"accept": ACCEPTED}  # not `multiple`; who sends several is told

    def clean_file(self) -> list[Any]:
        uploads = self.cleaned_data["file"]
        if len(uploads) > 1:
            raise forms.ValidationError(_("Give in one file: the minutes of this meeting."))
        return uploads


def start_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the corrected text of a draft in."""
    if not (request.user.has_perm("meetings.import_minutes") and request.user.has_perm("meetings.change_meeting")):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting, pk=pk)
    if away := not_a_draft(request, meeting):
        return away
    form = AgainForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("admin:import_review", _begin(request, form, meeting).pk)
        except DomainError as error:
            messages.warning(request, str(error))
            return redirect(admin_url(meeting))
    context = {
        **admin.site.each_context(request),
        "title": _("Import again"),
        "crumbs": crumbs_of(meeting),
        "meeting": meeting,
        "form": form,
        "once": once.mark_of(request),
        "unfinished": meeting.imports_again.filter(meeting=None)
        .select_related("created_by")
        .exclude(source="")
        .defer("choices", "source")[:_SHOWN],
        "earlier": meeting.imports.select_related("created_by").defer("choices", "source")[:_SHOWN],
    }
    return render(request, "admin/importing/again.html", context)


@transaction.atomic
def _begin(request: HttpRequest, form: AgainForm, meeting: Meeting) -> MinutesImport:
    once.use_up(request)
    cleaned = form.cleaned_data
    return begin_again(
        meeting=meeting,
        source=cleaned["source"],
        file_name=cleaned["file_name"],
        to_simplified=cleaned["to_simplified"],
        data=cleaned["data"],
        by=request.user,
    )
