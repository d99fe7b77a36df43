"""Resolutions and their assignments."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.domain.drafts import remove_assignment, remove_resolution
from decisions.models import (
    Assignment,
    Resolution,
)
from gusu_minutes.clerk.base import VersionedFields, by_name
from gusu_minutes.clerk.fields import KnownLabels, KnownSelect, KnownSelectMultiple
from gusu_minutes.clerk.part import PartAdmin
from gusu_minutes.clerk.versions import VersionedForm
from gusu_minutes.common.texts import typeset

ASSIGNED_FOR_GOOD = ("task", "lead", "lead_role", "supporting", "due_on", "due_text", "kind", "cycle", "leader")
ASSIGNMENT_FIELDS = ("task", ("lead", "lead_role"), "supporting", ("due_on", "due_text"), "disclosure")
WHOLE_ASSIGNMENT = (*ASSIGNMENT_FIELDS[:-1], ("kind", "cycle"), "leader", "disclosure")


STEPS = {
    "assigned": _("assigned by"),
    "acknowledged": _("acknowledged by"),
    "reported": _("reported by"),
    "closed": _("closed by"),
    "cancelled": _("cancelled by"),
}
BY_WHOM = {step: by_name(f"{step}_by", label) for step, label in STEPS.items()}


class AssignmentForm(VersionedForm):
    """What a department has to do is changed by a new proposal once it is assigned: a draft never reaches its desk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.assigned_at is not None:
            for name in self.fields.keys() & set(ASSIGNED_FOR_GOOD):
                self.fields[name].disabled = True


class AssignmentInline(VersionedFields, admin.StackedInline):
    """Who must do what a clause says; taken out on the assignment's own page."""

    model = Assignment
    form = AssignmentForm
    fieldsets = ((None, {"fields": ASSIGNMENT_FIELDS}),)
    extra = 0
    can_delete = False
    show_change_link = True
    ordering = ("pk",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("lead").prefetch_related("supporting")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        known = KnownLabels(Department.objects.all())
        for name, widget in (("lead", KnownSelect), ("supporting", KnownSelectMultiple)):
            if name in formset.form.base_fields:
                field: Any = formset.form.base_fields[name]
                field.widget = widget(Assignment._meta.get_field(name), self.admin_site, choices=field.choices)
                field.widget.known = known
                field.widget.is_required = field.required
                field.help_text = ""  # Django's tells how to choose several in a plain list
        return formset

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "disclosure" and (resolution := getattr(request, "resolution_shown", None)):
            kwargs["initial"] = resolution.agenda_item.meeting.series.assignment_disclosure
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(Resolution)
class ResolutionAdmin(PartAdmin):
    parent_field = "agenda_item"
    numbered = True
    parent_related = ("meeting", "series")
    child_model, child_field = Assignment, "resolution"
    list_display = ("name", "agenda_item", "meeting", "disclosure")
    list_filter = ("disclosure", "agenda_item__meeting__series", "agenda_item__meeting__state")
    search_fields = ("text", "public_text", "agenda_item__title", "agenda_item__meeting__title")
    date_hierarchy = "agenda_item__meeting__held_on"
    ordering = ("-agenda_item__meeting__held_on", "agenda_item__meeting", "agenda_item__position", "position")
    inlines = (AssignmentInline,)
    fieldsets = (
        (None, {"fields": ("number", "text")}),
        (_("Disclosure"), {"fields": ("disclosure", "public_text", "disclosure_reason")}),
    )

    @admin.display(description=_("resolution"), ordering="position")
    def name(self, resolution: Resolution) -> str:
        return typeset(resolution)

    @admin.display(description=_("meeting"))
    def meeting(self, resolution: Resolution) -> str:
        return str(resolution.agenda_item.meeting)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        record = super().get_object(request, object_id, from_field)
        request.resolution_shown = record  # type: ignore[attr-defined]
        return record

    def goes_with(self, obj: Any) -> list[models.Model]:
        return list(obj.assignments.all())

    def take_out(self, request: HttpRequest, obj: Any) -> None:
        remove_resolution(resolution=obj, by=request.user)


@admin.register(Assignment)
class AssignmentAdmin(PartAdmin):
    form = AssignmentForm
    parent_field = "resolution"
    parent_related = ("agenda_item", "meeting", "series")
    positioned = False
    list_display = ("task_short", "state", "lead", "due_on", "document_number", "percent", "disclosure")
    list_filter = (
        "state",
        "disclosure",
        ("lead", admin.RelatedOnlyFieldListFilter),
        ("assigned_at", admin.EmptyFieldListFilter),
        "resolution__agenda_item__meeting__series",
    )
    list_select_related = ("lead", "resolution__agenda_item__meeting")
    search_fields = (
        "task",
        "=serial",
        "lead__short_name",
        "resolution__text",
        "resolution__agenda_item__meeting__title",
    )
    autocomplete_fields = ("lead", "supporting", "leader")
    date_hierarchy = "due_on"
    ordering = ("-number_year", "-serial", "-pk")
    readonly_fields = (
        "document_number", "state", "percent", "reason", *BY_WHOM.values(), *(f"{step}_at" for step in STEPS),
    )  # fmt: skip

    def shown_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        fieldsets: list[Any] = [(None, {"fields": WHOLE_ASSIGNMENT})]
        if obj is not None and obj.assigned_at is not None:
            steps = [(BY_WHOM[step], f"{step}_at") for step in STEPS if getattr(obj, f"{step}_at")]
            fieldsets.append(
                (_("How it stands"), {"fields": (("document_number", "state", "percent"), "reason", *steps)})
            )
        return fieldsets

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("lead")

    @admin.display(description=_("task"), ordering="task")
    def task_short(self, assignment: Assignment) -> str:
        return typeset(assignment.task if len(assignment.task) <= 60 else assignment.task[:59] + "…")

    @admin.display(description=_("follow-up number"), ordering="serial")
    def document_number(self, assignment: Assignment) -> str:
        return assignment.document_number

    def take_out(self, request: HttpRequest, obj: Any) -> None:
        remove_assignment(assignment=obj, by=request.user)
