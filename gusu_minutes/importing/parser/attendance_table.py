"""A table of people (序号|单位|姓名|职务): the head says what each column holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gusu_minutes.importing.parser.attendance import read_list
from gusu_minutes.importing.parser.directory import Directory
from gusu_minutes.importing.parser.lines import Paragraph
from gusu_minutes.importing.parser.model import Cut, ParsedAttendee
from gusu_minutes.importing.parser.people import Span, split_unit_title

_COLUMNS = {
    "name": "姓名 人员 参会人员 参会人 与会人员 出席人员 列席人员",
    "unit": "单位 部门 工作单位 单位名称 参会单位 所在单位 单位部门 部门单位 单位(部门) 部门(单位)",
    "title": "职务 职称 职务职称 职务(职称) 职务/职称 现任职务",
    "unit_title": "单位职务 单位及职务 单位和职务 工作单位及职务 单位、职务 部门及职务 职务单位",
    "other": "序号 编号 备注 签名 签到 签字 联系电话 电话 手机 手机号码 性别 联系方式 座位号",
}
_KINDS = {word: kind for kind, words in _COLUMNS.items() for word in words.split()}


def table_columns(folded: str) -> list[str] | None:
    """What the columns of a table hold, if this is its head and one of them holds names."""
    if "\t" not in folded or len(folded) > 120:
        return None
    kinds = [_KINDS.get(re.sub(r"\s", "", cell), "") for cell in folded.split("\t")]
    return kinds if all(kinds) and "name" in kinds else None


def is_row(paragraph: Paragraph, columns: list[str]) -> bool:
    """Whether a paragraph can be a row of the table."""
    return len(paragraph.lines) == 1 and paragraph.folded.count("\t") < len(columns) and "\t" in paragraph.folded


class TableReader:
    """Reads rows one after the other; a unit that spans several rows is written in the first."""

    def __init__(self, columns: list[str], kind: str, directory: Directory) -> None:
        half = len(columns) // 2
        self._width = half if columns[:half] == columns[half:] else len(columns)  # two people side by side
        self._columns, self._kind, self._directory = columns, kind, directory
        self._unit: Cut | None = None

    def people(self, paragraph: Paragraph) -> Iterator[ParsedAttendee]:
        """The people of one row."""
        cells = self._cells(paragraph)
        for start in range(0, len(cells), self._width):
            yield from self._person(
                paragraph, dict(zip(self._columns, cells[start : start + self._width], strict=False))
            )

    def _cells(self, paragraph: Paragraph) -> list[Span]:
        cells: list[Span] = []
        start = 0
        for text in paragraph.folded.split("\t"):
            cells.append((start, start + len(text)))
            start += len(text) + 1
        empty = paragraph.lines[0].indent  # tabs before the first cell that holds anything
        return [(0, 0)] * empty + cells if empty + len(cells) <= len(self._columns) else cells

    def _person(self, paragraph: Paragraph, cells: dict[str, Span]) -> Iterator[ParsedAttendee]:
        unit, title = (self._cut(paragraph, cells.get(kind)) for kind in ("unit", "title"))
        if "unit_title" in cells:
            span = _trimmed(paragraph.folded, cells["unit_title"])
            parts = split_unit_title(paragraph.folded, *span, self._directory) or (span, None)
            unit, title = (self._cut(paragraph, part) for part in parts)
        if "unit" in cells:
            unit = self._unit = unit or self._unit
        for person in read_list(paragraph, *cells.get("name", (0, 0)), self._kind, self._directory).people:
            yield ParsedAttendee(
                person.kind, person.name, person.department or unit, person.title or title, person.substitutes_for
            )

    @staticmethod
    def _cut(paragraph: Paragraph, span: Span | None) -> Cut | None:
        return (paragraph.cut(*span) or None) if span and span[0] < span[1] else None


def _trimmed(folded: str, span: Span) -> Span:
    text = folded[slice(*span)]
    start = span[0] + len(text) - len(text.lstrip())
    return start, start + len(text.strip())
