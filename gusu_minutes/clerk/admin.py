"""Accounts and groups, in the clerk's room."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tasks_db.models import DBTaskResult

from gusu_minutes.clerk.base import NoBulkActions, ReadOnlyAdmin
from gusu_minutes.clerk.roles import right_name, role_name
from gusu_minutes.clerk.values import name_of

User = get_user_model()
admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister(DBTaskResult)


class RoleFilter(admin.RelatedFieldListFilter):
    """The roles by the names that people use."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        return [(role.pk, role_name(role)) for role in Group.objects.order_by("pk")]


@admin.register(User)
class AccountAdmin(NoBulkActions, UserAdmin):
    """Accounts are never deleted, because history names them: they are deactivated."""

    list_display = ("username", "full_name", "group_names", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", ("groups", RoleFilter))
    search_fields = ("username", "first_name", "last_name", "email")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=pgettext_lazy("person", "name"))
    def full_name(self, user: Any) -> str:
        return name_of(user)

    @admin.display(description=_("groups"))
    def group_names(self, user: Any) -> str:
        return "、".join(role_name(group) for group in user.groups.all())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may everything is changed only by those who may everything."""
        return super().has_change_permission(request, obj) and (
            obj is None or request.user.is_superuser or not obj.is_superuser
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else (*own, "is_superuser", "is_staff", "group_names")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Roles that are only read are read by name."""
        shown = super().get_fieldsets(request, obj)
        if obj is None or (request.user.is_superuser and self.has_change_permission(request, obj)):
            return shown
        return [
            (title, {**rest, "fields": ["group_names" if name == "groups" else name for name in rest["fields"]]})
            for title, rest in shown
        ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        field: Any = db_field.formfield(widget=forms.CheckboxSelectMultiple, help_text="")
        field.label_from_instance = role_name
        return field

    def name_on_page(self, obj: Any) -> str:
        return name_of(obj)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """Roles are made by the program, and made anew with each release: what each may do is shown."""

    list_display = ("role", "name", "people")
    search_fields = ("name",)
    fieldsets = ((None, {"fields": ("role", "name", "rights")}),)
    readonly_fields = ("role", "rights")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(people_total=Count("user"))

    @admin.display(description=_("role"), ordering="pk")
    def role(self, group: Group) -> str:
        return role_name(group)

    def name_on_page(self, obj: Any) -> str:
        return role_name(obj)

    @admin.display(description=_("people"), ordering="people_total")
    def people(self, group: Any) -> int:
        return group.people_total

    @admin.display(description=_("rights"))
    def rights(self, group: Group) -> str:
        permissions = group.permissions.select_related("content_type").order_by("content_type", "codename")
        return "\n".join(right_name(permission) for permission in permissions)
