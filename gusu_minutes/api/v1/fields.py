"""Values of the query, read strictly: one spelling each, the one that the description tells."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class WholeField(forms.IntegerField):
    """A whole number in ASCII digits."""

    def to_python(self, value: Any) -> int | None:
        if value not in self.empty_values and not re.fullmatch(r"-?[0-9]{1,9}", value):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayField(forms.DateField):
    """A day as ISO 8601 writes it."""

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            return date.fromisoformat(value) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else self._refuse()
        except ValueError:
            return self._refuse()

    def _refuse(self) -> date:
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


class MomentField(forms.CharField):
    """An instant as RFC 3339 writes it; without a zone it is the time of TIME_ZONE."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value).upper()
        if not text:
            return None
        text = text.replace(" ", "+" if "T" in text else "T")  # a + that was not quoted
        text = re.sub(r":60(?=\.|Z|[-+]|\Z)", ":59", text)  # a leap second, which Python has not
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None:
            raise forms.ValidationError(_("Write it as 2024-03-05T09:00:00+08:00."))
        if not EARLIEST.year < moment.year < LATEST.year:  # converting zones at the ends of the calendar overflows
            return EARLIEST if moment.year <= EARLIEST.year else LATEST
        # PostgreSQL takes no offset beyond 15:59, RFC 3339 does.
        return (make_aware(moment) if is_naive(moment) else moment).astimezone(UTC)
