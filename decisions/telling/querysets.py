"""Filters of telling that are used in more than one place."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from decisions.models import Assignment
from decisions.telling.enums import NoticeKind


class NoticeQuerySet(models.QuerySet):
    def shown_to(self, user: Any) -> "NoticeQuerySet":
        """Keep the user's own: farewells, and what is about assignments that the user may know today."""
        if not user.is_authenticated:
            return self.none()
        # Asked of each of their notices, which are few: SQLite would first list all assignments for an IN.
        visible = Exists(Assignment.objects.visible_to(user).filter(pk=OuterRef("assignment")))
        return self.filter(Q(kind=NoticeKind.LEFT) | visible, user=user)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def with_all(self) -> "NoticeQuerySet":
        """Read with them what a line about each needs."""
        return self.select_related("event__department", "assignment__lead")
