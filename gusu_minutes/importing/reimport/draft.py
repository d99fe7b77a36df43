"""A draft as it stands: its rows, loaded in as many queries whatever their number, and what was seen of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2s
from typing import Any

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _

from decisions.models import Assignment, Resolution
from gusu_minutes.importing.reimport.pairing import Clause, Item
from gusu_minutes.publishing.models import InternalEdition
from meetings.models import AgendaItem, Attendance, Meeting


@dataclass(frozen=True)
class Draft:
    """A meeting with its rows in order; `issued` are the anchors that stand in its editions."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    resolutions: dict[int, list[Resolution]]
    roll: list[Attendance]
    issued: frozenset[str]

    @classmethod
    def load(cls, meeting: Meeting) -> "Draft":
        """Read the draft. Queries: six, one more for minutes that were issued."""
        assignments = Assignment.objects.select_related("lead").order_by("pk")
        resolutions = Resolution.objects.order_by("position").prefetch_related(Prefetch("assignments", assignments))
        items = list(
            meeting.items.order_by("position")
            .annotate(attachment_total=Count("attachments"))
            .prefetch_related("presenting", Prefetch("resolutions", resolutions))
        )
        roll = list(meeting.attendance.order_by("position").select_related("person").prefetch_related("items"))
        return cls(meeting, items, {item.pk: list(item.resolutions.all()) for item in items}, roll, _issued(meeting))

    @cached_property
    def outline(self) -> list[Item]:
        """The draft as the matching wants it."""
        return [
            Item(item.number, item.title, tuple(Clause(one.number, one.text) for one in self.resolutions[item.pk]))
            for item in self.items
        ]

    @cached_property
    def seen(self) -> str:
        """What tells this state of the draft from any other: versions of the meeting and of every row."""
        rows: list[Any] = [self.meeting, *self.items, *self.roll]
        for resolutions in self.resolutions.values():
            for one in resolutions:
                rows += [one, *one.assignments.all()]
        text = " ".join(f"{row._meta.model_name}:{row.pk}:{row.version}" for row in rows)
        return blake2s(text.encode(), digest_size=16).hexdigest()

    def why_resolution_stays(self, resolution: Resolution) -> str:
        """Return why a resolution can't be removed, or nothing."""
        for assignment in resolution.assignments.all():
            if assignment.assigned_at is not None:
                return _("%(number)s was assigned to a department; cancel it instead of removing it.") % {
                    "number": assignment.document_number
                }
        return _("It stands in an issued edition.") if resolution.key in self.issued else ""

    def why_item_stays(self, item: AgendaItem, left: list[Resolution]) -> str:
        """Return why an item with the resolutions `left` in it can't be removed, or nothing."""
        if item.key in self.issued:
            return _("It stands in an issued edition.")
        return next((reason for one in left if (reason := self.why_resolution_stays(one))), "")


def _issued(meeting: Meeting) -> frozenset[str]:
    if meeting.issued_at is None:
        return frozenset()
    documents = [edition.document for edition in InternalEdition.objects.filter(meeting=meeting)]
    items = [item for document in documents for item in document.items]
    return frozenset([item.key for item in items] + [clause.key for item in items for clause in item.clauses])
