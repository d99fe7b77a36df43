from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gusu_minutes.clerk.base import ReadOnlyAdmin, RecordAdmin
from gusu_minutes.clerk.links import admin_url
from gusu_minutes.importing.models import MinutesImport


@admin.register(MinutesImport)
class MinutesImportAdmin(ReadOnlyAdmin, RecordAdmin):
    """What was given in, kept as it came; worked on in the import pages."""

    list_display = ("name", "created_by", "created_at", "meeting", "to_simplified")
    list_filter = (("meeting", admin.EmptyFieldListFilter), "to_simplified")
    list_select_related = ("created_by", "meeting")
    search_fields = ("file_name", "source", "meeting__title")
    date_hierarchy = "created_at"
    fieldsets = (
        (None, {"fields": ("where_next", "file_name", "created_by", "created_at", "to_simplified")}),
        (_("Text as it came"), {"fields": ("source_text",)}),
    )
    readonly_fields = ("where_next", "source_text")

    @admin.display(description=_("import of minutes"))
    def name(self, record: MinutesImport) -> str:
        return str(record)

    @admin.display(description=_("text as it came"))
    def source_text(self, record: MinutesImport) -> str:
        return format_html('<pre class="source" tabindex="0">{}</pre>', record.source)

    @admin.display(description=_("meeting"))
    def where_next(self, record: MinutesImport) -> str:
        if record.meeting is not None:
            return format_html('<a href="{}">{}</a>', admin_url(record.meeting), record.meeting)
        address = reverse("admin:import_review", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, _("Take up this import again"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("created_by", "meeting")
