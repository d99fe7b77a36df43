"""A labelled list of people over several lines: where it ends, which lines were wrapped, which is a table's head."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gusu_minutes.importing.parser.attendance import read_list, stands_for_itself
from gusu_minutes.importing.parser.attendance_table import TableReader, is_row, table_columns
from gusu_minutes.importing.parser.directory import NOBODY, Directory
from gusu_minutes.importing.parser.items import is_lead_in, numbered
from gusu_minutes.importing.parser.labels import attendance_label, field_label
from gusu_minutes.importing.parser.lines import Paragraph
from gusu_minutes.importing.parser.model import ParsedAttendee
from gusu_minutes.importing.parser.noise import is_document_number, is_furniture, is_title_line
from gusu_minutes.importing.parser.people import split_person

LONGEST_PARAGRAPH = 20_000  # characters; no clause comes near it, so such a line is kept unread
_FULL_LINE = 40  # columns; a shorter line was ended by hand
_TABLE_HEAD = re.compile(r"^(?:(?:序号|单位|部门|工作单位|姓名|职务|职称|备注|签名|签到|联系电话|电话)\s*){2,}$")
_NAMES_NOBODY = re.compile(
    r"[^。;:]{2,60}(?:负责人|负责同志|人员|同志|代表)(?:等)?[。;]?$"
)  # 县融媒体中心、各乡镇有关负责人
_TOKEN_EDGE = re.compile(r"[、,;:。\s()]")


@dataclass(slots=True)
class Block:
    """The people of a block, the lines that name nobody, and the index behind the block."""

    people: list[ParsedAttendee] = field(default_factory=list)
    nobody: list[Paragraph] = field(default_factory=list)
    end: int = 0


def read_block(paragraphs: list[Paragraph], index: int, directory: Directory = NOBODY) -> Block:
    """Read the labelled list that begins at `index` and the lines that go on with it."""
    first = paragraphs[index]
    label = attendance_label(first.folded)
    block = Block(end=index + 1)
    if label is None:
        return block
    current, start = first, label.end
    while True:
        following = paragraphs[block.end] if block.end < len(paragraphs) else None
        if following and may_go_on(following) and _wraps(current, following, directory):
            current = Paragraph([*current.lines, *following.lines])
            block.end += 1
            continue
        columns = table_columns(current.folded) if start == 0 else None
        if columns:
            _read_table(paragraphs, columns, label.kind, directory, block)
            break
        reading = read_list(current, start, len(current.folded), label.kind, directory)
        if start == 0 and not reading.people and block.people and _NAMES_NOBODY.match(current.folded):
            block.nobody.append(current)
        elif start == 0 and not reading.convincing and not _TABLE_HEAD.match(current.folded):
            block.end -= len(current.lines) if len(current.lines) > 1 else 1
            break
        block.people += reading.people
        if following is None or not may_go_on(following):
            break
        current, start = following, 0
        block.end += 1
    if not block.people:
        block.nobody.append(first)
        block.end = index + 1
    return block


def _read_table(paragraphs: list[Paragraph], columns: list[str], kind: str, directory: Directory, block: Block) -> None:
    """Read the rows under the head of a table, to the first line that is none."""
    reader = TableReader(columns, kind, directory)
    while block.end < len(paragraphs) and is_row(paragraphs[block.end], columns):
        block.people += reader.people(paragraphs[block.end])
        block.end += 1


def _wraps(paragraph: Paragraph, following: Paragraph, directory: Directory) -> bool:
    """Whether a full line breaks off inside 区财政局|张三 and the next line brings the rest."""
    last = paragraph.lines[-1]
    if last.width < _FULL_LINE or following.after_blank:
        return False
    head = _TOKEN_EDGE.split(last.folded)[-1]
    tail = _TOKEN_EDGE.split(following.folded)[0]
    if not head or not tail or len(head) > 40 or len(tail) > 40:
        return False
    if stands_for_itself(head, directory):
        return False
    # 县林业局木兰|县民政局鞠萍: two people of units named alike, though the first one's surname is rare
    alike = head[0] == tail[0] or stands_for_itself(tail, directory)
    if alike and _has_unit(head, directory) and _has_unit(tail, directory):
        return False
    return split_person(head + tail, 0, len(head + tail), directory) is not None


def _has_unit(text: str, directory: Directory) -> bool:
    person = split_person(text, 0, len(text), directory)
    return person is not None and person.unit is not None


def may_go_on(paragraph: Paragraph) -> bool:
    """Whether a line may belong to the list above it: no label, no heading, no sentence."""
    folded = paragraph.folded
    return not (
        paragraph.role
        or len(folded) > LONGEST_PARAGRAPH
        or attendance_label(folded)
        or field_label(folded)
        or is_furniture(folded)
        or is_document_number(folded)
        or is_title_line(folded)
        or numbered(paragraph)
        or re.search("[。;]", folded.rstrip("。;"))
        or is_lead_in(folded)
        or folded.startswith("会议")
    )
