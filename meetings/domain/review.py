"""From the clerk's draft to the signature: submit, return, sign."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import IllegalMove
from meetings import rules
from meetings.domain.moves import check_move, lock, require, required_reason
from meetings.enums import MeetingState
from meetings.models import Meeting


@transaction.atomic
def submit(*, meeting: Meeting, by: Any) -> Meeting:
    """Hand the draft to review. Raises IllegalMove from another state or for minutes without an item, NotAllowed."""
    meeting = lock(meeting)
    check_move(meeting, MeetingState.IN_REVIEW)
    require(rules.can_submit, by, meeting)
    if not meeting.items.exists():
        raise IllegalMove(_("The minutes have no agenda item yet."))
    meeting.state = MeetingState.IN_REVIEW
    meeting.submitted_by, meeting.submitted_at = by, timezone.now()
    meeting.return_reason = ""
    meeting.save_as(by=by, reason=_("submitted for review"))
    return meeting


@transaction.atomic
def return_to_clerk(*, meeting: Meeting, by: Any, reason: str) -> Meeting:
    """Send minutes in review, or signed ones, back to the clerk with a reason. Raises IllegalMove, NotAllowed."""
    meeting = lock(meeting)
    check_move(meeting, MeetingState.DRAFTING)
    require(rules.can_return, by, meeting)
    meeting.return_reason = required_reason(reason)
    meeting.state = MeetingState.DRAFTING
    meeting.submitted_by = meeting.submitted_at = None
    meeting.signed_by = meeting.signed_at = None
    meeting.signed_digest = ""
    meeting.save_as(by=by, reason=_("returned: %(reason)s") % {"reason": meeting.return_reason})
    return meeting


@transaction.atomic
def sign(*, meeting: Meeting, by: Any, digest: str) -> Meeting:
    """Sign minutes in review (签发): `digest` is that of the documents signed. Who submitted them may not.

    Raises IllegalMove, NotAllowed. Pages call `publishing.domain.sign`, which knows the documents.
    """
    meeting = lock(meeting)
    check_move(meeting, MeetingState.SIGNED)
    if rules.submitted_it.test(by, meeting):
        require(rules.can_sign, by, meeting, _("Who submits minutes does not sign them."))
    require(rules.can_sign, by, meeting)
    meeting.state = MeetingState.SIGNED
    meeting.signed_by, meeting.signed_at, meeting.signed_digest = by, timezone.now(), digest
    meeting.save_as(by=by, reason=_("signed"))
    return meeting
