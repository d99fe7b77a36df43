"""Assignments take effect (交办) when the minutes are issued."""

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.models import Assignment
from meetings.models import Meeting


def assign_all(*, meeting: Meeting, by: Any, at: datetime) -> list[Assignment]:
    """Number and assign every proposed assignment of the meeting; return them. The caller holds the publishing lock.

    Numbers run by year: 督〔2024〕128号.
    """
    year = timezone.localdate(at).year
    last = Assignment.objects.filter(number_year=year).aggregate(last=Max("serial"))["last"] or 0
    proposed = Assignment.objects.filter(resolution__agenda_item__meeting=meeting, assigned_at__isnull=True).order_by(
        "resolution__agenda_item__position", "resolution__position", "pk"
    )
    assigned = list(proposed)
    for serial, assignment in enumerate(assigned, start=last + 1):
        assignment.number_year, assignment.serial = year, serial
        assignment.assigned_by, assignment.assigned_at = by, at
        assignment.save_as(by=by, reason=_("assigned with the issued minutes"))
    return assigned
