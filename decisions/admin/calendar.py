"""The calendar of working days."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from decisions.domain.holidays import may_remove_day, remove_day
from decisions.enums import DaySource
from decisions.models import CalendarDay
from gusu_minutes.clerk.base import RecordAdmin


@admin.register(CalendarDay)
class CalendarDayAdmin(RecordAdmin):
    """Statutory days are imported; whoever changes one makes it the office's own, which no import touches."""

    fields = ("day", "is_working", "name", "source")
    list_display = ("day", "name", "is_working", "source")
    list_filter = ("source", "is_working")
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day",)
    delete_confirmation_template = "admin/remove.html"
    empty_list = _("The statutory days come by manage.py import_holidays; the office's own are added here.")

    def shown_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [(None, {"fields": self.fields if obj else self.fields[:-1]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("day", "source") if obj else ("source",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the office added it may take out; a statutory day would come back with the next import."""
        return obj is not None and obj.is_own and may_remove_day.test(request.user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.has_changed():
            obj.source = DaySource.OFFICE
        super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove_day(day=obj, by=request.user)
