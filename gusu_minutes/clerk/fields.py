"""Form fields and widgets of the clerk's room."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models


class TextField(forms.CharField):
    """A text of several lines. Browsers send line breaks as two characters, which would look like a change."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class LinesField(forms.CharField):
    """A list of short texts, one a line; empty lines and repetitions are dropped."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40, "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, str):
            ProhibitNullCharactersValidator()(value)
        lines = value if isinstance(value, list) else (super().to_python(value) or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or "") != self.to_python(data or "")


class KnownLabels:
    """The labels of a small table, read once and shared by all rows of an inline."""

    def __init__(self, queryset: models.QuerySet) -> None:
        self._queryset = queryset
        self._labels: dict[str, str] | None = None

    def label(self, key: str) -> str | None:
        if self._labels is None:
            self._labels = {str(row.pk): str(row) for row in self._queryset}
        return self._labels.get(key)


def _known_optgroups(self: Any, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
    """Name what is chosen without a query a row."""
    chosen = [(key, label) for key in value if (label := self.known.label(str(key))) is not None]
    options = [self.create_option(name, key, label, True, index) for index, (key, label) in enumerate(chosen)]
    if not self.is_required and not self.allow_multiple_selected:
        options.insert(0, self.create_option(name, "", "", not chosen, 0))
    return [(None, options, 0)]


class KnownSelect(AutocompleteSelect):
    """One of a small table, found by typing: for inlines."""

    known: KnownLabels
    optgroups = _known_optgroups  # type: ignore[assignment]


class KnownSelectMultiple(AutocompleteSelectMultiple):
    """Several of a small table, found by typing: for inlines."""

    known: KnownLabels
    optgroups = _known_optgroups  # type: ignore[assignment]
