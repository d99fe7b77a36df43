"""What agenda items are filed under: themes and matters, and the part of an item's form that files it."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import cached_property, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gusu_minutes.clerk.base import RecordAdmin
from gusu_minutes.clerk.links import list_url
from gusu_minutes.clerk.versions import VersionedForm
from meetings.domain.filing import suggested_matters, suggested_themes, text_of
from meetings.models import AgendaItem, Matter, Theme


def ticked(model: Any, label: Any) -> forms.ModelMultipleChoiceField:
    """Return a field of boxes to tick; any record may be sent, those that `offer` gives it are shown."""
    return forms.ModelMultipleChoiceField(
        model.objects.all(), required=False, label=label, widget=forms.CheckboxSelectMultiple
    )


class FilingForm(VersionedForm):
    """An agenda item with boxes for what its saved text suggests, and a line that makes a new matter."""

    suggested_themes = ticked(Theme, _("themes that the text suggests"))
    suggested_matters = ticked(Matter, _("matters that the text suggests"))
    new_matter = forms.CharField(
        label=_("new matter"),
        required=False,
        max_length=Matter._meta.get_field("name").max_length,
        help_text=_("A name that no matter has yet; saving makes it and files this item under it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # asked for only where they are shown
            self._offer("suggested_themes", lambda: suggested_themes(self._text))
            self._offer("suggested_matters", lambda: suggested_matters(self.instance, self._text))

    @cached_property
    def _text(self) -> str:
        return text_of(self.instance)

    def _offer(self, name: str, suggest: Callable[[], list[Any]]) -> None:
        """Give a field what is suggested and not chosen yet, once it is rendered."""
        field: Any = self.fields[name]
        chosen = name.removeprefix("suggested_")

        @cache
        def choices() -> list[tuple[Any, str]]:
            there = {str(key) for key in self[chosen].value() or ()}
            return [(one.pk, str(one)) for one in suggest() if str(one.pk) not in there]

        field.widget.choices = choices
        field.help_text = lazy(lambda: "" if choices() else gettext("The saved text suggests no other."), str)()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("themes", "matters"):
            more = self.cleaned_data.get(f"suggested_{name}")
            if more and name in self.cleaned_data:
                self.cleaned_data[name] = [*self.cleaned_data[name], *more]
        return cleaned

    def make_matter(self, *, by: Any) -> None:
        """Make the new matter, unless there is one of its name, and file the item under it. The form is valid."""
        name = self.cleaned_data.get("new_matter")
        if name:
            matter = Matter.objects.filter(name=name).first() or Matter(name=name)
            if matter.pk is None:
                matter.save_as(by=by, reason="")
            self.cleaned_data["matters"] = [*self.cleaned_data["matters"], matter]


class FiledAdmin(RecordAdmin):
    """A record that items are filed under through `field` of theirs; the list counts them and leads to them."""

    field: str

    def get_queryset(self, request: HttpRequest) -> Any:
        column = str(self.opts.model_name)
        filed: Any = getattr(AgendaItem, self.field).through._default_manager.filter(**{column: OuterRef("pk")})
        total = filed.order_by().values(column).annotate(total=Count("pk")).values("total")
        rows = super().get_queryset(request)
        return rows.annotate(item_total=Coalesce(Subquery(total, output_field=IntegerField()), 0))

    @admin.display(description=_("agenda items"), ordering="item_total")
    def item_total(self, record: Any) -> SafeString:
        address = f"{list_url(AgendaItem)}?{self.field}__id__exact={record.pk}"
        return format_html('<a href="{}">{}</a>', address, record.item_total)


@admin.register(Theme)
class ThemeAdmin(FiledAdmin):
    field = "themes"
    list_display = ("name", "item_total", "is_active", "code")
    list_filter = ("is_active",)
    search_fields = ("name", "words", "code")
    fieldsets = ((None, {"fields": ("name", "words", "is_active")}),)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Offer to who chooses one for an item only those in use."""
        rows, duplicates = super().get_search_results(request, queryset, search_term)
        choosing = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return (rows.filter(is_active=True) if choosing else rows), duplicates


@admin.register(Matter)
class MatterAdmin(FiledAdmin):
    field = "matters"
    list_display = ("name", "public_name", "item_total", "code")
    list_filter = (("public_name", admin.EmptyFieldListFilter),)
    search_fields = ("name", "public_name", "code")
    fieldsets = ((None, {"fields": ("name", "public_name")}),)
