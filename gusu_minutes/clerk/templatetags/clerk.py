"""Filters of the clerk's pages."""

from typing import Any

from django import template
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gusu_minutes.clerk.links import admin_url

register = template.Library()

KINDS = {"+": _("created"), "~": _("changed"), "-": _("taken out")}


@register.filter
def history_kind(row: Any) -> str | Promise:
    """Return in a word what a row of a history records."""
    return KINDS[row.history_type]


@register.filter
def admin_address(record: models.Model) -> str:
    """Return the address of the record's page in the clerk's room."""
    return admin_url(record)
