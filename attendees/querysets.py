"""Filters of the directory that are used in more than one place."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q


def _held_on(day: date) -> Q:
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class DepartmentQuerySet(models.QuerySet):
    def active_on(self, day: date) -> "DepartmentQuerySet":
        """Keep the departments that existed on `day`."""
        return self.filter(Q(active_from__isnull=True) | Q(active_from__lte=day)).filter(
            Q(active_to__isnull=True) | Q(active_to__gte=day)
        )

    def of_officer(self, user: Any, day: date) -> "DepartmentQuerySet":
        """Keep the departments for which `user` acts on `day`: as their officer, or in place of one who is away."""
        own = user.offices.on(day).values("department")
        instead = user.offices.model.objects.on(day).filter(substitutions__in=user.substitutions.on(day))
        return self.filter(Q(pk__in=own) | Q(pk__in=instead.values("department")))


class DepartmentManager(models.Manager):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)


class PersonManager(models.Manager):
    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)


class AppointmentQuerySet(models.QuerySet):
    def on(self, day: date) -> "AppointmentQuerySet":
        """Keep the posts held on `day`."""
        return self.filter(_held_on(day))


class OfficerQuerySet(models.QuerySet):
    def on(self, day: date) -> "OfficerQuerySet":
        """Keep the offices held on `day`."""
        return self.filter(_held_on(day))
