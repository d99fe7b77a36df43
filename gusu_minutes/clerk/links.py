"""Addresses of the clerk's pages."""

from django.db import models
from django.urls import reverse


def admin_url(record: models.Model, page: str = "change") -> str:
    """Return the address of a record's page; `page` is change, history, delete or a step of ours."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def list_url(model: type[models.Model]) -> str:
    """Return the address of the list of a model."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
