"""Steps through the forms: refusals first, nothing lost, nothing twice."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from attendees.models import Department
from decisions.domain import relief, verify, work
from decisions.enums import AssignmentState as S
from decisions.models import (
    Assignment,
    Event,
    ExtensionDecision,
    ExtensionRequest,
    ProgressReport,
    ReliefDecision,
    ReportAttachment,
)
from decisions.rules import STEPS
from gusu_minutes.common.errors import NotAllowed
from tests.decisions.story import pdf, tell, today
from tests.desk.corrections import correct
from tests.factories import DepartmentFactory

CONSENT = "区长陈羔12月20日同意"
OTHER = "another department"  # its key stands here when the form is sent
ACTIONS = {
    "note_change": {},
    "acknowledge": {},
    "report_progress": {"text": "已完成过半", "percent": "60"},
    "contribute": {"text": "配合完毕", "percent": "100"},
    "ask_contribution": {"text": "请报送活动商户名单"},
    "report_done": {"text": "已经办结"},
    "close": {},
    "return": {"reason": "还缺验收单"},
    "request_extension": {"reason": "材料未到", "new_due_on": (today() + timedelta(days=60)).isoformat()},
    "decide_extension": {"granted": "1", "note": ""},
    "request_relief": {"reason": "不属本单位职能"},
    "decide_relief": {"granted": "1", "new_lead": OTHER},
    "remind": {"text": "请尽快反馈"},
    "change": {"task": "改了的任务", "kind": "ordinary", "reason": "领导批示", "consent": CONSENT},
    "reassign": {"lead": OTHER, "reason": "职能划转", "consent": CONSENT},
    "cancel": {"reason": "不再需要", "consent": CONSENT},
}
LEADS = {"acknowledge", "report_progress", "ask_contribution", "report_done", "request_extension", "request_relief"}
SUPERVISES = {"close", "return", "decide_extension", "decide_relief", "remind", "change", "reassign", "cancel"}
ALLOWED = {
    *(("lead", name) for name in LEADS | {"note_change"}),
    *(("supporting", name) for name in ("contribute", "request_relief")),
    *(("supervisor", name) for name in SUPERVISES | {"note_change"}),
}


@pytest.fixture(autouse=True)
def other(db):
    return DepartmentFactory(code="other", name="姑苏区财政局", short_name="区财政局")


def send(client, story, name, version=None, **data):
    """Post the form of a step as the page has it; `version` as of now if not given."""
    version = story.fresh().version if version is None else version
    if OTHER in data.values():
        pk = Department.objects.get(code="other").pk
        data = {field: pk if value == OTHER else value for field, value in data.items()}
    return client.post(reverse(f"desk:{name}", args=[story.assignment.key]), {"version": version, **data})


def make_ready(story, name):
    """Bring the assignment where a step is possible."""
    states = STEPS[name].states
    story.bring_to(S.IN_PROGRESS if S.IN_PROGRESS in states else next(iter(states)))
    if name == "decide_extension":
        story.ask_for_extension()
    elif name == "decide_relief":
        relief.request_relief(assignment=story.assignment, by=story.lead, reason="不属本单位职能")
    elif name == "note_change":
        correct(story)


def test_every_step_has_its_form():
    assert set(ACTIONS) == set(STEPS)


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
    make_ready(story, name)
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


AFTER = {
    "acknowledge": S.IN_PROGRESS,
    "report_done": S.REPORTED,
    "close": S.CLOSED,
    "return": S.IN_PROGRESS,
    "cancel": S.CANCELLED,
    "reassign": S.ASSIGNED,
    "decide_relief": S.ASSIGNED,
}


@pytest.mark.parametrize(("role", "name"), sorted(ALLOWED))
def test_a_step_leads_back_to_the_page(story, enter, role, name):
    make_ready(story, name)
    version = story.fresh().version
    client = enter(role)
    answer = send(client, story, name, **ACTIONS[name])
    assert answer.headers["Location"] == reverse("desk:assignment", args=[story.assignment.key])
    assert (story.fresh().state, story.fresh().version) == (AFTER.get(name, S.IN_PROGRESS), version + 1)
    page = client.get(reverse("desk:office") if role != "supervisor" else answer.headers["Location"])
    assert 'class="success"' in page.content.decode()


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
    work.contribute(assignment=story.assignment, by=story.supporting, text="配合", percent=10)
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
    verify.cancel(assignment=story.assignment, by=story.supervisor, reason="不再需要", consent=CONSENT)
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


@pytest.mark.parametrize(("role", "name"), sorted(ALLOWED))
def test_the_same_form_twenty_times_changes_nothing_twice(story, enter, role, name):
    make_ready(story, name)
    opened, client = story.fresh().version, enter(role)
    events, reports = Event.objects.count(), ProgressReport.objects.count()
    answers = [send(client, story, name, version=opened, **ACTIONS[name]).status_code for _ in range(20)]
    assert answers == [302] * 20
    assert story.fresh().version == opened + 1
    assert Event.objects.count() == events + 1
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


def test_contributions_are_taken_up_by_the_lead(story, enter):
    story.bring_to(S.IN_PROGRESS)
    send(enter("supporting"), story, "contribute", attachments=[pdf("名单.pdf")], **ACTIONS["contribute"])
    given = ProgressReport.objects.get()
    page = enter("lead").get(reverse("desk:assignment", args=[story.assignment.key])).content.decode()
    assert f'name="gathered" value="{given.pk}"' in page
    assert "配合完毕" in page
    opened = story.fresh().version
    client = enter("lead")
    for _ in range(2):
        answer = send(
            client, story, "report_progress", version=opened, gathered=[given.pk], **ACTIONS["report_progress"]
        )
        assert answer.status_code == 302
    assert given.gathering.report.text == "已完成过半"
    assert 'name="gathered"' not in client.get(answer.headers["Location"]).content.decode()


def test_a_contribution_is_not_taken_up_twice(story, enter):
    story.bring_to(S.IN_PROGRESS)
    given = work.contribute(assignment=story.assignment, by=story.supporting, text="配合", percent=10)
    work.report_progress(assignment=story.assignment, by=story.lead, text="过半", percent=50, gathered=[given])
    answer = send(enter("lead"), story, "report_done", gathered=[given.pk], **ACTIONS["report_done"])
    assert answer.status_code == 409
    assert "已经办结" in answer.content.decode()


def test_a_contribution_to_another_assignment_cannot_be_taken_up(story, enter):
    story.bring_to(S.IN_PROGRESS)
    own = work.report_progress(assignment=story.assignment, by=story.lead, text="自己的", percent=10)
    answer = send(enter("lead"), story, "report_done", gathered=[own.pk], **ACTIONS["report_done"])
    assert answer.status_code == 422
    assert story.fresh().state == S.IN_PROGRESS


@pytest.mark.parametrize("name", ["change", "reassign", "cancel"])
def test_what_the_chair_agrees_to_needs_consent(story, enter, name):
    data = ACTIONS[name] | {"consent": " "}
    answer = send(enter("supervisor"), story, name, **data)
    assert answer.status_code in (409, 422)
    assert data["reason"] in answer.content.decode()
    assert story.fresh().version == story.assignment.version


def test_a_successor_takes_over_without_consent(story, enter, other):
    story.department.successor = other
    story.department.save()
    page = enter("supervisor").get(reverse("desk:assignment", args=[story.assignment.key])).content.decode()
    assert f'<option value="{other.pk}" selected>' in page
    assert send(enter("supervisor"), story, "reassign", lead=OTHER, reason="机构改革").status_code == 302
    assert story.fresh().lead == other


def test_relieving_the_lead_needs_a_new_one(story, enter):
    make_ready(story, "decide_relief")
    answer = send(enter("supervisor"), story, "decide_relief", granted="1", new_lead="", note="另行安排")
    assert answer.status_code == 409
    assert "另行安排" in answer.content.decode()
    assert not ReliefDecision.objects.exists()


def test_there_must_be_relief_to_answer(story, enter):
    assert send(enter("supervisor"), story, "decide_relief", granted="1").status_code == 409


def test_a_supporting_department_proposes_no_lead(story, enter, other):
    send(enter("supporting"), story, "request_relief", reason="无此职能", proposed_lead=OTHER)
    request = story.assignment.reliefs.get()
    assert (request.department, request.proposed_lead) == (story.helper, None)
    page = enter("supervisor").get(reverse("desk:assignment", args=[story.assignment.key]))
    assert "new_lead" not in page.context["next"].form.fields
    send(enter("supervisor"), story, "decide_relief", granted="1")
    assert not story.assignment.supporting.exists()


def opened_change_form(client, story):
    """Return the change form's fields as the page shows them."""
    page = client.get(reverse("desk:assignment", args=[story.assignment.key]))
    form = next(offer.form for offer in page.context["rare"] if offer.panel.verb == "change")
    return {field.name: field.value() for field in form if field.name != "version" and field.value() is not None}


def test_only_what_differs_is_changed(story, enter):
    client = enter("supervisor")
    fields = opened_change_form(client, story)
    answer = send(client, story, "change", **fields | {"cycle": "weekly", "reason": "领导批示", "consent": CONSENT})
    assert answer.status_code == 302
    event = Event.objects.filter(verb="change").get()
    assert event.details["changes"] == [["cycle", "", "weekly"]]
    assert list(story.assignment.supporting.all()) == [story.helper]


def test_nothing_changed_is_said(story, enter):
    client = enter("supervisor")
    fields = opened_change_form(client, story)
    answer = send(client, story, "change", **fields | {"reason": "领导批示", "consent": CONSENT})
    assert answer.status_code == 409
    assert story.fresh().version == story.assignment.version


def test_a_change_from_an_old_page_takes_nothing_back(story, enter):
    client = enter("supervisor")
    fields, opened = opened_change_form(client, story), story.fresh().version
    later = (today() + timedelta(days=90)).isoformat()
    said = {"reason": "领导批示", "consent": CONSENT}
    assert send(client, story, "change", **fields | said | {"due_on": later}).status_code == 302
    mine = fields | said | {"task": "改了的任务"}
    stale = send(client, story, "change", version=opened, **mine)
    assert stale.status_code == 409
    assert "改了的任务" in stale.content.decode()
    again = mine | {"before": stale.context["next"].form["before"].value()}
    assert send(client, story, "change", **again).status_code == 302
    row = Assignment.objects.get(pk=story.assignment.pk)
    assert (row.task, str(row.due_on)) == ("改了的任务", later)


def test_supporting_departments_are_changed(story, enter, other):
    client = enter("supervisor")
    fields = opened_change_form(client, story) | {"reason": "领导批示", "consent": CONSENT}
    send(client, story, "change", **fields | {"supporting": [other.pk, story.helper.pk]})
    assert set(story.assignment.supporting.all()) == {other, story.helper}


@pytest.mark.parametrize("before", ["", "[]", "{", '{"task": 5}', "\x00", "[" * 100_000, "1" * 5_000])
def test_a_form_without_its_beginning_is_read_as_it_is(story, enter, before):
    answer = send(enter("supervisor"), story, "change", before=before, **ACTIONS["change"])
    assert answer.status_code in (302, 422)
    assert story.fresh().task == ("改了的任务" if answer.status_code == 302 else story.assignment.task)
