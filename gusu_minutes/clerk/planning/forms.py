"""The row of one proposal: what is typed into it, and what a verb takes of it."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from decisions.models import Assignment
from gusu_minutes.clerk.fields import TextField
from gusu_minutes.clerk.planning.names import Departments, Leaders, NameField, NamesField
from gusu_minutes.clerk.versions import VersionedForm
from meetings.models import FIRST_YEAR, LAST_YEAR

MAX_TASK = 5_000


def _listed(name: str) -> forms.TextInput:
    return forms.TextInput(attrs={"list": name})


class ProposalForm(VersionedForm):
    """A proposal in the records. The verb writes it: the form neither changes nor saves the row."""

    task = TextField(label=_("task"), max_length=MAX_TASK, widget=forms.Textarea(attrs={"rows": 3, "translate": "no"}))
    lead = NameField(label=_("lead department"), widget=_listed("departments"))
    supporting = NamesField(label=_("supporting departments"), required=False, widget=_listed("departments-more"))
    leader = NameField(label=_("leader in charge"), required=False, widget=_listed("leaders"))
    due_on = forms.DateField(
        label=_("due date"),
        required=False,
        validators=[MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    class Meta:
        model = Assignment
        fields = ("task", "lead", "supporting", "lead_role", "due_on", "due_text", "kind", "cycle", "leader")

    def __init__(self, *args: Any, departments: Departments, leaders: Leaders, **kwargs: Any) -> None:
        short = {"auto_id": "%s", "label_suffix": ""}  # there may be a hundred rows on the page
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **short, **kwargs)
        for name, known in (("lead", departments), ("supporting", departments), ("leader", leaders)):
            self.fields[name].known = known  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Whether anything differs from what is stored: a row that is merely newer with the same words does not."""
        return bool(set(self.changed_data) - {"version"})

    def _post_clean(self) -> None:
        pass

    def values(self) -> dict[str, Any]:
        """Return what a verb takes of the row."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewForm(ProposalForm):
    """One more task of a clause, which begins with the clause's own words."""

    def has_changed(self) -> bool:
        """Without a department, and without words of its own, it is left aside."""
        typed = {name: (self[name].data or "").strip() for name in ("task", "lead", "supporting")}
        suggested = (self.get_initial_for_field(self.fields["task"], "task") or "").strip()
        return bool(typed["lead"] or typed["supporting"] or typed["task"].replace("\r\n", "\n") not in ("", suggested))
