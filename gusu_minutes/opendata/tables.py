"""The tables of the open data: their columns, and the rows that an edition gives to each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from gusu_minutes.documents.model import Clause, Item, Unit
from gusu_minutes.publishing.links import absolute
from gusu_minutes.publishing.models import PublicEdition
from meetings.enums import AttendanceKind, HalfDay, ItemKind, Outcome

Cell = str | int | None
Row = tuple[Cell, ...]
Rows = Callable[[PublicEdition], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in CSV, its heading in a workbook, and the choices whose labels a workbook shows."""

    name: str
    heading: str
    choices: Any = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `heading` names its sheet."""

    name: str
    heading: str
    columns: tuple[Column, ...]
    rows: Rows

    def labels(self) -> list[dict[str, str] | None]:
        """Return for each column the Chinese words of its codes, or None."""
        with override("zh-hans"):
            return [
                {str(value): str(label) for value, label in column.choices.choices} if column.choices else None
                for column in self.columns
            ]


def _names(units: tuple[Unit, ...]) -> str:
    return "；".join(unit.name for unit in units)


def _meeting_rows(edition: PublicEdition) -> Iterator[Row]:
    document = edition.document
    yield (
        edition.address, document.title, document.series.code, document.series.name, "；".join(document.bodies),
        edition.year, document.number, document.term, document.held_on, document.half_day, document.place,
        document.chair_name, document.chair_title, document.document_number, document.issued_on or "",
        edition.number, edition.published_at.isoformat(), len(document.items), document.clause_count, edition.digest,
    )  # fmt: skip


def _item_rows(edition: PublicEdition) -> Iterator[Row]:
    document = edition.document
    for position, item in enumerate(document.items, 1):
        yield (
            edition.address, document.held_on, item.key, position, item.number, item.title, item.kind, item.outcome,
            _names(item.presenting), "；".join(item.documents), "；".join(item.forwarded_to), len(item.clauses),
        )  # fmt: skip


def resolutions(edition: PublicEdition) -> Iterator[tuple[Item, Clause]]:
    """Yield the resolutions of an edition, each with its item."""
    for item in edition.document.items:
        for clause in item.clauses:
            yield item, clause


def _resolution_rows(edition: PublicEdition) -> Iterator[Row]:
    document = edition.document
    for item, clause in resolutions(edition):
        asked = clause.responsibilities
        yield (
            edition.address, document.held_on, document.series.name, document.title, item.key, item.number, item.title,
            item.kind, item.outcome, clause.key, clause.number, clause.text, _names(item.presenting),
            "；".join(entry.lead.name for entry in asked),
            "；".join(filter(None, (_names(entry.supporting) for entry in asked))),
            "；".join(filter(None, (entry.due_on for entry in asked))),
        )  # fmt: skip


def _attendance_rows(edition: PublicEdition) -> Iterator[Row]:
    document = edition.document
    for position, person in enumerate(document.attendance, 1):
        yield (
            edition.address, document.held_on, position, person.kind, person.name, person.department, person.title,
            person.substitutes_for,
        )  # fmt: skip


def _attachment_rows(edition: PublicEdition) -> Iterator[Row]:
    document = edition.document
    for file in document.attached:
        path = reverse("public:attachment", args=(edition.address, file.key))
        url = absolute(edition.audience, path)
        yield edition.address, document.held_on, file.item, file.title, file.name, file.size, file.sha256, url


_ADDRESS, _DAY = Column("address", "地址"), Column("held_on", "会议日期")
_KIND, _OUTCOME = Column("item_kind", "议题类型", ItemKind), Column("outcome", "审议结果", Outcome)
_ITEM = (Column("item_key", "议题标识"), Column("item_number", "议题序号"), Column("item_title", "议题"))

TABLES: tuple[Table, ...] = (
    Table(
        "meetings",
        "会议",
        (
            _ADDRESS, Column("title", "会议名称"), Column("series_code", "系列代码"), Column("series", "会议系列"),
            Column("bodies", "会议主体"), Column("year", "年份"), Column("number", "次数"), Column("term", "届次"),
            _DAY, Column("half_day", "时段", HalfDay), Column("place", "地点"), Column("chair", "主持人"),
            Column("chair_title", "主持人职务"), Column("document_number", "文号"), Column("issued_on", "印发日期"),
            Column("edition", "版次"), Column("published_at", "公开时间"), Column("items", "议题数"),
            Column("resolutions", "议定事项数"), Column("digest", "摘要值"),
        ),
        _meeting_rows,
    ),
    Table(
        "items",
        "议题",
        (
            _ADDRESS, _DAY, _ITEM[0], Column("position", "顺序"), *_ITEM[1:], _KIND, _OUTCOME,
            Column("presenting", "汇报单位"), Column("documents", "文件"), Column("forwarded_to", "提交"),
            Column("resolutions", "议定事项数"),
        ),
        _item_rows,
    ),
    Table(
        "resolutions",
        "议定事项",
        (
            _ADDRESS, _DAY, Column("series", "会议系列"), Column("meeting", "会议名称"), *_ITEM, _KIND, _OUTCOME,
            Column("key", "标识"), Column("number", "序号"), Column("text", "内容"), Column("presenting", "汇报单位"),
            Column("lead", "牵头（责任）单位"), Column("supporting", "配合单位"), Column("due_on", "时限"),
        ),
        _resolution_rows,
    ),
    Table(
        "attendance",
        "参会人员",
        (
            _ADDRESS, _DAY, Column("position", "顺序"), Column("kind", "参会方式", AttendanceKind),
            Column("name", "姓名"), Column("department", "单位"), Column("title", "职务"),
            Column("substitutes_for", "代替"),
        ),
        _attendance_rows,
    ),
    Table(
        "attachments",
        "附件",
        (
            _ADDRESS, _DAY, _ITEM[0], Column("title", "名称"), Column("name", "文件名"), Column("size", "字节数"),
            Column("sha256", "SHA-256"), Column("url", "下载地址"),
        ),
        _attachment_rows,
    ),
)  # fmt: skip
