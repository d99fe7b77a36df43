"""The assignment sheet (督办单): what must be done by whom until when, and how it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from decisions.enums import AssignmentState, LeadRole
from decisions.models import Assignment, ProgressReport
from gusu_minutes.documents.paper import Block, Cell, Gap, Paper, Paragraph, Table, Title
from gusu_minutes.documents.papers.meeting import issuing_office
from gusu_minutes.documents.papers.minutes import chinese_date

# The words of the glossary; in a document they are Chinese whatever the reader's language.
STATES = {
    AssignmentState.ASSIGNED: "待签收",
    AssignmentState.IN_PROGRESS: "办理中",
    AssignmentState.REPORTED: "待核验",
    AssignmentState.CLOSED: "已销号",
    AssignmentState.CANCELLED: "已撤销",
}
_PROPOSED = "未交办"
_FORM_WIDTHS = (5, 9, 5, 9)
_REPORTS = ("日期", "单位", "进度", "办理情况")
_REPORT_WIDTHS = (7, 5.5, 3, 12.5)
_BLANK_REPORTS = 3


@dataclass(frozen=True, slots=True)
class Ground:
    """What an assignment rests on, as issued: a draft in correction behind it is no department's business."""

    meeting: str = "—"
    item: str = "—"
    clause: str = "—"


def assignment_paper(assignment: Assignment, ground: Ground) -> Paper:
    """Return the sheet with every report in order, from the records as they stand.

    At most ten queries, whatever the number of reports and of supporting departments.
    """
    meeting = assignment.resolution.agenda_item.meeting
    number = assignment.document_number
    return Paper(
        name=f"督办单{number}" if number else f"督办单（{ground.meeting}）",
        subject="督办单",
        author=issuing_office(meeting),
        blocks=(Title("督办单"), *_blocks(assignment, ground)),
        day=meeting.held_on.isoformat(),
    )


def _blocks(assignment: Assignment, ground: Ground) -> Iterator[Block]:
    yield Table(widths=_FORM_WIDTHS, rows=tuple(_form(assignment, ground)))
    yield Gap()
    yield Paragraph(lead="办理情况", level=1)
    reports = assignment.reports.select_related("department").order_by("at", "pk")
    rows = tuple(_report(report) for report in reports)
    blank = tuple(tuple(Cell() for _ in _REPORTS) for _ in range(_BLANK_REPORTS))
    yield Table(widths=_REPORT_WIDTHS, header=_REPORTS, rows=rows or blank)
    yield Gap()
    yield Paragraph(lead="签收与核验", level=1)
    yield Table(
        widths=_FORM_WIDTHS,
        row_height=12,
        rows=(
            (
                Cell("签收人", label=True),
                Cell(_name(assignment.acknowledged_by), align="center"),
                Cell("签收时间", label=True),
                Cell(_day(assignment.acknowledged_at), align="center"),
            ),
            (Cell("核验意见", label=True), Cell(_verdict(assignment), span=3)),
            (
                Cell("核验人", label=True),
                Cell(_name(assignment.closed_by), align="center"),
                Cell("核验时间", label=True),
                Cell(_day(assignment.closed_at), align="center"),
            ),
        ),
    )


def _form(assignment: Assignment, ground: Ground) -> Iterator[tuple[Cell, ...]]:
    supporting = "、".join(department.short_name for department in assignment.supporting.all())
    lead = "主办单位" if assignment.lead_role == LeadRole.LEAD else "责任单位"
    due = chinese_date(assignment.due_on.isoformat()) if assignment.due_on else assignment.due_text
    state = STATES[AssignmentState(assignment.state)] if assignment.assigned_at else _PROPOSED
    yield _pair("编号", assignment.document_number or "—", "交办日期", _day(assignment.assigned_at) or "—")
    yield _wide("会议", ground.meeting)
    yield _wide("议题", ground.item)
    yield _wide("议定事项", ground.clause)
    yield _wide("督办事项", assignment.task)
    yield _pair(lead, assignment.lead.short_name, "协办单位", supporting or "—")
    yield _pair("办理时限", due or "—", "办理状态", f"{state}（{assignment.percent}%）")


def _pair(label: str, text: str, other: str, more: str) -> tuple[Cell, ...]:
    return (Cell(label, label=True), Cell(_line(text)), Cell(other, label=True), Cell(_line(more)))


def _wide(label: str, text: str) -> tuple[Cell, ...]:
    return (Cell(label, label=True), Cell(_line(text), span=3))


def _report(report: ProgressReport) -> tuple[Cell, ...]:
    done = "（报办结）" if report.done else ""
    role = "（协办）" if report.contribution else ""
    return (
        Cell(_day(report.at), align="center"),
        Cell(report.department.short_name + role),
        Cell(f"{report.percent}%", align="center"),
        Cell(_line(report.text) + done),
    )


def _verdict(assignment: Assignment) -> str:
    """Return what the supervisor said last, or nothing: room to write by hand."""
    reason = _line(assignment.reason)
    match assignment.state:
        case AssignmentState.CLOSED:
            return "经核验，已办结，同意销号。"
        case AssignmentState.CANCELLED:
            return f"已撤销。{reason}"
        case AssignmentState.IN_PROGRESS if reason:
            return f"退办。{reason}"
    return ""


def _line(text: str) -> str:
    """Return a text on one line, its paragraphs set apart by an ideographic space: a cell holds one paragraph."""
    return "\u3000".join(line.strip() for line in text.splitlines() if line.strip())


def _day(at: datetime | None) -> str:
    return chinese_date(timezone.localtime(at).date().isoformat()) if at else ""


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
