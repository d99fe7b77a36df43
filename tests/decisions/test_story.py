"""One assignment from the minutes to its proof, by the verbs: two departments, a supervisor, nothing in between."""

from datetime import timedelta

import pytest

from decisions.domain import extensions, verify, work
from decisions.enums import AssignmentState as S
from decisions.enums import Verb
from decisions.models import Assignment
from gusu_minutes.common.errors import IllegalMove
from tests.decisions.story import pdf, today


def test_from_issue_to_closing(story):
    row, lead, helper, supervisor = story.assignment, story.lead, story.supporting, story.supervisor
    assert (row.document_number, row.state) == (f"督〔{today().year}〕1号", S.ASSIGNED)

    work.acknowledge(assignment=row, by=lead)
    work.ask_contribution(assignment=row, by=lead, text="请于周五前报送补贴数据")
    part = work.contribute(assignment=row, by=helper, text="补贴数据已核对", percent=100, attachments=[pdf("数据.pdf")])
    work.report_progress(assignment=row, by=lead, text="方案已成稿", percent=60, gathered=[part])

    first = extensions.request_extension(
        assignment=row, by=lead, reason="需补充论证", new_due_on=row.due_on + timedelta(days=60)
    )
    extensions.decide_extension(request=first, by=supervisor, granted=False, note="时间过长")
    with pytest.raises(IllegalMove):
        extensions.decide_extension(request=first, by=supervisor, granted=True)
    later = row.due_on + timedelta(days=10)
    second = extensions.request_extension(assignment=row, by=lead, reason="需补充论证", new_due_on=later)
    extensions.decide_extension(request=second, by=supervisor, granted=True)
    assert story.fresh().due_on == later

    verify.remind(assignment=row, by=supervisor, text="请抓紧办理")
    work.report_done(assignment=row, by=lead, text="活动已举办", attachments=[pdf()])
    verify.return_to_department(assignment=row, by=supervisor, reason="缺少验收单")
    assert (story.fresh().state, story.fresh().percent) == (S.IN_PROGRESS, 60)
    work.report_done(assignment=row, by=lead, text="验收单已补齐", attachments=[pdf("验收单.pdf")])
    verify.close(assignment=row, by=supervisor)

    closed = story.fresh()
    assert (closed.state, closed.percent, closed.closed_on_time) == (S.CLOSED, 100, True)
    assert (closed.times_extended, closed.times_returned) == (1, 1)
    assert closed.seconds_to_acknowledge is not None and closed.seconds_to_close is not None
    assert closed.seconds_to_acknowledge <= closed.seconds_to_close
    assert [(event.verb, event.by) for event in row.events.exclude(verb=Verb.ASSIGN)] == [
        (Verb.ACKNOWLEDGE, lead),
        (Verb.ASK_CONTRIBUTION, lead),
        (Verb.CONTRIBUTE, helper),
        (Verb.REPORT_PROGRESS, lead),
        (Verb.REQUEST_EXTENSION, lead),
        (Verb.REFUSE_EXTENSION, supervisor),
        (Verb.REQUEST_EXTENSION, lead),
        (Verb.GRANT_EXTENSION, supervisor),
        (Verb.REMIND, supervisor),
        (Verb.REPORT_DONE, lead),
        (Verb.RETURN, supervisor),
        (Verb.REPORT_DONE, lead),
        (Verb.CLOSE, supervisor),
    ]
    with pytest.raises(IllegalMove):
        work.report_progress(assignment=row, by=lead, text="再补充", percent=100)


@pytest.mark.parametrize(("days", "on_time"), [(0, True), (-1, False)])
def test_on_time_is_by_the_end_of_the_due_date(story, days, on_time):
    story.bring_to(S.REPORTED)
    Assignment.objects.filter(pk=story.assignment.pk).update(due_on=today() + timedelta(days=days))
    verify.close(assignment=story.assignment, by=story.supervisor)
    assert story.fresh().closed_on_time == on_time
