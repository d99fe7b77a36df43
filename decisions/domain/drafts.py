"""Taking things out of a draft. What was issued, or assigned, is never removed; history keeps what is."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.models import Assignment, Resolution
from gusu_minutes.common.errors import IllegalMove
from meetings.domain.moves import lock, require
from meetings.models import AgendaItem, Meeting
from meetings.rules import can_edit_meeting


@transaction.atomic
def remove_assignment(*, assignment: Assignment, by: Any) -> None:
    """Remove a proposal. Raises IllegalMove once it is assigned (cancel it instead), NotAllowed outside a draft."""
    require(can_edit_meeting, by, lock(assignment.resolution.agenda_item.meeting))
    _delete_assignment(assignment, by)


@transaction.atomic
def remove_resolution(*, resolution: Resolution, by: Any) -> None:
    """Remove a resolution and its proposals from a draft. Raises IllegalMove if one was assigned, NotAllowed."""
    require(can_edit_meeting, by, lock(resolution.agenda_item.meeting))
    _delete_resolution(resolution, by)


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Any) -> None:
    """Remove an agenda item with all under it from a draft. Raises IllegalMove if a task was assigned, NotAllowed."""
    require(can_edit_meeting, by, lock(item.meeting))
    _delete_item(item, by)


@transaction.atomic
def discard_draft(*, meeting: Meeting, by: Any) -> None:
    """Remove a meeting that was never issued, with all under it. Raises IllegalMove for an issued one, NotAllowed.

    An import it came from stays, so that it can be taken up again.
    """
    meeting = lock(meeting)
    require(can_edit_meeting, by, meeting)
    if meeting.issued_at is not None:
        raise IllegalMove(_("These minutes were issued once; withdraw them instead."))
    for entry in meeting.attendance.all():
        entry.delete_as(by=by)
    for attachment in meeting.attachments.all():
        attachment.delete_as(by=by)
    for item in meeting.items.all():
        _delete_item(item, by)
    for record in meeting.imports.all():
        record.meeting = None
        record.save_as(by=by, reason=_("the draft was discarded"))
    for record in meeting.imports_again.all():
        record.target = None
        record.save_as(by=by, reason=_("the draft was discarded"))
    meeting.delete_as(by=by)


def _delete_item(item: AgendaItem, by: Any) -> None:
    for resolution in item.resolutions.all():
        _delete_resolution(resolution, by)
    for attachment in item.attachments.all():
        attachment.delete_as(by=by)
    item.delete_as(by=by)


def _delete_resolution(resolution: Resolution, by: Any) -> None:
    for assignment in resolution.assignments.all():
        _delete_assignment(assignment, by)
    resolution.delete_as(by=by)


def _delete_assignment(assignment: Assignment, by: Any) -> None:
    if assignment.assigned_at is not None:
        raise IllegalMove(
            _("%(number)s was assigned to a department; cancel it instead of removing it.")
            % {"number": assignment.document_number}
        )
    assignment.delete_as(by=by)
