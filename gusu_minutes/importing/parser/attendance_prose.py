"""Attendance told in sentences: 区领导许文博、丁海出席会议;副区长徐来列席会议。"""

from __future__ import annotations

import re

from gusu_minutes.importing.parser.attendance import read_list
from gusu_minutes.importing.parser.directory import NOBODY, Directory
from gusu_minutes.importing.parser.lines import Paragraph
from gusu_minutes.importing.parser.model import ParsedAttendee

_KINDS = {"应邀": "invited", "列席": "in_attendance", "请假": "leave", "缺席": "absent"}
_SENTENCE = re.compile(
    r"(?:^|(?<=[。;])|(?<=会议,)|(?<=会,))(?P<who>(?:(?!召开|主持)[^。;:]){2,300}?)(?:等(?:同志|领导|人)?|同志|分别|一并|也)?"
    r"(?P<verb>应邀(?:列席|出席|参加)|列席|出席|参加)(?:了)?(?:本次|此次|了)?(?:会议|[^。;,]{0,8}会)(?=[,。;]|$)"
)
_ABSENCE = re.compile(
    r"(?:^|(?<=[。;,]))(?P<who>[^。;:]{2,100}?)(?:等(?:同志)?|同志)?(?:因[^,。;]{1,8})?(?P<verb>请假|缺席)(?=[,。;]|$)"
)
_LISTED = re.compile(  # 出席会议的有副区长宋词、元曲,区政府办主任许可。
    r"(?:^|(?<=[。;]))(?P<verb>应邀(?:列席|出席|参加)|列席|出席|参加|请假|缺席)(?:本次)?(?:会议)?的?(?:领导|人员|同志|单位)*(?:还|包括)?有:?"
    r"(?P<who>[^。;:]{2,400})"
)
_VERB = re.compile("列席|出席|参加|请假|缺席")  # no pattern matches without one
_NOT_PEOPLE = re.compile(r"召开|主持|会议|共\d+人")


def read_prose(paragraph: Paragraph, directory: Directory = NOBODY) -> list[ParsedAttendee]:
    """The people that a paragraph says were there, in the order written."""
    found: list[tuple[int, list[ParsedAttendee]]] = []
    if not _VERB.search(paragraph.folded):
        return []
    for pattern in (_SENTENCE, _ABSENCE, _LISTED):
        for match in pattern.finditer(paragraph.folded):
            if _NOT_PEOPLE.search(match["who"]):
                continue
            verb = match["verb"]
            kind = _KINDS.get(verb[:2], "present")
            reading = read_list(paragraph, *match.span("who"), kind, directory)
            if reading.people and reading.unknown <= len(reading.people):
                found.append((match.start(), reading.people))
    return [person for _, people in sorted(found, key=lambda f: f[0]) for person in people]


def is_attendance_prose(paragraph: Paragraph) -> bool:
    """Whether a paragraph does nothing but tell who was there."""
    folded = paragraph.folded
    if not _VERB.search(folded):
        return False  # most paragraphs
    matches = [
        m
        for pattern in (_SENTENCE, _ABSENCE, _LISTED)
        for m in pattern.finditer(folded)
        if not _NOT_PEOPLE.search(m["who"])
    ]
    covered = sum(m.end() - m.start() for m in matches)
    return bool(matches) and covered >= len(folded.rstrip("。")) - 2 * len(matches) - 1
