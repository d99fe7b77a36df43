"""Steps through the forms: refusals first, nothing lost, nothing twice."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from decisions.domain import verify, work
from decisions.enums import AssignmentState as S
from decisions.models import ExtensionDecision, ExtensionRequest, ProgressReport, ReportAttachment
from gusu_minutes.common.errors import NotAllowed
from tests.decisions.story import pdf, tell, today

ACTIONS = {
    "acknowledge": {},
    "report_progress": {"text": "已完成过半", "percent": "60"},
    "report_done": {"text": "已经办结"},
    "close": {},
    "return": {"reason": "还缺验收单"},
    "cancel": {"reason": "不再需要"},
    "request_extension": {"reason": "材料未到", "new_due_on": (today() + timedelta(days=60)).isoformat()},
    "decide_extension": {"granted": "1", "note": ""},
}

ALLOWED = {
    *(("lead", name) for name in ("acknowledge", "report_progress", "report_done", "request_extension")),
    *(("supervisor", name) for name in ("close", "return", "cancel", "decide_extension")),
    ("supporting", "report_progress"),
}


def send(client, story, name, version=None, **data):
    """Post the form of a step as the page has it; `version` as of now if not given."""
    version = story.fresh().version if version is None else version
    return client.post(reverse(f"desk:{name}", args=[story.assignment.key]), {"version": version, **data})


@pytest.mark.parametrize("name", ACTIONS)
def test_only_post(story, enter, name):
    assert enter("lead").get(reverse(f"desk:{name}", args=[story.assignment.key])).status_code == 405


@pytest.mark.parametrize(("name", "data"), ACTIONS.items())
def test_anonymous_signs_in_and_comes_back_to_the_page(story, client, name, data):
    answer = send(client, story, name, **data)
    page = reverse("desk:assignment", args=[story.assignment.key])
    assert answer.headers["Location"] == f"{reverse('login')}?next={page}"
    assert story.fresh().version == story.assignment.version


@pytest.mark.parametrize(("name", "data"), ACTIONS.items())
def test_another_department_finds_nothing(story, enter, name, data):
    assert send(enter("stranger"), story, name, **data).status_code == 404
    assert story.fresh().version == story.assignment.version


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (role, name)
        for role in ("clerk", "supporting", "lead", "supervisor")
        for name in ACTIONS
        if (role, name) not in ALLOWED
    ],
)
def test_who_sees_it_but_may_not_is_told_so(story, enter, role, name):
    story.bring_to(S.ASSIGNED if name == "acknowledge" else S.IN_PROGRESS)
    if name == "decide_extension":
        story.ask_for_extension()
    before = story.fresh().version
    answer = send(enter(role), story, name, **ACTIONS[name])
    assert answer.status_code == 403
    assert str(NotAllowed()) in answer.content.decode()
    assert story.fresh().version == before


def test_a_token_is_needed(story):
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.lead)
    assert send(client, story, "acknowledge").status_code == 403
    assert story.fresh().state == S.ASSIGNED


@pytest.mark.parametrize(
    ("role", "name", "before", "after"),
    [
        ("lead", "acknowledge", S.ASSIGNED, S.IN_PROGRESS),
        ("lead", "report_progress", S.IN_PROGRESS, S.IN_PROGRESS),
        ("supporting", "report_progress", S.IN_PROGRESS, S.IN_PROGRESS),
        ("lead", "report_done", S.IN_PROGRESS, S.REPORTED),
        ("lead", "request_extension", S.IN_PROGRESS, S.IN_PROGRESS),
        ("supervisor", "close", S.REPORTED, S.CLOSED),
        ("supervisor", "return", S.REPORTED, S.IN_PROGRESS),
        ("supervisor", "cancel", S.IN_PROGRESS, S.CANCELLED),
    ],
)
def test_a_step_leads_back_to_the_page(story, enter, role, name, before, after):
    version = story.bring_to(before).version
    client = enter(role)
    answer = send(client, story, name, **ACTIONS[name])
    assert answer.headers["Location"] == reverse("desk:assignment", args=[story.assignment.key])
    assert (story.fresh().state, story.fresh().version) == (after, version + 1)
    assert 'class="success"' in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(("granted", "note"), [("1", ""), ("0", "请抓紧")])
def test_an_extension_is_asked_for_and_answered(story, enter, granted, note):
    story.bring_to(S.IN_PROGRESS)
    send(enter("lead"), story, "request_extension", **ACTIONS["request_extension"])
    assert send(enter("supervisor"), story, "decide_extension", granted=granted, note=note).status_code == 302
    assert ExtensionDecision.objects.get().granted == (granted == "1")
    assert (story.fresh().due_on == ExtensionRequest.objects.get().new_due_on) == (granted == "1")


def test_there_must_be_something_to_answer(story, enter):
    story.bring_to(S.IN_PROGRESS)
    answer = send(enter("supervisor"), story, "decide_extension", granted="1")
    assert answer.status_code == 409
    assert "没有待批的延期申请" in answer.content.decode()


@pytest.mark.parametrize(("version", "status"), [("", 422), ("x", 422), ("-1", 409), ("9" * 30, 409)])
def test_a_made_up_version_changes_nothing(story, enter, version, status):
    assert send(enter("lead"), story, "acknowledge", version=version).status_code == status
    assert story.fresh().state == S.ASSIGNED


@pytest.mark.parametrize(
    ("name", "data", "marked"),
    [
        ("report_progress", {"text": "进展顺利", "percent": "120"}, "percent"),
        ("report_progress", {"text": "", "percent": "20"}, "text"),
        ("report_done", {"text": " "}, "text"),
        ("request_extension", {"reason": "材料未到", "new_due_on": "明天"}, "new_due_on"),
    ],
)
def test_a_mistake_is_marked_and_what_was_typed_stays(story, enter, name, data, marked):
    version = story.bring_to(S.IN_PROGRESS).version
    answer = send(enter("lead"), story, name, **data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["next"].form.errors) == [marked]
    assert 'aria-invalid="true"' in page
    for words in data.values():
        assert words in page
    assert story.fresh().version == version


def test_a_refused_file_leaves_the_words(story, enter):
    story.bring_to(S.IN_PROGRESS)
    answer = send(enter("lead"), story, "report_done", text="已经办结", attachments=[pdf("病毒.exe")])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已经办结" in page
    assert "病毒.exe" in page
    assert not ProgressReport.objects.exists()


def test_an_old_page_shows_the_words_again_and_takes_them_then(story, enter):
    opened = story.bring_to(S.IN_PROGRESS).version
    work.report_progress(assignment=story.assignment, by=story.supporting, text="配合", percent=10)
    client = enter("lead")
    answer = send(client, story, "report_progress", version=opened, **ACTIONS["report_progress"])
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已完成过半" in page
    assert f'name="version" value="{opened + 1}"' in page
    assert ProgressReport.objects.count() == 1
    assert send(client, story, "report_progress", version=opened + 1, **ACTIONS["report_progress"]).status_code == 302


def test_words_stay_even_if_the_step_is_no_longer_possible(story, enter):
    opened = story.bring_to(S.IN_PROGRESS).version
    verify.cancel(assignment=story.assignment, by=story.supervisor, reason="不再需要")
    answer = send(enter("lead"), story, "report_progress", version=opened, **ACTIONS["report_progress"])
    assert answer.status_code == 409
    assert not answer.context["next"].possible
    page = answer.content.decode()
    assert "已完成过半" in page
    assert "提交反馈" not in page


def test_words_stay_as_typed_for_readers_of_traditional(story, enter, settings):
    story.bring_to(S.IN_PROGRESS)
    client = enter("lead")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hant"
    answer = send(client, story, "report_progress", text="简体写的进展", percent="200")
    assert "简体写的进展" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "name", "before"),
    [
        ("lead", "acknowledge", S.ASSIGNED),
        ("lead", "report_progress", S.IN_PROGRESS),
        ("lead", "report_done", S.IN_PROGRESS),
        ("supervisor", "close", S.REPORTED),
        ("supervisor", "return", S.REPORTED),
        ("supervisor", "cancel", S.ASSIGNED),
    ],
)
def test_the_same_form_twice_changes_nothing_twice(story, enter, role, name, before):
    opened = story.bring_to(before).version
    client = enter(role)
    lines, reports = story.assignment.history.count(), ProgressReport.objects.count()
    answers = [send(client, story, name, version=opened, **ACTIONS[name]) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert story.assignment.history.count() == lines + 1
    assert ProgressReport.objects.count() <= reports + 1


@pytest.mark.django_db(transaction=True)
def test_the_same_post_twenty_times_at_once_makes_one_report():
    story = tell()
    opened = story.bring_to(S.IN_PROGRESS).version
    barrier, statuses = Barrier(20), []
    clients = [Client() for _ in range(20)]
    for client in clients:
        client.force_login(story.lead)

    def post(client):
        try:
            barrier.wait()
            answer = send(client, story, "report_progress", version=opened, **ACTIONS["report_progress"])
            statuses.append(answer.status_code)
        finally:
            connection.close()

    threads = [Thread(target=post, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302] * 20
    assert ProgressReport.objects.count() == 1


def test_files_go_with_a_report(story, enter):
    story.bring_to(S.IN_PROGRESS)
    send(enter("lead"), story, "report_done", text="已经办结", attachments=[pdf(), pdf("二.pdf")])
    assert [file.name for file in ReportAttachment.objects.all()] == ["证明.pdf", "二.pdf"]
