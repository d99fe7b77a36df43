"""The daily mail: only what is new, once, to who may read it, and never what was searched for or found."""

from datetime import datetime, time, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from decisions.telling.enums import SendingState
from gusu_minutes.following import tasks
from gusu_minutes.following.mail import compose
from gusu_minutes.following.models import Look, SavedSearch, SearchMail
from gusu_minutes.following.searches import change_search
from gusu_minutes.publishing.domain import withdraw
from tests.factories import UserFactory
from tests.following.conftest import correct, issued, saved, work
from tests.telling.test_tell import in_threads

pytestmark = pytest.mark.usefixtures("queue")


def next_day(number=1):
    day = timezone.localdate() + timedelta(days=number)
    return timezone.make_aware(datetime.combine(day, time(8)))


def round_of(day=0):
    """Run the round of a day and send what it wrote; return the bodies of the mails."""
    before = len(mail.outbox)
    tasks.run_round(next_day(day))
    work()
    return [message.body for message in mail.outbox[before:]]


def test_nothing_new_sends_nothing(official):
    issued("防汛方案")
    saved(official)
    assert round_of() == []
    issued("预算草案")
    assert round_of(1) == []
    assert not SearchMail.objects.exists()


def test_what_is_new_is_told_once(official):
    saved(official)
    issued("防汛方案", "防汛物资", "预算草案")
    (body,) = round_of()
    assert body.startswith("汛期\n有 2 条新结果\nhttp://")
    assert mail.outbox[0].to == ["leader@example.org"]
    assert mail.outbox[0].subject == "已存搜索：有 2 条新结果"
    assert round_of() == round_of(1) == []


def test_who_had_a_mail_today_waits_until_tomorrow(official):
    saved(official)
    issued("防汛方案")
    assert len(round_of()) == 1
    issued("防汛物资")
    assert round_of() == []
    (body,) = round_of(1)
    assert "有 1 条新结果" in body


def test_a_correction_tells_only_what_is_newly_found(official):
    meeting = issued("防汛方案", "预算草案")
    saved(official)
    correct(meeting, 防汛方案="防汛新方案")
    assert round_of() == []
    correct(meeting, 预算草案="防汛预算")
    (body,) = round_of(1)
    assert "有 1 条新结果" in body


def test_what_was_withdrawn_before_the_round_is_not_told(official):
    saved(official)
    meeting = issued("防汛方案")
    withdraw(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="x", notice="已撤回。")
    assert round_of() == []


def test_the_mail_holds_no_words_of_the_search_or_the_minutes(official):
    saved(official, "q=防汛+金丝雀&person=某人", name="我的第一个")
    saved(official, "q=金丝雀", name="第二个")
    issued("防汛的金丝雀", title="金丝雀会议")
    (body,) = round_of()
    message = mail.outbox[0]
    for word in ("金丝雀", "防汛", "某人", "%E9%87%91"):
        assert word not in str(message.message().as_bytes().decode()) + body + message.subject
    assert "第二个" in body


def test_a_public_search_tells_nothing_of_internal_minutes(official):
    """Neither that something was found nor how much."""
    saved(official, room="public")
    issued("防汛内部意见", disclosure="internal")
    assert round_of() == []
    issued("防汛公开意见")
    (body,) = round_of(1)
    assert "有 1 条新结果" in body


def test_no_mail_unless_it_is_wanted(official):
    search = saved(official, tell="not")
    issued("防汛方案")
    assert round_of() == []
    search.tell = "daily"
    change_search(search=search, by=official)
    assert round_of() == [], "what came before is not told"
    issued("防汛物资")
    (body,) = round_of()
    assert "有 1 条新结果" in body


@pytest.mark.parametrize("lost", ["closed", "right", "address", "deleted", "off"])
def test_who_may_not_or_will_not_be_told_is_not(official, lost):
    """Before the round and between the round and the sending."""
    search = saved(official)
    issued("防汛方案")
    tasks.gather(timezone.localdate())
    if lost == "closed":
        User.objects.filter(pk=official.pk).update(is_active=False)
    elif lost == "right":
        official.groups.clear()
    elif lost == "address":
        User.objects.filter(pk=official.pk).update(email="")
    elif lost == "deleted":
        search.delete()
    else:
        SavedSearch.objects.filter(pk=search.pk).update(tell="not")
    work()
    assert SearchMail.objects.get().state == SendingState.DROPPED
    issued("防汛物资")
    if lost != "address":
        assert tasks.gather(timezone.localdate() + timedelta(days=1)) == 0
    assert mail.outbox == []


def refuse(self):
    raise SMTPServerDisconnected


def test_a_failure_is_tried_again_under_the_same_identifier(official, monkeypatch):
    saved(official)
    issued("防汛方案")
    tasks.gather(timezone.localdate())
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        work()
    row = SearchMail.objects.get()
    assert (row.state, row.error) == (SendingState.FAILED, "SMTPServerDisconnected")
    first = compose(row).extra_headers["Message-ID"]
    SearchMail.objects.update(next_at=timezone.now())
    tasks.send_search_mail.call(row.pk)
    tasks.send_search_mail.call(row.pk)
    (message,) = mail.outbox
    assert message.extra_headers["Message-ID"] == first
    assert SearchMail.objects.get().state == SendingState.SENT


def test_a_lost_task_is_taken_up(official):
    saved(official)
    issued("防汛方案")
    tasks.gather(timezone.localdate())
    DBTaskResult.objects.all().delete()
    assert tasks.run_round(timezone.now() + timedelta(minutes=30)) == 0
    assert work() == 0
    tasks.run_round(timezone.now() + timedelta(hours=2))
    assert work() == 1
    assert len(mail.outbox) == 1


def test_a_round_that_fails_tells_nobody_and_has_a_next_one(official, monkeypatch):
    saved(official)
    issued("防汛方案")
    place = Look.objects.get().sequence
    with monkeypatch.context() as patch:
        patch.setattr(SearchMail.objects, "create", lambda **fields: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tasks.search_round.call()
    assert Look.objects.get().sequence == place, "what was not told is told later"
    assert rounds() == 1
    assert len(round_of()) == 1


def rounds():
    waiting = DBTaskResult.objects.filter(task_path=tasks.search_round.module_path, status=TaskResultStatus.READY)
    return waiting.count()


def test_the_program_starts_with_one_round(db, settings):
    settings.DAILY_AT = time(7, 30)
    call_command("start_rounds")
    call_command("start_rounds")
    assert rounds() == 1
    DBTaskResult.objects.all().delete()
    early = timezone.make_aware(datetime(2024, 12, 13, 6, 0))
    assert tasks.schedule(early) == early + timedelta(hours=1, minutes=30)
    DBTaskResult.objects.all().delete()
    assert tasks.schedule(early + timedelta(hours=2)) == early + timedelta(days=1, hours=1, minutes=30)


def test_cron_runs_it_too(official):
    saved(official)
    issued("防汛方案")
    call_command("daily_round")
    work()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_one_mail():
    user = UserFactory(roles=["official"], email="leader@example.org")
    saved(user)
    issued("防汛方案")
    assert sorted(in_threads(lambda: tasks.gather(timezone.localdate()))) == [0, 1]
    assert SearchMail.objects.count() == 1
