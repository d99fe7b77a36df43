import unicodedata
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import FileResponse, Http404, HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gusu_minutes.clerk.base import by_name
from gusu_minutes.clerk.links import admin_url
from gusu_minutes.clerk.part import PartAdmin
from gusu_minutes.clerk.versions import VersionedForm
from gusu_minutes.common.downloads import hand_out
from gusu_minutes.importing.attached import MAX_TEXT, facts_of
from gusu_minutes.importing.parser import SourceError
from gusu_minutes.importing.sources import explain
from meetings.models import Attachment, Meeting
from meetings.rules import can_edit_meeting

UPLOADED_BY = by_name("uploaded_by", gettext_lazy("uploaded by"))
MAX_SIZE = 20 * 1024 * 1024  # bytes
# What offices exchange; nothing that a browser would run.
TYPES = {
    "pdf",
    "ofd",
    "doc",
    "docx",
    "wps",
    "xls",
    "xlsx",
    "et",
    "ppt",
    "pptx",
    "txt",
    "csv",
    "jpg",
    "jpeg",
    "png",
    "zip",
}


class AttachmentForm(VersionedForm):
    parent: Meeting

    def clean_title(self) -> str:
        """Leave out what is not seen and turns what is: with a mark of direction gpj.exe reads exe.jpg."""
        return " ".join("".join(c for c in self.cleaned_data["title"] if unicodedata.category(c) != "Cf").split())

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower().lstrip(".") not in TYPES:
            raise ValidationError(
                _("Files of this type are not accepted. Accepted: %(types)s") % {"types": ", ".join(sorted(TYPES))}
            )
        if file.size > MAX_SIZE:
            raise ValidationError(_("The file is larger than %(size)s.") % {"size": filesizeformat(MAX_SIZE)})
        try:
            facts = facts_of(file.read(), file.name)
        except SourceError as error:
            raise ValidationError(explain(error)) from error
        file.seek(0)
        # Its address and its anchor follow from its bytes.
        if same := Attachment.objects.filter(meeting=self.parent, sha256=facts["sha256"]).first():
            raise ValidationError(_("This file is attached already: “%(title)s”.") % {"title": same.title})
        for name, value in facts.items():
            setattr(self.instance, name, value)
        return file


@admin.register(Attachment)
class AttachmentAdmin(PartAdmin):
    form = AttachmentForm
    parent_field = "meeting"
    positioned = False
    list_display = ("title", "meeting", "agenda_item", "readable_size", "disclosure", UPLOADED_BY, "uploaded_at")
    list_filter = ("disclosure", "meeting__series")
    list_select_related = ("meeting", "agenda_item", "uploaded_by")
    search_fields = ("title", "meeting__title", "sha256")
    date_hierarchy = "uploaded_at"
    readonly_fields = ("stored_file", "readable_size", "searchable", "sha256", UPLOADED_BY, "uploaded_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        # Of thirty files the texts are some megabytes.
        return super().get_queryset(request).defer("text").annotate(characters=Length("text"))

    def shown_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        kept = self.readonly_fields if obj else ("file",)
        return [(None, {"fields": ("title", "agenda_item", "disclosure", *kept)})]

    @admin.display(description=gettext_lazy("size"))
    def readable_size(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)

    @admin.display(description=gettext_lazy("search"))
    def searchable(self, attachment: Attachment) -> str:
        characters: int = attachment.characters  # type: ignore[attr-defined]
        if not characters:
            return _("Found by its title only: no text can be read from it.")
        if characters == MAX_TEXT:
            return _("The first %(number)d characters of its text are found.") % {"number": MAX_TEXT}
        return _("Its text is found: %(number)d characters.") % {"number": characters}

    @admin.display(description=gettext_lazy("file"))
    def stored_file(self, attachment: Attachment) -> str:
        return format_html('<a href="{}" download>{}</a>', admin_url(attachment, "download"), attachment.download_name)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "agenda_item" in form.base_fields:
            meeting = obj.meeting if obj else form.parent
            field = form.base_fields["agenda_item"]
            field.queryset = meeting.items.order_by("position")
            field.widget = forms.Select(choices=field.choices)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A file may be taken out of a correction, too: what was issued keeps its bytes, and nothing hangs on it."""
        permitted = request.user.has_perm("meetings.delete_attachment")
        return obj is not None and permitted and can_edit_meeting.test(request.user, obj.meeting)

    def take_out(self, request: HttpRequest, obj: Any) -> None:
        """Take the row out, and the stored file once that is certain."""
        storage, name = obj.file.storage, obj.file.name
        super().take_out(request, obj)
        transaction.on_commit(lambda: storage.delete(name))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.download_view)
        return [path("<int:pk>/download/", view, name="meetings_attachment_download"), *super().get_urls()]

    def download_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Hand the stored file over, to be kept and never to be shown by the browser."""
        attachment = self.get_object(request, str(pk))
        if attachment is None:
            raise Http404
        if not self.has_view_permission(request, attachment):
            raise PermissionDenied
        return hand_out(attachment.file, attachment.download_name)
