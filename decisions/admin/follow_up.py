"""What happened to assignments: events, reports, requests and their answers."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from decisions.models import (
    Event,
    ExtensionDecision,
    ExtensionRequest,
    ProgressReport,
    ReliefDecision,
    ReliefRequest,
    ReportAttachment,
)
from gusu_minutes.clerk.base import ReadOnlyAdmin, by_name

BY = by_name("by", _("by"))


class FollowUpAdmin(ReadOnlyAdmin):
    """What departments reported and asked for; written at the desk, never changed."""

    readonly_fields: ClassVar[Any] = (BY,)
    empty_list = _("They are written at the desk of a department.")


@admin.register(ProgressReport)
class ProgressReportAdmin(FollowUpAdmin):
    fields = ("assignment", "department", "text", "percent", "done", "contribution", BY, "at")
    list_display = ("assignment", "department", "percent", "done", "contribution", BY, "at")
    list_filter = ("done", "contribution", ("department", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("assignment", "department", "by")
    search_fields = ("text", "assignment__task", "department__short_name")
    date_hierarchy = "at"


@admin.register(ReportAttachment)
class ReportAttachmentAdmin(FollowUpAdmin):
    readonly_fields: ClassVar[Any] = ()
    list_display = ("name", "report", "size")
    list_select_related = ("report",)
    search_fields = ("name", "report__text")
    fields = ("name", "report", "size", "sha256")  # the file itself is handed out by the desk


@admin.register(ExtensionRequest)
class ExtensionRequestAdmin(FollowUpAdmin):
    fields = ("assignment", "department", "old_due_on", "new_due_on", "reason", BY, "at")
    list_display = ("assignment", "department", "old_due_on", "new_due_on", BY, "at")
    list_filter = (("department", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("assignment", "department", "by")
    search_fields = ("reason", "assignment__task", "department__short_name")
    date_hierarchy = "at"


@admin.register(ExtensionDecision)
class ExtensionDecisionAdmin(FollowUpAdmin):
    fields = ("request", "granted", "note", BY, "at")
    list_display = ("request", "granted", BY, "at")
    list_filter = ("granted",)
    list_select_related = ("request", "by")
    search_fields = ("note", "request__reason")
    date_hierarchy = "at"


@admin.register(ReliefRequest)
class ReliefRequestAdmin(FollowUpAdmin):
    fields = ("assignment", "department", "proposed_lead", "reason", BY, "at")
    list_display = ("assignment", "department", "proposed_lead", BY, "at")
    list_filter = (("department", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("assignment", "department", "proposed_lead", "by")
    search_fields = ("reason", "assignment__task", "department__short_name")
    date_hierarchy = "at"


@admin.register(ReliefDecision)
class ReliefDecisionAdmin(FollowUpAdmin):
    fields = ("request", "granted", "new_lead", "note", BY, "at")
    list_display = ("request", "granted", "new_lead", BY, "at")
    list_filter = ("granted",)
    list_select_related = ("request__department", "request__proposed_lead", "new_lead", "by")
    search_fields = ("note", "request__reason")
    date_hierarchy = "at"


@admin.register(Event)
class EventAdmin(FollowUpAdmin):
    fields = ("assignment", "verb", "department", "text", BY, "at")
    list_display = ("assignment", "verb", "department", BY, "at")
    list_filter = ("verb", ("department", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("assignment", "department", "by")
    search_fields = ("text", "assignment__task")
    date_hierarchy = "at"
