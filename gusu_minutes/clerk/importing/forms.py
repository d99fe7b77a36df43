"""What the wizard asks: the text, then what the records should say where the text leaves it open."""

from collections.abc import Iterable, Iterator
from hashlib import blake2s
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import MAX_BYTES, SourceError
from gusu_minutes.importing.plan import NEW, NONE, DepartmentPlan, ImportPlan, PersonPlan, Status
from gusu_minutes.importing.sources import ACCEPTED, MAX_CHARACTERS, explain, refuse_state_secret, text_of_file
from gusu_minutes.importing.tidy import PUNCTUATION, SPACES
from meetings.enums import HalfDay
from meetings.models import FIRST_YEAR, LAST_YEAR, Meeting

WAYS = [
    (PUNCTUATION, _("Half-width , : ; ( ) in Chinese text become full-width")),
    (SPACES, _("Stray spaces between Chinese characters are taken out")),
]
MEETING_FIELDS = ("title", "series", "series_name", "term", "year", "number", "held_on", "half_day", "place")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or more; gives a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class StartForm(forms.Form):
    """A text: pasted, or in a file; or many files, which are read in the background (`files`)."""

    text = forms.CharField(
        label=_("Text of the minutes"),
        required=False,
        strip=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )
    file = FilesField(
        label=_("or files"),
        required=False,
        allow_empty_file=True,  # what to do about an empty one is said in our own words
        help_text=_(
            "Word (.docx, .doc), WPS (.wps), PDF with text (.pdf) or plain text (.txt), each at most 20 MB. "
            "Several are read in the background."
        ),
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )
    to_simplified = forms.BooleanField(label=_("Convert Traditional characters to Simplified"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["to_simplified"].initial = settings.LANGUAGE_CODE == "zh-hans"
        # Null characters get our own words, below.
        self.fields["text"].validators = [one for one in self.fields["text"].validators if hasattr(one, "limit_value")]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        text = text.replace("\r\n", "\n")  # browsers send line breaks so
        if "\0" in text:
            raise forms.ValidationError(_("The text contains null characters: it is not plain text. Upload the file."))
        try:
            refuse_state_secret(text)
        except SourceError as error:
            raise forms.ValidationError(explain(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        uploads = cleaned.get("file") or []
        if self.errors:
            return cleaned
        if bool(uploads) == bool(cleaned["text"].strip()):
            message = _("Paste the text, or choose a file.") if not uploads else _("Give the text or a file, not both.")
            raise forms.ValidationError(message)
        cleaned |= {"source": cleaned["text"], "file_name": "", "data": b""}
        if len(uploads) == 1:
            self._read(uploads[0], cleaned)
        for upload in uploads if len(uploads) > 1 else ():
            if upload.size > MAX_BYTES:
                self.add_error("file", _("“%(name)s” is larger than 20 MB.") % {"name": upload.name})
        return cleaned

    def _read(self, upload: Any, cleaned: dict[str, Any]) -> None:
        """Read the one file at once, so that what is wrong with it is said on this page."""
        cleaned["data"], cleaned["file_name"] = upload.read(), upload.name
        try:
            cleaned["source"] = text_of_file(cleaned["data"], upload.name)
        except SourceError as error:
            self.add_error("file", explain(error))


class ReviewForm(forms.Form):
    """The frame of the meeting, and a select for each name that needs one (for all names with `show_all`)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("title"), max_length=200, required=False)
    series = forms.ChoiceField(label=_("series"), required=False)
    series_name = forms.CharField(label=_("name of the new series"), max_length=60, required=False)
    number = forms.IntegerField(label=_("number"), min_value=1, max_value=999_999, required=False)
    held_on = forms.DateField(
        label=_("held on"),
        required=False,
        validators=Meeting._meta.get_field("held_on").validators,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    half_day = forms.ChoiceField(label=_("half of the day"), choices=[("", "—"), *HalfDay.choices], required=False)
    term = forms.IntegerField(label=_("term"), min_value=1, max_value=999, required=False)
    year = forms.IntegerField(label=_("year of numbering"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    place = forms.CharField(label=_("place"), max_length=120, required=False)
    tidy = forms.MultipleChoiceField(label=_("Tidy"), choices=WAYS, required=False, widget=forms.CheckboxSelectMultiple)
    to_simplified = forms.BooleanField(label=_("Convert Traditional characters to Simplified"), required=False)

    def __init__(self, *args: Any, plan: ImportPlan, known: Known, show_all: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["series"].choices = [("", _("— a new series —")), *((one.code, one.name) for one in known.series)]  # type: ignore[attr-defined]
        self._names: dict[str, tuple[str, str]] = {}
        everything = [(one.code, str(one)) for one in known.departments]
        for department in plan.departments.values():
            if show_all or department.status != Status.MATCHED or department.chosen:
                self._add("departments", department.name, department, department_choices(department, everything))
        for person in plan.people.values():
            if show_all or person.status == Status.AMBIGUOUS or person.chosen:
                self._add("people", person.key, person, person_choices(person))

    def _add(self, kind: str, key: str, plan: DepartmentPlan | PersonPlan, choices: list[Any]) -> None:
        """Add a select. Its name is made of what it decides, so that a choice can never fall to another name."""
        name = f"{kind}-{blake2s(key.encode(), digest_size=6).hexdigest()}"
        if plan.is_open:
            choices = [("", _("— choose —")), *choices]
        self.fields[name] = forms.ChoiceField(label=key, choices=choices, required=False)
        self.initial[name] = "" if plan.is_open else plan.choice
        self._names[name] = (kind, key)

    def take_version(self, version: int) -> None:
        """Let the next sending of this page count as one that knows the present version."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]

    def meeting_fields(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in MEETING_FIELDS)

    def department_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, (kind, _key) in self._names.items() if kind == "departments"]

    def person_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, (kind, _key) in self._names.items() if kind == "people"]

    def choices_to_keep(self, kept: dict[str, Any]) -> dict[str, Any]:
        """Return `kept` with what was changed on this page."""
        changed = {kind: dict(kept.get(kind, {})) for kind in ("meeting", "departments", "people")}
        choices: dict[str, Any] = {**kept, **changed}
        for name in self.changed_data:
            value = self.cleaned_data.get(name)
            if name in self._names:
                kind, key = self._names[name]
                if value:
                    choices[kind][key] = value
                else:
                    choices[kind].pop(key, None)
            elif name == "tidy":
                choices["tidy"] = value
            elif name in MEETING_FIELDS:
                choices["meeting"][name] = value.isoformat() if name == "held_on" and value else value
        return {kind: entries for kind, entries in choices.items() if entries}

    def differences(self) -> list[tuple[str, str, str]]:
        """Return (field, as saved, as sent) of what this page would change."""
        return [
            (
                str(self[name].label),
                self._shown(name, self.initial.get(name)),
                self._shown(name, self.cleaned_data.get(name)),
            )
            for name in self.changed_data
            if name != "version"
        ]

    def _shown(self, name: str, value: Any) -> str:
        choices = getattr(self.fields[name], "choices", None)
        if isinstance(value, list):
            return "、".join(self._shown(name, one) for one in value)
        return str(dict(_flat(choices)).get(value, value) if choices else value if value is not None else "")


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def department_choices(plan: DepartmentPlan, everything: list[tuple[str, str]]) -> list[Any]:
    """Return what a department's name may be taken for, likeliest first."""
    similar = [(one.code, str(one)) for one in plan.similar]
    choices: list[Any] = []
    if plan.status == Status.MATCHED:
        choices += [(f"is:{code}", name) for code, name in similar]
    elif plan.status == Status.NEW:
        choices += [(NEW, _("a new department"))] if plan.can_be_new else []
        if similar:
            choices.append((_("Similar: only in these minutes"), [(f"is:{code}", name) for code, name in similar]))
    else:
        choices.append((_("Known under this name"), [(f"is:{code}", name) for code, name in similar]))
    choices.append((NONE, _("leave unlinked")))
    return [*choices, (_("Also a name of"), [(f"alias:{code}", name) for code, name in everything])]


def person_choices(plan: PersonPlan) -> list[Any]:
    """Return whom a name may mean."""
    choices: list[Any] = [(f"is:{one.code}", one.label) for one in plan.candidates]
    choices += [(NEW, _("a new person")), (NONE, _("leave unlinked"))]
    if plan.colleagues:
        choices.append((_("Also a name of"), [(f"alias:{one.code}", one.label) for one in plan.colleagues]))
    return choices


def initial_of(plan: ImportPlan, minutes_import: MinutesImport) -> dict[str, Any]:
    """Return what the page of an import shows first."""
    meeting = plan.meeting
    values = {name: getattr(meeting, name, None) for name in MEETING_FIELDS}
    return {
        **values,
        "version": minutes_import.version,
        "series": plan.series.found.code if plan.series.found else "",
        "series_name": plan.series.name,
        "tidy": minutes_import.choices.get("tidy", []),
        "to_simplified": minutes_import.to_simplified,
    }
