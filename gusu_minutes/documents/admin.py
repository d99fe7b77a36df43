"""The clerk's pages of an office's own Word layouts."""

import hashlib
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gusu_minutes.clerk.base import RecordAdmin, by_name
from gusu_minutes.clerk.links import admin_url
from gusu_minutes.clerk.versions import VersionedForm
from gusu_minutes.common.downloads import hand_out
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.layouts import LayoutError, check_layout
from gusu_minutes.documents.layouts.package import MAX_FILE
from gusu_minutes.documents.layouts.starting import starting_layout
from gusu_minutes.documents.models import LAYOUT_CHOICES, WordLayout

UPLOADED_BY = by_name("uploaded_by", gettext_lazy("uploaded by"))


class WordLayoutForm(VersionedForm):
    def clean_file(self) -> Any:
        """Let a sound layout through; of another one, say everything that is wrong with it."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise ValidationError(_("The file is larger than %(size)s.") % {"size": filesizeformat(MAX_FILE)})
        try:
            check_layout(file.read())
        except LayoutError as error:
            raise ValidationError(list(error.sentences)) from error
        finally:
            file.seek(0)
        return file


@admin.register(WordLayout)
class WordLayoutAdmin(RecordAdmin):
    """A layout is uploaded once; another file is another layout, and the old one is taken out of use."""

    form = WordLayoutForm
    change_list_template = "admin/layouts/list.html"
    change_form_template = "admin/layouts/form.html"
    empty_list = gettext_lazy("Documents have our own form. Download a layout, change it in Word, and add it here.")
    list_display = ("name", "kind", "series_name", "active", UPLOADED_BY, "uploaded_at")
    list_filter = ("kind", "active")
    search_fields = ("name", "series__name", "sha256")
    readonly_fields = ("stored_file", "readable_size", "sha256", UPLOADED_BY, "uploaded_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("series", "uploaded_by")

    def shown_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        kept = self.readonly_fields if obj else ("file",)
        return [(None, {"fields": ("name", "kind", "series", "active", *kept)})]

    @admin.display(description=gettext_lazy("series of meetings"), ordering="series__name")
    def series_name(self, layout: WordLayout) -> str:
        return layout.series.name if layout.series else str(_("all series"))

    @admin.display(description=gettext_lazy("size"))
    def readable_size(self, layout: WordLayout) -> str:
        return filesizeformat(layout.size)

    @admin.display(description=gettext_lazy("file"))
    def stored_file(self, layout: WordLayout) -> str:
        return format_html('<a href="{}" download>{}</a>', admin_url(layout, "download"), file_name(layout.name))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            data = obj.file.read()
            obj.file.seek(0)
            obj.size, obj.sha256 = len(data), hashlib.sha256(data).hexdigest()
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    # Files

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/download/", view(self.download_view), name="documents_wordlayout_download"),
            path("start/<str:kind>/", view(self.start_view), name="documents_wordlayout_start"),
            *super().get_urls(),
        ]

    def download_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Hand the stored layout over as it came."""
        layout = self.get_object(request, str(pk))
        if layout is None:
            raise Http404
        if not self.has_view_permission(request, layout):
            raise PermissionDenied
        return hand_out(layout.file, file_name(layout.name), FORMATS["docx"].media_type)

    def start_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Hand over a layout to begin with."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if kind not in dict(LAYOUT_CHOICES):
            raise Http404
        response = HttpResponse(starting_layout(kind), content_type=FORMATS["docx"].media_type)
        response["Content-Disposition"] = f'attachment; filename="{kind}-layout.docx"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"kinds": LAYOUT_CHOICES, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:  # type: ignore[override]
        context["kinds"] = LAYOUT_CHOICES
        return super().render_change_form(request, context, **kwargs)


def file_name(name: str) -> str:
    """Return the name of a layout with the ending of a Word file."""
    return name if name.lower().endswith(".docx") else f"{name}.docx"
