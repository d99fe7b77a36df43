"""The forms of the steps. Their fields are named as the verbs' arguments; for `version` see domain.steps."""

from typing import Any

from django import forms
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decisions.domain.attachments import KINDS, MAX_BYTES, MAX_FILES, check_all
from decisions.models import Assignment
from gusu_minutes.common.errors import DomainError

MAX_TEXT = 10_000


def _text(label: Any, **options: Any) -> forms.CharField:
    # What a person typed is shown again as typed, also to who reads Traditional characters.
    widget = forms.Textarea(attrs={"rows": 5, "translate": "no"})
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=widget, **options)


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

    def __init__(self, data: Any = None, files: Any = None, *, assignment: Assignment, auto_id: str) -> None:
        super().__init__(data, files, auto_id=auto_id, label_suffix="")
        self.suit(assignment)

    def suit(self, assignment: Assignment) -> None:
        """Fill in what the assignment suggests."""


class ReturnForm(StepForm):
    reason = _text(_("What is missing"))


class ConsentForm(StepForm):
    """A step that the chair agreed to."""

    consent = forms.CharField(
        label=_("Consent of the chair"),
        max_length=200,
        widget=forms.TextInput(attrs={"translate": "no"}),
        help_text=_("Who consented, and when."),
    )


class CancelForm(ConsentForm):
    reason = _text(_("Reason of the cancellation"))
    field_order = ("reason", "consent")


class DoneForm(StepForm):
    text = _text(_("What was achieved"))
    attachments = FilesField(
        label=_("Files that prove it"), required=False, widget=FilesInput(attrs={"accept": ",".join(KINDS)})
    )

    def suit(self, assignment: Assignment) -> None:
        limits = {
            "kinds": gettext(", ").join(ending[1:] for ending in KINDS),
            "mb": MAX_BYTES // 1024**2,
            "files": MAX_FILES,
        }
        self.fields["attachments"].help_text = (
            _("%(kinds)s; each up to %(mb)d MB, at most %(files)d. After an error choose them again.") % limits
        )


class ReportForm(DoneForm):
    text = _text(_("What was done"))
    percent = forms.IntegerField(
        label=_("Progress in per cent"), min_value=0, max_value=100, widget=forms.NumberInput(attrs={"step": 5})
    )
    field_order = ("text", "percent", "attachments")

    def suit(self, assignment: Assignment) -> None:
        super().suit(assignment)
        self.fields["percent"].initial = assignment.percent


class ExtensionForm(StepForm):
    new_due_on = forms.DateField(
        label=_("New due date asked for"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = _text(_("Why more time is needed"))


class DecisionForm(StepForm):
    granted = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("1", _("grant it")), ("0", _("refuse it"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    note = _text(_("Note; a refusal needs one"), required=False)
