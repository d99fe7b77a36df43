"""The family of the minutes: agenda, notice, sign-in sheet, assignment sheet, bound volume."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from decisions.models import Assignment, ProgressReport
from gusu_minutes.documents.build import internal_document
from gusu_minutes.documents.enums import PaperKind
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.paper import Contents, Head, Imprint, PageBreak, Paper, Paragraph, Roll, Table, Title
from gusu_minutes.documents.papers.agenda import agenda_paper
from gusu_minutes.documents.papers.assignment import Ground, assignment_paper
from gusu_minutes.documents.papers.family import FAMILY
from gusu_minutes.documents.papers.notice import SLIP_ROWS, notice_paper
from gusu_minutes.documents.papers.sign_in import BLANK_ROWS, EMPTY_SHEET_ROWS, sign_in_paper
from gusu_minutes.documents.papers.volume import volume_paper
from meetings.models import Meeting
from tests.factories import (
    AssignmentFactory,
    AttendanceFactory,
    DepartmentFactory,
    MeetingFactory,
    UserFactory,
    draft,
    issue,
)

pytestmark = pytest.mark.django_db


def of(kind: type, paper: Paper) -> list:
    return [block for block in paper.blocks if isinstance(block, kind)]


def lines(paper: Paper) -> list[str]:
    return [block.whole for block in of(Paragraph, paper)]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def full_meeting(size: int = 1) -> Meeting:
    """Return a meeting with so many items, presenters, people who come and people who come for one item."""
    meeting = draft(items=size, people=size, place="区行政中心301会议室")
    first = meeting.items.order_by("position")[0]
    first.presenting.set(DepartmentFactory.create_batch(size))
    for guest in AttendanceFactory.create_batch(size, meeting=meeting, kind="invited"):
        guest.items.set([first])
    return meeting


def test_the_agenda():
    meeting = draft(items=2, people=2, number=39, place="区行政中心301会议室")
    first, second = meeting.items.order_by("position")
    first.presenting.set([DepartmentFactory(short_name="区发改局"), DepartmentFactory(short_name="区财政局")])
    guest = AttendanceFactory(meeting=meeting, kind="in_attendance", department_name="区城管局", name="王五")
    guest.items.set([second])
    AttendanceFactory(meeting=meeting, kind="leave", name="请假者")
    paper = agenda_paper(meeting)
    assert paper.name == "姑苏区政府第39次常务会议议程"
    assert (paper.author, paper.day) == ("苏州市姑苏区人民政府", "2024-12-13")
    time, place, chair, present = of(Roll, paper)
    assert time.entries == ("2024年12月13日（星期五）下午",)
    assert (place.entries, chair.entries) == (("区行政中心301会议室",), ("区长陈羔",))
    assert (present.label, len(present.entries)) == ("出席", 2)
    assert lines(paper) == [
        f"一、{first.title}",
        "汇报单位：区发改局、区财政局",
        f"二、{second.title}",
        "参加：区城管局王五",
    ]
    assert "请假者" not in repr(paper)


def test_numbers_are_counted_only_where_there_are_none():
    meeting = draft(items=3)
    for item, number in zip(meeting.items.order_by("position"), ("一", "", "2"), strict=True):
        item.number, item.title = number, "审议方案"
        item.save()
    assert lines(agenda_paper(meeting)) == ["一、审议方案", "审议方案", "2.审议方案"]
    for item in meeting.items.all():
        item.number = ""
        item.save()
    assert lines(agenda_paper(meeting)) == ["一、审议方案", "二、审议方案", "三、审议方案"]


@pytest.mark.parametrize("kind", FAMILY)
def test_a_bare_meeting_has_every_paper(kind):
    meeting = MeetingFactory(number=None, title="专题会议纪要", half_day="", place="", chair_name="", chair_title="")
    meeting.series.bodies.clear()
    paper = FAMILY[kind].build(meeting)
    assert paper.blocks and paper.author == ""
    assert "纪要" not in paper.name
    assert "None" not in repr([text for _face, text in paper.texts()])


def test_an_item_without_a_title_has_a_line():
    meeting = draft()
    meeting.items.update(title="", number="")
    assert lines(agenda_paper(meeting)) == ["一、（议题名称待定）"]


def test_the_notice():
    meeting = full_meeting()
    presenting = meeting.items.get().presenting.get()
    paper = notice_paper(meeting, issued_on=date(2024, 12, 10))
    text = lines(paper)
    assert text[0] == "各有关单位："
    assert text[1].startswith("按照工作安排，定于2024年12月13日（星期五）下午召开")
    assert text[1].endswith("现将有关事项通知如下：")
    headings = [block.lead for block in of(Paragraph, paper) if block.is_heading]
    assert headings == ["一、会议时间", "二、会议地点", "三、会议议题", "四、参会人员", "五、有关要求"]
    assert f"1. {meeting.items.get().title}（汇报单位：{presenting.short_name}）。" in text
    signature = [block.text for block in of(Paragraph, paper) if block.align == "right"]
    assert signature == ["苏州市姑苏区人民政府", "2024年12月10日"]


def test_the_reply_slip_stands_on_a_page_of_its_own():
    paper = notice_paper(full_meeting())
    slip = paper.blocks[paper.blocks.index(PageBreak()) + 1 :]
    table = slip[-1]
    assert isinstance(table, Table)
    assert table.header == ("单位", "姓名", "职务", "联系电话", "是否参会（请假事由）")
    assert len(table.rows) == SLIP_ROWS
    assert [type(block) for block in slip].count(Title) == 1


def test_a_notice_is_dated_today_until_the_meeting_was_held():
    today = timezone.localdate()
    coming = notice_paper(MeetingFactory(held_on=today + timedelta(days=2)))
    over = notice_paper(MeetingFactory(held_on=today - timedelta(days=2)))
    assert f"{today.year}年{today.month}月{today.day}日" in lines(coming)
    assert "\u3000\u3000年\u3000月\u3000日" in lines(over)


def test_a_notice_without_a_roll_calls_the_presenters():
    meeting = draft(people=0)
    meeting.items.get().presenting.set([DepartmentFactory(short_name="区财政局")])
    assert "会议组成人员，区财政局主要负责同志。" in lines(notice_paper(meeting))


def test_the_sign_in_sheet():
    meeting = draft(people=2)
    item = meeting.items.get()
    guest = AttendanceFactory(
        meeting=meeting, kind="invited", name="王五", department_name="区城管局", title="副局长", substitutes_for="赵六"
    )
    guest.items.set([item])
    AttendanceFactory(meeting=meeting, kind="absent", name="缺席者")
    paper = sign_in_paper(meeting)
    present, invited, others = of(Table, paper)
    assert present.header == ("序号", "单位", "姓名", "职务", "签名", "备注")
    assert [row[0] for row in cells(present)] == ["1", "2"]
    assert cells(invited) == [["1", "区城管局", "王五", "副局长", "", "代赵六；议题一"]]
    assert len(others.rows) == BLANK_ROWS
    assert lines(paper) == ["一、出席人员", "二、应邀列席人员", "三、其他人员"]
    assert "缺席者" not in repr(paper)


def test_a_sheet_without_a_roll_is_one_empty_table():
    (table,) = of(Table, sign_in_paper(draft(people=0)))
    assert len(table.rows) == EMPTY_SHEET_ROWS
    assert {text for row in cells(table) for text in row[1:]} == {""}


GROUND = Ground("第39次常务会议", "一、审议", "（一）同意。")


def report(assignment, text, percent=50, **fields):
    return ProgressReport.objects.create(
        assignment=assignment, department=assignment.lead, by=UserFactory(), text=text, percent=percent, **fields
    )


def test_the_assignment_sheet():
    issue(draft(assignments=1))
    assignment = Assignment.objects.get()
    assignment.supporting.set(DepartmentFactory.create_batch(2))
    report(assignment, "第一次\n反馈")
    report(assignment, "第二次反馈", 100, done=True)
    paper = assignment_paper(assignment, GROUND)
    form, reports, signatures = of(Table, paper)
    assert paper.name == f"督办单{assignment.document_number}"
    shown = {row[0]: row[1] for row in cells(form)}
    assert shown["编号"] == assignment.document_number
    assert shown["督办事项"] == assignment.task
    assert (shown["会议"], shown["议题"], shown["议定事项"]) == ("第39次常务会议", "一、审议", "（一）同意。")
    assert shown["主办单位"] == assignment.lead.short_name
    assert cells(form)[5][3] == "、".join(unit.short_name for unit in assignment.supporting.all())
    assert [row[3] for row in cells(reports)] == ["第一次\u3000反馈", "第二次反馈（报办结）"]
    assert [row[0] for row in cells(signatures)] == ["签收人", "核验意见", "核验人"]
    assert all(sum(cell.span for cell in row) == len(table.widths) for table in of(Table, paper) for row in table.rows)


@pytest.mark.parametrize(
    ("state", "reason", "verdict"),
    [
        ("assigned", "", ""),
        ("in_progress", "材料不全", "退办。材料不全"),
        ("closed", "", "经核验，已办结，同意销号。"),
        ("cancelled", "事项取消", "已撤销。事项取消"),
    ],
)
def test_what_the_supervisor_said(state, reason, verdict):
    assignment = AssignmentFactory(state=state, reason=reason)
    table = of(Table, assignment_paper(assignment, GROUND))[-1]
    assert cells(table)[1] == ["核验意见", verdict]


def test_a_proposal_has_a_sheet_too():
    assignment = AssignmentFactory()
    paper = assignment_paper(assignment, GROUND)
    assert paper.name == "督办单（第39次常务会议）"
    assert "未交办" in repr(paper)
    assert len(of(Table, paper)[1].rows) == 3


def test_the_volume():
    later = internal_document(draft(number=2, held_on=date(2024, 3, 1)))
    earlier = internal_document(draft(number=1, held_on=date(2024, 1, 5)))
    paper = volume_paper([later, earlier], "常务会议", 2024)
    assert paper.name == "常务会议纪要汇编（2024年）"
    assert paper.author == "姑苏区政府"
    titles = [block.key for block in of(Title, paper)]
    assert titles == ["", earlier.address, later.address]
    assert len(of(Contents, paper)) == 1
    # Cover and contents, then each minutes, from a new page on.
    for head in of(Head, paper):
        assert paper.blocks[paper.blocks.index(head) - 1] == PageBreak()
    assert len(of(Head, paper)) == len(of(Imprint, paper)) == 2


def test_a_volume_of_nothing_says_so():
    paper = volume_paper([], "常务会议", 2024)
    assert "本年度没有会议纪要。" in lines(paper)


QUERIES = {"agenda": 6, "notice": 6, "sign_in": 4}


@pytest.mark.parametrize("size", [1, 30])
@pytest.mark.parametrize("kind", FAMILY)
def test_queries_of_a_meeting(django_assert_num_queries, kind, size):
    meeting = Meeting.objects.get(pk=full_meeting(size).pk)
    with django_assert_num_queries(QUERIES[kind]):
        FAMILY[kind].build(meeting)


@pytest.mark.parametrize("size", [1, 30])
def test_queries_of_an_assignment(django_assert_num_queries, size):
    issue(draft(assignments=1))
    assignment = Assignment.objects.get()
    assignment.supporting.set(DepartmentFactory.create_batch(size))
    for _ in range(size):
        report(assignment, "进展")
    assignment = Assignment.objects.get()
    with django_assert_num_queries(8):
        assignment_paper(assignment, GROUND)


def test_every_kind_is_labelled():
    assert set(FAMILY) <= set(PaperKind.values)
    assert all(str(kin.label) for kin in FAMILY.values())


@pytest.mark.parametrize("kind", FAMILY)
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_every_paper_is_text(kind, ending):
    rendered = FORMATS[ending].render(FAMILY[kind].build(full_meeting()))
    assert rendered.decode().endswith("\n")
