"""What the lists can be narrowed to: by every name that the dashboard links to, and only of what one may see."""

from datetime import timedelta

import pytest
from django.urls import reverse

from decisions.desk import lists
from decisions.domain import extensions, relief, verify, work
from decisions.enums import AssignmentState as S
from tests.decisions.story import today
from tests.desk.test_list import HOME, more
from tests.factories import DepartmentFactory, OfficerFactory, PersonFactory, draft, issue


def found(client, **condition):
    return [row.assignment for row in client.get(HOME, condition).context["rows"]]


def counts(page):
    return {name: count for name, _label, count in page.context["tabs"]}


@pytest.fixture
def other(story):
    """An assignment of another department, in a meeting of its own."""
    unit = DepartmentFactory(leader=PersonFactory(code="other-leader", name="他人"))
    return more(story, 1, lead=unit, task="别单位的事")[0]


@pytest.mark.parametrize("state", ["open", "assigned", "all", "closed"])
def test_no_filter_shows_another_departments_row(story, enter, other, state):
    other.refresh_from_db()
    meeting = other.resolution.agenda_item.meeting
    asked = [
        {"q": "别单位"}, {"q": other.document_number}, {"department": other.lead.code}, {"lead": other.lead.code},
        {"meeting": meeting.pk}, {"series": meeting.series.code}, {"leader": other.leader.code}, {"due": other.due_on},
    ]  # fmt: skip
    for condition in asked:
        page = enter("lead").get(HOME, {"state": state, **condition})
        text = page.content.decode()
        assert other.task not in text and other.document_number not in text.replace(str(condition.get("q")), "")
        assert meeting.title not in text
        assert other not in [row.assignment for row in page.context["rows"]]


def test_a_department_is_not_asked_about_others_leaders(story, enter, other):
    fields = enter("lead").get(HOME).context["filter"].filters
    assert not {"department", "leader"} & fields.keys()
    assert {"department", "leader"} <= enter("supervisor").get(HOME).context["filter"].filters.keys()


@pytest.mark.parametrize("name", ["department", "lead", "leader", "series", "meeting", "kind", "due", "from", "to"])
@pytest.mark.parametrize("value", ["nonsense", "0", "9" * 30, "\x00", "'", "2026-13-45"])
def test_what_is_no_choice_is_left_aside(story, enter, name, value):
    assert found(enter("supervisor"), **{name: value}) == [story.assignment]


def test_who_and_where(story, enter, other):
    client = enter("supervisor")
    meeting = story.meeting
    other.refresh_from_db()
    for condition in (
        {"department": story.department.code}, {"department": story.helper.code}, {"lead": story.department.code},
        {"meeting": meeting.pk}, {"series": meeting.series.code, "lead": story.department.code},
    ):  # fmt: skip
        assert found(client, **condition) == [story.assignment]
    assert found(client, lead=story.helper.code) == []
    assert found(client, leader="other-leader") == [other]
    assert found(client, kind="urgent") == []
    assert len(found(client, kind="ordinary")) == 2


def test_days(story, enter):
    client, due = enter("lead"), story.assignment.due_on
    assert found(client, due=due) == [story.assignment]
    assert found(client, due=due + timedelta(days=1)) == []
    assert found(client, **{"from": today(), "to": today()}) == [story.assignment]
    assert found(client, **{"from": today() + timedelta(days=1)}) == []
    assert found(client, to=today() - timedelta(days=1)) == []


@pytest.mark.parametrize(("days", "late"), [(10, False), (-1, True)])
def test_how_it_ended(story, enter, days, late):
    row = story.fresh()
    row.due_on = today() + timedelta(days=days)
    row.save()
    story.bring_to(S.CLOSED)
    client = enter("supervisor")
    # Without a tab it is asked of what was closed.
    assert found(client, late=1) == [story.assignment] * late
    assert found(client, on_time=1) == [story.assignment] * (not late)
    assert found(client, state="open", late=1) == []
    assert found(client, state="closed", late="0") == [story.assignment]


def test_what_it_went_through(story, enter):
    client = enter("supervisor")
    for name in ("returned", "extended", "flagged"):
        assert found(client, **{name: 1}) == []
    story.bring_to(S.IN_PROGRESS)
    asked = story.ask_for_extension()
    extensions.decide_extension(request=asked, by=story.supervisor, granted=True)
    assert found(client, extended=1) == [story.assignment]
    work.report_done(assignment=story.assignment, by=story.lead, text="已办")
    verify.return_to_department(assignment=story.assignment, by=story.supervisor, reason="缺验收单")
    assert found(client, returned=1) == [story.assignment]
    row = story.fresh()
    row.lead_to_note = True
    row.save()
    assert found(client, flagged=1) == [story.assignment]


def test_relief_has_a_tab(story, enter):
    relief.request_relief(assignment=story.assignment, by=story.supporting, reason="与职能无关")
    page = enter("supervisor").get(HOME, {"state": "relief"})
    assert counts(page)["relief"] == 1
    assert [row.assignment for row in page.context["rows"]] == [story.assignment]


@pytest.mark.parametrize("words", ["２０２５年 重点", "重點項目", "重点項目", "2025年 排查", "ＡＰＥＣ", "apec"])
def test_words_in_either_script_and_width(story, enter, words):
    mixed = more(story, 1, task="2025年重点项目排查（APEC）")[0]
    written = more(story, 1, task="２０２５年重點項目排查（apec）")[0]
    assert found(enter("lead"), q=words) == [mixed, written]
    assert found(enter("lead"), q=f"{words} 没有这个词") == []


@pytest.mark.parametrize("condition", [{}, {"q": "冬季"}, {"state": "closed"}, {"state": "all", "q": "冬季"}])
def test_roles_stand_apart(story, enter, condition):
    helped = more(story, 1, lead=story.helper, task="冬季供暖", due_on=today())[0]
    helped.refresh_from_db()
    helped.supporting.add(story.department)
    if condition.get("state") == "closed":
        story.bring_to(S.CLOSED)
        officer = OfficerFactory(department=story.helper).user
        work.acknowledge(assignment=helped, by=officer)
        work.report_done(assignment=helped, by=officer, text="已办")
        verify.close(assignment=helped, by=story.supervisor)
    page = enter("lead").get(HOME, condition)
    groups = page.context["groups"]
    assert [(group.heading, group.count, len(group.rows)) for group in groups] == [("主办", 1, 1), ("协办", 1, 1)]
    # What is led comes first although the other is due earlier.
    assert [row.assignment for row in page.context["rows"]] == [story.assignment, helped]
    assert found(enter("lead"), role="supporting", **condition) == [helped]
    assert [group.heading for group in enter("supervisor").get(HOME, condition).context["groups"]] == [""]


@pytest.mark.parametrize("name", ["due", "assigned", "number", "department", "percent"])
def test_order(story, enter, name):
    rows = more(story, 3)
    for place, row in enumerate(rows):
        row.refresh_from_db()
        row.due_on = today() + timedelta(days=[30, 5, 40][place])
        row.percent = [5, 70, 30][place]
        row.assigned_on = today() - timedelta(days=[3, 1, 2][place])
        row.lead = DepartmentFactory(position=100 - place)
        row.save()
    keys = {
        "due": lambda row: row.due_on,
        "assigned": lambda row: row.assigned_on,
        "number": lambda row: row.serial,
        "department": lambda row: row.lead.position,
        "percent": lambda row: row.percent,
    }
    client = enter("supervisor")
    up, down = found(client, sort=name), found(client, sort=f"-{name}")
    assert up == sorted(up, key=keys[name]) and len(up) == 4
    assert [keys[name](row) for row in down] == sorted(map(keys[name], down), reverse=True)
    page = client.get(HOME, {"sort": f"-{name}"}).content.decode()
    assert ('aria-sort="descending"' in page) == (name != "assigned")


def test_chips_take_a_filter_away(story, enter):
    page = enter("supervisor").get(HOME, {"department": story.department.code, "light": "green", "returned": "1"})
    chips = {label: (value, rest) for label, value, rest in page.context["chips"]}
    assert chips["单位"][0] == "区发改局"
    assert "department" not in chips["单位"][1] and "light=green" in chips["单位"][1]
    assert len(chips) == 3


def test_old_ones_come_window_by_window(story, enter, monkeypatch):
    monkeypatch.setattr(lists, "WINDOW", 2)
    rows = [story.assignment, *more(story, 4)]
    for age, row in enumerate(rows):
        row.refresh_from_db()
        row.assigned_on = today() - timedelta(days=age * 400)
        row.state = S.CLOSED
        row.closed_by, row.closed_at = story.supervisor, row.assigned_at
        row.save()
    client, asked, seen = enter("lead"), {"state": "closed"}, []
    for _turn in range(5):
        page = client.get(HOME, asked)
        seen += [row.assignment for row in page.context["rows"]]
        assert counts(page)["closed"] == len(page.context["rows"])
        more_before = page.context["listing"].since is not None
        assert (f"<b>{len(page.context['rows'])}+</b>" in page.content.decode()) == more_before
        older = page.context["listing"].older
        if older is None:
            break
        asked["to"] = older.isoformat()
        assert f"to={asked['to']}" in page.content.decode()
    assert sorted(row.pk for row in seen) == sorted(row.pk for row in rows)
    # A number is found wherever it is.
    assert found(client, state="closed", q=rows[-1].document_number) == [rows[-1]]


def test_a_department_is_not_sent_to_windows_without_its_rows(story, enter, monkeypatch):
    monkeypatch.setattr(lists, "WINDOW", 1)
    old = more(story, 1, lead=DepartmentFactory())[0]
    old.refresh_from_db()
    old.assigned_on = today() - timedelta(days=400)
    old.save()
    assert enter("lead").get(HOME, {"state": "all"}).context["listing"].older is None
    assert enter("supervisor").get(HOME, {"state": "all"}).context["listing"].older == today() - timedelta(days=1)


def test_a_meeting_in_drafting_is_not_named(story, enter):
    meeting = draft(items=1, clauses=1, assignments=1, number=77)
    assert "第77次" not in enter("supervisor").get(HOME, {"meeting": meeting.pk}).content.decode()
    issue(meeting)
    chips = enter("supervisor").get(HOME, {"meeting": meeting.pk}).context["chips"]
    assert "第77次" in chips[0][1]


def test_filters_stay_in_the_links(story, enter):
    page = enter("supervisor").get(HOME, {"light": "green", "page": "1"}).content.decode()
    for name, form in (("desk:export", "csv"), ("desk:export", "xlsx")):
        assert f'{reverse(name, args=[form])}?light=green"' in page
    assert f'{reverse("desk:calendar")}?light=green"' in page
