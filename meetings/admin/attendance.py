from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gusu_minutes.clerk.ordering import open_gap
from gusu_minutes.clerk.part import PartAdmin
from meetings.models import Attendance


@admin.register(Attendance)
class AttendanceAdmin(PartAdmin):
    parent_field = "meeting"
    list_display = ("name", "kind", "department_name", "title", "meeting", "person", "department")
    list_filter = ("kind", "meeting__series", ("department", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("meeting", "person", "department")
    search_fields = ("name", "title", "department_name", "person__name", "meeting__title")
    autocomplete_fields = ("person", "appointment", "department")
    date_hierarchy = "meeting__held_on"
    ordering = ("-meeting__held_on", "meeting", "position")
    fieldsets = (
        (_("As recorded"), {"fields": ("kind", "name", ("department_name", "title"), "substitutes_for")}),
        (_("In the directory"), {"fields": ("person", "department", "appointment")}),
        (_("Which items"), {"fields": ("items", "note")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("person", "department", "appointment")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "items":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "items" in form.base_fields:
            meeting = obj.meeting if obj else form.parent
            field = form.base_fields["items"]
            field.queryset = meeting.items.order_by("position")
            field.widget = field.widget.widget  # no adding of items from here
            field.widget.choices = field.choices
        return form

    def new_position(self, request: HttpRequest, obj: Any) -> int:
        """Stand after the last one of the same kind, as the document lists people by kind."""
        siblings = self.siblings(obj)
        last = siblings.filter(kind=obj.kind).aggregate(last=models.Max("position"))["last"]
        if last is None:
            return siblings.next_position()
        open_gap(siblings=siblings, position=last + 1, by=request.user)
        return last + 1
