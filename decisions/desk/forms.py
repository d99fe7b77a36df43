"""The forms of the steps. Their fields are named as the verbs' arguments; for `version` see domain.steps."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attendees.models import Department
from decisions.desk.situation import Situation
from decisions.domain.attachments import KINDS, MAX_BYTES, MAX_FILES, check_all
from decisions.domain.step_drafts import MAX_TEXT
from decisions.models import ProgressReport
from gusu_minutes.common.errors import DomainError


def text_field(label: Any, *, rows: int = 5, **options: Any) -> forms.CharField:
    # What a person typed is shown again as typed, also to who reads Traditional characters.
    widget = forms.Textarea(attrs={"rows": rows, "translate": "no"})
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=widget, **options)


def line_field(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, widget=forms.TextInput(attrs={"translate": "no"}), **options)


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


def percent_field() -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"step": 5})
    return forms.IntegerField(label=_("Progress in per cent"), min_value=0, max_value=100, widget=widget)


def department_field(label: Any, **options: Any) -> forms.ModelChoiceField:
    """Return a field that takes any department; `offer_departments` says which are offered."""
    return forms.ModelChoiceField(Department.objects.all(), label=label, **options)


def offer_departments(field: Any, departments: list[Department], *, but: Any = None) -> None:
    """Offer `departments` without asking the database for each field. One that is not offered any more is taken still:
    a form sent twice has to be known as such, and the verb refuses what does not exist."""
    empty = [("", field.empty_label)] if getattr(field, "empty_label", None) else []
    field.choices = [*empty, *((unit.pk, unit.short_name) for unit in departments if unit != but)]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files that a report may take; cleaned to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files: list[File] = [super(FilesField, self).clean(file, initial) for file in data or []]
        try:
            check_all(files)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        return files  # type: ignore[return-value]


class StepForm(forms.Form):
    """A step that needs no words."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, situation: Situation, auto_id: str, initial: Any = None
    ) -> None:
        super().__init__(data, files, auto_id=auto_id, label_suffix="", initial=initial)
        self.suit(situation)

    def suit(self, situation: Situation) -> None:
        """Fill in what the assignment suggests, and offer what can be chosen."""

    def arguments(self) -> dict[str, Any]:
        """Return what a valid form says, as the verb takes it."""
        return self.cleaned_data

    def typed(self) -> dict[str, str | list[str]]:
        """Return what a person typed or chose, valid or not, without what the form came with and without files."""
        return {name: self.as_sent(name) for name in self.own_changes()}

    def own_changes(self) -> list[str]:
        left_out = (forms.HiddenInput, forms.FileInput)
        return [name for name in self.changed_data if not isinstance(self.fields[name].widget, left_out)]

    def as_sent(self, name: str) -> str | list[str]:
        """Return one field as it was sent."""
        if getattr(self.fields[name].widget, "allow_multiple_selected", False):
            return sorted(self.data.getlist(name))  # type: ignore[attr-defined]  # a QueryDict, as it was sent
        return self.data.get(name, "").replace("\r\n", "\n")


class ReturnForm(StepForm):
    reason = text_field(_("What is missing"))


class ReminderForm(StepForm):
    text = text_field(_("Words to the departments"), required=False)


class NeedForm(StepForm):
    text = text_field(_("What you need from the supporting departments, and until when"))


class ConsentForm(StepForm):
    """A step that the chair agreed to."""

    consent = line_field(_("Consent of the chair"), help_text=_("Who consented, and when."))


class CancelForm(ConsentForm):
    reason = text_field(_("Reason of the cancellation"))
    field_order = ("reason", "consent")


class ReassignForm(ConsentForm):
    lead = department_field(_("New lead department"), empty_label=_("choose one"))
    reason = text_field(_("Why the lead department changes"))
    field_order = ("lead", "reason", "consent")

    def suit(self, situation: Situation) -> None:
        lead, consent = situation.assignment.lead, self.fields["consent"]
        offer_departments(self.fields["lead"], situation.departments, but=lead)
        # To a successor it needs none; the verb knows when.
        consent.required = False
        if lead.successor_id is not None:
            self.fields["lead"].initial = lead.successor_id
            consent.help_text = _("Who consented, and when; not needed for the department that took over its work.")


class SaidForm(StepForm):
    """A department says something, with files that prove it."""

    text = text_field(_("What was done"))
    attachments = FilesField(
        label=_("Files that prove it"), required=False, widget=FilesInput(attrs={"accept": ",".join(KINDS)})
    )

    def suit(self, situation: Situation) -> None:
        limits = {
            "kinds": gettext(", ").join(ending[1:] for ending in KINDS),
            "mb": MAX_BYTES // 1024**2,
            "files": MAX_FILES,
        }
        self.fields["attachments"].help_text = (
            _("%(kinds)s; each up to %(mb)d MB, at most %(files)d. After an error choose them again.") % limits
        )


class ContributionForm(SaidForm):
    text = text_field(_("What your department did"))
    percent = percent_field()
    field_order = ("text", "percent", "attachments")


class DoneForm(SaidForm):
    text = text_field(_("What was achieved"))
    gathered = forms.ModelMultipleChoiceField(
        ProgressReport.objects.none(),
        label=_("Contributions to take up"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order: Sequence[str] = ("gathered", "text", "attachments")

    def suit(self, situation: Situation) -> None:
        super().suit(situation)
        field: Any = self.fields["gathered"]
        # One that was taken up meanwhile is not offered, but read: the verb says what became of it.
        field.queryset = situation.assignment.reports.filter(contribution=True)
        field.choices = [(report.pk, report) for report in situation.contributions]


class ReportForm(DoneForm):
    text = text_field(_("What was done"))
    percent = percent_field()
    field_order: Sequence[str] = ("gathered", "text", "percent", "attachments")

    def suit(self, situation: Situation) -> None:
        super().suit(situation)
        self.fields["percent"].initial = situation.assignment.percent


class ExtensionForm(StepForm):
    new_due_on = day_field(_("New due date asked for"))
    reason = text_field(_("Why more time is needed"))


class ReliefForm(StepForm):
    reason = text_field(_("Why another department should do it"))
    proposed_lead = department_field(
        _("Who should lead instead"), required=False, empty_label=_("the supervisor may decide")
    )

    def suit(self, situation: Situation) -> None:
        if situation.is_lead:
            offer_departments(self.fields["proposed_lead"], situation.departments, but=situation.assignment.lead)
        else:
            del self.fields["proposed_lead"]


class DecisionForm(StepForm):
    granted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("1", _("grant it")), ("0", _("refuse it"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    note = text_field(_("Note; a refusal needs one"), required=False)


class ReliefDecisionForm(DecisionForm):
    new_lead = department_field(
        _("New lead department"),
        required=False,
        empty_label=_("choose one"),
        help_text=_("It has to sign for the assignment. Needed if the request is granted."),
    )
    field_order = ("granted", "new_lead", "note")

    def suit(self, situation: Situation) -> None:
        asked = situation.last_relief
        if asked is None or asked.department in situation.supporting:
            del self.fields["new_lead"]
            return
        offer_departments(self.fields["new_lead"], situation.departments, but=situation.assignment.lead)
        self.fields["new_lead"].initial = asked.proposed_lead_id
