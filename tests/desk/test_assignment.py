"""The page of an assignment: the clause as issued, the story, the next step."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import override

from attendees.models import Substitution
from decisions.desk.timeline import timeline
from decisions.domain import change, cycles, extensions, relief, verify, work
from decisions.domain.assign import assign
from decisions.enums import AssignmentState as S
from decisions.enums import Verb
from decisions.telling.enums import NoticeKind
from decisions.telling.models import Notice
from gusu_minutes.common.templatetags.gusu import chinese_date
from gusu_minutes.publishing.domain import start_correction, withdraw
from tests.decisions.story import pdf, today
from tests.decisions.test_reports import issued_beside
from tests.desk.corrections import correct
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    OfficerFactory,
    PersonFactory,
    ResolutionFactory,
    UserFactory,
    draft,
)


@pytest.fixture
def url(story):
    return reverse("desk:assignment", args=[story.assignment.key])


def tell_all(story):
    """Take nearly every step, so that the story has many events."""
    story.bring_to(S.IN_PROGRESS)
    given = work.contribute(
        assignment=story.assignment, by=story.supporting, text="配合<b>情况</b>", percent=40, attachments=[pdf()]
    )
    extensions.decide_extension(request=story.ask_for_extension(), by=story.supervisor, granted=False, note="请抓紧")
    extensions.decide_extension(request=story.ask_for_extension(), by=story.supervisor, granted=True)
    work.report_done(assignment=story.assignment, by=story.lead, text="已经办结", gathered=[given])
    verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason="还缺验收单")
    work.report_done(assignment=story.assignment, by=story.lead, text="验收单已补")


def test_anonymous_signs_in_first(client, url):
    assert client.get(url).headers["Location"] == f"{reverse('login')}?next={url}"


def test_an_office_that_is_over_and_a_substitution_not_begun_show_nothing(story, client, url):
    past, coming = today() - timedelta(days=1), today() + timedelta(days=1)
    former = OfficerFactory(department=story.department, valid_to=past)
    office = OfficerFactory(department=story.department)
    client.force_login(former.user)
    assert client.get(url).status_code == 404
    later = OfficerFactory().user
    Substitution.objects.create(officer=office, substitute=later, valid_from=coming, valid_to=coming)
    client.force_login(later)
    assert client.get(url).status_code == 404


def test_a_substitute_sees_it_and_is_told_for_whom(story, client, url):
    office = OfficerFactory(department=story.department, user__first_name="小红", user__last_name="李")
    instead = OfficerFactory().user
    Substitution.objects.create(officer=office, substitute=instead, valid_from=today(), valid_to=today())
    client.force_login(instead)
    page = client.get(url)
    assert page.context["next"].panel.verb == "acknowledge"
    assert [one.officer for one in page.context["acting_for"]] == [office]
    assert "李小红" in page.content.decode()


def test_it_is_not_there_for_others(story, enter, url, client):
    assert enter("stranger").get(url).status_code == 404
    for roles in ([], ["official"], ["officer"]):
        client.force_login(UserFactory(roles=roles))
        assert client.get(url).status_code == 404


def test_a_proposal_is_not_there(story, enter):
    proposal = AssignmentFactory(lead=story.department)
    for role in ("lead", "supervisor", "clerk"):
        assert enter(role).get(reverse("desk:assignment", args=[proposal.key])).status_code == 404


RARE = ["change", "reassign", "cancel"]
WORK = ["report_progress", "report_done", "ask_contribution", "request_extension", "request_relief"]


def offered(page):
    """Return the steps on the page in order: the next one, the others, the rare ones."""
    offers = [page.context["next"], *page.context["others"], *page.context["rare"]]
    return [offer.panel.verb for offer in offers if offer]


@pytest.mark.parametrize(
    ("role", "state", "following", "steps"),
    [
        ("lead", S.ASSIGNED, "acknowledge", ["acknowledge", "request_relief"]),
        ("lead", S.IN_PROGRESS, "report_progress", WORK),
        ("lead", S.REPORTED, None, []),
        ("lead", S.CLOSED, None, []),
        ("supporting", S.ASSIGNED, None, ["request_relief"]),
        ("supporting", S.IN_PROGRESS, "contribute", ["contribute", "request_relief"]),
        ("supporting", S.REPORTED, None, []),
        ("supervisor", S.ASSIGNED, None, ["remind", *RARE]),
        ("supervisor", S.IN_PROGRESS, None, ["remind", *RARE]),
        ("supervisor", S.REPORTED, "close", ["close", "return", *RARE]),
        ("supervisor", S.CANCELLED, None, []),
        ("clerk", S.REPORTED, None, []),
    ],
)
def test_it_offers_what_can_be_done(story, enter, url, role, state, following, steps):
    story.bring_to(state)
    page = enter(role).get(url)
    assert offered(page) == steps
    assert page.context["next"] is None if following is None else page.context["next"].panel.verb == following
    assert page.content.decode().count('name="version"') == len(steps)


def test_what_makes_no_sense_is_not_offered(story, enter, url):
    story.bring_to(S.IN_PROGRESS)
    story.assignment.supporting.clear()
    row = story.fresh()
    row.due_on = None
    row.save()
    assert offered(enter("lead").get(url)) == ["report_progress", "report_done", "request_relief"]


def test_an_overdue_one_cannot_be_extended(story, enter, url):
    row = story.bring_to(S.IN_PROGRESS)
    row.due_on = today() - timedelta(days=1)
    row.save()
    assert "request_extension" not in offered(enter("lead").get(url))


def test_a_waiting_request_comes_first(story, enter, url):
    story.bring_to(S.IN_PROGRESS)
    story.ask_for_extension()
    page = enter("supervisor").get(url)
    assert page.context["next"].panel.verb == "decide_extension"
    assert "材料未到" in page.content.decode()
    lead = enter("lead").get(url)
    assert "request_extension" not in [offer.panel.verb for offer in lead.context["others"]]


def test_the_clause_is_the_one_issued_not_the_draft(story, enter, url):
    start_correction(meeting=story.meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    resolution = story.assignment.resolution
    issued, resolution.text = resolution.text, "改了一半的草稿"
    resolution.save()
    for role in ("lead", "supervisor"):
        text = enter(role).get(url).content.decode()
        assert issued in text
        assert "改了一半的草稿" not in text


def test_withdrawn_minutes_leave_no_clause(story, enter, url):
    withdraw(meeting=story.meeting, by=UserFactory(roles=["publisher"]), reason="有误", notice="已撤回")
    page = enter("lead").get(url)
    assert 'class="issued"' not in page.content.decode()
    assert "现行纪要中已没有这一条" in page.content.decode()
    assert (page.context["next"].panel.verb, page.context["unissued"]) == ("note_change", False)


def test_before_the_issue_the_clause_stands_as_it_was_assigned(story, enter):
    meeting = draft(items=0)
    resolution = ResolutionFactory(agenda_item__meeting=meeting, text="先行交办的事项。")
    early = AssignmentFactory(resolution=resolution, lead=story.department)
    assign(meeting=meeting, assignments=[early], by=story.supervisor)
    resolution.text = "改了一半的草稿"
    resolution.save()
    url = reverse("desk:assignment", args=[early.key])
    page = enter("lead").get(url)
    assert page.context["unissued"]
    assert "先行交办的事项。" in page.content.decode()
    assert "改了一半的草稿" not in page.content.decode()
    assert "现行纪要中已没有这一条" not in page.content.decode()


def test_a_correction_is_shown_and_noted_by_both(story, enter, url):
    story.bring_to(S.IN_PROGRESS)
    assert enter("lead").get(url).context["correction"] is None
    correct(story)
    for role in ("lead", "supervisor"):
        client = enter(role)
        page = client.get(url)
        assert page.context["next"].panel.verb == "note_change"
        assert "<ins>与春季</ins>" in page.content.decode()
        assert client.post(reverse("desk:note_change", args=[story.assignment.key]), {"version": story.fresh().version})
        assert "note_change" not in offered(client.get(url))
    assert not story.fresh().supervisor_to_note
    page = enter("supporting").get(url)
    assert page.context["correction"] is None
    assert "<ins>与春季</ins>" in page.content.decode()  # in the story


def test_a_supporting_department_sees_the_correction_and_does_not_note_it(story, enter, url):
    story.bring_to(S.IN_PROGRESS)
    correct(story)
    page = enter("supporting").get(url)
    assert page.context["correction"] is not None
    assert "note_change" not in offered(page)


def test_a_waiting_relief_comes_first(story, enter, url):
    relief.request_relief(assignment=story.assignment, by=story.supporting, reason="无此职能")
    page = enter("supervisor").get(url)
    assert page.context["next"].panel.verb == "decide_relief"
    assert "无此职能" in page.content.decode()
    assert "request_relief" not in offered(enter("lead").get(url))


def test_the_link_into_the_minutes_needs_the_right(story, client, url):
    address = reverse("internal:meeting", args=[story.meeting.address]) + f"#c-{story.assignment.resolution.key}"
    user = OfficerFactory(user__roles=[], department=story.department).user
    client.force_login(user)
    for page in (url, reverse("desk:home")):
        assert address not in client.get(page).content.decode()
    user.user_permissions.add(Permission.objects.get(codename="view_internaledition"))
    for page in (url, reverse("desk:home")):
        assert address in client.get(page).content.decode()


def verbs(page):
    return [told.event.verb for told in page.context["events"]]


def test_the_whole_story_is_told(story, enter, url):
    tell_all(story)
    page = enter("supporting").get(url)
    assert verbs(page) == [
        Verb.REPORT_DONE, Verb.RETURN, Verb.REPORT_DONE, Verb.GRANT_EXTENSION, Verb.REQUEST_EXTENSION,
        Verb.REFUSE_EXTENSION, Verb.REQUEST_EXTENSION, Verb.CONTRIBUTE, Verb.ACKNOWLEDGE, Verb.ASSIGN,
    ]  # fmt: skip
    text = page.content.decode()
    for words in ("王小明", "区商务局", "还缺验收单", "请抓紧", "材料未到", "配合&lt;b&gt;情况"):
        assert words in text
    assert text.count("证明.pdf") == 2  # with the contribution, and where it was taken up


def test_changes_are_told_in_words(story, enter, url):
    other, days = DepartmentFactory(short_name="区财政局"), timedelta(days=30)
    change.change(
        assignment=story.assignment, by=story.supervisor, reason="领导批示", consent="区长陈羔同意",
        kind="urgent", cycle="weekly", due_on=today() + days, leader=PersonFactory(name="李副区长"), supporting=[other],
    )  # fmt: skip
    page = enter("supervisor").get(url)
    told = page.context["events"][0]
    with override("en"):
        shown = [(one.label, one.old, one.new) for one in timeline(story.assignment)[0].changes]
    assert ("Kind of task", "ordinary task", "urgent task") in shown
    assert ("Due date", chinese_date(story.assignment.due_on), chinese_date(today() + days)) in shown
    assert ("Leader in charge", "", "李副区长") in shown
    assert ("Supporting departments", "区商务局", "区财政局") in shown
    text = page.content.decode()
    assert all(change.label in text and change.new in text for change in told.changes)
    assert "区长陈羔同意" in text


def test_a_long_task_is_compared_by_pieces(story, enter, url):
    task = "做好冬季系列促消费活动，" * 3
    for text in (task, task + "并及时总结。"):
        change.change(assignment=story.assignment, by=story.supervisor, reason="批示", consent="区长同意", task=text)
    assert "<ins>并及时总结。</ins>" in enter("supervisor").get(url).content.decode()


@pytest.mark.parametrize(("due_in", "tone"), [(0, "ok"), (-1, "late")])
def test_closing_says_whether_it_was_on_time(story, enter, url, due_in, tone):
    row = story.bring_to(S.REPORTED)
    row.due_on = today() + timedelta(days=due_in)
    row.save()
    verify.close(assignment=row, by=story.supervisor)
    told = enter("lead").get(url).context["events"][0]
    assert (told.tone, bool(told.mark)) == (tone, True)


def test_a_new_lead_and_what_the_program_asked_are_told(story, enter, url):
    row = story.bring_to(S.IN_PROGRESS)
    row.cycle, row.report_due_on = "weekly", today()
    row.save()
    cycles.ask_for_reports()
    change.reassign(
        assignment=row,
        by=story.supervisor,
        lead=DepartmentFactory(short_name="区财政局"),
        reason="划转",
        consent="同意",
    )
    page = enter("supervisor").get(url)
    assert verbs(page)[:2] == [Verb.REASSIGN, Verb.ASK_REPORT]
    assert "区发改局 → 区财政局" in page.content.decode()
    assert enter("lead").get(url).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_it_is_there_in_every_language(story, enter, url, language, settings):
    tell_all(story)
    correct(story)
    for role in ("lead", "supporting", "supervisor", "clerk"):
        client = enter(role)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert client.get(url).status_code == 200


def test_the_facts_tell_kind_leader_and_cycle(story, enter, url):
    tell_all(story)
    row = story.fresh()
    row.leader, row.cycle, row.kind = PersonFactory(name="李副区长"), "monthly", "long_term"
    row.report_due_on = today() + timedelta(days=3)
    row.save()
    text = enter("lead").get(url).content.decode()
    for words in ("李副区长", row.get_cycle_display(), row.get_kind_display(), chinese_date(row.report_due_on)):
        assert words in text


@pytest.mark.parametrize(("role", "queries"), [("lead", 25), ("supporting", 23), ("supervisor", 25)])
@pytest.mark.parametrize("reports", [1, 30])
def test_queries(story, enter, url, django_assert_num_queries, role, queries, reports):
    story.bring_to(S.IN_PROGRESS)
    for number in range(reports):
        given = [
            work.contribute(
                assignment=story.assignment, by=story.supporting, text=f"协办{number}", percent=9, attachments=[pdf()]
            )
            for _ in range(2)
        ]
        work.report_progress(
            assignment=story.assignment,
            by=story.lead,
            text=f"第{number}次",
            percent=number,
            attachments=[pdf()],
            gathered=given[:1],
        )
    client = enter(role)
    with django_assert_num_queries(queries):
        client.get(url)


def test_reading_it_reads_its_notices_and_no_others(story, enter, url):
    beside = issued_beside(story)
    for row in (story.assignment, beside):
        for user in (story.lead, story.supporting):
            Notice.objects.create(user=user, assignment=row, kind=NoticeKind.DUE_SOON, due_on=today())
    enter("lead").get(url)
    unread = Notice.objects.filter(read_at=None).values_list("user", "assignment")
    assert set(unread) == {
        (story.lead.pk, beside.pk),
        (story.supporting.pk, beside.pk),
        (story.supporting.pk, story.assignment.pk),
    }
