"""Many assignments at once: whose, what is said before, all or nothing, and nothing twice."""

from datetime import timedelta

import pytest
from django.urls import reverse

from decisions.desk import bulk as bulk_view
from decisions.desk.bulk_actions import ACTIONS
from decisions.domain import verify, work
from decisions.enums import AssignmentState as S
from decisions.models import Assignment, Event, ExtensionRequest
from tests.decisions.story import today
from tests.desk.test_list import HOME, more
from tests.factories import DepartmentFactory, UserFactory

BULK = reverse("desk:bulk")


def value(row):
    row.refresh_from_db()
    return f"{row.key}.{row.version}"


def choose(client, rows, action, **fields):
    return client.post(BULK, {"action": action, "row": [value(row) for row in rows], **fields})


def confirm(client, rows, action, **fields):
    return choose(client, rows, action, confirmed="1", **fields)


def states(rows):
    return [Assignment.objects.get(pk=row.pk).state for row in rows]


def events(verb):
    return Event.objects.filter(verb=verb).count()


def messages(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def reported(story):
    """Three assignments of the story's department that are reported done."""
    rows = more(story, 3)
    for row in rows:
        work.acknowledge(assignment=row, by=story.lead)
        work.report_done(assignment=row, by=story.lead, text="已办结")
    return rows


def test_anonymous_signs_in_first(client, story):
    response = client.post(BULK, {"action": "remind", "row": value(story.assignment)})
    assert response.headers["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("roles", [[], ["official"], ["officer"]])
def test_without_office_or_right_there_is_nothing(client, story, roles):
    client.force_login(UserFactory(roles=roles))
    assert choose(client, [story.assignment], "remind").status_code == 404


@pytest.mark.parametrize("role", ["lead", "supporting", "stranger", "clerk"])
@pytest.mark.parametrize("action", [name for name, action in ACTIONS.items() if action.for_supervisor])
def test_what_supervisors_do_is_for_supervisors(story, enter, role, action):
    assert choose(enter(role), [story.assignment], action).status_code == 404
    answer = {"text": "x", "reason": "x", "consent": "x", "note": "x"}
    assert confirm(enter(role), [story.assignment], action, **answer).status_code == 404
    assert states([story.assignment]) == [S.ASSIGNED]


@pytest.mark.parametrize(("role", "action"), [("supervisor", "acknowledge"), ("clerk", "acknowledge"), ("lead", "x")])
def test_no_other_action(story, enter, role, action):
    assert choose(enter(role), [story.assignment], action).status_code == 404


def test_only_by_post(story, enter):
    assert enter("supervisor").get(BULK).status_code == 405


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_another_departments_row_is_not_found_and_not_named(story, enter, confirmed):
    own = more(story, 1, lead=story.stranger.offices.get().department)[0]
    client = enter("stranger")
    page = choose(client, [own, story.assignment], "acknowledge", **confirmed)
    text = page.content.decode()
    assert own.task in text and "1 件没有找到" in text
    assert story.assignment.task not in text and story.assignment.key not in text
    assert states([own, story.assignment]) == [S.ASSIGNED, S.ASSIGNED]
    response = choose(client, [story.assignment], "acknowledge", **confirmed)
    assert response.headers["Location"] == HOME
    assert states([story.assignment]) == [S.ASSIGNED]


def test_supporting_departments_do_not_acknowledge(story, enter):
    page = choose(enter("supporting"), [story.assignment], "acknowledge")
    assert "只有主办单位可以办理" in page.content.decode()
    assert not page.context["possible"]
    assert confirm(enter("supporting"), [story.assignment], "acknowledge").status_code == 409
    assert states([story.assignment]) == [S.ASSIGNED]


def test_a_department_acknowledges_many(story, enter):
    rows = [story.assignment, *more(story, 2)]
    client = enter("lead")
    page = choose(client, rows, "acknowledge")
    assert [line.assignment for line in page.context["possible"]] == rows
    assert (page.context["states"], page.context["departments"]) == ([("待签收", 3)], [("区发改局", 3)])
    assert states(rows) == [S.ASSIGNED] * 3
    response = client.post(
        BULK, {"action": "acknowledge", "row": [value(row) for row in rows], "confirmed": "1"}, follow=True
    )
    assert messages(response) == ["已签收 3 件。"]
    assert states(rows) == [S.IN_PROGRESS] * 3


def test_the_impossible_is_named_before(story, enter, reported):
    page = choose(enter("supervisor"), [*reported, story.assignment], "close")
    assert [line.assignment for line in page.context["impossible"]] == [story.assignment]
    assert len(page.context["possible"]) == 3
    assert value(story.assignment) not in page.content.decode()
    assert "现在不能" in page.context["impossible"][0].reason
    assert states(reported) == [S.REPORTED] * 3


def test_what_was_reported_is_read_before_closing(story, enter, reported):
    page = choose(enter("supervisor"), reported, "close")
    said = [line.assignment.reports.get(done=True).text for line in page.context["possible"]]
    assert all(text in page.content.decode() for text in said)
    assert [line.reported.text for line in page.context["possible"]] == said


def test_all_or_nothing(story, enter, reported):
    page = confirm(enter("supervisor"), [*reported, story.assignment], "close")
    assert page.status_code == 409
    assert [line.assignment for line in page.context["impossible"]] == [story.assignment]
    assert states(reported) == [S.REPORTED] * 3 and events("close") == 0


def test_the_same_post_twice_does_nothing_twice(story, enter, reported):
    client = enter("supervisor")
    rows = [value(row) for row in reported]
    for told in ("已核验销号 3 件。", "没有重复记录"):
        response = client.post(BULK, {"action": "close", "row": rows, "confirmed": "1"}, follow=True)
        assert told in messages(response)[0]
    assert states(reported) == [S.CLOSED] * 3 and events("close") == 3


def test_what_changed_since_it_was_seen_is_left_out(story, enter):
    seen = value(story.assignment)
    work.acknowledge(assignment=story.assignment, by=story.lead)
    client = enter("supervisor")
    page = client.post(BULK, {"action": "remind", "row": seen})
    assert page.context["impossible"] and not page.context["possible"]
    page = client.post(BULK, {"action": "remind", "row": seen, "confirmed": "1"})
    assert page.status_code == 409 and events("remind") == 0


def test_remind(story, enter):
    rows = [story.assignment, *more(story, 1)]
    confirm(enter("supervisor"), rows, "remind", text="请尽快办理")
    assert set(Event.objects.filter(verb="remind").values_list("text", flat=True)) == {"请尽快办理"}
    assert events("remind") == 2


def test_cancelling_wants_reason_and_consent(story, enter):
    client = enter("supervisor")
    page = confirm(client, [story.assignment], "cancel", reason="不再需要")
    assert page.status_code == 422 and "consent" in page.context["form"].errors
    assert "不再需要" in page.content.decode()
    assert states([story.assignment]) == [S.ASSIGNED]
    confirm(client, [story.assignment], "cancel", reason="不再需要", consent="陈羔区长 11月24日")
    assert states([story.assignment]) == [S.CANCELLED]


def test_extensions(story, enter):
    story.bring_to(S.IN_PROGRESS)
    asked = story.ask_for_extension()
    quiet = more(story, 1)[0]
    client = enter("supervisor")
    page = choose(client, [story.assignment, quiet], "grant")
    assert [line.asked for line in page.context["possible"]] == [asked]
    assert [line.assignment for line in page.context["impossible"]] == [quiet]
    assert "材料未到" in page.content.decode()
    assert confirm(client, [story.assignment], "refuse").status_code == 422
    rows = value(story.assignment)
    for told in ("已不同意延期 1 件。", "没有重复记录"):
        fields = {"action": "refuse", "row": rows, "note": "不得再拖", "confirmed": "1"}
        assert told in messages(client.post(BULK, fields, follow=True))[0]
    assert story.fresh().due_on == asked.old_due_on
    story.ask_for_extension()
    confirm(client, [story.assignment], "grant")
    assert story.fresh().due_on == today() + timedelta(days=40)
    assert not ExtensionRequest.objects.filter(decision=None).exists()


def test_to_the_successor(story, enter):
    client = enter("supervisor")
    assert not choose(client, [story.assignment], "successor").context["possible"]
    story.department.successor = DepartmentFactory(short_name="区新局")
    story.department.save()
    page = choose(client, [story.assignment], "successor")
    assert "→ 区新局" in " ".join(page.content.decode().split())
    confirm(client, [story.assignment], "successor")
    assert story.fresh().lead == story.department.successor


def test_all_of_a_filter(story, enter, monkeypatch):
    rows = [story.assignment, *more(story, 24, due_on=today() + timedelta(days=20))]
    more(story, 2, due_on=today() - timedelta(days=1))
    fields = {"action": "remind", "scope": "all", "back": "light=green"}
    page = enter("supervisor").post(BULK, fields)
    assert [line.assignment for line in page.context["possible"]] == rows
    assert page.context["list_address"] == f"{HOME}?light=green"
    monkeypatch.setattr(bulk_view, "MAX_ROWS", 10)
    page = enter("supervisor").post(BULK, fields)
    assert len(page.context["possible"]) == 10 and "其余 15 件" in page.content.decode()


def test_all_of_what_ended_is_nothing(story, enter):
    story.bring_to(S.CLOSED)
    response = enter("supervisor").post(BULK, {"action": "remind", "scope": "all", "back": "state=closed"})
    assert response.headers["Location"] == f"{HOME}?state=closed"


@pytest.mark.parametrize("rows", [[], ["nonsense"], ["a.b"], ["../x.1"], ["\x00.1"], ["0" * 21 + ".1"]])
def test_nothing_ticked(story, enter, rows):
    response = enter("supervisor").post(BULK, {"action": "remind", "row": rows}, follow=True)
    assert messages(response) == ["请先勾选事项。"]


def test_it_goes_back_to_the_list_and_nowhere_else(story, enter):
    for back in ("//evil.example/", "https://evil.example/", "state=open&page=2"):
        response = confirm(enter("supervisor"), [story.assignment], "remind", back=back)
        assert response.headers["Location"].startswith(f"{HOME}?")


def test_who_may_is_offered_it(story, enter):
    def offered(role, **condition):
        return [name for name, _label in enter(role).get(HOME, condition).context["actions"]]

    assert offered("lead") == ["acknowledge"]
    assert offered("clerk") == []
    assert offered("supervisor") == ["remind", "successor", "cancel"]
    assert offered("supervisor", state="all") == []
    story.bring_to(S.REPORTED)
    assert offered("lead") == []
    assert offered("supervisor") == ["remind", "close", "successor", "cancel"]
    assert offered("supervisor", state="reported")[0] == "close"


def test_what_was_returned_can_be_reminded_of(story, enter, reported):
    verify.return_to_department(assignment=reported[0], by=story.supervisor, reason="缺验收单")
    assert len(choose(enter("supervisor"), reported, "remind").context["possible"]) == 1


@pytest.mark.parametrize(("action", "queries"), [("remind", 7), ("close", 8), ("grant", 9), ("successor", 8)])
@pytest.mark.parametrize("number", [1, 30])
def test_queries(story, enter, django_assert_num_queries, action, queries, number):
    rows = [story.assignment, *more(story, number - 1)]
    client, values = enter("supervisor"), [value(row) for row in rows]
    with django_assert_num_queries(queries):
        assert client.post(BULK, {"action": action, "row": values}).status_code == 200
