"""The meeting notice (会议通知), with a reply slip (回执) on a page of its own."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from gusu_minutes.documents.paper import Block, Cell, Gap, PageBreak, Paper, Paragraph, Roll, Table, Title
from gusu_minutes.documents.papers.meeting import (
    ListedItem,
    attendee,
    by_kind,
    coming,
    day_or_blank,
    issuing_office,
    listed_items,
    meeting_name,
    time_of,
)
from gusu_minutes.documents.text import attendee_text
from meetings.models import Attendance, Meeting

SLIP_ROWS = 8
_SLIP = ("单位", "姓名", "职务", "联系电话", "是否参会（请假事由）")
_REQUIREMENTS = (
    "请参会人员提前10分钟到场签到，会议期间将移动电话关闭或者置于静音状态。",
    "请各汇报单位认真准备汇报材料，做到重点突出、言简意赅，并按要求于会前报送。",
    "请参会人员安排好工作，准时参会。因故不能参会的，须事先请假并说明事由；未经同意，不得由他人代为参会。",
    "请各单位于会前填写参会回执（见附件）并反馈。",
)


def notice_paper(meeting: Meeting, *, issued_on: date | None = None) -> Paper:
    """Return the notice, from the records as they stand. Five queries beside the meeting and its series.

    Without `issued_on` it bears today's date (Asia/Shanghai), and room for one once the meeting was held.
    """
    name = meeting_name(meeting, "通知")
    today = timezone.localdate()
    day = issued_on or (today if today <= meeting.held_on else None)
    office = issuing_office(meeting)
    return Paper(
        name=name,
        subject="会议通知",
        author=office,
        blocks=(
            Title(f"关于召开{meeting_name(meeting, '')}的通知"),
            Gap(),
            *_body(meeting),
            Gap(),
            Roll("附件", ("参会回执",), plain=True),
            Gap(2),
            *([Paragraph(office, align="right")] if office else []),
            Paragraph(day_or_blank(day), align="right"),
            PageBreak(),
            *_slip(meeting),
        ),
        day=meeting.held_on.isoformat(),
    )


def _body(meeting: Meeting) -> Iterator[Block]:
    people = coming(meeting)
    items = listed_items(meeting)
    yield Paragraph("各有关单位：", align="flush")
    yield Paragraph(f"按照工作安排，定于{time_of(meeting)}召开{meeting_name(meeting, '')}。现将有关事项通知如下：")
    yield Paragraph(lead="一、会议时间", level=1)
    hour = "。" if meeting.half_day else "，具体时间另行通知。"
    yield Paragraph(f"{time_of(meeting)}{hour}")
    yield Paragraph(lead="二、会议地点", level=1)
    yield Paragraph(f"{meeting.place or '另行通知'}。")
    yield Paragraph(lead="三、会议议题", level=1)
    for number, item in enumerate(items, 1):
        yield Paragraph(_item(item), lead=f"{number}. ", level=3)
    if not items:
        yield Paragraph("另行通知。")
    yield Paragraph(lead="四、参会人员", level=1)
    yield from _people(people, items)
    yield Paragraph(lead="五、有关要求", level=1)
    for number, sentence in enumerate(_REQUIREMENTS, 1):
        yield Paragraph(sentence, lead=f"{number}. ", level=3)


def _item(item: ListedItem) -> str:
    presenting = f"（汇报单位：{'、'.join(item.presenting)}）" if item.presenting else ""
    return f"{item.title.removesuffix('。')}{presenting}。"


def _people(people: list[Attendance], items: list[ListedItem]) -> Iterator[Paragraph]:
    """Yield who comes: by name where the roll is known, by unit where only the presenters are."""
    if people:
        for label, group in by_kind(people):
            yield Paragraph(f"{label}人员：{'、'.join(attendee_text(attendee(person)) for person in group)}。")
        return
    units = list(dict.fromkeys(unit for item in items for unit in item.presenting))
    if units:
        yield Paragraph(f"会议组成人员，{'、'.join(units)}主要负责同志。")
    else:
        yield Paragraph("会议组成人员及各议题汇报单位主要负责同志。")


def _slip(meeting: Meeting) -> Iterator[Block]:
    yield Paragraph("附件", align="flush")
    yield Gap()
    yield Title(meeting_name(meeting, "参会回执"))
    yield Gap()
    yield Table(
        widths=(6, 4, 4, 5, 7),
        header=_SLIP,
        rows=tuple(tuple(Cell() for _ in _SLIP) for _ in range(SLIP_ROWS)),
        row_height=12,
    )
