"""How a field's value is shown to people: in histories, and where two people changed the same record."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gusu_minutes.common.templatetags.gusu import user_name


def readable(field: models.Field, value: Any) -> str:
    """Return `value` of `field` in words: labels of choices, dates as the language writes them, one line an entry."""
    if isinstance(value, list | tuple | set):
        return "\n".join(str(entry) for entry in value)
    if value is None or value == "":
        return ""
    if isinstance(value, AbstractBaseUser):
        return name_of(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def name_of(user: Any) -> str:
    """Return the name that others know a user by; empty for nobody."""
    return str(user_name(user)) if user else ""
