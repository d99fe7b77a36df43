"""Progress reports: contributions, repetitions, rows that never change."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from decisions.domain import extensions, relief, work
from decisions.domain.assign import assign
from decisions.domain.steps import Repeated
from decisions.enums import AssignmentState as S
from decisions.models import ProgressReport, ReportAttachment
from gusu_minutes.common.errors import DomainError, IllegalMove, StaleVersion
from tests.decisions.story import pdf, tell
from tests.factories import AssignmentFactory


def report(story, by, **fields):
    values = {"text": "已完成过半", "percent": 60, **fields}
    return work.report_progress(assignment=story.assignment, by=by, **values)


def contribute(story, **fields):
    values = {"by": story.supporting, "text": "配合", "percent": 95, **fields}
    return work.contribute(assignment=story.assignment, **values)


@pytest.mark.parametrize(
    "fields", [{"text": ""}, {"text": " \n "}, {"percent": -1}, {"percent": 101}, {"attachments": [pdf("x.exe")]}]
)
def test_a_report_that_says_nothing_is_refused(story, fields):
    version = story.bring_to(S.IN_PROGRESS).version
    with pytest.raises(DomainError):
        report(story, story.lead, **fields)
    assert not ProgressReport.objects.exists()
    assert story.fresh().version == version


def test_the_lead_moves_the_percentage(story):
    story.bring_to(S.IN_PROGRESS)
    made = report(story, story.lead, text=" 已完成过半 ", percent=0)
    assert (made.department, made.text, made.by, made.done) == (story.department, "已完成过半", story.lead, False)
    report(story, story.lead, percent=70)
    assert story.fresh().percent == 70


def test_a_contribution_leaves_the_percentage(story):
    story.bring_to(S.IN_PROGRESS)
    made = contribute(story)
    assert (made.department, made.contribution) == (story.helper, True)
    assert story.fresh().percent == 0


def test_an_officer_of_both_departments_speaks_for_the_lead(story):
    story.bring_to(S.IN_PROGRESS)
    story.lead.offices.create(department=story.helper)
    assert report(story, story.lead).department == story.department


def test_an_officer_of_both_departments_contributes_for_the_supporting_one(story):
    story.bring_to(S.IN_PROGRESS)
    story.lead.offices.create(department=story.helper)
    assert contribute(story, by=story.lead).department == story.helper


def test_the_lead_gathers_a_contribution_once(story):
    story.bring_to(S.IN_PROGRESS)
    first, second = contribute(story), contribute(story, text="又配合")
    assert list(work.waiting_contributions(story.assignment)) == [first, second]
    made = report(story, story.lead, gathered=[first])
    assert [gathering.contribution for gathering in made.gathered.all()] == [first]
    assert list(work.waiting_contributions(story.assignment)) == [second]
    with pytest.raises(DomainError):
        report(story, story.lead, text="再报", gathered=[first, second])
    assert list(work.waiting_contributions(story.assignment)) == [second]
    done = work.report_done(assignment=story.assignment, by=story.lead, text="办结", gathered=[second])
    assert done.gathered.count() == 1


def test_nothing_is_gathered_from_another_assignment(story):
    story.bring_to(S.IN_PROGRESS)
    foreign = ProgressReport.objects.create(
        assignment=issued_beside(story),
        department=story.helper,
        text="别处",
        percent=5,
        contribution=True,
        by=story.lead,
    )
    with pytest.raises(DomainError):
        report(story, story.lead, gathered=[foreign])
    own = report(story, story.lead)
    with pytest.raises(DomainError):
        report(story, story.lead, text="自己的", gathered=[own])


def issued_beside(story):
    """Return another assigned one of the same clause."""
    beside = AssignmentFactory(resolution=story.assignment.resolution, lead=story.department, in_minutes=False)
    return assign(meeting=story.meeting, assignments=[beside], by=story.supervisor)[0]


def test_nobody_is_asked_where_nobody_supports(story):
    story.bring_to(S.IN_PROGRESS)
    story.assignment.supporting.clear()
    with pytest.raises(IllegalMove):
        work.ask_contribution(assignment=story.assignment, by=story.lead, text="请报数据")


def test_a_form_sent_twice_is_one_report(story):
    opened = story.bring_to(S.IN_PROGRESS).version
    report(story, story.lead, version=opened)
    contribute(story)
    with pytest.raises(Repeated):
        report(story, story.lead, version=opened)
    with pytest.raises(StaleVersion):
        report(story, story.lead, version=opened, text="另一句话")
    assert ProgressReport.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one_report():
    story = tell()
    opened = story.bring_to(S.IN_PROGRESS).version
    barrier, outcomes = Barrier(20), []

    def send():
        try:
            barrier.wait()
            report(story, story.lead, version=opened)
            outcomes.append("made")
        except Repeated:
            outcomes.append("repeated")
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made"] + ["repeated"] * 19
    assert ProgressReport.objects.count() == 1
    assert story.fresh().version == opened + 1


@pytest.mark.parametrize("what", ["report", "attachment", "request", "decision", "gathering", "event", "relief"])
@pytest.mark.parametrize("change", ["save", "delete", "update"])
def test_rows_are_never_changed(story, what, change):
    story.bring_to(S.IN_PROGRESS)
    made = report(story, story.lead, attachments=[pdf()], gathered=[contribute(story)])
    plea = relief.request_relief(assignment=story.assignment, by=story.lead, reason="职能已划转")
    request = story.ask_for_extension()
    decision = extensions.decide_extension(request=request, by=story.supervisor, granted=True)
    rows = {
        "report": made,
        "attachment": ReportAttachment.objects.get(),
        "request": request,
        "decision": decision,
        "gathering": made.gathered.get(),
        "event": made.event,
        "relief": plea,
    }
    row = rows[what]
    with pytest.raises(IntegrityError), transaction.atomic():
        if change == "update":
            type(row).objects.filter(pk=row.pk).update(id=row.pk)
        else:
            getattr(row, change)()
    assert type(row).objects.filter(pk=row.pk).exists()
