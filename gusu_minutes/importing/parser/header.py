"""The head of the minutes: when, where, who was in the chair, which meeting."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from gusu_minutes.common.dates import FoundDate, find_date, find_half_day
from gusu_minutes.importing.parser.directory import NOBODY, Directory
from gusu_minutes.importing.parser.labels import field_label
from gusu_minutes.importing.parser.lines import Paragraph
from gusu_minutes.importing.parser.meeting_title import read_title
from gusu_minutes.importing.parser.model import Chair, Cut, ParsedMeeting
from gusu_minutes.importing.parser.noise import is_document_number, is_title_line
from gusu_minutes.importing.parser.people import Span, is_long_name, is_titles_with_posts, plausible_name, surname_score
from gusu_minutes.importing.parser.words import TITLES

_VERB = re.compile(r"(?:主持召开|组织召开|召集召开|召开|举行)了?")
_CONVENED = re.compile(r"召开|主持|举行|召集")
_TITLE_END = re.compile(
    r"^[^,。;:]{0,60}?(?:会议|办公会|协调会|推进会|调度会|现场会|例会|常委会|党组会|专题会|联席会|座谈会|论证会|评审会|会)(?=[,。;:\s]|$|研究|审议|听取|传达|学习|专题|部署|就|讨论)"
)
_TITLE_BEFORE = re.compile(r"(?:^|[,。])(?P<title>[^,。;:]{2,60}?会议?)(?=于|在|,|$)")
_PLACE = re.compile(r"在(?P<place>[^,。;:]{2,40}?)(?:主持召开|组织召开|召集召开|召开|主持|举行|组织|召集)")
_MANDATE = re.compile(r"受[^,。;:]{2,30}?(?:的)?委托[,、]?(?:由)?")
_CHAIRED = re.compile(r"(?:会议)?由(?P<who>[^,。;:]{2,40}?)(?:同志)?(?:在[^,。;:]{2,30})?(?:主持|召集)")
_CHAIRS = re.compile(r"(?:^|[,。;:])(?P<who>[^,。;:]{2,60}?)(?:同志)?(?:在[^,。;:]{2,40}?)?(?:主持|召集)")
_DOTTED_NAME = re.compile(r"[^\W\d_]{1,10}(?:·[^\W\d_]{1,10})+")
_NAME_END = re.compile(r"\s*$|同志|在|到|赴|主持|召集|率|带领|前往|深入|组织|实地|于|专题|现场|召开|\(")
_TITLE_WORD = re.compile("|".join(sorted(TITLES, key=len, reverse=True)))
_BODY_CONVENES = re.compile(
    r"(?:政府|管委会|委员会|党组|党工委|区委|县委|市委|街道办事处|街道|办公室|公司|集团|局|镇|指挥部|领导小组)$"
)
_LEAD_DATE = re.compile(r"^[^,。;:]{0,30}?(?:日|号|上午|下午|晚上|晚|日前|近日)(?:上午|下午|晚上|晚)?[,\s]*")
_DATE_LINE = re.compile(r"^[(\[]\s*[\d〇○零一二三四五六七八九]{4}年[^()\[\]。,]{3,12}[)\]]$")
HEAD_LINES = 16


@dataclass(slots=True)
class Head:
    """The meeting, and which paragraphs its facts came from (by index)."""

    meeting: ParsedMeeting
    opening: int | None = None
    claimed: set[int] = field(default_factory=set)


def read_head(paragraphs: list[Paragraph], first_item: int, directory: Directory = NOBODY) -> Head:
    """Read the meeting from what stands before the first item (index `first_item`)."""
    limit = min(first_item, len(paragraphs), HEAD_LINES)
    openings = [i for i in range(limit) if _is_opening(paragraphs[i])]
    # a web page's headline (区政府召开第20次常务会议) says less than the sentence below it
    opening = next((i for i in openings if re.search("[,。]", paragraphs[i].folded)), next(iter(openings), None))
    head = Head(ParsedMeeting(), opening)
    if opening is not None:
        head.meeting = _from_opening(paragraphs[opening], directory)
    for index in range(limit):
        _add_field(head, paragraphs[index], index, directory)
    for index in range(limit, len(paragraphs)):  # at the foot, with the list of those present
        label = field_label(paragraphs[index].folded)
        if label and label.kind == "chair" and label.colon and head.meeting.chair.name is None:
            _add_field(head, paragraphs[index], index, directory)
    _add_later_chair(head, paragraphs, first_item, directory)
    _add_heading(head, paragraphs[:limit])
    return head


def _is_opening(paragraph: Paragraph) -> bool:
    folded = paragraph.folded
    if field_label(folded) or is_title_line(folded) or not _CONVENED.search(folded):
        return False
    return (
        bool(find_date(folded) or find_half_day(folded) or "主持" in folded or _TITLE_END.match(folded))
        and "会" in folded
    )


def _from_opening(paragraph: Paragraph, directory: Directory) -> ParsedMeeting:
    folded = paragraph.folded
    stop = _sentence_end(folded)
    verb = _VERB.search(folded, 0, stop) or _VERB.search(folded)
    title = _title_span(folded, verb)
    found = find_date(folded, 0, stop) or find_date(folded)
    meeting = _with_title(ParsedMeeting(), paragraph, title)
    meeting = _with_date(meeting, found, find_half_day(folded, 0, stop))
    place = _PLACE.search(folded, 0, stop) or _PLACE.search(folded)
    chair = _chair(paragraph, verb.start() if verb else stop, directory)
    bodies = meeting.bodies or _convening_body(paragraph, verb)
    return replace(meeting, place=paragraph.cut(*place.span("place")) if place else None, chair=chair, bodies=bodies)


def _sentence_end(folded: str) -> int:
    end = folded.find("。")
    return len(folded) if end < 0 else end + 1


def _title_span(folded: str, verb: re.Match[str] | None) -> Span | None:
    if verb:
        match = _TITLE_END.match(folded[verb.end() : verb.end() + 100])
        if match and len(match.group().strip()) > 2:
            return verb.end(), verb.end() + match.end()
    date = find_date(folded)
    for match in _TITLE_BEFORE.finditer(folded, 0, verb.start() if verb else len(folded)):
        span = match.span("title")
        if date and date.start < span[1] <= date.end:
            continue
        if date and span[0] <= date.start < span[1]:
            span = (date.end, span[1])
        if re.search("同志|主持|召开|在", folded[span[0] : span[1]]):
            continue
        lead = find_half_day(folded, *span)
        if lead and folded.startswith(lead, span[0]):
            span = (span[0] + len(lead), span[1])
        if len(folded[span[0] : span[1]].strip(" ,")) > 2:
            return span
    return None


def _with_title(meeting: ParsedMeeting, paragraph: Paragraph, span: Span | None) -> ParsedMeeting:
    if span is None:
        return meeting
    cut = paragraph.cut(*span)
    start = paragraph.text.find(cut, span[0])
    facts = read_title(str(cut), paragraph.folded[start : start + len(cut)])
    return replace(
        meeting, title=cut, bodies=facts.bodies, kind=facts.kind, term=facts.term, year=facts.year, number=facts.number
    )


def _with_date(meeting: ParsedMeeting, found: FoundDate | None, half_day: str | None) -> ParsedMeeting:
    if found and found.year is None and meeting.year:
        found = replace(found, year=meeting.year)
    return replace(
        meeting, held_on=found.isoformat() if found else meeting.held_on, half_day=half_day or meeting.half_day
    )


def _chair(paragraph: Paragraph, stop: int, directory: Directory) -> Chair:
    """The chair of the opening words: who convenes, or 由X主持 further on."""
    folded = paragraph.folded
    if mandate := _MANDATE.search(folded):
        begin = mandate.end()
        if chair := _named(paragraph, begin, _segment_end(folded, begin), directory):
            return chair
    begin = stop
    while begin > 0:
        end = begin
        begin = max(folded.rfind(c, 0, end) for c in ",。;:") + 1
        start = begin
        if lead := _LEAD_DATE.match(folded[start:end]):
            start += lead.end()
        if chair := _named(paragraph, start, end, directory):
            return chair
        begin -= 1
    return _chair_of_sentence(paragraph, directory)


def _chair_of_sentence(paragraph: Paragraph, directory: Directory) -> Chair:
    for pattern in (_CHAIRED, _CHAIRS):
        for match in pattern.finditer(paragraph.folded):
            if chair := _named(paragraph, *match.span("who"), directory):
                return chair
    return Chair()


def _segment_end(folded: str, start: int) -> int:
    ends = [i for i in (folded.find(c, start) for c in ",。;:") if i >= 0]
    return min(ends, default=len(folded))


def _named(paragraph: Paragraph, start: int, end: int, directory: Directory) -> Chair | None:
    """Title and name in 管委会主任、区政府区长陈羔同志; None where nobody is named."""
    folded = paragraph.folded
    best: tuple[int, Chair] | None = None
    for match in _TITLE_WORD.finditer(folded, start, end):
        begin = match.end()
        while begin < end and folded[begin].isspace():
            begin += 1
        if found := _name_span(folded, begin, end, directory):
            score = surname_score(folded[found[0] : found[1]])
            if best is None or score > best[0]:
                best = score, Chair(paragraph.name(*found), paragraph.cut(start, match.end()))
    if best:
        return best[1]
    if (found := _name_span(folded, start, end, directory)) and surname_score(folded[found[0] : found[1]]):
        return Chair(paragraph.name(*found))
    return None


def _name_span(folded: str, start: int, end: int, directory: Directory) -> Span | None:
    dotted = _DOTTED_NAME.match(folded, start, end)
    for length in (*([len(dotted.group())] if dotted else []), 3, 2, 4, 5, 6, 7):
        stop = start + length
        if stop > end or not (stop == end or _NAME_END.match(folded, stop, end)):
            continue
        name = re.sub(r"\s", "", folded[start:stop])
        if len(name) >= 2 and plausible_name(name, directory) and (len(name) < 4 or is_long_name(name)):
            return start, stop
    return None


def _convening_body(paragraph: Paragraph, verb: re.Match[str] | None) -> tuple[str, ...]:
    """The X of 'X召开Y', where the meeting's name tells no body."""
    if not verb:
        return ()
    folded = paragraph.folded
    start = max(folded.rfind(c, 0, verb.start()) for c in ",。;:") + 1
    if lead := _LEAD_DATE.match(folded[start : verb.start()]):
        start += lead.end()
    end = verb.start()
    if place := _PLACE.search(folded, start):
        end = min(end, place.start())
    return (str(paragraph.cut(start, end)),) if start < end and _BODY_CONVENES.search(folded[start:end]) else ()


def _add_field(head: Head, paragraph: Paragraph, index: int, directory: Directory) -> None:
    label = field_label(paragraph.folded)
    if label is None:
        return
    meeting, folded = head.meeting, paragraph.folded
    head.claimed.add(index)
    if label.kind == "time" and meeting.held_on is None:
        head.meeting = _with_date(meeting, find_date(folded), find_half_day(folded))
    elif label.kind == "place" and meeting.place is None:
        head.meeting = replace(meeting, place=paragraph.cut(label.end) or None)
    elif label.kind == "title" and meeting.title is None:
        head.meeting = _with_title(meeting, paragraph, (label.end, len(folded)))
    elif label.kind == "chair" and meeting.chair.name is None:
        head.meeting = replace(meeting, chair=_labelled_chair(paragraph, label.end, directory))


def _labelled_chair(paragraph: Paragraph, start: int, directory: Directory) -> Chair:
    folded = paragraph.folded
    end = len(folded.rstrip("。 "))
    if bracket := re.compile(r"(?P<name>[^()]{2,6})\((?P<title>[^()]{2,30})\)").match(folded, start):
        return Chair(paragraph.name(*bracket.span("name")), paragraph.cut(*bracket.span("title")))
    if spread := re.compile(r"(?P<name>\S\s?\S|\S{2,4})\s+(?P<title>\S.{1,40})$").match(folded, start, end):
        name = re.sub(r"\s", "", spread["name"])
        if plausible_name(name, directory) and is_titles_with_posts(spread["title"]):
            return Chair(paragraph.name(*spread.span("name")), paragraph.cut(*spread.span("title")))
    if chair := _named(paragraph, start, end, directory):
        return chair
    name = re.split(r"[、,\s]", folded[start:end])[0] if "、" in folded[start:end] else folded[start:end]
    return Chair(paragraph.name(start, start + len(name))) if plausible_name(name, directory) else Chair()


def _add_later_chair(head: Head, paragraphs: list[Paragraph], first_item: int, directory: Directory) -> None:
    """会议由X主持 as a sentence of its own, soon after the opening or at the end."""
    if head.meeting.chair.name is not None:
        return
    for paragraph in [*paragraphs[:first_item], *paragraphs[-3:]]:
        if "主持" in paragraph.folded and (match := _CHAIRED.search(paragraph.folded)):
            chair = _named(paragraph, *match.span("who"), directory)
            if chair:
                head.meeting = replace(head.meeting, chair=chair)
                return


def _add_heading(head: Head, lines: list[Paragraph]) -> None:
    """The document's own heading stands in for a meeting that the body does not name; its 第57次 counts as well."""
    meeting = head.meeting
    named = meeting.title is not None
    mark: int | None = None
    for index, paragraph in enumerate(lines):
        if index == head.opening:
            break
        # Below a mark (XX区人民政府常务会议纪要) the title proper (XX区政府第39次常务会议纪要) says more.
        numbers_it = mark is not None and _is_numbered(paragraph) and not _is_numbered(lines[mark])
        if not named and is_title_line(paragraph.folded) and (mark is None or numbers_it):
            if mark is not None:
                head.claimed.discard(mark)
            mark = index
            if index and _is_first_half(lines[index - 1], paragraph):
                paragraph = Paragraph([*lines[index - 1].lines, *paragraph.lines])
                head.claimed.add(index - 1)
            end = re.search(r"(?:会议)?(?P<minutes>纪要|记录).*$", paragraph.folded)
            stop = end.start("minutes") if end else len(paragraph.folded)
            meeting = _with_title(replace(meeting, year=None), paragraph, (0, stop))
            head.claimed.add(index)
        if meeting.number is None and not is_document_number(paragraph.folded) and len(paragraph.folded) <= 40:
            facts = read_title(paragraph.text, paragraph.folded)
            meeting = replace(
                meeting, number=facts.number, year=meeting.year or facts.year, term=meeting.term or facts.term
            )
        if _DATE_LINE.match(paragraph.folded):
            meeting = _with_year_of(meeting, find_date(paragraph.folded))
    head.meeting = _with_year(meeting)


def _is_numbered(title: Paragraph) -> bool:
    return read_title(title.text, title.folded).number is not None


def _is_first_half(above: Paragraph, title: Paragraph) -> bool:
    """Whether the line above is the body's name of a title typed on two lines: XX区人民政府 | 专题会议纪要."""
    names_nobody = not read_title(title.text, title.folded).bodies
    return names_nobody and len(above.folded) <= 40 and bool(_BODY_CONVENES.search(above.folded))


def _with_year_of(meeting: ParsedMeeting, found: FoundDate | None) -> ParsedMeeting:
    """(2020年4月2日) below the heading gives the year of a meeting held on 4月2日, and the day where nothing else does."""
    if found is None or found.year is None:
        return meeting
    if meeting.held_on is None or meeting.held_on == f"--{found.month:02}-{found.day:02}":
        return replace(meeting, held_on=found.isoformat())
    return meeting


def _with_year(meeting: ParsedMeeting) -> ParsedMeeting:
    if meeting.year and meeting.held_on and meeting.held_on.startswith("--"):
        return replace(meeting, held_on=f"{meeting.year:04}{meeting.held_on[1:]}")
    return meeting


__all__ = ["Cut", "Head", "read_head"]
