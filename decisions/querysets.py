"""Filters of follow-up that are used in more than one place."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from attendees.models import Department
from decisions.enums import OPEN_STATES, Light

OPEN = Q(state__in=OPEN_STATES)


def with_light(light: str, today: date) -> Q:
    """Return the condition of the open assignments that show `light` on a day, as Assignment.light does for one."""
    soon = today + timedelta(days=settings.DUE_SOON_DAYS)
    return {
        Light.RED: OPEN & Q(due_on__lt=today),
        Light.YELLOW: OPEN & Q(due_on__gte=today, due_on__lte=soon),
        Light.GREEN: OPEN & (Q(due_on=None) | Q(due_on__gt=soon)),
    }[Light(light)]


class AssignmentQuerySet(models.QuerySet):
    def issued(self) -> "AssignmentQuerySet":
        """Keep what has taken effect: before the minutes are issued an assignment is only a proposal."""
        return self.filter(assigned_at__isnull=False)

    def of_departments(self, departments: Any) -> "AssignmentQuerySet":
        """Keep what `departments` (a queryset or list) lead or support.

        Support is asked row by row, through the unique index of the pairs: lists narrow by state or day first, and
        then the few rows that are left pay, not all that a department ever supported.
        """
        pairs = self.model.supporting.through._default_manager  # type: ignore[attr-defined]
        supports = pairs.filter(assignment=OuterRef("pk"), department__in=departments)
        return self.filter(Q(lead__in=departments) | Exists(supports))

    def visible_to(self, user: Any, departments: Any = None) -> "AssignmentQuerySet":
        """Keep what `user` may know: supervisors and auditors all that was issued, officers their departments' own.

        `departments` are the user's of today where the caller has read them already: PostgreSQL plans better with
        known ones, and a list asks several times.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("decisions.supervise_assignment") or user.has_perm("decisions.view_assignment"):
            return self.issued()
        if departments is None:
            departments = Department.objects.of_officer(user, timezone.localdate())
        return self.issued().of_departments(departments)

    def open(self) -> "AssignmentQuerySet":
        return self.filter(OPEN)

    def overdue(self, today: date | None = None) -> "AssignmentQuerySet":
        """Keep the open ones whose due date has passed (Asia/Shanghai)."""
        return self.filter(with_light(Light.RED, today or timezone.localdate()))

    def due_soon(self, today: date | None = None) -> "AssignmentQuerySet":
        """Keep the open ones due today or within the warning days of the settings."""
        return self.filter(with_light(Light.YELLOW, today or timezone.localdate()))
