"""The circular on follow-up (督办通报): how it stands as a whole, department by department, and what is overdue.

Plain values come in, as the office has added them up; nothing is counted here but lengths of lists. The office gives it
a number and a red head when it is sent: there is none on this paper.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.paper import Block, Cell, Gap, Paper, Paragraph, Table, Title
from gusu_minutes.documents.papers.minutes import chinese_date

SUBJECT = "督办通报"
_LEAGUE = ("名次", "单位", "交办", "已销号", "逾期", "按时办结率", "平均办结天数")
_LEAGUE_WIDTHS = (2.45, 7.1, 2.45, 3.4, 2.45, 5.3, 6.2)
_OVERDUE = ("编号", "督办事项", "主办单位", "办理时限", "逾期天数")
_OVERDUE_WIDTHS = (7.5, 8.5, 5, 4.8, 2.5)
_NAMED = 10  # departments named in the last sentence


@dataclass(frozen=True, slots=True)
class Standing:
    """How a department, or all of them, stand. `rate` in per cent and the days are None where there is none yet."""

    name: str
    assigned: int
    closed: int
    on_time: int
    overdue: int
    open: int
    due_soon: int
    cancelled: int
    returned: int
    returns: int
    extended: int
    extensions: int
    rate: float | None
    days_to_sign: float | None
    days_to_close: float | None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class OverdueTask:
    number: str
    task: str
    lead: str
    due_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Circular:
    """What the circular says. `period` is written as in its title: 2024年第四季度; `as_of` is the day of the figures.

    `few` have fewer than `fewest` assignments and no rank, `undue` nothing that is closed or overdue. `overdue` are the
    longest overdue, of `whole.overdue` in all, `late_leads` every department with any and how many it has.
    """

    period: str
    office: str
    as_of: date
    due_soon_days: int
    fewest: int
    whole: Standing
    ranked: tuple[Standing, ...]
    few: tuple[str, ...]
    undue: tuple[str, ...]
    overdue: tuple[OverdueTask, ...]
    late_leads: tuple[tuple[str, int], ...]


def circular_paper(circular: Circular) -> Paper:
    """Return the circular. Pure."""
    title = f"关于{circular.period}督办事项办理情况的通报"
    return Paper(
        name=title,
        subject=SUBJECT,
        author=circular.office,
        blocks=(Title(title), Gap(), *_blocks(circular)),
        day=circular.as_of.isoformat(),
    )


def _blocks(circular: Circular) -> Iterator[Block]:
    yield Paragraph("各有关单位：", align="flush")
    yield Paragraph(f"现将{circular.period}交办的督办事项办理情况通报如下。")
    yield Paragraph(lead="一、总体情况", level=1)
    yield from map(Paragraph, _whole(circular))
    if circular.whole.assigned:
        yield Paragraph(lead="二、各单位办理情况", level=1)
        yield from _departments(circular)
        yield Paragraph(lead="三、逾期事项", level=1)
        yield from _overdue(circular)
        yield Paragraph(lead="四、有关要求", level=1)
        yield Paragraph(_request(circular))
    yield Gap(2)
    yield Paragraph(circular.office, align="right")
    yield Paragraph(chinese_date(circular.as_of.isoformat()), align="right")


def _whole(circular: Circular) -> Iterator[str]:
    whole, day = circular.whole, chinese_date(circular.as_of.isoformat())
    if not whole.assigned:
        yield f"{circular.period}没有交办督办事项。"
        return
    cancelled = f"，撤销{whole.cancelled}项" if whole.cancelled else ""
    yield (
        f"{circular.period}共交办督办事项{whole.assigned}项。截至{day}，已销号{whole.closed}项，"
        f"正在办理{whole.open}项{cancelled}；正在办理的事项中逾期{whole.overdue}项。"
    )
    if whole.rate is None:
        yield "尚无已销号或者逾期的事项，不计算按时办结率。"
    else:
        yield (
            f"按时办结{whole.on_time}项，按时办结率{whole.rate:.1f}%"
            "（按时办结数占已销号数与逾期数之和的比例，以单位报告办结之日为准）。"
        )
    times = [
        f"退办{whole.returned}项{whole.returns}次" if whole.returned else "",
        f"同意延期{whole.extended}项{whole.extensions}次" if whole.extended else "",
    ]
    days = [
        f"从交办到签收平均{whole.days_to_sign:.1f}天" if whole.days_to_sign is not None else "",
        f"从交办到销号平均{whole.days_to_close:.1f}天" if whole.days_to_close is not None else "",
    ]
    if said := "；".join("，".join(filter(None, part)) for part in (times, days) if any(part)):
        yield f"{said}。"


def _departments(circular: Circular) -> Iterator[Block]:
    if circular.ranked:
        yield Paragraph(
            "按时办结率高的在前；相同的，逾期少的在前；再相同的，平均办结天数少的在前；各项都相同的，名次并列。"
        )
        yield Table(widths=_LEAGUE_WIDTHS, header=_LEAGUE, rows=tuple(_place(one) for one in circular.ranked))
        yield Gap()
    if circular.undue:
        yield Paragraph(f"尚无已销号或者逾期事项，不参加排名的单位：{'、'.join(circular.undue)}。")
    if circular.few:
        yield Paragraph(f"交办事项不足{circular.fewest}项，不参加排名的单位：{'、'.join(circular.few)}。")


def _place(one: Standing) -> tuple[Cell, ...]:
    rate = f"{one.rate:.1f}%" if one.rate is not None else "—"
    days = f"{one.days_to_close:.1f}" if one.days_to_close is not None else "—"
    numbers = (str(one.assigned), str(one.closed), str(one.overdue), rate, days)
    return (Cell(str(one.rank), align="center"), Cell(one.name), *(Cell(text, align="center") for text in numbers))


def _overdue(circular: Circular) -> Iterator[Block]:
    number, day = circular.whole.overdue, chinese_date(circular.as_of.isoformat())
    if not number:
        yield Paragraph(f"截至{day}，没有逾期未办结的事项。")
        return
    listed = len(circular.overdue)
    which = f"，逾期时间最长的{listed}项如下" if listed < number else "，如下"
    yield Paragraph(f"截至{day}，逾期未办结{number}项{which}：")
    rows = tuple(
        (
            Cell(one.number, align="center"),
            Cell(typeset(" ".join(one.task.split()))),
            Cell(one.lead),
            Cell(f"{one.due_on.year}.{one.due_on.month}.{one.due_on.day}", align="center"),
            Cell(str(one.days), align="center"),
        )
        for one in circular.overdue
    )
    yield Table(widths=_OVERDUE_WIDTHS, header=_OVERDUE, rows=rows)
    yield Gap()


def _request(circular: Circular) -> str:
    whole = circular.whole
    if not whole.open:
        return "本期交办的事项已全部办结，没有需要继续督办的事项。"
    parts = []
    if whole.overdue:
        counts = Counter(dict(circular.late_leads)).most_common()
        named = "、".join(f"{name}（{number}项）" for name, number in counts[:_NAMED])
        others = f"等{len(counts)}个单位" if len(counts) > _NAMED else ""
        parts.append(f"请{named}{others}抓紧办理逾期的{whole.overdue}项，并反馈逾期原因和预计办结时间")
    if whole.due_soon:
        parts.append(f"另有{whole.due_soon}项将在{circular.due_soon_days}天内到期，请主办单位按时办结并反馈")
    if in_time := whole.open - whole.overdue - whole.due_soon:
        parts.append(f"其余{in_time}项请按时限推进" if parts else f"正在办理的{in_time}项请主办单位按时限推进")
    return "；".join(parts) + "。"
