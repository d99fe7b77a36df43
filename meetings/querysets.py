"""Filters of meetings that are used in more than one place."""

from typing import Any

from django.db import models
from django.db.models import Count


class CodeManager(models.Manager):
    """Manager of records that fixtures name by their code."""

    def get_by_natural_key(self, code: str) -> Any:
        return self.get(code=code)


class MeetingManager(models.Manager):
    def get_by_natural_key(self, address: str) -> Any:
        return self.get(address=address)


class MeetingQuerySet(models.QuerySet):
    def with_counts(self) -> "MeetingQuerySet":
        """Add `item_count` and `people_count`."""
        return self.annotate(item_count=Count("items", distinct=True), people_count=Count("attendance", distinct=True))


class PositionedQuerySet(models.QuerySet):
    """Rows that stand in an order under their parent."""

    def next_position(self) -> int:
        """Return the position after the last of these rows."""
        return (self.aggregate(last=models.Max("position"))["last"] or 0) + 1
