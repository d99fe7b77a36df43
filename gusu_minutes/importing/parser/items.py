"""The body of the minutes: headings and what was decided under each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gusu_minutes.common.folding import fold
from gusu_minutes.common.outcomes import deciding_outcome
from gusu_minutes.common.texts import documents_in
from gusu_minutes.importing.parser.assignments import read_assignments
from gusu_minutes.importing.parser.deadlines import Calendar
from gusu_minutes.importing.parser.directory import NOBODY, Directory
from gusu_minutes.importing.parser.forwarding import forwarded_to
from gusu_minutes.importing.parser.lines import Paragraph
from gusu_minutes.importing.parser.marks import Role
from gusu_minutes.importing.parser.model import Cut, ParsedClause, ParsedItem
from gusu_minutes.importing.parser.numbering import Level, Number, leading_number

_TITLE_START = re.compile(
    r"(?:关于|研究|审议|听取|传达|学习|讨论|通报|专题|审定|安排|部署|贯彻|审查|协调|书面|集体|《|会议(?:传达|学习|研究|审议|听取)(?!了))"
)
_DECIDES = re.compile(
    r"同意|责成|要求|会议(?:决定|指出|强调|认为|听取了|明确)|^(?:请|由|要|对|对于)|不得|要(?:加|坚|抓|进|按|严|做|落|切|尽|强|高|把|以)|牵头|负责|,由|通过《|予以"
)
_LEAD_IN = re.compile(
    r"^(?:(?:现将?)?(?:会议|本次会议|与会人员|经?会议?研究|经研究|具体|有关|主要|议定|审议|会议议定|会上)?[^。;]{0,24}?"
    r"(?:议定(?:如下|以下)?(?:了)?(?:如下|以下)?(?:意见|事项)?|纪要|如下|以下(?:事项|意见|议题|内容|问题)|事项)(?:如下|纪要如下)?|(?:会议)?(?:议定|决定|明确|研究|要求|强调|指出|认为)(?:事项)?)[::。]?$"
)
_SECTION = re.compile(
    r"(?:\(?[一二三四五六七八九十\d]{1,2}[)、.]\s*)?(?:会议)?(?:内容|主要内容|议定事项|议定意见|决定事项|研究事项|决议事项|议题及议定事项|情况|纪要内容)\s*:?$"
)
_ELISION = re.compile(
    r"\(?(?:此外|另外|最后)?,?(?:会议|会上|本次会议|此次会议)?,?(?:还|另|另外|同时)(?:就|对|分别|一并|集体)?[^。]{0,30}?"
    r"(?:其他|其它|其余|(?:研究|讨论|审议|听取)了(?:有关|相关|若干|部分)?(?:人事|干部)(?:任免|调整)?)[^。]{0,20}?"
    r"(?:事项|问题|工作|议题|事宜|内容|情况)(?:进行了?[^。]{0,12}|作了[^。]{0,12}|予以[^。]{0,8}|的汇报)?。?\)?$"
)


_LONGEST_TITLE = 120


def is_lead_in(folded: str) -> bool:
    """Whether a line only announces what follows: 会议议定以下意见:, 现纪要如下:"""
    if _SECTION.match(folded):
        return True
    return len(folded) <= 40 and folded[-1:] in ":。" and bool(_LEAD_IN.match(folded)) and "," not in folded


def elision_at(folded: str, start: int = 0) -> int | None:
    """Where the elision sentence that ends a paragraph begins (会议还研究了其他事项。), or None."""
    begin = max(folded.rfind("。", 0, len(folded) - 1) + 1, start)
    return begin if len(folded) - begin <= 80 and _ELISION.match(folded[begin:]) else None


@dataclass(slots=True)
class Body:
    """What was read from the body: items, elisions, and lines that announce."""

    items: list[ParsedItem] = field(default_factory=list)
    closing: list[Cut] = field(default_factory=list)
    preamble: list[Cut] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    number: Cut | None = None
    title: Cut | None = None
    folded_title: str = ""
    clauses: list[ParsedClause] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that heads an item: its number, and the span of its title in the paragraph."""

    number: Number | None
    title: tuple[int, int]
    rest: int


def numbered(paragraph: Paragraph) -> Number | None:
    """The number at the head of a paragraph; a section name of the form (五、会议内容:) counts as none."""
    if _SECTION.match(paragraph.folded):
        return None
    return leading_number(paragraph.text, paragraph.folded)


def find_headings(paragraphs: list[Paragraph]) -> dict[int, Heading]:
    """Which paragraphs are item headings, by index: as the text shows, unless somebody said otherwise."""
    found = _seen_headings(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role is Role.HEADING:
            found.setdefault(index, _said_heading(paragraph))
        elif paragraph.role:
            found.pop(index, None)
    return dict(sorted(found.items()))


def _said_heading(paragraph: Paragraph) -> Heading:
    """The heading that a paragraph was said to be: its first sentence, or all of it where that is short or alone."""
    number, folded = numbered(paragraph), paragraph.folded
    start = number.end if number else 0
    stop = folded.find("。", start)
    if stop < 0 or stop - start > _LONGEST_TITLE:
        return Heading(number, (start, start + len(folded[start:].rstrip("。:"))), len(folded))
    return Heading(number, (start, stop), stop + 1)


def _seen_headings(paragraphs: list[Paragraph]) -> dict[int, Heading]:
    """Which paragraphs read as headings.

    The outermost numbering counts, if most of its paragraphs read as headings (alone on a line, or a title and then
    a full stop); if they decide things themselves they are clauses, and there are no headings.
    """
    numbers = [numbered(p) for p in paragraphs]
    levels = sorted({n.level for n in numbers if n and n.level <= Level.ARABIC})
    for level in levels[:2]:
        places = [i for i, n in enumerate(numbers) if n and n.level == level]
        headings = {i: heading for i in places if (heading := _heading(paragraphs, numbers, i))}
        if level == Level.TOPIC or len(headings) * 2 > len(places):
            return _in_sequence(paragraphs, numbers, places, headings)
        break
    return _unnumbered_headings(paragraphs) if not levels else {}


def _in_sequence(
    paragraphs: list[Paragraph], numbers: list[Number | None], places: list[int], headings: dict[int, Heading]
) -> dict[int, Heading]:
    """The headings, and those paragraphs of the same numbering that go on counting though they read otherwise."""
    expected = 1
    for i in places:
        number = numbers[i]
        if number is None:
            continue
        if i not in headings and number.value == expected:
            headings[i] = Heading(number, (number.end, number.end), number.end)
        if i in headings:
            expected = number.value + 1
    return dict(sorted(headings.items()))


def _heading(paragraphs: list[Paragraph], numbers: list[Number | None], index: int) -> Heading | None:
    number, folded = numbers[index], paragraphs[index].folded
    start = number.end if number else 0
    body = folded[start:]
    stop = body.find("。")
    colon = re.search(r":(?=会议|同意|原则同意)", body)
    if stop < 0 and colon and colon.start() <= 60 and not _DECIDES.search(body[: colon.start()]):
        return Heading(number, (start, start + colon.start()), start + colon.end())
    if stop < 0 or stop == len(body) - 1:
        if body.rstrip("。:;") and not _reads_as_clause(body, paragraphs, numbers, index):
            return Heading(number, (start, start + len(body.rstrip("。:"))), len(folded))
        return None
    first = body[:stop]
    if (
        2 <= len(first) <= _LONGEST_TITLE
        and not _DECIDES.search(first)
        and (_TITLE_START.match(first) or "," not in first)
    ):
        return Heading(number, (start, start + stop), start + stop + 1)
    return None


def _reads_as_clause(body: str, paragraphs: list[Paragraph], numbers: list[Number | None], index: int) -> bool:
    """Whether a one-sentence paragraph decides something itself, instead of heading what follows."""
    titled = _TITLE_START.match(body)
    if len(body) > 150 or (body.endswith((";", "。")) and not titled and ("," in body or _DECIDES.search(body))):
        return True
    if not titled and _DECIDES.search(body):
        return True
    number, after = numbers[index], numbers[index + 1] if index + 1 < len(numbers) else None
    heads_nothing = index + 1 >= len(paragraphs) or bool(number and after and after.level == number.level)
    return heads_nothing and body.endswith(("。", ";")) and not titled


def _unnumbered_headings(paragraphs: list[Paragraph]) -> dict[int, Heading]:
    """Short lines without a number and a full stop, each before prose: 关于…的问题."""
    found: dict[int, Heading] = {}
    for i, paragraph in enumerate(paragraphs[:-1]):
        folded = paragraph.folded
        short_title = len(folded) <= 60 and _TITLE_START.match(folded) and not re.search(r"[。;:,]", folded)
        if short_title and "。" in paragraphs[i + 1].folded and not folded.startswith("会议"):
            found[i] = Heading(None, (0, len(folded)), len(folded))
    return found


def read_body(
    paragraphs: list[Paragraph], headings: dict[int, Heading], calendar: Calendar, directory: Directory = NOBODY
) -> Body:
    """Items with their clauses, from the paragraphs of the body in order."""
    body = Body()
    drafts: list[_Draft] = []
    for index, paragraph in enumerate(paragraphs):
        heading = headings.get(index)
        start = 0
        if paragraph.role in (Role.PREAMBLE, Role.CLOSING):
            (body.preamble if paragraph.role is Role.PREAMBLE else body.closing).append(paragraph.cut())
            continue
        if heading:
            drafts.append(_open_item(paragraph, heading))
            start = heading.rest
        elif not drafts and headings and paragraph.role is None and not _opens_untitled(paragraph):
            body.preamble.append(paragraph.cut())
            continue
        elif not drafts:
            drafts.append(_Draft())
        _add_clause(drafts[-1], body, paragraph, start, calendar, directory)
    body.items = [_finish(d) for d in drafts if d.clauses or d.title]
    return body


def _opens_untitled(paragraph: Paragraph) -> bool:
    """Text before the first heading that decides something is an item of its own."""
    return not is_lead_in(paragraph.folded) and deciding_outcome(paragraph.text) not in (None, "noted")


def _open_item(paragraph: Paragraph, heading: Heading) -> _Draft:
    title = paragraph.cut(*heading.title)
    number = paragraph.cut(*heading.number.bare) if heading.number else None
    return _Draft(number, title or None, paragraph.folded[heading.title[0] : heading.title[1]])


def _add_clause(
    draft: _Draft, body: Body, paragraph: Paragraph, start: int, calendar: Calendar, directory: Directory
) -> None:
    folded = paragraph.folded
    if start >= len(folded.rstrip()):
        return
    said = paragraph.role is Role.CLAUSE
    end = None if said else elision_at(folded, start)
    if end is not None:
        body.closing.append(paragraph.cut(end))
    else:
        end = len(folded)
    number = numbered(paragraph) if start == 0 else None
    if start == 0 and number is None and not said and is_lead_in(folded):
        if not draft.title and not draft.clauses:
            body.preamble.append(paragraph.cut())
        return
    text_start = number.end if number else start
    text = paragraph.cut(text_start, end)
    if not text:
        return
    assignments = read_assignments(paragraph, text_start, end, calendar, directory)
    draft.clauses.append(ParsedClause(paragraph.cut(0, number.end) if number else None, text, assignments))
    draft.folded.append(folded[text_start:end])


def _finish(draft: _Draft) -> ParsedItem:
    texts = [str(c.text) for c in draft.clauses]
    title = str(draft.title or "")
    forwarded: dict[str, None] = {}
    for clause in draft.clauses:
        forwarded.update(dict.fromkeys(forwarded_to(str(clause.text), fold(clause.text))))
    return ParsedItem(
        number=draft.number,
        title=draft.title,
        outcome=deciding_outcome("\n".join(texts), title),
        documents=tuple(documents_in("\n".join([title, *texts]))),
        forwarded_to=tuple(forwarded),
        clauses=tuple(draft.clauses),
    )
