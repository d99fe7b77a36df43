from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gusu_minutes.clerk.base import ReadOnlyAdmin, by_name
from gusu_minutes.clerk.links import admin_url, list_url
from gusu_minutes.public.audience import AUDIENCES
from gusu_minutes.publishing.domain.verify import edition_problems
from gusu_minutes.publishing.models import Edition, InternalEdition, PublicEdition
from meetings.models import Meeting

PUBLISHED_BY = by_name("published_by", _("published by"))


class EditionAdmin(ReadOnlyAdmin):
    """What was issued: read, verified, never touched."""

    list_display = ("title", "number", "kind", "held_on", PUBLISHED_BY, "published_at", "short_digest")
    list_filter = ("kind", "series_name", "year")
    list_select_related = ("published_by",)
    search_fields = ("title", "address", "digest", "content")
    date_hierarchy = "published_at"
    ordering = ("-published_at", "-sequence")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "number",
                    "kind",
                    "reason",
                    PUBLISHED_BY,
                    "published_at",
                    "algorithm",
                    "digest",
                    "previous_digest",
                )
            },
        ),
    )
    readonly_fields = (PUBLISHED_BY,)
    change_form_template = "admin/edition.html"
    empty_list = _("They appear when minutes are issued.")

    @admin.display(description=_("digest"), ordering="digest")
    def short_digest(self, edition: Edition) -> str:
        return edition.digest[:12]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("meeting", "published_by").defer("content")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        edition = kwargs["obj"]
        problems = edition_problems(edition)
        before = self.model.objects.filter(sequence=edition.sequence - 1).values_list("digest", flat=True).first()
        if (before or "") != edition.previous_digest:
            problems.append(str(_("the chain is broken before this edition")))
        context |= {
            "problems": problems,
            "audience": AUDIENCES[edition.audience],
            "document": None if problems else edition.document,
            "crumbs": [
                (str(Meeting._meta.verbose_name_plural), list_url(Meeting)),
                (edition.meeting.title, admin_url(edition.meeting)),
            ],
        }
        return super().render_change_form(request, context, **kwargs)


@admin.register(InternalEdition)
class InternalEditionAdmin(EditionAdmin):
    pass


@admin.register(PublicEdition)
class PublicEditionAdmin(EditionAdmin):
    pass
