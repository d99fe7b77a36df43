"""Minutes in plain text → records. Every line ends up in exactly one place; what fits nowhere stays unparsed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from gusu_minutes.importing.parser.attendance import read_list
from gusu_minutes.importing.parser.attendance_block import LONGEST_PARAGRAPH, read_block
from gusu_minutes.importing.parser.attendance_prose import is_attendance_prose, read_prose
from gusu_minutes.importing.parser.deadlines import Calendar
from gusu_minutes.importing.parser.directory import NOBODY, Directory
from gusu_minutes.importing.parser.header import Head, read_head
from gusu_minutes.importing.parser.items import find_headings, is_lead_in, numbered, read_body
from gusu_minutes.importing.parser.labels import attendance_label, field_label, split_fields
from gusu_minutes.importing.parser.lines import Paragraph, join_lines, split_lines
from gusu_minutes.importing.parser.marks import NO_MARKS, Marks, Role
from gusu_minutes.importing.parser.model import Cut, ParsedAttendee, ParsedMeeting, ParsedMinutes
from gusu_minutes.importing.parser.noise import (
    is_attachment,
    is_date_line,
    is_document_number,
    is_furniture,
    is_sender,
    is_title_line,
)
from gusu_minutes.importing.parser.reassemble import unclaimed

_OF_THE_BODY = (Role.HEADING, Role.CLAUSE, Role.CLOSING)
_PROSE = re.compile(r"[。;]")


@dataclass(slots=True)
class _Sorted:
    """Paragraphs by what they are."""

    body: list[Paragraph] = field(default_factory=list)
    attendance: list[ParsedAttendee] = field(default_factory=list)
    unparsed: list[Cut] = field(default_factory=list)


def parse(text: str, *, directory: Directory | None = None, marks: Marks = NO_MARKS) -> ParsedMinutes:
    """Read minutes. Any string is accepted; what is not understood stands under `unparsed`.

    `marks` are what somebody mended: they stand over what the parser sees.
    """
    known = directory or NOBODY
    lines = split_lines(text, marks)
    joined, pages = join_lines(lines)
    paragraphs = [piece for paragraph in joined for piece in split_fields(paragraph)]
    sorted_ = _sort(paragraphs, known)
    sorted_.unparsed += [page.cut() for page in pages]
    first_item = _first_item(sorted_.body)
    head = read_head(sorted_.body, first_item, known)
    preamble, body = _split_preamble(sorted_, head, first_item)
    headings = find_headings(body)
    read = read_body(body, headings, _calendar(head.meeting), known)
    opening = [p for i, p in enumerate(sorted_.body) if i == head.opening]
    listed = {(person.kind, person.name) for person in sorted_.attendance}
    told = [person for p in opening for person in read_prose(p, known) if (person.kind, person.name) not in listed]
    attendance = told + sorted_.attendance
    minutes = ParsedMinutes(
        meeting=head.meeting,
        preamble=(*preamble, *read.preamble),
        items=tuple(read.items),
        closing=tuple(read.closing),
        attendance=tuple(attendance),
        unparsed=tuple(sorted(sorted_.unparsed, key=lambda cut: cut.parts[0].start)),
    )
    literals = unclaimed(text, [line.part for line in lines], minutes.cuts())
    return ParsedMinutes(
        minutes.meeting,
        minutes.preamble,
        minutes.items,
        minutes.closing,
        minutes.attendance,
        minutes.unparsed,
        literals,
    )


def _sort(paragraphs: list[Paragraph], directory: Directory) -> _Sorted:
    """Set attendance and page furniture aside; the rest is head and body."""
    out = _Sorted()
    index = 0
    after_attachment = after_roll = False
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        folded = paragraph.folded
        if paragraph.role:
            _take_at_its_word(out, paragraph, paragraph.role, directory)
            after_attachment = False
            index += 1
            continue
        label = None if len(folded) > LONGEST_PARAGRAPH or field_label(folded) else attendance_label(folded)
        if label:
            block = read_block(paragraphs, index, directory)
            out.attendance += block.people
            out.unparsed += [nobody.cut() for nobody in block.nobody]
            index = block.end
            after_roll = after_roll or _has_body(out.body)
            continue
        if (
            len(folded) > LONGEST_PARAGRAPH
            or is_document_number(folded)
            or is_furniture(folded)
            or (after_attachment and _short(folded))
            or (after_roll and not _speaks_for_the_meeting(paragraph))
        ):
            out.unparsed.append(paragraph.cut())
            after_attachment = after_attachment or is_attachment(folded)
        elif is_attendance_prose(paragraph):
            people = read_prose(paragraph, directory)
            out.attendance += people
            if not people:
                out.unparsed.append(paragraph.cut())
        else:
            after_attachment = False
            out.body.append(paragraph)
        index += 1
    _set_signature_aside(out)
    return out


def _set_signature_aside(out: _Sorted) -> None:
    """Who sends and when, on the last lines (姑苏区人民政府办公室 | 2024年12月20日), is of the sheet."""
    while len(out.body) > 1 and out.body[-1].role is None and is_date_line(out.body[-1].folded):
        out.unparsed.append(out.body.pop().cut())
        if len(out.body) > 1 and out.body[-1].role is None and is_sender(out.body[-1].folded):
            out.unparsed.append(out.body.pop().cut())


def _has_body(body: list[Paragraph]) -> bool:
    """Whether anything was discussed before the roll: it stands at the end then, and not at the top."""
    return any(numbered(p) or ("。" in p.folded and p.folded.startswith("会议")) for p in body)


def _speaks_for_the_meeting(paragraph: Paragraph) -> bool:
    """Whether a paragraph behind the roll still belongs to the minutes; any other line there is not guessed at."""
    folded = paragraph.folded
    return bool(
        numbered(paragraph)
        or field_label(folded)
        or is_attendance_prose(paragraph)
        or re.match(r"会议|会上|[此另]外", folded)
    )


def _take_at_its_word(out: _Sorted, paragraph: Paragraph, role: Role, directory: Directory) -> None:
    """A paragraph of which somebody said what it is."""
    if role is Role.IGNORE:
        out.unparsed.append(paragraph.cut())
        return
    if not role.is_attendance:
        out.body.append(paragraph)
        return
    label = attendance_label(paragraph.folded)
    reading = read_list(paragraph, label.end if label else 0, len(paragraph.folded), role.value, directory)
    out.attendance += reading.people
    if not reading.people:
        out.unparsed.append(paragraph.cut())


def _short(folded: str) -> bool:
    return len(folded) <= 60 and not _PROSE.search(folded)


def _first_item(body: list[Paragraph]) -> int:
    """The index of the first numbered paragraph that is no head field, or of one that was said to be of the body."""
    for index, paragraph in enumerate(body):
        if paragraph.role in _OF_THE_BODY or (
            paragraph.role is None and numbered(paragraph) and not field_label(paragraph.folded)
        ):
            return index
    return len(body)


def _split_preamble(sorted_: _Sorted, head: Head, first_item: int) -> tuple[list[Cut], list[Paragraph]]:
    """What belongs to the head, as preamble or unparsed, and the paragraphs of the body."""
    body = sorted_.body
    start = 0 if head.opening is None else head.opening + 1
    if head.opening is None:
        in_head = [i for i in range(min(first_item, len(body))) if i in head.claimed or is_title_line(body[i].folded)]
        start = in_head[-1] + 1 if in_head else 0
    start = min([start, *(i for i, p in enumerate(body) if p.role in _OF_THE_BODY)])
    preamble: list[Cut] = []
    for index, paragraph in enumerate(body[:start]):
        if index == head.opening or paragraph.role or field_label(paragraph.folded):
            preamble.append(paragraph.cut())
        elif index not in head.claimed:
            sorted_.unparsed.append(paragraph.cut())
    while start < len(body) and _still_head(body[start], start < first_item):
        preamble.append(body[start].cut())
        start += 1
    return preamble, [paragraph for index, paragraph in enumerate(body) if index >= start and index not in head.claimed]


def _still_head(paragraph: Paragraph, before_items: bool) -> bool:
    folded = paragraph.folded
    if paragraph.role:
        return paragraph.role is Role.PREAMBLE
    return before_items and bool(
        is_lead_in(folded) or field_label(folded) or re.match(r"会议由[^,。]{2,40}主持(?:[,。]|$)", folded)
    )


def _calendar(meeting: ParsedMeeting) -> Calendar:
    held = meeting.held_on
    return Calendar(dt.date.fromisoformat(held) if held and not held.startswith("--") else None)
