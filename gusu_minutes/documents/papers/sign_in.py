"""The sign-in sheet (签到表): a table for each kind of attendance, and room for those who come unlisted."""

from collections.abc import Iterator

from gusu_minutes.common.numerals import to_chinese
from gusu_minutes.documents.paper import Block, Cell, Gap, Paper, Paragraph, Roll, Table, Title
from gusu_minutes.documents.papers.meeting import by_kind, coming, issuing_office, meeting_name, time_of
from meetings.models import Attendance, Meeting

BLANK_ROWS = 5
EMPTY_SHEET_ROWS = 20
ROW_HEIGHT = 11  # millimetres: room for a signature
_HEADER = ("序号", "单位", "姓名", "职务", "签名", "备注")
_WIDTHS = (2.5, 6.5, 4, 5.5, 5, 4.5)


def sign_in_paper(meeting: Meeting) -> Paper:
    """Return the sheet for those who are expected. Three queries beside the meeting and its series.

    Who is on leave or absent does not sign. A meeting without a roll has one empty table.
    """
    name = meeting_name(meeting, "签到表")
    return Paper(
        name=name,
        subject="签到表",
        author=issuing_office(meeting),
        blocks=(Title(name), Gap(), *_blocks(meeting)),
        day=meeting.held_on.isoformat(),
    )


def _blocks(meeting: Meeting) -> Iterator[Block]:
    yield Roll("时间", (time_of(meeting),))
    if meeting.place:
        yield Roll("地点", (meeting.place,))
    yield Gap()
    groups = by_kind(coming(meeting))
    if not groups:
        yield _table([], EMPTY_SHEET_ROWS)
        return
    for number, (label, people) in enumerate(groups, 1):
        yield Paragraph(lead=f"{to_chinese(number)}、{label}人员", level=1)
        yield _table(people, 0)
    yield Paragraph(lead=f"{to_chinese(len(groups) + 1)}、其他人员", level=1)
    yield _table([], BLANK_ROWS)


def _table(people: list[Attendance], blank: int) -> Table:
    rows = [
        _row(str(number), person.department_name, person.name, person.title, "", _remark(person))
        for number, person in enumerate(people, 1)
    ]
    rows += [_row(str(number), "", "", "", "", "") for number in range(len(rows) + 1, len(rows) + blank + 1)]
    return Table(widths=_WIDTHS, header=_HEADER, rows=tuple(rows), row_height=ROW_HEIGHT)


def _row(number: str, unit: str, name: str, title: str, signature: str, remark: str) -> tuple[Cell, ...]:
    return (
        Cell(number, align="center"),
        Cell(unit),
        Cell(name, align="center"),
        Cell(title),
        Cell(signature),
        Cell(remark),
    )


def _remark(person: Attendance) -> str:
    """Return for whom somebody comes, and for which items if not for all: 代李四；议题三、五."""
    items = sorted(person.items.all(), key=lambda item: item.position)
    notes = [
        f"代{person.substitutes_for}" if person.substitutes_for else "",
        f"议题{'、'.join(item.number or str(item.position) for item in items)}" if items else "",
    ]
    return "；".join(filter(None, notes))
