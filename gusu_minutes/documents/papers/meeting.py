"""What all papers of one meeting say alike: its name, time and place, its items with their numbers, its people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gusu_minutes.common.numerals import to_chinese
from gusu_minutes.documents.build import attendee
from gusu_minutes.documents.papers.minutes import chinese_date, roll_entry
from gusu_minutes.documents.preamble import HALF_DAYS
from gusu_minutes.documents.text import ATTENDANCE_LABELS, numbered
from meetings.enums import AttendanceKind
from meetings.models import AgendaItem, Attendance, Meeting

WEEKDAYS = "一二三四五六日"
# Who comes, in the order of the roll; who is on leave or absent is named in the minutes only.
COMING = (
    AttendanceKind.PRESENT,
    AttendanceKind.IN_ATTENDANCE,
    AttendanceKind.INVITED,
    AttendanceKind.RECORDER,
)


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An agenda item before the meeting: `number` is as written or counted (一), `presenting` are short names.

    `heading` is the line of the agenda; `only_here` are those who come for some items, this one among them.
    """

    number: str
    title: str
    presenting: tuple[str, ...]
    only_here: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return numbered(self.number, self.title)


def meeting_name(meeting: Meeting, what: str) -> str:
    """Return what a paper of the meeting is called: 第39次常务会议 and 议程."""
    title = meeting.title.removesuffix("纪要").removesuffix("紀要")
    return f"{title}{what}"


def time_of(meeting: Meeting) -> str:
    """Return 2024年12月13日（星期五）下午; without the half of the day where it is not known."""
    day = meeting.held_on
    half = HALF_DAYS.get(meeting.half_day, "")
    return f"{chinese_date(day.isoformat())}（星期{WEEKDAYS[day.weekday()]}）{half}"


def chair_of(meeting: Meeting) -> str:
    """Return 区长陈羔, or nothing where nobody is named."""
    return f"{meeting.chair_title}{meeting.chair_name}" if meeting.chair_name else ""


def issuing_office(meeting: Meeting) -> str:
    """Return who issues the papers of the meeting: the office of its series, else the bodies that meet. One query."""
    return meeting.series.issuer or "、".join(body.name for body in meeting.series.bodies.all())


def listed_items(meeting: Meeting, people: Iterable[Attendance] = ()) -> list[ListedItem]:
    """Return the items in order; counted 一, 二, … where none has a number as written. Two queries.

    `people` (with their items prefetched) are named with the items that they come for.
    """
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position").prefetch_related("presenting"))
    guests: dict[int, list[str]] = {}
    for person in people:
        for item in person.items.all():
            guests.setdefault(item.pk, []).append(roll_entry(attendee(person)).replace("\u3000", ""))
    counted = not any(item.number for item in items)
    return [
        ListedItem(
            number=to_chinese(index) if counted else item.number,
            title=" ".join(item.title.split()) or "（议题名称待定）",
            presenting=tuple(department.short_name for department in item.presenting.all()),
            only_here=tuple(guests.get(item.pk, ())),
        )
        for index, item in enumerate(items, 1)
    ]


def coming(meeting: Meeting) -> list[Attendance]:
    """Return who is expected, in order, with the items that each comes for. Two queries."""
    rows = meeting.attendance.filter(kind__in=COMING).order_by("position").prefetch_related("items")
    return sorted(rows, key=lambda row: COMING.index(AttendanceKind(row.kind)))


def by_kind(people: Iterable[Attendance]) -> list[tuple[str, list[Attendance]]]:
    """Return (出席, people) for each kind that anybody is of."""
    groups: dict[str, list[Attendance]] = {}
    for person in people:
        groups.setdefault(ATTENDANCE_LABELS[person.kind], []).append(person)
    return list(groups.items())


def day_or_blank(day: date | None) -> str:
    """Return a date, or the room to write one by hand."""
    return chinese_date(day.isoformat()) if day else "\u3000\u3000年\u3000月\u3000日"
