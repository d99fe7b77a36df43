"""Submit, return, sign: every move of the table, and no other."""

from collections.abc import Callable
from typing import Any

import pytest

from gusu_minutes.common.errors import IllegalMove, NotAllowed
from gusu_minutes.publishing.domain import sign
from meetings.domain.review import return_to_clerk, submit
from meetings.enums import MeetingState
from meetings.models import Meeting
from tests.factories import UserFactory, draft

pytestmark = pytest.mark.django_db

VERBS: dict[str, tuple[Callable[..., Any], tuple[str, ...], str]] = {
    "submit": (submit, (MeetingState.DRAFTING,), "clerk"),
    "return": (
        lambda *, meeting, by: return_to_clerk(meeting=meeting, by=by, reason="缺附件"),
        (MeetingState.IN_REVIEW, MeetingState.SIGNED),
        "signatory",
    ),
    "sign": (sign, (MeetingState.IN_REVIEW,), "signatory"),
}


def in_state(state: str) -> Meeting:
    meeting = draft()
    meeting.state = state
    meeting.save()
    return meeting


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", MeetingState.values)
def test_a_verb_works_from_its_state_only(verb: str, state: str) -> None:
    act, homes, role = VERBS[verb]
    meeting, user = in_state(state), UserFactory(roles=[role])
    if state in homes:
        assert act(meeting=meeting, by=user).state != state
    else:
        with pytest.raises((IllegalMove, NotAllowed)):
            act(meeting=meeting, by=user)
        meeting.refresh_from_db()
        assert meeting.state == state


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ["clerk", "signatory", "publisher", "supervisor", "officer", "official", "auditor"])
def test_a_verb_is_for_its_role_only(verb: str, role: str) -> None:
    act, (home, *_others), allowed = VERBS[verb]
    meeting, user = in_state(home), UserFactory(roles=[role])
    if role == allowed:
        act(meeting=meeting, by=user)
    else:
        with pytest.raises(NotAllowed):
            act(meeting=meeting, by=user)


def test_who_submits_does_not_sign() -> None:
    both = UserFactory(roles=["clerk", "signatory"])
    meeting = submit(meeting=draft(), by=both)
    with pytest.raises(NotAllowed, match=r"\S"):
        sign(meeting=meeting, by=both)
    assert sign(meeting=meeting, by=UserFactory(roles=["signatory"])).state == MeetingState.SIGNED


def test_an_inactive_user_may_nothing() -> None:
    with pytest.raises(NotAllowed):
        submit(meeting=draft(), by=UserFactory(roles=["clerk"], is_active=False))


def test_minutes_without_an_item_are_not_submitted() -> None:
    with pytest.raises(IllegalMove):
        submit(meeting=draft(items=0), by=UserFactory(roles=["clerk"]))


def test_a_return_needs_a_reason_and_history_keeps_it() -> None:
    meeting = submit(meeting=draft(), by=UserFactory(roles=["clerk"]))
    signatory = UserFactory(roles=["signatory"])
    with pytest.raises(IllegalMove):
        return_to_clerk(meeting=meeting, by=signatory, reason=" \n")
    long_reason = "缺附件。" * 100
    meeting = return_to_clerk(meeting=meeting, by=signatory, reason=long_reason)
    assert meeting.state == MeetingState.DRAFTING
    assert meeting.return_reason == long_reason
    latest = meeting.history.latest()
    assert latest.history_user == signatory
    assert long_reason in latest.history_change_reason


def test_each_save_bumps_the_version_and_history_follows() -> None:
    meeting = draft()
    before = meeting.version
    submit(meeting=meeting, by=UserFactory(roles=["clerk"]))
    meeting.refresh_from_db()
    assert meeting.version == before + 1
    assert meeting.history.count() == 2
