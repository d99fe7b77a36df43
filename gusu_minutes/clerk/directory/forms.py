"""What the pages of the directory ask."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _

from attendees.enums import DirectoryTable
from attendees.rules import CAN_IMPORT
from gusu_minutes.common.sheets import MAX_BYTES


class TableForm(forms.Form):
    """A table, and what is in it: of what the user may import."""

    table = forms.ChoiceField(label=_("What is in the table"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel or WPS (.xlsx) or .csv, at most 20 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["table"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in DirectoryTable.choices if CAN_IMPORT[value].test(user)
        ]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class IntoForm(forms.Form):
    """The entry to keep. `field` is a foreign key to the model, by which it is found by typing."""

    into: Any = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args: Any, duplicate: Any, field: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["into"].label = label
        self.fields["into"].queryset = type(duplicate)._default_manager.exclude(pk=duplicate.pk)  # type: ignore[attr-defined]
        # Django shows the widget's own choices only once it has the field's.
        self.fields["into"].widget = AutocompleteSelect(field, admin.site, choices=self.fields["into"].choices)  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """The confirmation: both versions that the person saw, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    into_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        help_text=_("Stands in the history of everything that moves. May stay empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
