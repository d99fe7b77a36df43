"""What is typed and not sent: kept for its person alone, shown again, gone when the step is taken."""

import pytest
from django.test import Client
from django.urls import reverse

from attendees.models import Substitution
from decisions.domain import verify, work
from decisions.domain.step_drafts import MAX_ALL, MAX_CHOICES, MAX_TEXT, drafts_of, keep_draft
from decisions.enums import AssignmentState as S
from decisions.models import StepDraft
from gusu_minutes.common.errors import DomainError, NotAllowed
from tests.decisions.story import pdf, today
from tests.factories import AssignmentFactory, OfficerFactory

WORDS = {"text": "写到一半的进展", "percent": "45"}


def url_of(story, verb="report_progress", name="draft"):
    return reverse(f"desk:{name}", args=[story.assignment.key, verb])


def keep(client, story, verb="report_progress", *, script=False, **data):
    headers = {"Accept": "application/json"} if script else {}
    return client.post(url_of(story, verb), {"version": story.fresh().version, **data}, headers=headers)


def page_of(client, story):
    return client.get(reverse("desk:assignment", args=[story.assignment.key]))


@pytest.mark.parametrize("name", ["draft", "discard_draft"])
def test_only_post(story, enter, name):
    assert enter("lead").get(url_of(story, name=name)).status_code == 405


@pytest.mark.parametrize("name", ["draft", "discard_draft"])
def test_anonymous_signs_in_first(story, client, name):
    page = reverse("desk:assignment", args=[story.assignment.key])
    assert client.post(url_of(story, name=name), WORDS).headers["Location"] == f"{reverse('login')}?next={page}"


@pytest.mark.parametrize("name", ["draft", "discard_draft"])
def test_another_department_and_an_ended_office_find_nothing(story, enter, client, name):
    assert enter("stranger").post(url_of(story, name=name), WORDS).status_code == 404
    former = OfficerFactory(department=story.department, valid_to=today().replace(year=2020)).user
    client.force_login(former)
    assert client.post(url_of(story, name=name), WORDS).status_code == 404
    assert not StepDraft.objects.exists()


@pytest.mark.parametrize("name", ["draft", "discard_draft"])
def test_a_proposal_and_an_unknown_step_are_not_there(story, enter, name):
    proposal = AssignmentFactory(lead=story.department)
    client = enter("lead")
    assert client.post(reverse(f"desk:{name}", args=[proposal.key, "report_progress"]), WORDS).status_code == 404
    assert client.post(url_of(story, "fly", name), WORDS).status_code == 404


@pytest.mark.parametrize("name", ["draft", "discard_draft"])
def test_a_token_is_needed(story, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.lead)
    assert client.post(url_of(story, name=name), WORDS).status_code == 403


def test_the_verb_refuses_who_does_not_see_the_assignment(story):
    with pytest.raises(NotAllowed):
        keep_draft(assignment=story.assignment, by=story.stranger, verb="report_progress", data=WORDS)
    with pytest.raises(DomainError):
        keep_draft(assignment=story.assignment, by=story.lead, verb="fly", data=WORDS)


@pytest.mark.parametrize(
    "data",
    [
        {"text": "长" * (MAX_TEXT + 1)},
        {"text": "长" * MAX_TEXT, "reason": "长" * MAX_TEXT, "task": "长" * (MAX_ALL - 2 * MAX_TEXT + 1)},
        {"supporting": ["1"] * (MAX_CHOICES + 1)},
    ],
)
def test_too_much_is_refused_and_what_was_kept_stays(story, data):
    keep_draft(assignment=story.assignment, by=story.lead, verb="change", data={"text": "原来的"})
    with pytest.raises(DomainError):
        keep_draft(assignment=story.assignment, by=story.lead, verb="change", data=data)
    assert StepDraft.objects.get().data == {"text": "原来的"}


@pytest.mark.parametrize("script", [True, False])
def test_too_long_words_are_shown_again(story, enter, script):
    story.bring_to(S.IN_PROGRESS)
    answer = keep(enter("lead"), story, script=script, text="长" * (MAX_TEXT + 1))
    assert answer.status_code == 422
    assert not StepDraft.objects.exists()
    assert ("said" in answer.json()) if script else ("长" * (MAX_TEXT + 1) in answer.content.decode())


def test_words_are_kept_and_come_back_as_typed(story, enter):
    story.bring_to(S.IN_PROGRESS)
    client = enter("lead")
    answer = keep(client, story, text=" 一\r\n二 <b>", percent="abc", unknown="x", attachments=[pdf()])
    assert answer.headers["Location"] == reverse("desk:assignment", args=[story.assignment.key])
    assert StepDraft.objects.get().data == {"text": " 一\n二 <b>", "percent": "abc"}
    page = page_of(client, story)
    form = page.context["next"].form
    assert (form["text"].value(), form["percent"].value()) == (" 一\n二 <b>", "abc")
    assert url_of(story, name="discard_draft") in page.content.decode()


def test_a_script_is_told_the_time(story, enter):
    story.bring_to(S.IN_PROGRESS)
    answer = keep(enter("lead"), story, script=True, **WORDS)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert StepDraft.objects.get().verb == "report_progress"
    assert answer.json()["said"]


def test_the_second_saving_replaces_the_first_and_an_empty_one_removes_it(story, enter):
    story.bring_to(S.IN_PROGRESS)
    client = enter("lead")
    for text in ("一", "一二"):
        keep(client, story, text=text, percent=story.fresh().percent)
    assert StepDraft.objects.get().data == {"text": "一二"}
    keep(client, story, text="", percent=story.fresh().percent)
    assert not StepDraft.objects.exists()


def test_nobody_else_sees_it(story, enter, client):
    story.bring_to(S.IN_PROGRESS)
    keep(enter("lead"), story, **WORDS)
    colleague = OfficerFactory(department=story.department).user
    client.force_login(colleague)
    office = OfficerFactory(department=story.department)
    substitute = OfficerFactory().user
    Substitution.objects.create(officer=office, substitute=substitute, valid_from=today(), valid_to=today())
    instead = Client()
    instead.force_login(substitute)
    for other in (client, instead, enter("supporting"), enter("supervisor"), enter("clerk")):
        assert WORDS["text"] not in page_of(other, story).content.decode()
        other.post(url_of(story, name="discard_draft"))
    assert StepDraft.objects.get().user == story.lead


def test_a_colleague_has_a_draft_of_his_own(story, enter, client):
    story.bring_to(S.IN_PROGRESS)
    keep(enter("lead"), story, **WORDS)
    client.force_login(OfficerFactory(department=story.department).user)
    keep(client, story, text="我的")
    assert StepDraft.objects.count() == 2


def test_discarding_forgets_it(story, enter):
    story.bring_to(S.IN_PROGRESS)
    client = enter("lead")
    keep(client, story, **WORDS)
    assert client.post(url_of(story, name="discard_draft")).status_code == 302
    assert not StepDraft.objects.exists()
    assert WORDS["text"] not in page_of(client, story).content.decode()


def take(client, story, version):
    return client.post(reverse("desk:report_progress", args=[story.assignment.key]), {"version": version, **WORDS})


def test_taking_the_step_takes_its_draft_away_and_no_other(story, enter):
    version = story.bring_to(S.IN_PROGRESS).version
    client = enter("lead")
    keep(client, story, **WORDS)
    keep(client, story, "report_done", text="将来的")
    assert take(client, story, version).status_code == 302
    assert StepDraft.objects.get().verb == "report_done"


def test_a_refused_step_leaves_its_draft(story, enter):
    version = story.bring_to(S.IN_PROGRESS).version
    client = enter("lead")
    keep(client, story, **WORDS)
    work.contribute(assignment=story.assignment, by=story.supporting, text="配合", percent=1)
    assert take(client, story, version).status_code == 409
    assert StepDraft.objects.get().data == WORDS


def test_what_arrives_after_the_step_is_not_kept(story, enter):
    version = story.bring_to(S.IN_PROGRESS).version
    client = enter("lead")
    take(client, story, version)
    client.post(url_of(story), {"version": version, **WORDS})
    assert not StepDraft.objects.exists()


def test_an_old_page_is_kept_still(story, enter):
    version = story.bring_to(S.IN_PROGRESS).version
    work.contribute(assignment=story.assignment, by=story.supporting, text="配合", percent=1)
    enter("lead").post(url_of(story), {"version": version, **WORDS})
    assert StepDraft.objects.get().data == WORDS


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_made_up_version_is_kept_too(story, enter, version):
    story.bring_to(S.IN_PROGRESS)
    assert enter("lead").post(url_of(story), {"version": version, **WORDS}).status_code == 302
    assert StepDraft.objects.get().data == WORDS


def test_words_of_a_step_that_is_not_possible_any_more_can_be_copied(story, enter):
    story.bring_to(S.IN_PROGRESS)
    client = enter("lead")
    keep(client, story, **WORDS)
    verify.cancel(assignment=story.assignment, by=story.supervisor, reason="不再需要", consent="区长同意")
    page = page_of(client, story)
    assert [left.verb for left in page.context["left_over"]] == ["report_progress"]
    assert WORDS["text"] in page.content.decode()
    assert client.post(url_of(story, name="discard_draft")).status_code == 302
    assert page_of(client, story).context["left_over"] == []


def test_they_stay_as_typed_for_readers_of_traditional(story, enter, settings):
    story.bring_to(S.IN_PROGRESS)
    client = enter("lead")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hant"
    keep(client, story, text="简体一行\n简体二行")
    assert "简体一行\n简体二行" in page_of(client, story).content.decode()
    work.report_done(assignment=story.assignment, by=story.lead, text="办结")
    assert "简体一行\n简体二行" in page_of(client, story).content.decode()


def test_a_change_keeps_only_what_differs(story, enter):
    client = enter("supervisor")
    page = page_of(client, story)
    form = next(offer.form for offer in page.context["rare"] if offer.panel.verb == "change")
    fields = {field.name: field.value() for field in form if field.name != "version" and field.value() is not None}
    keep(client, story, "change", **fields | {"cycle": "weekly", "supporting": []})
    assert StepDraft.objects.get().data == {"cycle": "weekly"}
    again = next(offer.form for offer in page_of(client, story).context["rare"] if offer.panel.verb == "change")
    assert again["cycle"].value() == "weekly"
    assert again["before"].value() == fields["before"]


def test_zero_characters_are_left_out(story):
    keep_draft(assignment=story.assignment, by=story.lead, verb="change", data={"task": "一\0二", "supporting": ["\0"]})
    assert drafts_of(story.lead, story.assignment)["change"].data == {"task": "一二"}
