"""Importing again into a draft: what is refused, what is known again, what stays, and that nothing is lost."""

import pytest

from attendees.models import Department, Person
from decisions.domain.work import acknowledge, report_progress
from decisions.models import Assignment, ProgressReport, Resolution
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.importing.apply import AlreadyImported, apply_plan
from gusu_minutes.importing.imports import begin_import, keep_choices, mend
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.reading import plan_import
from gusu_minutes.importing.reimport.begin import begin_again, changes_of
from gusu_minutes.importing.reimport.draft import Draft
from gusu_minutes.importing.reimport.takeover import take_over, told
from gusu_minutes.publishing.domain import start_correction
from meetings.domain.review import submit
from meetings.models import AgendaItem, Meeting
from tests.factories import AttendanceFactory, OfficerFactory, UserFactory, draft, issue

pytestmark = pytest.mark.django_db

TEXT = """2024年12月13日下午,区长陈羔同志主持召开姑苏区政府第39次常务会议。
会议议定以下意见:
一、研究供水工作
(一)会议原则同意《供水方案》,请按程序印发实施。
(二)由区水务局牵头实施老旧小区管网改造,区财政局配合,2025年6月底前完成。
(三)各街道要做好宣传解释工作,争取群众理解支持。
二、研究绿化工作
(一)会议同意《绿化方案》。
(二)由区城管委牵头抓好行道树补种工作。
会议还研究了其他事项。
出席:陈羔 吴强 华建男
列席:区水务局王勇 区财政局李明"""
PIPES = "(二)由区水务局牵头实施老旧小区管网改造,区财政局配合,2025年6月底前完成。\n"
TREES = "(二)由区城管委牵头抓好行道树补种工作。\n"


@pytest.fixture
def clerk():
    return UserFactory(roles=["clerk"])


@pytest.fixture
def meeting(clerk):
    return apply_plan(minutes_import=given(TEXT, clerk), by=clerk)


def given(text, clerk):
    return begin_import(source=text, file_name="39.docx", to_simplified=True, by=clerk)


def again(meeting, text, clerk):
    return begin_again(meeting=meeting, source=text, file_name="39改.docx", to_simplified=True, by=clerk)


def seen_changes(minutes_import):
    known = Known.load()
    minutes_import.refresh_from_db()
    return changes_of(minutes_import.target, plan_import(minutes_import, known), known)


def take(meeting, text, clerk, *confirmed, every=False):
    """Import `text` into the meeting as the page would; `every` ticks all that is removed."""
    minutes_import = again(meeting, text, clerk)
    changes = seen_changes(minutes_import)
    names = [one.name for one in changes.removals] if every else confirmed
    return take_over(minutes_import=minutes_import, seen=changes.seen, confirmed=names, by=clerk)


def rows(meeting):
    """Return everything that stands in a draft, with keys and versions."""
    out: list[tuple] = [("meeting", meeting.pk, Meeting.objects.get(pk=meeting.pk).version)]
    for item in meeting.items.order_by("position"):
        out.append(("item", item.pk, item.key, item.position, item.version))
        for one in item.resolutions.order_by("position"):
            out.append(("resolution", one.pk, one.key, one.position, one.version))
            out += [("task", task.pk, task.version) for task in one.assignments.order_by("pk")]
    out += [("roll", one.pk, one.position, one.version) for one in meeting.attendance.order_by("position")]
    return out


def texts(meeting):
    return [
        (item.title, [f"{one.number}{one.text}" for one in item.resolutions.order_by("position")])
        for item in meeting.items.order_by("position")
    ]


def of(start):
    return Resolution.objects.get(text__startswith=start)


# Refusals


def test_somebody_without_the_right_changes_nothing(meeting, clerk):
    minutes_import = again(meeting, TEXT.replace("印发", "公布"), clerk)
    seen = seen_changes(minutes_import).seen
    before = rows(meeting)
    with pytest.raises(NotAllowed):
        take_over(minutes_import=minutes_import, seen=seen, confirmed=(), by=UserFactory(roles=["signatory"]))
    with pytest.raises(NotAllowed):
        again(meeting, TEXT, UserFactory(roles=["official"]))
    assert rows(meeting) == before


@pytest.mark.parametrize("issued", [True, False])
def test_a_meeting_that_is_no_draft_is_refused(meeting, clerk, issued):
    minutes_import = again(meeting, TEXT.replace("印发", "公布"), clerk)
    seen = seen_changes(minutes_import).seen
    if issued:
        issue(meeting)
    else:
        submit(meeting=meeting, by=clerk)
    before = rows(meeting)
    with pytest.raises(IllegalMove):
        take_over(minutes_import=minutes_import, seen=seen, confirmed=(), by=clerk)
    with pytest.raises(IllegalMove):
        again(meeting, TEXT, clerk)
    assert rows(meeting) == before


def test_a_draft_that_somebody_changed_is_not_overwritten(meeting, clerk):
    minutes_import = again(meeting, TEXT.replace("印发", "公布"), clerk)
    for row in (meeting, of("各街道"), meeting.items.last(), meeting.attendance.last(), Assignment.objects.all()[0]):
        seen = seen_changes(minutes_import).seen
        row.refresh_from_db()
        row.save_as(by=clerk, reason="改动")
        before = rows(meeting)
        with pytest.raises(StaleVersion):
            take_over(minutes_import=minutes_import, seen=seen, confirmed=(), by=clerk)
        assert rows(meeting) == before


def test_a_second_time_changes_nothing(meeting, clerk):
    minutes_import = again(meeting, TEXT.replace("印发", "公布"), clerk)
    seen = seen_changes(minutes_import).seen
    take_over(minutes_import=minutes_import, seen=seen, confirmed=(), by=clerk)
    before = rows(meeting)
    with pytest.raises(AlreadyImported):
        take_over(minutes_import=minutes_import, seen=seen, confirmed=(), by=clerk)
    assert rows(meeting) == before


def test_it_makes_no_other_draft(meeting, clerk):
    minutes_import = again(meeting, TEXT, clerk)
    with pytest.raises(IllegalMove):
        apply_plan(minutes_import=minutes_import, by=clerk)
    with pytest.raises(IllegalMove):
        take_over(minutes_import=given(TEXT, clerk), seen="", confirmed=(), by=clerk)
    assert Meeting.objects.count() == 1


def test_a_plan_with_problems_changes_nothing(meeting, clerk):
    draft(series=meeting.series, number=41)
    minutes_import = again(meeting, TEXT.replace("第39次", "第41次"), clerk)
    before = rows(meeting)
    with pytest.raises(IllegalMove):
        take_over(minutes_import=minutes_import, seen=seen_changes(minutes_import).seen, confirmed=(), by=clerk)
    assert rows(meeting) == before


def test_an_error_in_the_middle_leaves_everything(meeting, clerk, monkeypatch):
    before = rows(meeting)

    def fail(*args, **kwargs):
        raise DomainError

    monkeypatch.setattr("gusu_minutes.importing.reimport.takeover.make_resolution", fail)
    text = "\n".join(reversed(TEXT.splitlines()[2:9]))
    with pytest.raises(DomainError):
        take(meeting, TEXT.replace("(一)会议同意", "(一)各部门要加强协调。\n(二)会议同意") + text, clerk, every=True)
    assert rows(meeting) == before


# What stays


def test_the_same_text_changes_nothing(meeting, clerk):
    before, units, people = rows(meeting), Department.objects.count(), Person.objects.count()
    history = Resolution.history.count()
    minutes_import = again(meeting, TEXT, clerk)
    assert not seen_changes(minutes_import)
    taken = take(meeting, TEXT, clerk)
    assert "没有变化" in told(taken) or not taken.changes
    assert rows(meeting) == before
    assert (Department.objects.count(), Person.objects.count()) == (units, people)
    assert Resolution.history.count() == history


def test_the_same_text_with_the_clerks_choices_and_mends_changes_nothing(clerk):
    text = TEXT + "\n广告位招租"
    first = given(text, clerk)
    first = mend(minutes_import=first, at=text.index("广告位"), how="ignore", version=first.version, by=clerk)
    choices = {
        **first.choices, "meeting": {"number": 40, "place": "三楼"}, "departments": {"区水务局": "none"},
        "people": {"吴强": "none"}, "tidy": ["punctuation"],
    }  # fmt: skip
    first = keep_choices(minutes_import=first, choices=choices, version=first.version, by=clerk)
    meeting = apply_plan(minutes_import=first, by=clerk)
    assert "，" in of("会议原则同意").text
    minutes_import = again(meeting, text, clerk)
    assert not seen_changes(minutes_import)


def test_what_the_clerk_set_on_rows_stays(meeting, clerk):
    one, item, entry = of("会议原则同意"), meeting.items.first(), meeting.attendance.first()
    one.disclosure, one.disclosure_reason, one.public_text = "on_request", "商业秘密", "会议同意有关方案。"
    item.disclosure, item.public_title, item.outcome_note, item.outcome = "internal", "有关工作", "待补", "deferred"
    entry.note = "提前离席"
    for row in (one, item, entry):
        row.save_as(by=clerk, reason="改动")
    entry.items.set([item])
    taken = take(meeting, TEXT.replace("请按程序印发实施", "请尽快按程序印发").replace("吴强", "吴刚"), clerk)
    for row in (one, item, entry):
        row.refresh_from_db()
    assert (one.text, one.disclosure, one.public_text) == (
        "会议原则同意《供水方案》,请尽快按程序印发。", "on_request", "会议同意有关方案。",
    )  # fmt: skip
    assert (item.disclosure, item.public_title, item.outcome_note, item.outcome) == (
        "internal", "有关工作", "待补", "deferred",
    )  # fmt: skip
    assert (entry.note, list(entry.items.all())) == ("提前离席", [item])
    (clause,) = taken.changes.items[0].changed_clauses
    assert clause.keeps_public_text


def test_a_moved_and_reworded_resolution_keeps_its_anchor_and_its_tasks(meeting, clerk):
    pipes, task = of("由区水务局"), Assignment.objects.get(lead__short_name="区水务局")
    text = TEXT.replace(PIPES, "").replace("(三)各", "(二)各").replace(
        TREES, TREES + PIPES.replace("(二)", "(三)").replace("6月底", "9月底")
    )  # fmt: skip
    taken = take(meeting, text, clerk)
    pipes.refresh_from_db()
    assert (pipes.agenda_item.title, pipes.position, pipes.number) == ("研究绿化工作", 3, "(三)")
    assert "9月底" in pipes.text
    assert list(pipes.assignments.all()) == [task]
    assert (taken.changes.added, taken.changes.removed, taken.changes.moved) == (0, 0, 1)
    assert texts(meeting)[0][1][1].startswith("(二)各街道")
    last = pipes.history.latest()
    assert (last.history_user, "39改.docx" in last.history_change_reason, last.key) == (clerk, True, pipes.key)
    assert Resolution.history.filter(position__lt=1).count() == 0


def test_items_in_another_order_keep_everything(meeting, clerk):
    keys = {item.title: item.key for item in meeting.items.all()}
    lines = TEXT.splitlines()
    text = "\n".join([*lines[:2], *lines[6:9], *lines[2:6], *lines[9:]]).replace("二、研究绿化", "一、研究绿化")
    text = text.replace("一、研究供水", "二、研究供水")
    taken = take(meeting, text, clerk)
    assert [item.title for item in meeting.items.order_by("position")] == ["研究绿化工作", "研究供水工作"]
    assert {item.title: item.key for item in meeting.items.all()} == keys
    assert (taken.changes.added, taken.changes.removed) == (0, 0)
    assert AgendaItem.history.filter(position__lt=1).count() == 0


def test_a_proposal_is_added_where_there_is_none_and_not_when_the_clerk_took_it_out(meeting, clerk):
    one, trees = of("各街道"), of("由区城管委")
    trees.assignments.get().delete_as(by=clerk)
    text = TEXT.replace("各街道要做好", "由区住建委牵头,各街道要做好").replace("补种工作", "补种")
    take(meeting, text, clerk)
    assert [task.lead.short_name for task in one.assignments.all()] == ["区住建委"]
    assert not trees.assignments.exists()
    assert of("由区水务局").assignments.count() == 1


def test_a_text_without_place_chair_or_roll_takes_none_away(meeting, clerk):
    meeting.place, meeting.document_number, meeting.recorder = "三楼会议室", "姑府纪〔2024〕39号", "小王"
    meeting.save_as(by=clerk, reason="改动")
    people = meeting.attendance.count()
    text = TEXT.split("出席")[0].replace(",区长陈羔同志主持召开", ",召开")
    take(meeting, text, clerk)
    meeting.refresh_from_db()
    assert (meeting.place, meeting.document_number, meeting.recorder, meeting.chair_name) == (
        "三楼会议室", "姑府纪〔2024〕39号", "小王", "陈羔",
    )  # fmt: skip
    assert meeting.attendance.count() == people


# What changes


def test_the_frame_and_the_roll_change(meeting, clerk):
    kept = {entry.name: entry.pk for entry in meeting.attendance.all()}
    text = TEXT.replace("第39次", "第40次").replace("12月13日下午", "12月14日上午")
    text = text.replace("出席:陈羔 吴强 华建男", "出席:华建男 陈羔 陆文明").replace("区财政局李明", "区财政局李铭")
    taken = take(meeting, text, clerk)
    meeting.refresh_from_db()
    assert (meeting.number, meeting.held_on.day, meeting.half_day) == (40, 14, "morning")
    roll = list(meeting.attendance.order_by("position"))
    assert [entry.name for entry in roll] == ["华建男", "陈羔", "陆文明", "王勇", "李铭"]
    assert all(entry.pk == kept[entry.name] for entry in roll if entry.name in kept)
    assert {entry.name for entry in taken.changes.left_out} == {"吴强", "李明"}
    assert all(entry.person is not None for entry in roll)


def test_what_is_not_ticked_stays_and_what_is_ticked_goes_with_its_proposals(meeting, clerk):
    text = TEXT.replace(PIPES, "").replace("(三)各", "(二)各")
    minutes_import = again(meeting, text, clerk)
    (removal,) = seen_changes(minutes_import).removals
    assert (removal.needs_asking, removal.stays_because) == (True, "")
    assert [str(task.lead) for task in removal.assignments] == ["区水务局"]
    taken = take(meeting, text, clerk)
    assert [one.name for one in taken.stayed] == [removal.name]
    assert [line[:6] for line in texts(meeting)[0][1]] == ["(一)会议原", "(二)由区水", "(二)各街道"]
    take(meeting, text, clerk, removal.name)
    assert not Resolution.objects.filter(text__startswith="由区水务局").exists()
    assert not Assignment.objects.filter(lead__short_name="区水务局").exists()
    gone = Resolution.history.filter(history_type="-").get()
    assert (gone.history_user, "39改.docx" in gone.history_change_reason) == (clerk, True)


def test_an_item_goes_and_what_moved_out_of_it_stays(meeting, clerk):
    trees = of("由区城管委")
    lines = TEXT.splitlines()
    text = "\n".join([*lines[:6], "(四)由区城管委牵头抓好行道树补种工作。", *lines[9:]])
    minutes_import = again(meeting, text, clerk)
    (removal,) = seen_changes(minutes_import).removals
    assert removal.is_item
    assert [one.text for one in removal.resolutions] == ["会议同意《绿化方案》。"]
    take(meeting, text, clerk, removal.name)
    trees.refresh_from_db()
    assert (trees.agenda_item.title, trees.position, trees.assignments.count()) == ("研究供水工作", 4, 1)
    assert [item.title for item in meeting.items.all()] == ["研究供水工作"]
    assert AgendaItem.history.filter(history_type="-").get().position == 2


def test_a_name_that_is_not_on_the_list_removes_nothing(meeting, clerk):
    other = draft(items=1, series=meeting.series)
    item = other.items.get()
    take(meeting, TEXT, clerk, f"agendaitem-{item.pk}", f"resolution-{of('各街道').pk}", "nonsense")
    assert other.items.exists()
    assert of("各街道")


def test_an_item_whose_absence_would_widen_somebodys_presence_is_asked_for(meeting, clerk):
    AttendanceFactory(meeting=meeting, name="王勇二").items.set([meeting.items.last()])
    text = "\n".join([*TEXT.splitlines()[:6], *TEXT.splitlines()[9:]])
    (removal,) = seen_changes(again(meeting, text, clerk)).removals
    assert [one.name for one in removal.only_for_it] == ["王勇二"]


# Corrections


def test_what_was_assigned_or_issued_stays_with_its_reports(meeting, clerk):
    meeting = issue(meeting)
    pipes = of("由区水务局")
    task = pipes.assignments.get()
    officer = OfficerFactory(department=task.lead).user
    acknowledge(assignment=task, by=officer)
    report_progress(assignment=task, by=officer, text="已开工", percent=30)
    publisher = UserFactory(roles=["publisher"])
    start_correction(meeting=meeting, by=publisher, reason="更正")
    meeting = Meeting.objects.get(pk=meeting.pk)
    text = TEXT.replace(PIPES, "").replace("(三)各街道要做好宣传解释工作,争取群众理解支持。\n", "")
    text = text.replace("同意《绿化方案》", "原则同意《绿化方案》,请印发")
    minutes_import = again(meeting, text, clerk)
    removals = seen_changes(minutes_import).removals
    assert [bool(one.stays_because) for one in removals] == [True, True]
    assert task.document_number in removals[0].stays_because or "督" in removals[0].stays_because
    taken = take(meeting, text, clerk, every=True)
    assert len(taken.stayed) == 2
    pipes.refresh_from_db()
    task.refresh_from_db()
    assert (task.resolution, task.percent) == (pipes, 30)
    assert ProgressReport.objects.get().assignment == task
    assert of("会议原则同意《绿化方案》").position == 1
    assert [len(clauses) for _title, clauses in texts(meeting)] == [3, 2]


def test_what_came_with_the_correction_can_go(meeting, clerk):
    issue(meeting)
    start_correction(meeting=Meeting.objects.get(), by=UserFactory(roles=["publisher"]), reason="更正")
    meeting = Meeting.objects.get()
    more = TEXT.replace(TREES, TREES + "(三)各部门要加强协调配合形成合力。\n")
    take(meeting, more, clerk)
    taken = take(meeting, TEXT, clerk, every=True)
    assert taken.stayed == ()
    assert [len(clauses) for _title, clauses in texts(meeting)] == [3, 2]


def test_a_discarded_draft_sets_its_imports_free(meeting, clerk):
    from decisions.domain.drafts import discard_draft

    minutes_import = again(meeting, TEXT, clerk)
    discard_draft(meeting=meeting, by=clerk)
    minutes_import.refresh_from_db()
    assert minutes_import.target is None


@pytest.mark.parametrize("size", [1, 30])
def test_the_draft_is_read_in_six_queries(size, django_assert_num_queries):
    meeting = draft(items=size, clauses=2, assignments=1, people=size)
    with django_assert_num_queries(6):
        Draft.load(meeting).seen  # noqa: B018
