"""Saved searches, for administrators: seen, never changed; and the mails about them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy

from decisions.telling.admin import SENDING_FIELDS, USER, SendingAdmin, SuperusersOnly
from gusu_minutes.clerk.base import ReadOnlyAdmin, by_name
from gusu_minutes.following.models import SavedSearch, SearchMail
from gusu_minutes.following.tasks import send_search_mail

OWNER = by_name("user", gettext_lazy("person"))


@admin.register(SavedSearch)
class SavedSearchAdmin(SuperusersOnly, ReadOnlyAdmin):
    """Who has which searches; what they ask for is the person's own and is not shown."""

    list_display = ("name", OWNER, "room", "tell", "created_at")
    list_filter = ("room", "tell")
    list_select_related = ("user",)
    search_fields = ("name", "user__username", "user__first_name", "user__last_name")
    fields = ("name", OWNER, "room", "tell", "created_at")
    readonly_fields: ClassVar[Any] = (OWNER,)
    empty_list = gettext_lazy("They appear when somebody saves a search.")

    has_add_permission = ReadOnlyAdmin.has_add_permission
    has_change_permission = ReadOnlyAdmin.has_change_permission


@admin.register(SearchMail)
class SearchMailAdmin(SendingAdmin):
    task = send_search_mail
    list_display = (USER, "day", "state", "attempts", "created_at", "error", "key")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email")
    fieldsets = ((None, {"fields": ("state", USER, "day", *SENDING_FIELDS)}),)
    readonly_fields: ClassVar[Any] = (USER,)
    empty_list = gettext_lazy("They appear when saved searches find something new.")
