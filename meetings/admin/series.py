from string import Formatter

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gusu_minutes.clerk.base import RecordAdmin
from gusu_minutes.clerk.versions import VersionedForm
from meetings.models import Body, Series

_BAD_PATTERN = _("This pattern has a field that does not exist, or a brace alone.")


def _check_pattern(pattern: str, *fields: str) -> None:
    """Allow fields by their plain names only: a format or an attribute would fail, or tell more than it should."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise ValidationError(_BAD_PATTERN) from error
    if any(name is not None and (name not in fields or spec or conversion) for _text, name, spec, conversion in parts):
        raise ValidationError(_BAD_PATTERN)


class SeriesForm(VersionedForm):
    def clean_title_pattern(self) -> str:
        pattern = self.cleaned_data["title_pattern"]
        _check_pattern(pattern, "bodies", "series", "number", "year", "term")
        return pattern

    def clean_number_pattern(self) -> str:
        pattern = self.cleaned_data["number_pattern"]
        _check_pattern(pattern, "number", "year", "term")
        return pattern


@admin.register(Body)
class BodyAdmin(RecordAdmin):
    list_display = ("short_name", "name", "code", "position")
    search_fields = ("short_name", "name", "code")
    fieldsets = ((None, {"fields": ("short_name", "name", "code", "position")}),)


@admin.register(Series)
class SeriesAdmin(RecordAdmin):
    form = SeriesForm
    list_display = ("name", "code", "kind", "numbering", "document_title", "item_disclosure", "assignment_disclosure")
    list_filter = ("kind", "numbering")
    search_fields = ("name", "code", "document_title")
    autocomplete_fields = ("bodies",)
    fieldsets = (
        (None, {"fields": ("name", "code", "kind", "bodies", "numbering", "quorum")}),
        (_("Minutes"), {"fields": ("document_title", "title_pattern", "number_pattern", "issuer", "copy_to")}),
        (_("Disclosure"), {"fields": ("item_disclosure", "assignment_disclosure")}),
    )
