"""The forms of an officer's own office. Their fields are named as the verbs' arguments."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendees.domain.offices import officer_accounts
from decisions.desk.forms import day_field
from gusu_minutes.common.templatetags.gusu import user_name


class AccountField(forms.ModelChoiceField):
    """An officer's account; who asks is not offered."""

    def __init__(self, label: Any) -> None:
        super().__init__(officer_accounts(), label=label, empty_label=_("choose one"))

    def label_from_instance(self, user: Any) -> str:
        return f"{user_name(user)} ({user.get_username()})"


class OfficeForm(forms.Form):
    """A step in an office: `who` names the field of the other person. `accounts` are (pk, name), read once a page."""

    who: str

    def __init__(self, data: Any = None, *, auto_id: str, accounts: list[tuple[Any, str]] | None = None) -> None:
        super().__init__(data, auto_id=auto_id, label_suffix="")
        if accounts is not None:
            self.fields[self.who].choices = [("", _("choose one")), *accounts]  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget.attrs["min"] = timezone.localdate().isoformat()


class SubstituteForm(OfficeForm):
    who = "substitute"
    substitute = AccountField(_("Substitute"))
    valid_from = day_field(_("First day"))
    valid_to = day_field(_("Last day"))


class HandOverForm(OfficeForm):
    who = "to"
    to = AccountField(_("New officer"))
    first_day = day_field(_("First day of the new officer"), help_text=_("Your office ends the day before."))
