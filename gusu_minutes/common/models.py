"""Building blocks of the records: versions for optimistic locking, permanent anchors, history."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from simple_history.models import HistoricalRecords


def new_key() -> str:
    """Return a random anchor of ten characters; random, so that a gap in a public page tells nothing."""
    return secrets.token_hex(5)


def history(m2m_fields: Iterable[str] = (), excluded_fields: Iterable[str] = ()) -> HistoricalRecords:
    """Return the history of a model: every save and every change of `m2m_fields`, with a reason of any length."""
    return HistoricalRecords(
        m2m_fields=list(m2m_fields),
        excluded_fields=list(excluded_fields),
        history_change_reason_field=models.TextField(null=True),
    )


class Versioned(models.Model):
    """A record that people edit in forms. `version` grows by one with each save; a form carries the one it opened."""

    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    class Meta:
        abstract = True

    # Read by django-simple-history.
    _history_user: Any
    _change_reason: str

    def save(self, *args: object, **kwargs: object) -> None:
        self.version += 1
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "version"}  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def save_as(self, *, by: Any, reason: str) -> None:
        """Save with one history row that says who and why."""
        self._history_user, self._change_reason = by, reason
        self.save()

    def delete_as(self, *, by: Any) -> None:
        """Delete with a last history row that says who."""
        self._history_user = by
        self.delete()


@contextmanager
def without_history(row: models.Model) -> Iterator[None]:
    """Let nothing that is done to `row` meanwhile write history: a save that follows writes the one line for it."""
    row.skip_history_when_saving = True  # type: ignore[attr-defined]  # django-simple-history looks whether it is there
    try:
        yield
    finally:
        del row.skip_history_when_saving  # type: ignore[attr-defined]


def for_the_record(words: Any) -> str:
    """Return translatable words in the language of the records, whatever language the person reads."""
    with override(settings.LANGUAGE_CODE):
        return str(words)


class Disclosure(models.TextChoices):
    """How far a record may be known (政府信息公开条例 第十三、十四、二十七条)."""

    PUBLIC = "public", _("public")
    ON_REQUEST = "on_request", _("on request")
    INTERNAL = "internal", _("internal")


def who(label: Any) -> models.ForeignKey:
    """Return the field that says who took a step; only verbs write it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


def when(label: Any) -> models.DateTimeField:
    """Return the field that says when a step was taken; only verbs write it."""
    return models.DateTimeField(label, null=True, blank=True, editable=False)


def paired(prefix: str, *steps: str) -> list[models.CheckConstraint]:
    """Return the constraints by which who and when of each step stand together or not at all."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{step}_by__isnull": True, f"{step}_at__isnull": True})
            | Q(**{f"{step}_by__isnull": False, f"{step}_at__isnull": False}),
            name=f"{prefix}_{step}_paired",
        )
        for step in steps
    ]


def period(start: str, end: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint by which a period does not end before it begins; either day may be open."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        name=name,
        violation_error_message=_("The last day lies before the first."),
    )
