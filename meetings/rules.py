"""Who may do what with a meeting: predicates of (user, meeting), used as `can_sign.test(user, meeting)`."""

from typing import Any

import rules

from gusu_minutes.common.rules import holds
from meetings.enums import MeetingState
from meetings.models import Meeting


def _in_state(state: str) -> rules.Predicate:
    return rules.predicate(lambda user, meeting: meeting.state == state, name=f"in_state:{state}")


@rules.predicate
def submitted_it(user: Any, meeting: Meeting) -> bool:
    return meeting.submitted_by_id == user.pk


drafting = _in_state(MeetingState.DRAFTING)
in_review = _in_state(MeetingState.IN_REVIEW)
signed = _in_state(MeetingState.SIGNED)
published = _in_state(MeetingState.PUBLISHED)

can_edit_meeting = holds("meetings.change_meeting") & drafting
can_submit = holds("meetings.submit_meeting") & drafting
can_return = holds("meetings.return_meeting") & (in_review | signed)
# Four eyes: who submits does not sign.
can_sign = holds("meetings.sign_meeting") & in_review & ~submitted_it
can_publish = holds("meetings.publish_meeting") & signed
can_issue_imported = holds("meetings.issue_imported") & drafting
can_correct = holds("meetings.correct_meeting") & published
can_withdraw = holds("meetings.withdraw_meeting") & published
