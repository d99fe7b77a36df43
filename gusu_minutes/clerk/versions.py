"""Optimistic locking of forms, for the admin and for any other room.

`version` travels with the form. Who saves over a newer record is stopped once: beside each field stands what the other
person saved, everything typed is kept, what was not touched is brought up to date, and saving again is done knowingly.
"""

from typing import Any

from django import forms
from django.db import models
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from gusu_minutes.clerk.values import name_of, readable

_UNKNOWN = object()


class VersionedForm(forms.ModelForm):
    """Base of every form that edits a `Versioned` record. Validate and save it in one transaction: it locks the row."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "version" in self.fields:
            self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk:
            manager = type(self.instance)._default_manager
            # No join, not even one that the order asks for: PostgreSQL locks no row that may be missing.
            alone = manager.select_for_update().select_related(None).order_by("pk")
            stored = alone.filter(pk=self.instance.pk).first()
            if stored is None:
                self.add_error(None, _("Somebody else deleted this in the meantime."))
            elif stored.version != self.cleaned_data.get("version"):
                self._show_both(stored)
        return cleaned

    def _show_both(self, stored: Any) -> None:
        """Put what is stored beside what was typed, and let the next save count as made on the stored version."""
        opened = self._as_opened(self.cleaned_data.get("version"))
        last = self._history().select_related("history_user").order_by("-history_date", "-history_id").first()
        who = name_of(getattr(last, "history_user", None)) or _("Somebody else")
        self.data = data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = stored.version
        self.add_error(
            None,
            _("%(who)s saved this after you opened it. Nothing of yours is lost: look at the marks, then save again.")
            % {"who": who},
        )
        for name in self._editable_names():
            self._compare(name, who, stored, opened)

    def _compare(self, name: str, who: str, stored: models.Model, opened: models.Model | None) -> None:
        field = self.fields[name]
        typed = self[name].data
        theirs = _value(stored, name)
        before = _UNKNOWN if opened is None else _value(opened, name)
        if not field.has_changed(theirs, typed):
            return
        if before is not _UNKNOWN and not field.has_changed(before, _raw(field, theirs)):
            return  # only this person changed it
        saved = readable(_field(stored, name), _shown(stored, name)) or _("(empty)")
        if before is not _UNKNOWN and not field.has_changed(before, typed):
            self._take_over(name, theirs)
            self.add_error(name, _("%(who)s changed this to: %(value)s") % {"who": who, "value": saved})
        else:
            self.add_error(
                name, _("%(who)s saved: %(value)s. Saving again puts yours instead.") % {"who": who, "value": saved}
            )

    def _take_over(self, name: str, value: Any) -> None:
        raw = _raw(self.fields[name], value)
        values = raw if isinstance(raw, list) else [raw]
        data: Any = self.data
        data.setlist(self.add_prefix(name), ["" if entry is None else entry for entry in values])

    def _editable_names(self) -> list[str]:
        """Return the fields of the form that are fields of the record and can be typed into."""
        known = {field.name for field in (*self.instance._meta.fields, *self.instance._meta.many_to_many)}
        return [
            name
            for name, field in self.fields.items()
            if name in known and name != "version" and not field.disabled and not isinstance(field, forms.FileField)
        ]

    def _history(self) -> models.QuerySet:
        return type(self.instance).history.filter(id=self.instance.pk)

    def _as_opened(self, version: int | None) -> models.Model | None:
        """Return the history row of the version that the person had before them."""
        return self._history().filter(version=version).order_by("-history_date", "-history_id").first()


def _value(row: models.Model, name: str) -> Any:
    """Return a field as a form's initial value: keys instead of records. `row` may be a row of the history."""
    manager = getattr(row, name, None)
    tracked = {field.name: field for field in getattr(row, "_history_m2m_fields", ())}
    if name in tracked:
        target = f"{tracked[name].m2m_reverse_field_name()}_id"
        return list(manager.values_list(target, flat=True))  # type: ignore[union-attr]
    value = model_to_dict(row, fields=[name]).get(name)
    return [entry.pk for entry in value] if isinstance(value, list) and value and hasattr(value[0], "pk") else value


def _field(row: models.Model, name: str) -> models.Field:
    field = row._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no field that a form edits")
    return field


def _shown(row: models.Model, name: str) -> Any:
    value = getattr(row, name)
    return list(value.all()) if hasattr(value, "all") else value


def _raw(field: forms.Field, value: Any) -> Any:
    """Return `value` as the browser would send it."""
    widget: Any = getattr(field.widget, "widget", field.widget)  # the admin wraps its selects
    raw = widget.format_value(field.prepare_value(value))
    if isinstance(raw, list) and not getattr(widget, "allow_multiple_selected", False):
        return raw[0] if raw else ""
    return raw
