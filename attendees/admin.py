from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from attendees.enums import DirectoryTable
from attendees.models import Appointment, Department, DepartmentOfficer, Person, Substitution
from attendees.rules import CAN_EXPORT, CAN_IMPORT
from gusu_minutes.clerk.base import RecordAdmin, by_name
from gusu_minutes.clerk.directory.merging import MERGING, merge_view
from gusu_minutes.clerk.values import name_of


class EntryAdmin(RecordAdmin):
    """An entry of the directory: it goes out and in as a table, and a duplicate is merged into another."""

    table: DirectoryTable
    change_list_template = "admin/directory/list.html"
    change_form_template = "admin/directory/entry.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(partial(merge_view, self))
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("<int:pk>/merge/", view, name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = {
            "table": self.table,
            "can_export": CAN_EXPORT[self.table].test(request.user),
            "can_import": CAN_IMPORT[self.table].test(request.user),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:  # type: ignore[override]
        context["can_merge"] = MERGING[self.model].rule.test(request.user)
        return super().render_change_form(request, context, **kwargs)


@admin.register(Department)
class DepartmentAdmin(EntryAdmin):
    table = DirectoryTable.DEPARTMENTS
    list_display = ("short_name", "name", "code", "kind", "position", "active_from", "active_to", "successor")
    list_filter = ("kind", ("successor", admin.EmptyFieldListFilter))
    list_select_related = ("successor",)
    search_fields = ("short_name", "name", "code", "aliases")
    autocomplete_fields = ("parent", "leader", "successor")
    fieldsets = (
        (None, {"fields": ("short_name", "name", "aliases", "code", "kind", "parent", "position", "leader")}),
        (_("Reorganisation"), {"fields": (("active_from", "active_to"), "successor")}),
    )


@admin.register(Person)
class PersonAdmin(EntryAdmin):
    table = DirectoryTable.POSTS
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
        return of_others("user", super().formfield_for_foreignkey, db_field, request, **kwargs)


@admin.register(Substitution)
class SubstitutionAdmin(RecordAdmin):
    """Who stands in for an officer who is away; an absence that was entered is ended by its last day."""

    list_display = ("officer", by_name("substitute", _("substitute")), "valid_from", "valid_to")
    list_filter = (("officer__department", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("officer__user__username", "officer__department__short_name", "substitute__username")
    autocomplete_fields = ("officer",)
    date_hierarchy = "valid_from"
    fieldsets = ((None, {"fields": ("officer", "substitute", ("valid_from", "valid_to"))}),)

    def get_queryset(self, request: HttpRequest) -> Any:
        related = ("officer__user", "officer__department", "substitute")
        return super().get_queryset(request).select_related(*related)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return of_others("substitute", super().formfield_for_foreignkey, db_field, request, **kwargs)


def of_others(name: str, formfield: Callable[..., Any], db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
    """Return the form field of `db_field`; that of the account in `name` offers all but one's own.

    Nobody makes himself the officer of a department, or the substitute of one. It is a plain list: finding accounts by
    typing would need a right that clerks lack.
    """
    if db_field.name == name:
        users = get_user_model().objects.order_by("username")
        own = request.user.get_username()
        kwargs["queryset"] = users if request.user.is_superuser else users.exclude(username=own)
    field: Any = formfield(db_field, request, **kwargs)
    if field is not None and db_field.name == name:
        field.label_from_instance = lambda user: f"{name_of(user)} ({user.get_username()})"
    return field
