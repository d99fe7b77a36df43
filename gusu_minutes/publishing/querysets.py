"""Filters of editions and clauses that are used in more than one place."""

from django.db import models
from django.db.models import Exists, OuterRef

from gusu_minutes.publishing.enums import EditionKind


class EditionQuerySet(models.QuerySet):
    def latest_per_meeting(self) -> "EditionQuerySet":
        """Keep the last edition of each meeting, withdrawals included."""
        later = self.model._default_manager.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def current(self) -> "EditionQuerySet":
        """Keep what stands now: the last edition of each meeting, unless that is its withdrawal."""
        return self.latest_per_meeting().exclude(kind=EditionKind.WITHDRAWAL)


EditionManager = models.Manager.from_queryset(EditionQuerySet)
