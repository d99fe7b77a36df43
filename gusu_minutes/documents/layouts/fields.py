"""What an office's own layout may name: one table of fields, and the values that a document gives them.

docs/word-layouts.md lists the same fields for those who draw layouts; a test keeps both alike.
"""

import re
from typing import Any

from gusu_minutes.documents.model import Clause, Item, MinutesDocument
from gusu_minutes.documents.papers.meeting import WEEKDAYS
from gusu_minutes.documents.papers.minutes import chinese_date, minutes_name, roll_entry
from gusu_minutes.documents.preamble import HALF_DAYS
from gusu_minutes.documents.text import ATTENDANCE_LABELS, heading

# Name of a field to what it holds. A list has [] behind its name; a.b is the field b of each entry of the list a.
DOCUMENTED: dict[str, str] = {
    "head": "红头标志，如“苏州市姑苏区人民政府常务会议纪要”",
    "number_line": "期号行，如“第39次”",
    "copy_number": "份号",
    "classification": "密级标注（内部、工作秘密）",
    "urgency": "紧急程度",
    "document_number": "文号",
    "title": "会议名称",
    "document_name": "纪要名称，即会议名称加“纪要”",
    "series": "会议系列名称，如“常务会议”",
    "bodies": "召开会议的机构，用顿号分隔",
    "number": "会议次数（阿拉伯数字）",
    "term": "届次（阿拉伯数字）",
    "year": "会议年份",
    "date": "会议日期，如“2024年12月13日”",
    "weekday": "星期几，如“星期五”",
    "half_day": "上午、下午或者晚上",
    "time": "会议时间，如“2024年12月13日（星期五）下午”",
    "place": "会议地点",
    "chair": "主持人职务和姓名",
    "chair_name": "主持人姓名",
    "chair_title": "主持人职务",
    "recipient": "抄告单的抄告单位；其他文件为空",
    "issuer": "印发机关",
    "issued_on": "印发日期",
    "preamble[]": "开头各段",
    "items[]": "议题",
    "items.number": "议题序号，照原文，如“一”",
    "items.title": "议题名称",
    "items.heading": "序号和名称，如“一、审议《方案》”",
    "items.presenting": "汇报单位，用顿号分隔",
    "items.forwarded_to": "提请审议的机构，用顿号分隔",
    "items.clauses[]": "议题下的议定事项",
    "items.clauses.number": "议定事项序号，照原文，如“（一）”",
    "items.clauses.text": "议定事项正文，不含序号",
    "items.clauses.whole": "议定事项序号和正文",
    "items.clauses.tasks[]": "议定事项明确的责任",
    "items.clauses.tasks.role": "主办或者责任单位",
    "items.clauses.tasks.lead": "主办（责任）单位",
    "items.clauses.tasks.supporting": "协办单位，用顿号分隔",
    "items.clauses.tasks.due": "办理时限",
    "closing[]": "结尾各段",
    "annexes[]": "附件名称",
    "attendance[]": "参会情况，每类一组",
    "attendance.label": "出席、列席、应邀列席、请假、缺席、记录",
    "attendance.names": "本组人员，用空格分隔",
    "attendance.people[]": "本组每一个人",
    "attendance.people.name": "姓名",
    "attendance.people.department": "单位",
    "attendance.people.title": "职务",
    "attendance.people.substitutes_for": "代谁参会",
    "copy_to[]": "抄送单位",
}
LISTS = frozenset(name.removesuffix("[]") for name in DOCUMENTED if name.endswith("[]"))
FIELDS = frozenset(name.removesuffix("[]") for name in DOCUMENTED)
# Lists whose entries are texts, not records.
TEXT_LISTS = frozenset(name for name in LISTS if not any(field.startswith(f"{name}.") for field in FIELDS))

# A Word file cannot hold them (XML 1.0 §2.2); they come with what was pasted.
UNPRINTABLE = re.compile(r"[^\n\t\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEW_PARAGRAPH = "\a"  # what docxtpl makes a paragraph of, in the style of the field
_ROLES = {"lead": "主办", "responsible": "责任单位"}


def fields_of(document: MinutesDocument, *, recipient: str = "") -> dict[str, Any]:
    """Return the value of every documented field: texts, and lists of texts or of dicts of such."""
    day = document.date
    half_day = HALF_DAYS.get(document.half_day, "")
    weekday = f"星期{WEEKDAYS[day.weekday()]}"
    date = chinese_date(document.held_on)
    values = {
        "head": document.head,
        "number_line": document.number_line,
        "copy_number": document.copy_number,
        "classification": document.classification,
        "urgency": document.urgency,
        "document_number": document.document_number,
        "title": document.title,
        "document_name": minutes_name(document),
        "series": document.series.name,
        "bodies": "、".join(document.bodies),
        "number": document.number,
        "term": document.term,
        "year": day.year,
        "date": date,
        "weekday": weekday,
        "half_day": half_day,
        "time": f"{date}（{weekday}）{half_day}",
        "place": document.place,
        "chair": f"{document.chair_title}{document.chair_name}" if document.chair_name else "",
        "chair_name": document.chair_name,
        "chair_title": document.chair_title,
        "recipient": recipient,
        "issuer": document.issuer,
        "issued_on": chinese_date(document.issued_on),
        "preamble": document.preamble,
        "items": [_item(item) for item in document.items],
        "closing": document.closing,
        "annexes": document.annexes,
        "attendance": [
            {
                "label": ATTENDANCE_LABELS[kind],
                "names": "\u3000".join(map(roll_entry, people)),
                "people": [
                    {
                        "name": person.name,
                        "department": person.department,
                        "title": person.title,
                        "substitutes_for": person.substitutes_for,
                    }
                    for person in people
                ],
            }
            for kind, people in document.attendance_by_kind()
        ],
        "copy_to": document.copy_to,
    }
    return {name: _printable(value) for name, value in values.items()}


def _item(item: Item) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "heading": heading(item),
        "presenting": "、".join(unit.name for unit in item.presenting),
        "forwarded_to": "、".join(item.forwarded_to),
        "clauses": [_clause(clause) for clause in item.clauses],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "number": clause.number,
        "text": clause.text,
        "whole": clause.number + clause.text,
        "tasks": [
            {
                "role": _ROLES.get(entry.role, "责任单位"),
                "lead": entry.lead.name,
                "supporting": "、".join(unit.name for unit in entry.supporting),
                "due": chinese_date(entry.due_on) or entry.due_text,
            }
            for entry in clause.responsibilities
        ],
    }


def _printable(value: Any) -> Any:
    """Return texts for everything, without what a Word file cannot hold; a line break begins a paragraph."""
    match value:
        case dict():
            return {name: _printable(entry) for name, entry in value.items()}
        case list() | tuple():
            return [_printable(entry) for entry in value]
        case None:
            return ""
    return UNPRINTABLE.sub("", str(value)).replace("\n", _NEW_PARAGRAPH)
