from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from decisions.domain.drafts import remove_item
from decisions.models import Assignment, Resolution
from gusu_minutes.clerk.base import VersionedFields
from gusu_minutes.clerk.part import PartAdmin
from gusu_minutes.common.numbering import following
from gusu_minutes.common.texts import typeset
from meetings.admin.filing import FilingForm
from meetings.models import AgendaItem


class ResolutionInline(VersionedFields, admin.StackedInline):
    """The clauses of an item. They are taken out on their own page, where what hangs on them is shown."""

    model = Resolution
    fieldsets = ((None, {"fields": ("number", "text", "disclosure", "public_text")}),)
    extra = 0
    can_delete = False
    show_change_link = True
    ordering = ("position",)
    classes = ("clauses",)


@admin.register(AgendaItem)
class AgendaItemAdmin(PartAdmin):
    form = FilingForm
    parent_field = "meeting"
    numbered = True
    parent_related = ("series",)
    child_model, child_field = Resolution, "agenda_item"
    change_form_template = "admin/agenda_item.html"
    list_display = ("name", "meeting", "kind", "outcome", "disclosure")
    list_display_links = ("name",)
    list_filter = ("kind", "outcome", "disclosure", "meeting__series", "meeting__state")
    search_fields = ("title", "public_title", "meeting__title", "resolutions__text")
    autocomplete_fields = ("presenting", "themes", "matters")
    date_hierarchy = "meeting__held_on"
    ordering = ("-meeting__held_on", "meeting", "position")
    inlines = (ResolutionInline,)
    fieldsets = (
        (None, {"fields": (("number", "kind"), "title", "presenting", "outcome", "forwarded_to")}),
        (_("Disclosure"), {"fields": ("disclosure", "public_title", "disclosure_reason", "outcome_note")}),
    )

    def shown_fieldsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Add what the item is filed under; suggestions come from a saved text, and to who may take them."""
        may_edit = obj is None or self.has_change_permission(request, obj)
        may_add = may_edit and request.user.has_perm("meetings.add_matter")
        suggested = ["suggested_themes", "suggested_matters"] if obj and may_edit else []
        fields = ["themes", *suggested[:1], "matters", *suggested[1:], *(["new_matter"] if may_add else [])]
        first, *others = super().shown_fieldsets(request, obj)
        return [first, (_("Filed under"), {"fields": fields}), *others]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if request.user.has_perm("meetings.add_matter"):
            form.make_matter(by=request.user)
        super().save_related(request, form, formsets, change)

    @admin.display(description=_("agenda item"), ordering="position")
    def name(self, item: AgendaItem) -> str:
        return typeset(item)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        series = self.parent(request).series
        return {"disclosure": series.item_disclosure, **super().get_changeform_initial_data(request)}

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:  # type: ignore[override]
        item = kwargs.get("obj")
        if item is not None and self.has_change_permission(request, item):
            context["clauses"] = list(item.resolutions.order_by("position"))
        return super().render_change_form(request, context, **kwargs)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Number the new clauses after those that are there."""
        there = Resolution.objects.filter(agenda_item=form.instance).order_by("position")
        position = there.next_position()
        numbers = list(there.values_list("number", flat=True))
        for row in formset.save(commit=False):
            if row.pk is None:
                row.position = position
                row.number = row.number or following(numbers)
                position += 1
                numbers.append(row.number)
            row.save_as(by=request.user, reason="")
        formset.save_m2m()

    def goes_with(self, obj: Any) -> list[models.Model]:
        return [
            *obj.resolutions.all(),
            *Assignment.objects.filter(resolution__agenda_item=obj),
            *obj.attachments.defer("text"),
        ]

    def take_out(self, request: HttpRequest, obj: Any) -> None:
        remove_item(item=obj, by=request.user)
