"""The daily round: once a day, nothing twice, nothing for nothing, and always a next one."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from decisions.domain import change, verify
from decisions.enums import Verb
from decisions.models import Event
from decisions.telling import digest, starting
from decisions.telling.enums import How, NoticeKind, SendingState, Topic
from decisions.telling.models import Mail, Notice, Round
from decisions.telling.preferences import choose
from tests.decisions.story import today
from tests.factories import OfficerFactory
from tests.telling.conftest import more, told_story, waiting, work
from tests.telling.test_tell import in_threads


def on(day, hour=8, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def rounds():
    return [task for task in waiting() if task.task_path.endswith("daily_round")]


def due(story, days):
    """Move the due date of the story's assignment so many days from today."""
    row = story.fresh()
    row.due_on = today() + timedelta(days=days)
    row.save()
    return row.due_on


def dates_told():
    rows = Notice.objects.exclude(kind=NoticeKind.EVENT).order_by("pk")
    return [(notice.user, notice.kind, notice.due_on) for notice in rows]


def test_nothing_is_sent_for_nothing(quiet):
    assert digest.run_round()
    work()
    assert not mail.outbox
    assert not Mail.objects.exclude(day=None).exists()


@pytest.mark.parametrize("days", [10, 4])
def test_a_date_that_is_far_is_not_told(quiet, days):
    due(quiet, days)
    digest.run_round()
    assert dates_told() == []


@pytest.mark.parametrize(
    ("days", "kind"),
    [(3, NoticeKind.DUE_SOON), (0, NoticeKind.DUE_SOON), (-1, NoticeKind.OVERDUE), (-90, NoticeKind.OVERDUE)],
)
def test_dates_are_told_once_to_lead_officers(quiet, days, kind):
    colleague = OfficerFactory(department=quiet.department).user
    OfficerFactory(department=quiet.department, user__is_active=False)
    day = due(quiet, days)
    noon = timezone.localtime().replace(hour=12)
    digest.run_round(noon)
    assert dates_told() == [(quiet.lead, kind, day), (colleague, kind, day)]
    OfficerFactory(department=quiet.department)
    digest.run_round(noon + timedelta(hours=2))
    digest.tell_dates(today())
    assert len(dates_told()) == 2


def test_a_date_that_was_moved_is_told_again(quiet):
    first = due(quiet, 0)
    digest.tell_dates(today())
    second = due(quiet, 2)
    digest.tell_dates(today())
    digest.tell_dates(today() + timedelta(days=3))
    kinds = [(kind, day) for _user, kind, day in dates_told()]
    assert kinds == [(NoticeKind.DUE_SOON, first), (NoticeKind.DUE_SOON, second), (NoticeKind.OVERDUE, second)]


def test_what_is_done_is_not_overdue(quiet):
    due(quiet, -1)
    verify.cancel(assignment=quiet.assignment, by=quiet.supervisor, reason="不再需要", consent="区长同意")
    digest.tell_dates(today())
    assert dates_told() == []


def test_dates_by_mail_at_once(quiet):
    choose(user=quiet.lead, choices={Topic.DUE: How.AT_ONCE})
    due(quiet, -1)
    digest.run_round()
    work()
    (message,) = mail.outbox
    assert message.to == ["lead@example.org"]
    assert quiet.assignment.document_number in message.subject


def test_one_mail_with_everything_since_the_last(quiet):
    row, supervisor = quiet.assignment, quiet.supervisor
    change.change(assignment=row, by=supervisor, reason="调整", consent="同意", task="甲")
    change.change(assignment=row, by=supervisor, reason="调整", consent="同意", task="乙")
    due(quiet, -1)
    work()
    now = timezone.now()
    digest.run_round(now)
    work()
    assert sorted((message.to[0], message.body.count("/desk/" + row.key)) for message in mail.outbox) == [
        ("lead@example.org", 3),
        ("supporting@example.org", 2),
    ]
    mail.outbox.clear()
    verify.cancel(assignment=row, by=supervisor, reason="不再需要", consent="区长同意")
    work()
    digest.gather(today())  # who had one today waits
    assert digest.gather(today() + timedelta(days=1)) == 2
    assert digest.gather(today() + timedelta(days=1)) == 0
    work()
    assert [message.body.count("/desk/" + row.key) for message in mail.outbox] == [1, 1]


def test_a_long_mail_ends_with_a_link(quiet, settings, monkeypatch):
    monkeypatch.setattr("decisions.telling.mail.LINES", 2)
    choose(user=quiet.lead, choices={Topic.ASSIGNMENTS: How.DIGEST})
    more(quiet, 5)
    work()
    mail.outbox.clear()
    digest.gather(today())
    work()
    assert mail.outbox[0].body.count("。") < 10
    assert mail.outbox[0].body.count("督〔") == 2
    assert "/desk/inbox/" in mail.outbox[0].body


def test_who_chose_the_inbox_in_the_meantime_gets_none(quiet):
    due(quiet, -1)
    digest.tell_dates(today())
    choose(user=quiet.lead, choices={Topic.DUE: How.INBOX})
    assert digest.gather(today()) == 0
    choose(user=quiet.lead, choices={Topic.DUE: How.DIGEST})
    assert digest.gather(today()) == 0


def test_who_may_not_know_any_more_gets_none(quiet):
    due(quiet, -1)
    digest.run_round()
    quiet.lead.offices.all().delete()
    work()
    assert not mail.outbox
    assert Mail.objects.get(day=today()).state == SendingState.DROPPED


def test_regular_reports_are_asked_for_and_told_the_same_day(quiet):
    row = quiet.bring_to("in_progress")
    row.cycle, row.report_due_on = "weekly", today()
    row.save()
    work()
    digest.run_round()
    assert Event.objects.filter(verb=Verb.ASK_REPORT).count() == 1
    work()
    (message,) = mail.outbox
    assert message.to == ["lead@example.org"]


def test_a_day_has_one_round(quiet):
    now = on(today(), 8)
    assert digest.run_round(now)
    assert not digest.run_round(now)
    assert not digest.run_round(now + timedelta(minutes=30))
    assert Round.objects.get().finished_at is not None


def test_a_round_that_was_cut_off_is_taken_up(quiet):
    now = on(today(), 8)
    Round.objects.create(day=today(), started_at=now)
    assert not digest.run_round(now + timedelta(minutes=59))
    assert digest.run_round(now + timedelta(minutes=61))


def test_the_next_round_is_scheduled_once(quiet, settings):
    settings.DAILY_AT = time(7, 30)
    assert digest.schedule(on(today(), 6)) == on(today(), 7, 30)
    assert digest.schedule(on(today(), 6)) is None
    (task,) = rounds()
    assert task.run_after == on(today(), 7, 30)
    task.delete()
    digest.run_round(on(today(), 7, 30))
    assert digest.schedule(on(today(), 7, 31)) == on(today() + timedelta(days=1), 7, 30)
    assert digest.schedule(on(today(), 7, 31)) is None


def test_each_round_schedules_the_next(quiet, settings):
    settings.DAILY_AT = time(0, 0)
    starting.start_rounds()
    work()
    assert Round.objects.filter(finished_at__isnull=False).count() == 1
    assert len(rounds()) == 1
    assert timezone.localdate(rounds()[0].run_after) == timezone.localdate() + timedelta(days=1)


def test_a_round_that_fails_has_a_next_one(quiet, monkeypatch):
    monkeypatch.setattr(digest, "ask_for_reports", lambda day: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        digest.daily_round.call()
    assert len(rounds()) == 1


def test_starting_schedules_once_and_again_what_was_lost(quiet):
    for _ in range(3):
        call_command("start_rounds")
        assert len(rounds()) == 1
    DBTaskResult.objects.all().delete()
    call_command("start_rounds")
    assert len(rounds()) == 1


def test_the_command_says_what_it_did(quiet, capsys):
    call_command("daily_round")
    first = capsys.readouterr().out
    call_command("daily_round")
    assert first != capsys.readouterr().out
    assert Round.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_one_round(queue):
    story = told_story()
    due(story, -1)
    assert sorted(in_threads(digest.run_round)) == [False, True]
    assert len(dates_told()) == 1
    assert Mail.objects.filter(day=today()).count() == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(quiet, django_assert_num_queries, rows):
    """However many are overdue; one mail a person."""
    made = more(quiet, rows - 1, due_on=today() - timedelta(days=1))
    due(quiet, -1)
    work()
    assert len(made) == rows - 1
    with django_assert_num_queries(21):
        digest.tell_dates(today())
        digest.gather(today())
