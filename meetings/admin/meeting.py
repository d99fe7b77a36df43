from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.domain.drafts import discard_draft
from decisions.models import Assignment, Resolution
from gusu_minutes.clerk.base import RecordAdmin, by_name
from gusu_minutes.clerk.links import admin_url, list_url
from gusu_minutes.clerk.papers import excerpt_view, paper_view, papers_view
from gusu_minutes.clerk.parts import parts_of
from gusu_minutes.clerk.planning.asking import STEPS as ASKING
from gusu_minutes.clerk.planning.asking import asking_view
from gusu_minutes.clerk.planning.views import planning_view
from gusu_minutes.clerk.preview import preview_view
from gusu_minutes.clerk.sheet import files_view, sheet_view
from gusu_minutes.clerk.steps import STEPS, open_steps, step_view
from gusu_minutes.clerk.trail import crumbs_of
from gusu_minutes.clerk.versions import VersionedForm
from gusu_minutes.common.errors import DomainError
from gusu_minutes.publishing.enums import FileFormat
from gusu_minutes.publishing.models import InternalEdition, Rendering
from meetings.domain.moves import lock
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.rules import can_edit_meeting

SIGNATURES = (
    by_name("submitted_by", gettext_lazy("submitted by")),
    by_name("signed_by", gettext_lazy("signed by")),
)


class MeetingForm(VersionedForm):
    """The frame of the minutes. A title left empty is made from the pattern of the series."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False
            self.fields["title"].help_text = _("Left empty, it is made from the pattern of the series.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        series = self.cleaned_data.get("series")
        if not self.cleaned_data.get("title") and series and not self.errors:
            self.cleaned_data["title"] = series.title_pattern.format(
                bodies="、".join(body.short_name for body in series.bodies.all()),
                series=series.name,
                number=self.cleaned_data.get("number") or "",
                year=self.cleaned_data["held_on"].year,
                term=self.cleaned_data.get("term") or "",
            )
        return cleaned


@admin.register(Meeting)
class MeetingAdmin(RecordAdmin):
    form = MeetingForm
    list_display = ("title", "state", "series", "held_on", "item_total", "document_number", *SIGNATURES)
    list_filter = ("state", "series", "term")
    list_select_related = ("series", "submitted_by", "signed_by")
    search_fields = ("title", "=number", "document_number", "chair_name", "preamble", "items__title")
    autocomplete_fields = ("series", "chair")
    date_hierarchy = "held_on"
    change_form_template = "admin/meeting.html"
    delete_confirmation_template = "admin/remove.html"
    object_history_template = "admin/meeting_history.html"
    fieldsets = (
        (None, {"fields": ("series", "title", ("number", "year", "term"), ("held_on", "half_day"), "place")}),
        (gettext_lazy("Chair and recorder"), {"fields": (("chair_name", "chair_title"), "chair", "recorder")}),
        (
            gettext_lazy("Text"),
            {"fields": ("document_number", "preamble", "public_preamble", "closing", "unplaced")},
        ),
        (
            gettext_lazy("Printed sheet"),
            {"fields": (("classification", "urgency", "copy_number"), "annexes", "copy_to", "printed_on")},
        ),
    )

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or can_edit_meeting.test(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft that was never issued may be discarded."""
        if obj is None or obj.issued_at is not None or not request.user.has_perm("meetings.delete_meeting"):
            return False
        return can_edit_meeting.test(request.user, obj)

    def get_queryset(self, request: HttpRequest) -> Any:
        related = (
            super().get_queryset(request).select_related("series", "chair", "submitted_by", "signed_by", "issued_by")
        )
        return related.annotate(item_total=Count("items", distinct=True))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST":
            return record
        try:
            return lock(record)
        except DomainError:  # discarded in the meantime
            return None

    @admin.display(description=gettext_lazy("agenda items"), ordering="item_total")
    def item_total(self, meeting: Any) -> int:
        return meeting.item_total

    # Pages

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        steps = [
            path(f"<int:pk>/{name}/", wrap(partial(step_view, self, name=name)), name=f"meetings_meeting_{name}")
            for name in STEPS
        ]
        asking = [
            path(
                f"<int:pk>/assignments/{name}/",
                wrap(partial(asking_view, self, name=name)),
                name=f"meetings_meeting_assignments_{name}",
            )
            for name in ASKING
        ]
        pages = [
            path("<int:pk>/assignments/", wrap(partial(planning_view, self)), name="meetings_meeting_assignments"),
            path("<int:pk>/preview/", wrap(partial(preview_view, self)), name="meetings_meeting_preview"),
            path("<int:pk>/papers/", wrap(partial(papers_view, self)), name="meetings_meeting_papers"),
            path(
                "<int:pk>/papers/<slug:kind>.<slug:form>",
                wrap(partial(paper_view, self)),
                name="meetings_meeting_paper",
            ),
            path(
                "<int:pk>/excerpts/<slug:code>.<slug:form>",
                wrap(partial(excerpt_view, self)),
                name="meetings_meeting_excerpt",
            ),
            path("<int:pk>/files/", wrap(partial(files_view, self)), name="meetings_meeting_files"),
            path("<int:pk>/sheet.<str:form>", wrap(partial(sheet_view, self)), name="meetings_meeting_sheet"),
        ]
        return [*steps, *asking, *pages, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:  # type: ignore[override]
        meeting = kwargs.get("obj")
        context |= {"crumbs": crumbs_of(None), "show_save_and_add_another": False}
        if meeting is not None:
            context |= {
                "meeting": meeting,
                "steps": open_steps(request.user, meeting),
                "can_edit": self.has_change_permission(request, meeting),
                "items": items_of(meeting),
                "people": people_of(meeting),
                "sources": list(meeting.imports.defer("choices").order_by("pk")),
                "attachments": list(meeting.attachments.select_related("agenda_item").defer("text").order_by("pk")),
                "editions": editions_of(meeting),
                "file_formats": FileFormat.values,
            }  # fmt: skip
        return super().render_change_form(request, context, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        meeting = Meeting.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context: dict[str, Any] = {}
        if meeting is not None:
            context = {"crumbs": crumbs_of(meeting), "parts": parts_of(AgendaItem, Attendance, meeting=meeting)}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})

    # Saved, the page shows what stands under the meeting, which is what comes next.

    def response_post_save_add(self, request: HttpRequest, obj: Meeting) -> HttpResponseRedirect:
        return HttpResponseRedirect(admin_url(obj))

    def response_post_save_change(self, request: HttpRequest, obj: Meeting) -> HttpResponseRedirect:
        return HttpResponseRedirect(admin_url(obj))

    # Discarding a draft

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        meeting = objs[0]
        counts = {
            str(model._meta.verbose_name_plural): model._default_manager.filter(**{lookup: meeting}).count()
            for model, lookup in (
                (AgendaItem, "meeting"),
                (Resolution, "agenda_item__meeting"),
                (Assignment, "resolution__agenda_item__meeting"),
                (Attendance, "meeting"),
            )
        }
        return [str(meeting)], counts, set(), []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().delete_view(request, object_id, {"crumbs": crumbs_of(None), **(extra_context or {})})
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("admin:meetings_meeting_change", object_id)

    def delete_model(self, request: HttpRequest, obj: Meeting) -> None:
        discard_draft(meeting=obj, by=request.user)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        messages.success(request, _("The draft “%(name)s” was discarded.") % {"name": obj_display})
        return redirect(list_url(Meeting))


def items_of(meeting: Meeting) -> QuerySet:
    """Return the agenda items in order, each with `resolution_total` and `assignment_total`."""
    return meeting.items.order_by("position").annotate(
        resolution_total=Count("resolutions", distinct=True),
        assignment_total=Count("resolutions__assignments", distinct=True),
    )


def editions_of(meeting: Meeting) -> list[tuple[InternalEdition, Rendering | None]]:
    """Return the editions, the last first, each with how the making of its files stands. Queries: two."""
    editions = InternalEdition.objects.filter(meeting=meeting).select_related("published_by").defer("content")
    renderings = {rendering.number: rendering for rendering in Rendering.objects.filter(meeting=meeting)}
    return [(edition, renderings.get(edition.number)) for edition in editions.order_by("-number")]


def people_of(meeting: Meeting) -> QuerySet:
    """Return the attendance in order, with the number of items of who was not there for the whole meeting."""
    people = meeting.attendance.order_by("position").select_related("person", "department")
    return people.annotate(item_total=Count("items"))
