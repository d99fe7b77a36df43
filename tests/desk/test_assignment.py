"""The page of an assignment: the clause as issued, the story, the next step."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from decisions.domain import extensions, verify, work
from decisions.enums import AssignmentState as S
from gusu_minutes.publishing.domain import start_correction, withdraw
from tests.decisions.story import pdf
from tests.factories import AssignmentFactory, OfficerFactory, UserFactory


@pytest.fixture
def url(story):
    return reverse("desk:assignment", args=[story.assignment.key])


def tell_all(story):
    """Take nearly every step, so that the story has many events."""
    story.bring_to(S.IN_PROGRESS)
    work.report_progress(
        assignment=story.assignment, by=story.supporting, text="配合<b>情况</b>", percent=40, attachments=[pdf()]
    )
    extensions.decide_extension(request=story.ask_for_extension(), by=story.supervisor, granted=False, note="请抓紧")
    extensions.decide_extension(request=story.ask_for_extension(), by=story.supervisor, granted=True)
    work.report_done(assignment=story.assignment, by=story.lead, text="已经办结")
    verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason="还缺验收单")
    work.report_done(assignment=story.assignment, by=story.lead, text="验收单已补")


def test_anonymous_signs_in_first(client, url):
    assert client.get(url).headers["Location"] == f"{reverse('login')}?next={url}"


def test_it_is_not_there_for_others(story, enter, url, client):
    assert enter("stranger").get(url).status_code == 404
    for roles in ([], ["official"], ["officer"]):
        client.force_login(UserFactory(roles=roles))
        assert client.get(url).status_code == 404


def test_a_proposal_is_not_there(story, enter):
    proposal = AssignmentFactory(lead=story.department)
    for role in ("lead", "supervisor", "clerk"):
        assert enter(role).get(reverse("desk:assignment", args=[proposal.key])).status_code == 404


@pytest.mark.parametrize(
    ("role", "state", "steps"),
    [
        ("lead", S.ASSIGNED, ["acknowledge"]),
        ("lead", S.IN_PROGRESS, ["report_progress", "report_done", "request_extension"]),
        ("lead", S.REPORTED, []),
        ("lead", S.CLOSED, []),
        ("supporting", S.ASSIGNED, []),
        ("supporting", S.IN_PROGRESS, ["report_progress"]),
        ("supervisor", S.ASSIGNED, ["cancel"]),
        ("supervisor", S.IN_PROGRESS, ["cancel"]),
        ("supervisor", S.REPORTED, ["close", "return", "cancel"]),
        ("supervisor", S.CANCELLED, []),
        ("clerk", S.REPORTED, []),
    ],
)
def test_it_offers_what_can_be_done(story, enter, url, role, state, steps):
    story.bring_to(state)
    page = enter(role).get(url)
    offered = [offer.panel.verb for offer in [page.context["next"], *page.context["others"]] if offer]
    assert offered == steps
    assert page.content.decode().count('name="version"') == len(steps)


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
    text = story.assignment.resolution.text
    withdraw(meeting=story.meeting, by=UserFactory(roles=["publisher"]), reason="有误", notice="已撤回")
    page = enter("lead").get(url).content.decode()
    assert text not in page
    assert "现行纪要中已没有这一条" in page


def test_the_link_into_the_minutes_needs_the_right(story, client, url):
    address = reverse("internal:meeting", args=[story.meeting.address]) + f"#c-{story.assignment.resolution.key}"
    user = OfficerFactory(user__roles=[], department=story.department).user
    client.force_login(user)
    for page in (url, reverse("desk:home")):
        assert address not in client.get(page).content.decode()
    user.user_permissions.add(Permission.objects.get(codename="view_internaledition"))
    for page in (url, reverse("desk:home")):
        assert address in client.get(page).content.decode()


def test_the_whole_story_is_told(story, enter, url):
    tell_all(story)
    page = enter("supporting").get(url)
    told = [str(event.what) for event in page.context["events"]]
    assert told == [
        "报告办结", "退办", "报告办结", "同意延期", "申请延期", "不同意延期", "申请延期", "反馈进展", "签收", "交办",
    ]  # fmt: skip
    text = page.content.decode()
    for words in ("王小明", "区商务局", "还缺验收单", "请抓紧", "材料未到", "证明.pdf", "配合&lt;b&gt;情况"):
        assert words in text


def test_later_changes_by_others_are_told(story, enter, url):
    row = story.fresh()
    row.due_on = row.due_on.replace(year=row.due_on.year + 1)
    row.save_as(by=story.clerk, reason="领导批示")
    row.lead = story.helper
    row.save_as(by=story.clerk, reason="职能划转")
    told = [str(event.what) for event in enter("supervisor").get(url).context["events"]]
    assert told == ["主办单位调整", "时限调整", "交办"]


@pytest.mark.parametrize(("role", "queries"), [("lead", 14), ("supervisor", 15)])
@pytest.mark.parametrize("reports", [1, 30])
def test_queries(story, enter, url, django_assert_num_queries, role, queries, reports):
    story.bring_to(S.IN_PROGRESS)
    for number in range(reports):
        work.report_progress(
            assignment=story.assignment, by=story.lead, text=f"第{number}次", percent=number, attachments=[pdf()]
        )
    client = enter(role)
    with django_assert_num_queries(queries):
        client.get(url)
