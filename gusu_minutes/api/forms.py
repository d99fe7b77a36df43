"""What a person says of a new token."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gusu_minutes.api.enums import Scope
from gusu_minutes.api.tokens import INTERNAL_RIGHT

DAYS = ((30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("365 days")))


class TokenForm(forms.Form):
    """Name, scope and how long; only scopes within the person's rights are offered."""

    name = forms.CharField(label=_("What it is for"), max_length=80, help_text=_("the program that will use it, say"))
    scope = forms.ChoiceField(label=_("What it opens"), widget=forms.RadioSelect, initial=Scope.PUBLIC)
    days = forms.TypedChoiceField(label=_("Valid for"), choices=DAYS, coerce=int, initial=90)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        scopes = Scope.choices if user.has_perm(INTERNAL_RIGHT) else [(Scope.PUBLIC.value, Scope.PUBLIC.label)]
        field: Any = self.fields["scope"]
        field.choices = scopes

    @property
    def expires_at(self) -> datetime:
        return timezone.now() + timedelta(days=self.cleaned_data["days"])
