from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from attendees.models import Appointment, Department, DepartmentOfficer, Person
from gusu_minutes.clerk.base import RecordAdmin, by_name
from gusu_minutes.clerk.values import name_of


@admin.register(Department)
class DepartmentAdmin(RecordAdmin):
    list_display = ("short_name", "name", "code", "kind", "position", "active_from", "active_to", "successor")
    list_filter = ("kind", ("successor", admin.EmptyFieldListFilter))
    list_select_related = ("successor",)
    search_fields = ("short_name", "name", "code", "aliases")
    autocomplete_fields = ("parent", "successor")
    fieldsets = (
        (None, {"fields": ("short_name", "name", "aliases", "code", "kind", "parent", "position")}),
        (_("Reorganisation"), {"fields": (("active_from", "active_to"), "successor")}),
    )


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ("name", "code", "other_names")
    search_fields = ("name", "code", "aliases")
    fieldsets = ((None, {"fields": ("name", "aliases", "code")}),)

    @admin.display(description=_("aliases"))
    def other_names(self, person: Person) -> str:
        return "、".join(person.aliases)


@admin.register(Appointment)
class AppointmentAdmin(RecordAdmin):
    list_display = ("person", "department", "title", "valid_from", "valid_to")
    list_filter = (("department", admin.RelatedOnlyFieldListFilter), "title")
    list_select_related = ("person", "department")
    search_fields = ("person__name", "department__short_name", "title")
    autocomplete_fields = ("person", "department")
    date_hierarchy = "valid_from"
    fieldsets = ((None, {"fields": ("person", "department", "title", ("valid_from", "valid_to"))}),)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("person", "department")


@admin.register(DepartmentOfficer)
class DepartmentOfficerAdmin(RecordAdmin):
    list_display = (by_name("user", _("user")), "department", "valid_from", "valid_to")
    list_filter = (("department", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("user", "department")
    search_fields = ("user__username", "user__first_name", "user__last_name", "department__short_name")
    autocomplete_fields = ("department",)
    fieldsets = ((None, {"fields": ("user", "department", ("valid_from", "valid_to"))}),)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":  # a plain list: finding accounts by typing would need a right that clerks lack
            kwargs["queryset"] = get_user_model().objects.order_by("username")
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "user":
            field.label_from_instance = lambda user: f"{name_of(user)} ({user.get_username()})"
        return field
