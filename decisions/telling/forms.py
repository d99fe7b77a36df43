"""What a person says of telling: how, and where to."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from decisions.telling.enums import How, Topic
from decisions.telling.preferences import choices_of


class PreferencesForm(forms.Form):
    """One choice for each topic."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = choices_of([user])
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=topic.label,
                choices=How.choices,
                initial=chosen.get((user.pk, topic), How.USUAL),
                widget=forms.RadioSelect,
            )


class AddressForm(forms.ModelForm):
    class Meta:
        model = get_user_model()
        fields = ("email",)
        labels = {"email": _("Your e-mail address")}
        help_texts = {"email": _("Without one nothing is sent by e-mail; everything stands in the inbox.")}
