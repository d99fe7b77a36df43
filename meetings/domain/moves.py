"""The one way in which a meeting changes its state."""

from typing import Any

import rules
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import IllegalMove, NotAllowed
from meetings.enums import MEETING_MOVES, MeetingState
from meetings.models import Meeting


def lock(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, locked until the transaction ends. Raises IllegalMove if it is gone."""
    locked = Meeting.objects.select_for_update().select_related(None).filter(pk=meeting.pk).first()
    if locked is None:
        raise IllegalMove(_("This draft was discarded in the meantime."))
    return locked


def check_move(meeting: Meeting, to: str) -> None:
    """Raise IllegalMove unless the table of states leads from where the (locked) meeting is to `to`."""
    if (meeting.state, to) not in MEETING_MOVES:
        raise IllegalMove(
            _("“%(meeting)s” is %(state)s; it can't become %(to)s.")
            % {
                "meeting": meeting.title,
                "state": MeetingState(meeting.state).label,
                "to": MeetingState(to).label,
            }
        )


def require(rule: rules.Predicate, by: Any, meeting: Meeting, message: str | None = None) -> None:
    """Raise NotAllowed unless `rule` grants the step to `by`."""
    if not rule.test(by, meeting):
        raise NotAllowed(message)


def required_reason(reason: str) -> str:
    """Return the reason without surrounding space. Raises IllegalMove for an empty one."""
    reason = reason.strip()
    if not reason:
        raise IllegalMove(_("Give a reason."))
    return reason
