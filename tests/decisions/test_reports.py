"""Progress reports: contributions, repetitions, rows that never change."""

from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from decisions.domain import extensions, work
from decisions.domain.steps import Repeated
from decisions.enums import AssignmentState as S
from decisions.models import ProgressReport, ReportAttachment
from gusu_minutes.common.errors import DomainError, StaleVersion
from tests.decisions.story import pdf, tell


def report(story, by, **fields):
    values = {"text": "已完成过半", "percent": 60, **fields}
    return work.report_progress(assignment=story.assignment, by=by, **values)


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
    assert report(story, story.supporting, percent=95).department == story.helper
    assert story.fresh().percent == 0


def test_an_officer_of_both_departments_speaks_for_the_lead(story):
    story.bring_to(S.IN_PROGRESS)
    story.lead.offices.create(department=story.helper)
    assert report(story, story.lead).department == story.department


def test_a_form_sent_twice_is_one_report(story):
    opened = story.bring_to(S.IN_PROGRESS).version
    report(story, story.lead, version=opened)
    report(story, story.supporting, text="配合")
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


@pytest.mark.parametrize("what", ["report", "attachment", "request", "decision"])
@pytest.mark.parametrize("change", ["save", "delete", "update"])
def test_rows_are_never_changed(story, what, change):
    story.bring_to(S.IN_PROGRESS)
    made = report(story, story.lead, attachments=[pdf()])
    request = story.ask_for_extension()
    decision = extensions.decide_extension(request=request, by=story.supervisor, granted=True)
    rows = {"report": made, "attachment": ReportAttachment.objects.get(), "request": request, "decision": decision}
    row = rows[what]
    with pytest.raises(IntegrityError), transaction.atomic():
        if change == "update":
            type(row).objects.filter(pk=row.pk).update(id=row.pk)
        else:
            getattr(row, change)()
    assert type(row).objects.filter(pk=row.pk).exists()
