"""Extensions: asked for in time, answered once."""

from datetime import timedelta

import pytest

from decisions.domain import extensions
from decisions.enums import AssignmentState as S
from decisions.models import ExtensionDecision, ExtensionRequest
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed
from tests.decisions.story import today


def due(story, day):
    row = story.fresh()
    row.due_on = day
    row.save()


def decide(story, request, **fields):
    return extensions.decide_extension(request=request, **{"by": story.supervisor, "granted": True, **fields})


@pytest.mark.parametrize("role", ["lead", "supporting", "stranger", "clerk"])
def test_only_the_supervisor_decides(story, role):
    story.bring_to(S.IN_PROGRESS)
    with pytest.raises(NotAllowed):
        decide(story, story.ask_for_extension(), by=getattr(story, role))
    assert not ExtensionDecision.objects.exists()


def test_it_is_asked_for_until_the_due_date(story):
    story.bring_to(S.IN_PROGRESS)
    due(story, today() - timedelta(days=1))
    with pytest.raises(IllegalMove):
        story.ask_for_extension()
    due(story, today())
    assert story.ask_for_extension().old_due_on == today()


def test_without_a_due_date_there_is_nothing_to_extend(story):
    story.bring_to(S.IN_PROGRESS)
    due(story, None)
    with pytest.raises(IllegalMove):
        story.ask_for_extension()


@pytest.mark.parametrize(("days", "reason"), [(10, "材料未到"), (3, "材料未到"), (30, " ")])
def test_it_needs_a_later_date_and_a_reason(story, days, reason):
    story.bring_to(S.IN_PROGRESS)
    with pytest.raises(DomainError):
        extensions.request_extension(
            assignment=story.assignment, by=story.lead, reason=reason, new_due_on=today() + timedelta(days=days)
        )
    assert not ExtensionRequest.objects.exists()


def test_one_request_waits_at_a_time(story):
    story.bring_to(S.IN_PROGRESS)
    request = story.ask_for_extension()
    with pytest.raises(IllegalMove):
        story.ask_for_extension()
    decide(story, request, granted=False, note="请抓紧")
    assert story.ask_for_extension()


def test_granting_moves_the_due_date(story):
    story.bring_to(S.IN_PROGRESS)
    request = story.ask_for_extension()
    decide(story, request)
    assert story.fresh().due_on == request.new_due_on
    line = story.assignment.history.latest()
    assert (line.history_user, line.history_change_reason) == (
        story.supervisor,
        f"同意延期: {request.new_due_on.isoformat()}",
    )


def test_refusing_needs_a_note_and_leaves_the_date(story):
    story.bring_to(S.IN_PROGRESS)
    request, before = story.ask_for_extension(), story.fresh().due_on
    with pytest.raises(DomainError):
        decide(story, request, granted=False, note=" ")
    decide(story, request, granted=False, note="请抓紧")
    assert story.fresh().due_on == before
    assert story.assignment.history.latest().history_change_reason.endswith("请抓紧")


@pytest.mark.parametrize("granted", [True, False])
def test_it_is_decided_once(story, granted):
    story.bring_to(S.IN_PROGRESS)
    request = story.ask_for_extension()
    decide(story, request, granted=granted, note="第一次")
    with pytest.raises(IllegalMove):
        decide(story, request, granted=not granted, note="第二次")
    assert ExtensionDecision.objects.get().granted == granted


def test_a_request_lapses_when_the_assignment_is_no_longer_open(story):
    story.bring_to(S.IN_PROGRESS)
    request = story.ask_for_extension()
    story.bring_to(S.CANCELLED)
    with pytest.raises(IllegalMove):
        decide(story, request)


def test_granting_never_moves_the_date_back(story):
    story.bring_to(S.IN_PROGRESS)
    request = story.ask_for_extension()
    due(story, request.new_due_on + timedelta(days=1))
    with pytest.raises(IllegalMove):
        decide(story, request)
