"""All tasks of a meeting on one page: who sees it, who changes what, and that nothing typed is ever lost."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.utils import timezone

from attendees.models import Department
from decisions.domain.assign import assign
from decisions.domain.proposals import correct, propose, withdraw_proposal
from decisions.models import Assignment, Resolution
from gusu_minutes.publishing.domain import start_correction, withdraw
from meetings.domain.review import submit
from tests.clerk.pages import address, messages_of
from tests.clerk.planning import typed, with_new
from tests.factories import (
    AssignmentFactory,
    DepartmentFactory,
    OfficerFactory,
    PersonFactory,
    ResolutionFactory,
    UserFactory,
    draft,
    issue,
)

pytestmark = pytest.mark.django_db


def page_of(meeting, query="") -> str:
    return address(meeting, "assignments") + query


def key_of(row, name) -> str:
    return f"row-{row.pk}-{name}"


@pytest.fixture
def supervisor(signed_in):
    return signed_in("supervisor", first_name="督查")


@pytest.fixture
def other(signed_in):
    return signed_in("clerk", first_name="同事")


@pytest.fixture
def meeting():
    """Two clauses; the first has two proposals, one with two helpers, the second none."""
    made = draft(clauses=2)
    first = Resolution.objects.order_by("pk")[0]
    row = AssignmentFactory(resolution=first, task="修改方案", lead=DepartmentFactory(short_name="区甲局"))
    row.supporting.set([DepartmentFactory(short_name="区乙局"), DepartmentFactory(short_name="区丙局")])
    AssignmentFactory(resolution=first, task="印发方案", lead=DepartmentFactory(short_name="区丁局"))
    return made


@pytest.fixture
def rows(meeting):
    return list(Assignment.objects.order_by("pk"))


# Refusals


def test_it_is_for_the_clerks_room_alone(client, meeting, rows):
    pages = [page_of(meeting), *(f"{page_of(meeting)}{step}/?pk={rows[0].pk}" for step in ("assign", "remove"))]
    for page in pages:
        assert client.get(page).status_code == client.post(page).status_code == 302
    for user in (UserFactory(roles=["official"]), OfficerFactory(department=rows[0].lead).user):
        stranger = Client()
        stranger.force_login(user)
        for page in pages:
            assert stranger.get(page).status_code in {302, 403, 404}
            assert "修改方案" not in stranger.get(page, follow=True).text
    assert Assignment.objects.filter(assigned_at=None).count() == 2


def test_a_meeting_that_is_not_there_is_not_found(clerk):
    assert clerk.get("/admin/meetings/meeting/404404/assignments/").status_code == 404
    assert clerk.get("/admin/meetings/meeting/404404/assignments/assign/").status_code == 404


def test_who_may_not_see_assignments_is_refused(signed_in, meeting):
    reader = signed_in("publisher")
    reader.user.groups.clear()
    reader.user.user_permissions.set(Permission.objects.filter(codename="view_meeting"))
    assert reader.get(address(meeting), follow=True).status_code == 200
    assert reader.get(page_of(meeting)).status_code == 403


@pytest.mark.parametrize("role", ["publisher", "signatory", "auditor"])
def test_others_read_it_and_change_nothing(signed_in, meeting, rows, role):
    reader = signed_in(role)
    page = reader.get(page_of(meeting))
    assert "修改方案" in page.text
    assert "<textarea" not in page.text
    assert 'name="step"' not in page.text.split('aria-hidden="true"></button>')[-1]
    sent = {key_of(rows[0], "version"): "1", key_of(rows[0], "task"): "改", "step": "save"}
    assert reader.post(page_of(meeting), sent).status_code == 403
    for step in ("assign", "remove"):
        asking = f"{page_of(meeting)}{step}/"
        assert reader.get(f"{asking}?pk={rows[0].pk}").status_code == 403
        assert reader.post(asking, {"chosen": f"{rows[0].pk}:{rows[0].version}"}).status_code == 403
    assert Assignment.objects.get(pk=rows[0].pk).task == "修改方案"


def test_the_supervisor_of_a_draft_may_assign_but_not_change(supervisor, meeting, rows):
    page = supervisor.get(page_of(meeting))
    assert "<textarea" not in page.text
    assert f'value="{rows[0].pk}"' in page.text
    sent = {key_of(rows[0], "version"): rows[0].version, key_of(rows[0], "task"): "改", "once": "x"}
    supervisor.post(page_of(meeting), {**sent, f"new-{rows[0].resolution_id}-0-task": "另一件", "step": "save"})
    assert set(Assignment.objects.values_list("task", flat=True)) == {"修改方案", "印发方案"}
    assert supervisor.get(f"{page_of(meeting)}remove/?pk={rows[0].pk}").status_code == 403


def test_a_row_of_another_meeting_is_not_touched(clerk, meeting, rows):
    foreign = AssignmentFactory(resolution=ResolutionFactory(agenda_item__meeting=draft()), task="别的会议")
    sent = typed(clerk.get(page_of(meeting)), foreign)
    sent |= {
        key_of(foreign, "version"): foreign.version,
        key_of(foreign, "task"): "改",
        key_of(foreign, "lead"): "区甲局",
    }
    clerk.post(page_of(meeting), {**sent, "step": "save"})
    assert (
        clerk.post(page_of(meeting), {**typed(clerk.get(page_of(meeting)), foreign), "step": "split"}).status_code
        == 409
    )
    clerk.post(f"{page_of(meeting)}assign/", {"chosen": f"{foreign.pk}:{foreign.version}"})
    foreign.refresh_from_db()
    assert (foreign.task, foreign.assigned_at) == ("别的会议", None)


# Reading


def test_every_clause_is_shown_in_order_with_what_is_assigned(clerk, supervisor, meeting, rows):
    assign(meeting=meeting, assignments=[rows[1]], by=supervisor.user)
    done = Assignment.objects.get(pk=rows[1].pk)
    page = clerk.get(page_of(meeting))
    texts = [entry.text for entry in Resolution.objects.order_by("position")]
    assert page.text.index(texts[0]) < page.text.index(texts[1])
    assert f'href="/desk/{done.key}/"' in page.text
    assert done.document_number in page.text
    assert page.context["counts"] == {"clauses": 2, "without": 1, "proposed": 1, "assigned": 1}


def test_it_can_be_narrowed_to_clauses_without_a_task(clerk, meeting):
    texts = [entry.text for entry in Resolution.objects.order_by("position")]
    page = clerk.get(page_of(meeting, "?show=without"))
    assert texts[0] not in page.text
    assert texts[1] in page.text
    assert texts[1] not in clerk.get(page_of(meeting, "?show=proposed")).text
    assert clerk.get(page_of(meeting, "?show=nonsense")).context["board"].show == ""


@pytest.mark.parametrize("number", [1, 30])
def test_queries(clerk, django_assert_num_queries, number):
    meeting = draft(items=number, clauses=1, assignments=1)
    for row in Assignment.objects.all():
        row.supporting.set(DepartmentFactory.create_batch(2))
        row.leader = PersonFactory()
        row.save()
    clerk.get(page_of(meeting))
    with django_assert_num_queries(11):
        clerk.get(page_of(meeting))
    keys = "&".join(f"pk={row.pk}" for row in Assignment.objects.all())
    with django_assert_num_queries(8):
        clerk.get(f"{page_of(meeting)}assign/?{keys}")


def test_a_large_meeting_stays_usable(clerk):
    meeting = draft(items=20, clauses=5, assignments=1)
    DepartmentFactory.create_batch(100)
    page = clerk.get(page_of(meeting))
    assert page.context["counts"]["proposed"] == 100
    assert len(page.content) < 300_000


@pytest.mark.parametrize(("page", "words"), [("change", ""), ("submit", "?show=without")])
def test_the_way_there(clerk, meeting, page, words):
    assert f'href="{page_of(meeting, words)}"' in clerk.get(address(meeting, page)).text


def test_who_issues_is_told_what_will_be_assigned(clerk, signed_in, meeting, rows):
    assign(meeting=meeting, assignments=[rows[1]], by=clerk.user)
    assert tuple(clerk.get(address(meeting, "submit")).context["tasks"]) == (1, 1)


# Changing


def test_rows_are_changed_together(clerk, meeting, rows):
    leader = PersonFactory(name="王副区长")
    sent = typed(clerk.get(page_of(meeting)))
    sent |= {
        key_of(rows[0], "task"): "修改完善方案",
        key_of(rows[0], "lead"): "区丙局",
        key_of(rows[0], "supporting"): "区乙局、区丁局，区丙局",
        key_of(rows[0], "leader"): "王副区长",
        key_of(rows[1], "due_on"): "2026-12-31",
        key_of(rows[1], "kind"): "urgent",
        key_of(rows[1], "cycle"): "monthly",
    }
    assert clerk.post(page_of(meeting), sent).status_code == 302
    first, second = Assignment.objects.order_by("pk")
    assert (first.task, first.lead.short_name, first.leader) == ("修改完善方案", "区丙局", leader)
    assert {unit.short_name for unit in first.supporting.all()} == {"区乙局", "区丁局"}
    assert (str(second.due_on), second.kind, second.cycle) == ("2026-12-31", "urgent", "monthly")


def test_an_unchanged_page_saves_nothing(clerk, meeting):
    lines = Assignment.history.count()
    page = clerk.get(page_of(meeting))
    response = clerk.post(page_of(meeting), typed(page), follow=True)
    assert Assignment.history.count() == lines
    assert messages_of(response)


def test_departments_are_found_by_any_name(clerk, meeting, rows):
    unit = DepartmentFactory(short_name="区發改局", name="姑苏区发展和改革局", aliases=["发改委"])
    for name in ("姑苏区发展和改革局", "发改委", unit.code, "区发改局"):
        sent = typed(clerk.get(page_of(meeting)))
        clerk.post(page_of(meeting), {**sent, key_of(rows[0], "lead"): name})
        assert Assignment.objects.get(pk=rows[0].pk).lead == unit, name
        correct(assignment=rows[0], by=clerk.user, lead=rows[1].lead)


def test_what_is_wrong_stands_at_its_row_and_nothing_is_saved_nor_lost(clerk, meeting, rows):
    sent = typed(clerk.get(page_of(meeting)))
    sent |= {
        key_of(rows[0], "lead"): "区无此局",
        key_of(rows[0], "supporting"): "区乙局、区也无局",
        key_of(rows[1], "task"): "另一件事",
        key_of(rows[1], "due_on"): "0026-12-31",
    }
    page = clerk.post(page_of(meeting), sent)
    assert page.status_code == 409
    first, second = (row.form for row in page.context["board"].proposals)
    assert set(first.errors) == {"lead", "supporting"}
    assert set(second.errors) == {"due_on"}
    assert "区无此局" in str(first.errors["lead"])
    assert 'value="区乙局、区也无局"' in page.text
    assert "另一件事" in page.text
    assert Assignment.objects.get(pk=rows[1].pk).task == "印发方案"
    mended = {**typed(page), key_of(rows[0], "lead"): "区丁局", key_of(rows[0], "supporting"): ""}
    assert clerk.post(page_of(meeting), {**mended, key_of(rows[1], "due_on"): "2026-12-31"}).status_code == 302
    assert Assignment.objects.get(pk=rows[1].pk).task == "另一件事"


def test_a_refusal_of_a_verb_stands_at_its_row(clerk, supervisor):
    meeting = issue(draft())
    gone = DepartmentFactory(active_to=timezone.localdate() - timedelta(days=1))
    row = propose(resolution=Resolution.objects.get(), by=supervisor.user, task="事项", lead=DepartmentFactory())
    sent = {**typed(clerk.get(page_of(meeting))), key_of(row, "lead"): gone.short_name, key_of(row, "task"): "改"}
    page = clerk.post(page_of(meeting), sent)
    assert page.status_code == 409
    assert gone.short_name in str(page.context["board"].proposals[0].form.non_field_errors())
    assert Assignment.objects.get().task == "事项"


def test_one_more_task_is_a_row_first_and_a_proposal_once_it_is_filled_in(clerk, meeting, rows):
    clause = Resolution.objects.order_by("pk")[1]
    sent = {**typed(clerk.get(page_of(meeting))), key_of(rows[0], "task"): "没有保存的字"}
    page = clerk.post(page_of(meeting), {**sent, "add": clause.pk})
    assert page.status_code == 200
    assert "没有保存的字" in page.text
    assert Assignment.objects.count() == 2
    page = clerk.post(page_of(meeting), {**typed(page), "add": clause.pk})
    first, second = page.context["board"].clauses[1].new
    assert first.prefix != second.prefix
    # Left as it came, a row is no proposal.
    page = clerk.post(page_of(meeting), {**typed(page), f"{second.prefix}-lead": "区乙局"}, follow=True)
    made = Assignment.objects.get(resolution=clause)
    assert (made.task, made.lead.short_name, made.in_minutes) == (clause.text, "区乙局", True)
    assert Assignment.objects.get(pk=rows[0].pk).task == "没有保存的字"


def test_the_same_form_sent_twice_adds_once(clerk, meeting):
    clause = Resolution.objects.order_by("pk")[1]
    sent = with_new(clerk, page_of(meeting), clause, lead="区乙局")
    for _ in range(3):
        assert clerk.post(page_of(meeting), sent).status_code == 302
    assert Assignment.objects.filter(resolution=clause).count() == 1


def test_a_refused_form_can_be_sent_again(clerk, meeting):
    clause = Resolution.objects.order_by("pk")[1]
    sent = with_new(clerk, page_of(meeting), clause, task="新任务")
    page = clerk.post(page_of(meeting), sent)
    assert page.status_code == 409
    assert clerk.post(page_of(meeting), {**typed(page), f"new-{clause.pk}-0-lead": "区乙局"}).status_code == 302
    assert Assignment.objects.filter(task="新任务").count() == 1


def test_a_new_task_without_a_department_is_named_when_nothing_else_was_typed(clerk, meeting):
    clause = Resolution.objects.order_by("pk")[1]
    page = clerk.post(page_of(meeting), with_new(clerk, page_of(meeting), clause))
    assert page.status_code == 409
    assert "新立项须填写主办单位" in page.content.decode()
    assert len(page.context["board"].clauses[1].new) == 1


# Two people


def test_a_stale_row_shows_both_and_loses_neither(clerk, other, meeting, rows):
    opened = typed(clerk.get(page_of(meeting)))
    theirs = typed(other.get(page_of(meeting)))
    other.post(page_of(meeting), {**theirs, key_of(rows[0], "task"): "同事的字", key_of(rows[0], "lead"): "区丁局"})
    page = clerk.post(
        page_of(meeting), {**opened, key_of(rows[0], "task"): "我的字", key_of(rows[1], "task"): "另一行"}
    )
    assert page.status_code == 409
    assert Assignment.objects.get(pk=rows[1].pk).task == "印发方案"
    form = page.context["board"].proposals[0].form
    assert "同事" in str(form.non_field_errors())
    assert "同事的字" in str(form.errors["task"])
    assert form["task"].value() == "我的字"
    assert form["lead"].value() == "区丁局"  # only the other person changed it
    assert clerk.post(page_of(meeting), typed(page)).status_code == 302
    first, second = Assignment.objects.order_by("pk")
    assert (first.task, first.lead.short_name, second.task) == ("我的字", "区丁局", "另一行")


@pytest.mark.parametrize("fate", ["assigned", "taken out"])
def test_what_was_typed_into_a_row_that_is_gone_becomes_a_new_row(clerk, other, meeting, rows, fate):
    opened = typed(clerk.get(page_of(meeting)))
    if fate == "assigned":
        assign(meeting=meeting, assignments=[rows[0]], by=other.user)
    else:
        withdraw_proposal(assignment=rows[0], by=other.user)
    page = clerk.post(page_of(meeting), {**opened, key_of(rows[0], "task"): "我改的字"})
    assert page.status_code == 409
    (kept,) = page.context["board"].clauses[0].new
    assert (kept["task"].value(), kept["supporting"].value()) == ("我改的字", "区乙局、区丙局")
    assert kept.non_field_errors()
    assert clerk.post(page_of(meeting), typed(page)).status_code == 302
    assert Assignment.objects.get(assigned_at=None, task="我改的字").lead.short_name == "区甲局"


def test_an_untouched_row_that_is_gone_stops_nobody(clerk, other, meeting, rows):
    opened = typed(clerk.get(page_of(meeting)))
    withdraw_proposal(assignment=rows[0], by=other.user)
    assert clerk.post(page_of(meeting), {**opened, key_of(rows[1], "task"): "改"}).status_code == 302
    assert Assignment.objects.get().task == "改"


def test_words_for_a_clause_that_is_gone_are_shown(clerk, meeting):
    clause = Resolution.objects.order_by("pk")[1]
    sent = {
        **typed(clerk.get(page_of(meeting))),
        f"new-{clause.pk}-0-task": "金丝雀",
        f"new-{clause.pk}-0-lead": "区乙局",
    }
    clause.delete()
    page = clerk.post(page_of(meeting), sent)
    assert page.status_code == 409
    assert "金丝雀" in page.text


# Steps on what is ticked


def test_split_and_merge(clerk, meeting, rows):
    sent = {**typed(clerk.get(page_of(meeting)), rows[0]), key_of(rows[0], "task"): "先保存的字", "step": "split"}
    assert clerk.post(page_of(meeting), sent).status_code == 302
    made = list(Assignment.objects.exclude(pk=rows[1].pk).order_by("pk"))
    assert {row.lead.short_name for row in made} == {"区甲局", "区乙局", "区丙局"}
    assert {row.task for row in made} == {"先保存的字"}
    assert (
        clerk.post(page_of(meeting), {**typed(clerk.get(page_of(meeting)), *made), "step": "merge"}).status_code == 302
    )
    merged = Assignment.objects.exclude(pk=rows[1].pk).get()
    assert (merged.lead.short_name, merged.supporting.count()) == ("区甲局", 2)


@pytest.mark.parametrize("step", ["split", "merge", "dates", "assign", "remove"])
def test_a_step_on_nothing_is_said(clerk, meeting, step):
    page = clerk.post(page_of(meeting), {**typed(clerk.get(page_of(meeting))), "step": step})
    assert page.status_code == 409
    assert page.context["refusal"]


def test_a_refused_step_saves_nothing_and_keeps_what_was_typed(clerk, meeting, rows):
    sent = {**typed(clerk.get(page_of(meeting)), rows[1]), key_of(rows[1], "task"): "打好的字", "step": "split"}
    page = clerk.post(page_of(meeting), sent)
    assert page.status_code == 409
    assert "打好的字" in page.text
    assert f'value="{rows[1].pk}"\n       checked' in page.text
    assert Assignment.objects.get(pk=rows[1].pk).task == "印发方案"


def test_suggested_dates_are_shown_and_taken(clerk, meeting, rows):
    correct(assignment=rows[0], by=clerk.user, due_text="一个月内")
    page = clerk.get(page_of(meeting))
    suggested = {row.assignment.pk: row.suggested for row in page.context["board"].proposals}
    assert f"{suggested[rows[0].pk]:%Y-%m-%d}" in page.text
    clerk.post(page_of(meeting), {**typed(page, rows[0]), "step": "dates"})
    first, second = Assignment.objects.order_by("pk")
    assert (first.due_on, second.due_on) == (suggested[rows[0].pk], None)


def test_taking_out_is_asked_first(clerk, meeting, rows):
    response = clerk.post(page_of(meeting), {**typed(clerk.get(page_of(meeting)), rows[0]), "step": "remove"})
    asking = response["Location"]
    page = clerk.get(asking)
    assert "修改方案" in page.text
    assert "印发方案" not in page.text
    assert Assignment.objects.count() == 2
    clerk.post(asking.split("?")[0], {"chosen": f"{rows[0].pk}:{rows[0].version}"})
    assert list(Assignment.objects.all()) == [rows[1]]


# Assigning


def asked(client, meeting, *rows):
    response = client.post(page_of(meeting), {**typed(client.get(page_of(meeting)), *rows), "step": "assign"})
    assert response.status_code == 302
    return client.get(response["Location"])


def test_assigning_before_the_issue_warns_and_counts(clerk, meeting, rows):
    page = asked(clerk, meeting, *rows)
    assert page.context["departments"] == [("区甲局", 1, 0), ("区丁局", 1, 0), ("区乙局", 0, 1), ("区丙局", 0, 1)]
    assert "warn" in page.text
    chosen = [f"{row.pk}:{row.version}" for row in rows]
    response = clerk.post(f"{page_of(meeting)}assign/", {"chosen": chosen}, follow=True)
    assert "督〔" in messages_of(response)
    assert Assignment.objects.filter(assigned_by=clerk.user).count() == 2


def test_only_what_no_date_will_be_given_to_is_said_to_be_undated(clerk, meeting, rows):
    correct(assignment=rows[1], by=clerk.user, due_text="春节前")
    page = asked(clerk, meeting, *rows)
    assert page.context["undated"] == 1
    chosen = [f"{row.pk}:{row.version}" for row in Assignment.objects.order_by("pk")]
    clerk.post(f"{page_of(meeting)}assign/", {"chosen": chosen})
    first, second = Assignment.objects.order_by("pk")
    assert f"{first.due_on:%Y-%m-%d}" in page.text
    assert second.due_on is None


def test_what_changed_since_it_was_asked_is_not_assigned(clerk, meeting, rows):
    asked(clerk, meeting, *rows)
    chosen = [f"{row.pk}:{row.version}" for row in rows]
    correct(assignment=rows[1], by=clerk.user, task="改")
    response = clerk.post(f"{page_of(meeting)}assign/", {"chosen": chosen}, follow=True)
    assert messages_of(response)
    assert not Assignment.objects.issued().exists()


def test_assigning_twice_is_said(clerk, meeting, rows):
    chosen = {"chosen": f"{rows[0].pk}:{rows[0].version}"}
    for _ in range(2):
        response = clerk.post(f"{page_of(meeting)}assign/", chosen, follow=True)
    assert messages_of(response)
    assert Assignment.objects.issued().count() == 1
    assert clerk.get(f"{page_of(meeting)}assign/?pk={rows[0].pk}").status_code == 302


@pytest.mark.parametrize("chosen", ["", "x", "1:2:3", "9" * 30 + ":1", ":"])
def test_nonsense_is_answered(clerk, meeting, chosen):
    assert clerk.post(f"{page_of(meeting)}assign/", {"chosen": chosen}).status_code == 302
    assert clerk.get(f"{page_of(meeting)}assign/?pk={chosen}").status_code == 302
    sent = {"ticked": chosen, "step": "assign", f"row-{chosen}-version": "x", "new-1-x-task": "x", "add": chosen}
    assert clerk.post(page_of(meeting), sent).status_code in {200, 409}


@pytest.mark.parametrize("role", ["clerk", "supervisor"])
def test_after_the_issue_tasks_are_made_and_assigned_at_once(signed_in, role):
    client, meeting, unit = signed_in(role), issue(draft()), DepartmentFactory(short_name="区甲局")
    clause = Resolution.objects.get()
    client.post(page_of(meeting), with_new(client, page_of(meeting), clause, lead="区甲局"))
    row = Assignment.objects.get()
    assert (row.lead, row.in_minutes) == (unit, False)
    page = asked(client, meeting, row)
    assert "before the issue" not in page.text
    client.post(f"{page_of(meeting)}assign/", {"chosen": f"{row.pk}:{row.version}"})
    assert Assignment.objects.issued().get().assigned_by == client.user


def test_what_is_under_review_is_read_and_assigned_but_not_changed(clerk, meeting, rows):
    submit(meeting=meeting, by=clerk.user)
    page = clerk.get(page_of(meeting))
    assert "<textarea" not in page.text
    assert asked(clerk, meeting, rows[0]).status_code == 200


def test_withdrawn_minutes_are_only_read(clerk, signed_in):
    meeting = issue(draft(assignments=1))
    withdraw(meeting=meeting, by=signed_in("publisher").user, reason="误发", notice="撤回")
    page = clerk.get(page_of(meeting))
    assert page.status_code == 200
    assert 'name="add"' not in page.text
    assert clerk.post(page_of(meeting), {"step": "save"}).status_code == 403


def test_under_correction_new_rows_of_the_clerk_stand_in_the_minutes(clerk, signed_in):
    meeting = issue(draft())
    start_correction(meeting=meeting, by=signed_in("publisher").user, reason="更正")
    clause = Resolution.objects.get()
    Department.objects.create(code="x", name="区甲局", short_name="区甲局")
    clerk.post(page_of(meeting), with_new(clerk, page_of(meeting), clause, task="事", lead="区甲局"))
    assert Assignment.objects.get().in_minutes


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["save", "split", "merge"])
def test_the_same_form_twenty_times_at_once_acts_once(signed_in, step):
    """Whatever the button, one sending acts and the others learn that it was done."""
    first, meeting = signed_in("clerk"), draft()
    clause = Resolution.objects.get()
    DepartmentFactory(short_name="区甲局")
    rows = [AssignmentFactory(resolution=clause, task=task) for task in ("甲事", "乙事")]
    rows[0].supporting.set([DepartmentFactory()])
    sent = with_new(first, page_of(meeting), clause, task="丙事", lead="区甲局")
    sent |= {"step": step, "ticked": [str(row.pk) for row in rows]}
    barrier, statuses = Barrier(20), []

    def post():
        client = Client()
        client.cookies = first.cookies
        barrier.wait()
        try:
            statuses.append(client.post(page_of(meeting), sent).status_code)
        finally:
            connection.close()

    threads = [Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302] * 20
    assert Assignment.objects.filter(task="丙事").count() == 1
    assert Assignment.objects.count() == {"save": 3, "split": 4, "merge": 2}[step]


@pytest.mark.parametrize("pk", ["007", "0", "٧", "²", "-7", "9" * 18, "9" * 40])
def test_rows_that_no_page_writes_are_left_aside(clerk, meeting, pk):
    data = typed(clerk.get(page_of(meeting))) | {f"row-{pk}-version": "1", f"new-{pk}-{pk}-lead": "x"}
    before = list(Assignment.objects.order_by("pk").values())
    assert clerk.post(page_of(meeting), data).status_code == 302
    assert list(Assignment.objects.order_by("pk").values()) == before
