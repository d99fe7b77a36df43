"""The words that label a line: 会议时间:, 主持人:, 出席:, 列席人员: …"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gusu_minutes.importing.parser.lines import Paragraph


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a line; `end` is where what it labels begins."""

    kind: str
    end: int
    colon: bool


def _spaced(words: str) -> str:
    """The words as one alternation; typed heads spread them (时 间), so white space may stand between characters."""
    return "|".join(r"\s*".join(word) for word in words.split())


_NUMBERED = r"(?:\(?[一二三四五六七八九十\d]{1,2}[)、.]\s*)?"
_FIELDS = {
    "title": "会议名称 会议主题",
    "time": "会议时间 召开时间 开会时间 时间 会议日期 日期",
    "place": "会议地点 召开地点 开会地点 地点 会议地址",
    "chair": "会议主持人 会议主持 主持人 主持领导 主持 召集人",
}
_ATTENDANCE = {
    "invited": "应邀列席 应邀出席 应邀参加 应邀参会 特邀 特邀列席 邀请列席 邀请参加 邀请",
    "in_attendance": "列席",
    "leave": "请假 因公请假 因事请假 因病请假 告假",
    "absent": "缺席 未到会 未到 未出席 未参加",
    "recorder": "会议记录 记录整理 记录 纪录",
    "present": "出席 参加 参会 与会 到会",
}
_WHO = r"(?:会议)?的?(?:\s*(?:人\s*员|领\s*导|同\s*志|委员|单位|嘉宾|代表|人|员)(?!大|民))*(?:名单)?(?:有|为)?(?:\([^()]{0,20}\))?"

_FIELD_LABELS = [
    (kind, re.compile(rf"{_NUMBERED}(?:{_spaced(words)})(?:\s*:|\s{{2,}}|\t)\s*")) for kind, words in _FIELDS.items()
]
_ATTENDANCE_LABELS = [
    (kind, re.compile(rf"{_NUMBERED}(?:{_spaced(words)}){_WHO}(?:\s*:|\s|$)\s*")) for kind, words in _ATTENDANCE.items()
]


_ANY_FIELD = re.compile("|".join(pattern.pattern for _, pattern in _FIELD_LABELS))
_ANY_ATTENDANCE = re.compile("|".join(pattern.pattern for _, pattern in _ATTENDANCE_LABELS))
_FIRST = frozenset(word[0] for words in (*_FIELDS.values(), *_ATTENDANCE.values()) for word in words.split())
_FIRST |= frozenset("(一二三四五六七八九十")


def field_label(folded: str) -> Label | None:
    """The label of a head field (title, time, place, chair) that begins a line."""
    return _first(folded, _ANY_FIELD, _FIELD_LABELS)


def attendance_label(folded: str) -> Label | None:
    """The label of an attendance line: its kind is present, in_attendance, invited, leave, absent or recorder."""
    label = _first(folded, _ANY_ATTENDANCE, _ATTENDANCE_LABELS)
    if label is None or label.colon:
        return label
    # without a colon it is a label only before a list of names, never at the head of a sentence
    return None if len(folded) > 400 or re.search("[。;]", folded) else label


def split_fields(paragraph: Paragraph) -> list[Paragraph]:
    """Several labelled fields typed on one line (时间:… 地点:… 主持:…), one paragraph each."""
    folded = paragraph.folded
    if paragraph.role or len(folded) > 600 or not (field_label(folded) or attendance_label(folded)):
        return [paragraph]
    starts = [0]
    for gap in re.finditer(r"\s+", folded):
        label = field_label(folded[gap.end() :]) or attendance_label(folded[gap.end() :])
        if label and label.colon and gap.start() > 0:
            starts.append(gap.end())
    return [paragraph.slice(a, b) for a, b in zip(starts, [*starts[1:], len(folded)], strict=True)]


def _first(folded: str, any_of_them: re.Pattern[str], patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Label | None:
    first = folded[:1]
    if not (first in _FIRST or first.isdecimal()) or not any_of_them.match(folded):
        return None  # most paragraphs
    for kind, pattern in patterns:
        if match := pattern.match(folded):
            return Label(kind, match.end(), ":" in match.group())
    return None
