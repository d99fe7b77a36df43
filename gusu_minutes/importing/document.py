"""Makes an official document straight from a pasted text: no database, no directory, nothing settled by a clerk."""

import re
from collections.abc import Iterator
from datetime import date

from gusu_minutes.common.folding import fold
from gusu_minutes.documents.model import Attendee, Clause, Item, MinutesDocument, Responsibility, SeriesInfo, Unit
from gusu_minutes.documents.papers.minutes import as_minutes
from gusu_minutes.importing.parser import ParsedClause, ParsedItem, ParsedMinutes
from gusu_minutes.importing.parser.noise import is_document_number, is_title_line
from gusu_minutes.importing.planning import HALF_DAYS, item_kind
from gusu_minutes.importing.presenters import presenters
from gusu_minutes.importing.responsibilities import assignments_of

_ISSUED = re.compile(r"^(?P<issuer>.*?)\s*(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日\s*印发?$")
_N = "〇○零一二三四五六七八九十百0-9"
_NUMBERED = re.compile(rf"(?:[{_N}]{{4}}年度?)?第?[{_N}]{{1,5}}次")
_COPIES = re.compile(r"^(?:抄送|分送|抄报)\s*:\s*")


def document_of(parsed: ParsedMinutes) -> MinutesDocument:
    """Return the document that a text makes; what the text does not say stays empty (`held_on` too).

    Head: the text's own heading if it has one (…常务会议纪要), otherwise the meeting's name and 纪要; without its
    number, which is in the title. Number line: the document number of the head, otherwise 第N次. The last lines of
    the sheet make the imprint.
    """
    meeting = parsed.meeting
    title = meeting.title or f"{'、'.join(meeting.bodies)}{meeting.kind or '会议'}"
    own_head = next((line for line in parsed.unparsed if is_title_line(fold(line))), None)
    head = _NUMBERED.sub("", own_head or as_minutes(title))
    issuer, issued_on = _issued(parsed)
    return MinutesDocument(
        head=head,
        number_line=_number_line(parsed),
        title=title,
        series=SeriesInfo("", meeting.kind or "", ""),
        bodies=meeting.bodies,
        address="",
        number=meeting.number,
        term=meeting.term,
        held_on=_whole_date(meeting.held_on) or "",
        half_day=HALF_DAYS.get(meeting.half_day or "", ""),
        place=meeting.place or "",
        chair_name=meeting.chair.name or "",
        chair_title=meeting.chair.title or "",
        document_number="",
        preamble=tuple(map(str, parsed.preamble)),
        items=tuple(_items(parsed)),
        closing=tuple(map(str, parsed.closing)),
        attendance=tuple(
            Attendee(one.kind, str(one.name), one.department or "", one.title or "", one.substitutes_for or "")
            for one in parsed.attendance
        ),
        copy_to=tuple(_copies(parsed)),
        issuer=issuer,
        issued_on=issued_on,
    )


def _number_line(parsed: ParsedMinutes) -> str:
    own = next((line for line in parsed.unparsed if is_document_number(fold(line))), None)
    if own:
        return str(own)
    return f"第{parsed.meeting.number}次" if parsed.meeting.number is not None else ""


def _whole_date(iso: str | None) -> str | None:
    """Return the date, or None where it lacks its year (--04-08)."""
    try:
        return date.fromisoformat(iso or "").isoformat()
    except ValueError:
        return None


def _items(parsed: ParsedMinutes) -> Iterator[Item]:
    units = {one.department for one in parsed.attendance if one.department}
    units |= {one.department for item in parsed.items for clause in item.clauses for one in clause.assignments}
    for number, item in enumerate(parsed.items, 1):
        yield _item(item, f"i{number}", {str(unit) for unit in units})


def _item(item: ParsedItem, key: str, units: set[str]) -> Item:
    clauses = item.clauses
    return Item(
        key=key,
        number=item.number or "",
        title=item.title or "",
        kind=item_kind(item.title or "", clauses[0].text if clauses else ""),
        outcome=item.outcome or "",
        presenting=tuple(Unit("", name) for name in presenters([clause.text for clause in clauses], units)),
        documents=item.documents,
        forwarded_to=item.forwarded_to,
        clauses=tuple(_clause(clause, f"{key}-{place}") for place, clause in enumerate(clauses, 1)),
    )


def _clause(clause: ParsedClause, key: str) -> Clause:
    found, _ = assignments_of(clause.text, [one.to_dict() for one in clause.assignments])
    return Clause(
        key=key,
        number=clause.number or "",
        text=str(clause.text),
        responsibilities=tuple(
            Responsibility(
                role=one.role,
                lead=Unit("", one.lead),
                supporting=tuple(Unit("", name) for name in one.supporting),
                due_on=one.due_on.isoformat() if one.due_on else None,
                due_text=one.due_text,
            )
            for one in found
        ),
    )


def _issued(parsed: ParsedMinutes) -> tuple[str, str | None]:
    """Return who issued it and when, as the foot of the sheet says; the day alone does not tell who."""
    for line in reversed(parsed.unparsed):
        if found := _ISSUED.match(fold(line)):
            day = _whole_date(f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}")
            return line[: found.end("issuer")].strip(), day
    return "", None


def _copies(parsed: ParsedMinutes) -> Iterator[str]:
    for line in parsed.unparsed:
        if label := _COPIES.match(fold(line)):
            yield line[label.end() :].strip().rstrip("。.")
