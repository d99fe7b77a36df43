"""The desk and the board: who gets in, what they see, how many queries it takes."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape, strip_tags

from decisions.domain import verify
from decisions.enums import AssignmentState as S
from gusu_minutes.publishing.domain import publish, sign
from meetings.domain.review import submit
from tests.decisions.story import today
from tests.factories import AssignmentFactory, OfficerFactory, ResolutionFactory, UserFactory, draft, issue

HOME = reverse("desk:home")


OPEN_ONE = {"open": 1, "assigned": 1, "all": 1}


def more(story, number, **fields):
    """Issue `number` more assignments of the story's department in a meeting of their own."""
    meeting = draft(items=0)
    resolution = ResolutionFactory(agenda_item__meeting=meeting)
    made = [
        AssignmentFactory(resolution=resolution, **{"lead": story.department, "due_on": today(), **fields})
        for _ in range(number)
    ]
    issue(meeting)
    return made


def test_anonymous_signs_in_first(client, db):
    assert client.get(HOME).headers["Location"] == f"{reverse('login')}?next={HOME}"


@pytest.mark.parametrize("roles", [[], ["official"], ["officer"]])
def test_without_office_or_right_there_is_no_desk(client, db, roles):
    client.force_login(UserFactory(roles=roles))
    assert client.get(HOME).status_code == 404


def test_an_office_that_is_over_opens_nothing(client, db):
    office = OfficerFactory(valid_to=today() - timedelta(days=1))
    client.force_login(office.user)
    assert client.get(HOME).status_code == 404


def test_another_department_sees_nothing_of_it(story, enter):
    page = enter("stranger").get(HOME, {"q": story.assignment.serial})
    assert story.assignment.task not in page.content.decode()
    assert not any(count for _name, _label, count in page.context["tabs"])


@pytest.mark.parametrize("role", ["lead", "supporting", "supervisor", "clerk"])
def test_who_may_know_sees_it(story, enter, role):
    page = enter(role).get(HOME)
    text = page.content.decode()
    assert story.assignment.task in text
    assert story.assignment.document_number in text
    assert "第39次专题会议 一(一)" in text


@pytest.mark.parametrize("role", ["lead", "supervisor"])
def test_a_proposal_is_seen_by_nobody_before_the_minutes_are_issued(story, enter, role):
    meeting = draft(items=0)
    resolution = ResolutionFactory(agenda_item__meeting=meeting)
    AssignmentFactory(resolution=resolution, lead=story.department, task="尚未印发的事项")
    client = enter(role)
    for condition in ({}, {"q": "尚未印发"}, *({"state": tab} for tab in ("assigned", "closed", "cancelled"))):
        page = client.get(HOME, condition)
        assert "尚未印发的事项" not in page.content.decode()
        assert {name: count for name, _label, count in page.context["tabs"] if count} in ({}, OPEN_ONE)
    submit(meeting=meeting, by=story.clerk)
    sign(meeting=meeting, by=UserFactory(roles=["signatory"]))
    publish(meeting=meeting, by=UserFactory(roles=["publisher"]))
    assert "尚未印发的事项" in client.get(HOME).content.decode()


def heading(page):
    return strip_tags(re.findall(r"<h1.*?</h1>", page.content.decode(), re.DOTALL)[0])


def test_the_heading_says_what_waits(story, enter):
    assert heading(enter("lead").get(HOME)) == "区发改局，今天有 1 件要签收"
    assert heading(enter("supporting").get(HOME)) == "区商务局，今天没有待办的事"
    more(story, 2, due_on=today() - timedelta(days=1))
    more(story, 1, due_on=today() + timedelta(days=1))
    assert heading(enter("lead").get(HOME)) == "区发改局，今天有 4 件要签收，1 件临期，2 件逾期"
    assert heading(enter("supervisor").get(HOME)) == "督办，今天有 1 件临期，2 件逾期"
    story.bring_to(S.REPORTED)
    assert heading(enter("supervisor").get(HOME)) == "督办，今天有 1 件待核验，1 件临期，2 件逾期"


def test_each_part_of_the_heading_leads_to_as_many_rows(story, enter):
    more(story, 2, due_on=today() - timedelta(days=1))
    more(story, 3, due_on=today() + timedelta(days=1))
    story.bring_to(S.REPORTED)
    verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason="缺验收单")
    for role in ("lead", "supervisor"):
        client = enter(role)
        parts = client.get(HOME).context["heading"].parts
        assert len(parts) == {"lead": 4, "supervisor": 2}[role]
        for part in parts:
            assert len(client.get(HOME + part.address).context["rows"]) == int(part.words.split()[0])


@pytest.mark.parametrize(
    ("state", "tab"), [(S.ASSIGNED, "assigned"), (S.IN_PROGRESS, "in_progress"), (S.REPORTED, "reported")]
)
def test_tabs_count_and_show(story, enter, state, tab):
    story.bring_to(state)
    page = enter("lead").get(HOME, {"state": tab})
    counts = {name: count for name, _label, count in page.context["tabs"]}
    always = ("open", "assigned", "in_progress", "reported", "returned", "closed", "all")
    assert counts == {**dict.fromkeys(always, 0), "open": 1, "all": 1, tab: 1}
    assert len(page.context["rows"]) == 1


@pytest.mark.parametrize(("state", "tab"), [(S.CLOSED, "closed"), (S.CANCELLED, "cancelled")])
def test_what_ended_is_not_open(story, enter, state, tab):
    story.bring_to(state)
    client = enter("lead")
    assert not client.get(HOME).context["rows"]
    assert len(client.get(HOME, {"state": tab}).context["rows"]) == 1


def test_returned_and_asked_for_have_tabs(story, enter):
    story.bring_to(S.IN_PROGRESS)
    story.ask_for_extension()
    counts = {name: count for name, _label, count in enter("supervisor").get(HOME).context["tabs"]}
    assert (counts["extension"], counts["returned"], counts["in_progress"]) == (1, 0, 1)
    assert "1 件延期待批" in heading(enter("supervisor").get(HOME))


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"q": "冬季"}, 1),
        ({"q": "冬季系列促消費"}, 1),
        ({"q": "1"}, 1),
        ({"q": "督〔{year}〕1号"}, 1),
        ({"q": "〔1999〕1号"}, 0),
        ({"q": "夏季"}, 0),
        ({"role": "lead"}, 1),
        ({"role": "supporting"}, 0),
        ({"role": "nonsense"}, 1),
        ({"light": "green"}, 1),
        ({"light": "yellow"}, 0),
        ({"light": "red"}, 0),
        ({"light": "nonsense"}, 1),
        ({"page": "99"}, 1),
        ({"page": "x"}, 1),
        ({"state": "nonsense"}, 1),
    ],
)
def test_filters(story, enter, condition, found):
    condition = {name: value.format(year=today().year) for name, value in condition.items()}
    assert len(enter("lead").get(HOME, condition).context["rows"]) == found


@pytest.mark.parametrize(("which", "found"), [("department", 1), ("helper", 1), ("other", 0)])
def test_the_board_is_filtered_by_department(story, enter, which, found):
    other = story.stranger.offices.get().department
    department = other if which == "other" else getattr(story, which)
    assert len(enter("supervisor").get(HOME, {"department": department.code}).context["rows"]) == found


@pytest.mark.parametrize("days", [-1, 0, 3, 4])
def test_every_open_one_has_one_light(story, enter, days):
    row = story.fresh()
    row.due_on = today() + timedelta(days=days)
    row.save()
    expected = {-1: "red", 0: "yellow", 3: "yellow", 4: "green"}[days]
    for light in ("red", "yellow", "green"):
        assert len(enter("lead").get(HOME, {"light": light}).context["rows"]) == (light == expected)


def test_order_and_pages(story, enter):
    more(story, 20, due_on=None)
    first = more(story, 1, due_on=today() - timedelta(days=5))[0]
    client = enter("lead")
    rows = client.get(HOME).context["rows"]
    assert [row.assignment for row in rows[:2]] == [first, story.assignment]
    page = client.get(HOME, {"page": 2, "state": "assigned"})
    assert len(page.context["rows"]) == 2
    assert escape("?page=1&state=assigned") in page.content.decode()


def test_markup_in_a_task_is_shown_as_text(story, enter):
    more(story, 1, task="<script>alert(1)</script>")
    assert "<script>alert" not in enter("lead").get(HOME).content.decode()


@pytest.mark.parametrize(("role", "queries"), [("lead", 16), ("supervisor", 17)])
@pytest.mark.parametrize("rows", [1, 30])
def test_queries(story, enter, django_assert_num_queries, role, queries, rows):
    more(story, rows - 1)
    client = enter(role)
    with django_assert_num_queries(queries):
        client.get(HOME)


def test_no_cache_keeps_it(story, enter):
    headers = enter("lead").get(HOME).headers
    assert "no-store" in headers["Cache-Control"]
    assert "Cookie" in headers["Vary"]


def test_traditional_and_english(story, enter, settings):
    client = enter("lead")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hant"
    assert heading(client.get(HOME)) == "區發改局，今天有 1 件要簽收"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert heading(client.get(HOME)) == "区发改局: today 1 to acknowledge"
