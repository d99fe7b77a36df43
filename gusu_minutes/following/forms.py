"""What a person says of a saved search."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gusu_minutes.clerk.versions import VersionedForm
from gusu_minutes.following.models import SavedSearch


class SavedSearchForm(VersionedForm):
    """Its name, and whether mails tell of what is new. The instance knows its owner."""

    class Meta:
        model = SavedSearch
        fields = ("name", "tell")
        widgets = {"tell": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = SavedSearch.objects.of(self.instance.user).exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("You have a search of this name."))
        return name
