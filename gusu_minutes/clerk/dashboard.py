"""What waits for the person who opens the clerk's room."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decisions.enums import AssignmentState
from decisions.models import Assignment
from meetings.enums import MeetingState
from meetings.models import Meeting

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Tray:
    """Rows that wait for one kind of step: what to call them, the rows, where all of them are, what none means."""

    title: str | Promise
    rows: list[Any]
    more: str
    empty: str | Promise
    kind: str = "meeting"


def context(user: Any) -> dict[str, Any]:
    """Return what the dashboard shows; a fixed number of queries."""
    can_read = user.has_perm("meetings.view_meeting")
    return {
        "trays": trays(user),
        "recent": list(Meeting.objects.select_related("series").order_by("-held_on", "-pk")[:SHOWN])
        if can_read
        else [],
        "import_url": reverse("admin:import_start") if user.has_perm("meetings.import_minutes") else None,
        "open_data_url": reverse("admin:open_data") if user.has_perm("meetings.publish_meeting") else None,
        "can_add_meeting": user.has_perm("meetings.add_meeting"),
    }


def trays(user: Any) -> list[Tray]:
    """Return the trays of the steps that the user has a right to."""
    found = []
    if user.has_perm("meetings.change_meeting"):
        found.append(_meetings(_("Drafts"), MeetingState.DRAFTING, _("No draft. Import minutes to begin.")))
    if user.has_perm("meetings.sign_meeting"):
        found.append(_meetings(_("To be signed"), MeetingState.IN_REVIEW, _("Nothing waits for a signature.")))
    if user.has_perm("meetings.publish_meeting"):
        found.append(_meetings(_("To be issued"), MeetingState.SIGNED, _("Nothing waits to be issued.")))
    if user.has_perm("decisions.supervise_assignment"):
        found.append(_follow_up())
    return found


def _meetings(title: Any, state: str, empty: Any) -> Tray:
    rows: QuerySet = Meeting.objects.filter(state=state).select_related("series", "submitted_by", "signed_by")
    more = f"{reverse('admin:meetings_meeting_changelist')}?state__exact={state}"
    return Tray(title, list(rows.order_by("-held_on", "-pk")[:SHOWN]), more, empty)


def _follow_up() -> Tray:
    state = AssignmentState.REPORTED
    rows = Assignment.objects.issued().filter(state=state).select_related("lead").order_by("reported_at")
    more = f"{reverse('admin:decisions_assignment_changelist')}?state__exact={state}"
    return Tray(_("To be verified"), list(rows[:SHOWN]), more, _("No report waits to be verified."), "assignment")
