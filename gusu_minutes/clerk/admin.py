"""Accounts and groups, in the clerk's room."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gusu_minutes.clerk.base import NoBulkActions, ReadOnlyAdmin
from gusu_minutes.clerk.values import name_of

User = get_user_model()
admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(NoBulkActions, UserAdmin):
    """Accounts are never deleted, because history names them: they are deactivated."""

    list_display = ("username", "full_name", "group_names", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("username", "first_name", "last_name", "email")
    autocomplete_fields = ("groups",)
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

    @admin.display(description=_("name"))
    def full_name(self, user: Any) -> str:
        return name_of(user)

    @admin.display(description=_("groups"))
    def group_names(self, user: Any) -> str:
        return "、".join(group.name for group in user.groups.all())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may everything is changed only by those who may everything."""
        return super().has_change_permission(request, obj) and (
            obj is None or request.user.is_superuser or not obj.is_superuser
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else (*own, "is_superuser", "is_staff", "groups")


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """Roles are made by the program, and made anew with each release: what each may do is shown."""

    list_display = ("name", "people")
    search_fields = ("name",)
    fieldsets = ((None, {"fields": ("name", "rights")}),)
    readonly_fields = ("rights",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(people_total=Count("user"))

    @admin.display(description=_("people"), ordering="people_total")
    def people(self, group: Any) -> int:
        return group.people_total

    @admin.display(description=_("rights"))
    def rights(self, group: Group) -> str:
        lines = []
        for permission in group.permissions.select_related("content_type").order_by("content_type", "codename"):
            model = permission.content_type.model_class()
            lines.append(f"{model._meta.verbose_name if model else ''} · {permission.name}")
        return "\n".join(lines)
