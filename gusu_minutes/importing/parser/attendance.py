"""Who was there: lists of people behind a label, one to a line, glued to their units or in brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gusu_minutes.importing.parser import words
from gusu_minutes.importing.parser.directory import NOBODY, Directory
from gusu_minutes.importing.parser.lines import Paragraph
from gusu_minutes.importing.parser.model import Cut, ParsedAttendee
from gusu_minutes.importing.parser.people import (
    Person,
    Span,
    is_long_name,
    is_post,
    plausible_name,
    split_person,
    split_titled,
    split_unit_title,
    surname_score,
)

_TOKEN = re.compile(
    r"(?P<base>(?:(?!以及|及[省市区县])[^、,;:。\s()])+)(?P<bracket>\s*\([^()]{0,40}\))?(?P<after>(?:[、,;:。\s]|以及|及(?=[省市区县]))*)"
)
_SUBSTITUTE = re.compile(r"^(?P<who>.{2,}?)(?:代替?(?!表)|替)(?P<whom>[^\W\d_]{2,4})$")
_BRACKET_FOR = re.compile(r"^(?:代替?|替)\s*(?P<whom>[^\W\d_]{2,16}?)(?:同志)?(?:参会|出席|参加|列席)?$")
_BRACKET_BY = re.compile(r"^(?:由)?(?P<who>[^\W\d_]{2,16}?)(?:同志)?(?:代|代为|代替)(?:参会|出席|参加|列席)?$")
_SERIAL = re.compile(r"^\d{1,3}\.?$")
_FILLER = re.compile(r"^(?:等|等同志|等人|同志|等\d+人|共\d+人|略|无|女|男|及|和)$")


@dataclass(slots=True)
class _Context:
    """What a unit or title standing by itself says of the names after it."""

    unit: Cut | None = None
    title: Cut | None = None
    open_title: int | None = None  # where a list of titles (区委常委、副区长…) began


@dataclass(slots=True)
class ListReading:
    """People of one line, and how many of its words could not be understood."""

    people: list[ParsedAttendee]
    unknown: int = 0

    @property
    def convincing(self) -> bool:
        """Whether the line reads as a list of people."""
        return bool(self.people) and self.unknown * 2 <= len(self.people)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    bracket: Span | None
    after: str


def read_list(paragraph: Paragraph, start: int, end: int, kind: str, directory: Directory = NOBODY) -> ListReading:
    """The people named between two offsets of a paragraph, all of one kind."""
    return _ListReader(paragraph, kind, directory).read(_tokens(paragraph.folded, start, end))


def _tokens(folded: str, start: int, end: int) -> list[_Token]:
    """Words between separators; a padded name (陈 羔) is one word."""
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(folded, start, end):
        bracket = (match.start("bracket"), match.end("bracket")) if match["bracket"] else None
        token = _Token(match.start("base"), match.end("base"), bracket, match["after"])
        before = tokens[-1] if tokens else None
        if before and before.after.isspace() and not before.bracket and _padded(folded, before, token):
            tokens[-1] = _Token(before.start, token.end, token.bracket, token.after)
        else:
            tokens.append(token)
    return tokens


def _padded(folded: str, before: _Token, token: _Token) -> bool:
    """Whether white space only spreads one name: 陈 羔, 陈 卫东, 钱 多多, 区教育局何 超."""
    first, second = before.end - before.start, token.end - token.start
    if first == 1:
        return second == 1 or (second == 2 and folded[before.start] in words.SURNAMES)
    if second != 1 or "\t" in before.after:
        return False
    glued = folded[before.start : before.end] + folded[token.start : token.end]
    person = split_person(glued, 0, len(glued)) if 3 < len(glued) <= 40 else None
    if not person or not (person.unit or person.title) or is_post(glued, 0, len(glued) - 1):
        return False
    whole = surname_score(glued[slice(*person.name)]) > 0 or is_post(glued, 0, len(glued) - 2)
    return whole and not stands_for_itself(glued[:-1])


def stands_for_itself(text: str, directory: Directory = NOBODY) -> bool:
    """Whether a word is a person with a unit or title before it, nothing missing: 区财政局张三."""
    person = split_person(text, 0, len(text), directory)
    if person is None or not (person.unit or person.title):
        return False
    name = text[slice(*person.name)]
    return bool(surname_score(name)) or is_long_name(name)


class _ListReader:
    def __init__(self, paragraph: Paragraph, kind: str, directory: Directory) -> None:
        self.paragraph, self.folded, self.kind, self.directory = paragraph, paragraph.folded, kind, directory
        self.context = _Context()
        self.out = ListReading([])

    def read(self, tokens: list[_Token]) -> ListReading:
        for index, token in enumerate(tokens):
            if self._takes_titles(tokens, index):
                break
            if ";" in token.after and ":" not in token.after:
                self._read_token(token, tokens, index)
                self.context = _Context()
            else:
                self._read_token(token, tokens, index)
        return self.out

    def _read_token(self, token: _Token, tokens: list[_Token], index: int) -> None:
        folded, start, end = self.folded, token.start, token.end
        text = folded[start:end]
        if _FILLER.match(text):
            return
        if substitute := _SUBSTITUTE.match(text):
            whom = (start + substitute.start("whom"), end)
            if plausible_name(folded[whom[0] : whom[1]], self.directory) and self._add(
                start, start + substitute.end("who"), token, whom
            ):
                return
        post = is_post(folded, start, end, self.directory)
        if post and token.bracket and self._add_bracketed(token):
            return
        if _SERIAL.match(text):
            return
        if ":" not in token.after and not post and self._add(start, end, token, None):
            return
        parts = split_unit_title(folded, start, end, self.directory)
        if parts and any(parts):
            self._set_context(parts, token, index == len(tokens) - 1)
        elif ":" in token.after:
            self.context = _Context(unit=self.paragraph.cut(start, end))
        else:
            self.out.unknown += 1

    def _takes_titles(self, tokens: list[_Token], index: int) -> bool:
        """赵子龙 副区长、公安分局局长: titles to the end of a line belong to the one name before them."""
        people = self.out.people
        if len(people) != 1 or index == 0 or people[0].title or people[0].department or self.context.title:
            return False
        rest = tokens[index:]
        if not all(is_post(self.folded, t.start, t.end) and not t.bracket and ":" not in t.after for t in rest):
            return False
        if not tokens[index - 1].after.isspace() or self.context.unit:
            return False
        start, end = rest[0].start, rest[-1].end
        parts = split_unit_title(self.folded, start, end, self.directory) if len(rest) == 1 else (None, (start, end))
        unit, title = parts or (None, None)
        if title is None:
            return False
        cut = self.paragraph.cut
        department = cut(*unit) if unit else None
        people[0] = ParsedAttendee(people[0].kind, people[0].name, department, cut(*title), people[0].substitutes_for)
        return True

    def _set_context(self, parts: tuple[Span | None, Span | None], token: _Token, last: bool) -> None:
        """A unit or a title that stands alone belongs to the names after it; in a table's last column, to the one before."""
        unit, title = parts
        people = self.out.people
        if last and unit is None and title and people and people[-1].title is None and token.after.strip() == "":
            person = people[-1]
            people[-1] = ParsedAttendee(
                person.kind, person.name, person.department, self.paragraph.cut(*title), person.substitutes_for
            )
            return
        opened = self.context.open_title
        if opened is not None and title:  # 区委常委、组织部部长: one title of two posts
            unit = None
        self.context = _Context(
            unit=self.paragraph.cut(*unit) if unit else (self.context.unit if title else None),
            title=self.paragraph.cut(opened if opened is not None else title[0], title[1]) if title else None,
            open_title=(opened if opened is not None else title[0]) if title and "、" in token.after else None,
        )

    def _add_bracketed(self, token: _Token) -> bool:
        """区水务局(王五): the name stands behind its unit in brackets."""
        start, end = token.bracket or (0, 0)
        start, end = self.folded.index("(", start, end) + 1, end - 1
        parts = split_unit_title(self.folded, token.start, token.end, self.directory)
        if not plausible_name(_SUBSTITUTE.sub(r"\g<who>", self.folded[start:end]), self.directory):
            return False
        self._set_context(parts or (None, None), token, last=False)
        self._read_token(_Token(start, end, None, token.after), [], -1)
        self.context = _Context()
        return True

    def _add(self, start: int, end: int, token: _Token, whom: Span | None) -> bool:
        """Take start–end for a person; True if it names one."""
        person = self._person(start, end, token)
        if person is None:
            return False
        cut = self.paragraph.cut
        unit = cut(*person.unit) if person.unit else None
        title = cut(*person.title) if person.title else None
        if title and person.title and self.context.open_title is not None:
            title = cut(self.context.open_title, person.title[1])
            unit = None if unit else self.context.unit
        if unit or title:
            self.context = _Context(unit, title) if "、" in token.after or "," in token.after else _Context()
        else:
            unit, title = self.context.unit, self.context.title
        self.context.open_title = None
        name: Cut = self.paragraph.name(*person.name)
        substitutes_for = self.paragraph.name(*whom) if whom else None
        if token.bracket:
            inside = self._bracket(token.bracket)
            unit, title = inside.unit or unit, inside.title or title
            if inside.name and inside.is_deputy:
                name, substitutes_for, title = inside.name, name, inside.other_title
            elif inside.name:
                substitutes_for = inside.name
        self.out.people.append(ParsedAttendee(self.kind, name, unit, title, substitutes_for))
        return True

    def _person(self, start: int, end: int, token: _Token) -> Person | None:
        text = self.folded[start:end]
        bare = re.sub(r"\s", "", text)
        tail = re.search("(?:同志)?等$|同志$", bare)
        if tail and tail.start() >= 2:
            end -= len(tail.group())
            bare = bare[: tail.start()]
        if len(bare) <= 3 and plausible_name(bare, self.directory):
            return Person((start, end))
        return split_person(self.folded, start, end, self.directory) or (
            Person((start, end))
            if plausible_name(bare, self.directory) and (surname_score(bare) or is_long_name(bare))
            else split_titled(self.folded, start, end, self.directory)
        )

    def _bracket(self, span: Span) -> _Inside:
        """What stands behind a name in brackets: its unit, its title, or for whom it stands in."""
        start = self.folded.index("(", *span) + 1
        inside = _Inside()
        for match in re.finditer(r"[^,;、]+", self.folded[: span[1] - 1][start:]):
            piece = match.group().strip()
            piece_start = start + match.start() + match.group().index(piece)
            piece_end = piece_start + len(piece)
            if found := _BRACKET_FOR.match(piece):
                self._fill_other(inside, piece_start + found.start("whom"), piece_start + found.end("whom"))
            elif (found := _BRACKET_BY.match(piece)) and self._fill_other(
                inside, piece_start + found.start("who"), piece_start + found.end("who")
            ):
                inside.is_deputy = True
            elif parts := split_unit_title(self.folded, piece_start, piece_end, self.directory):
                unit, title = parts
                inside.unit = inside.unit or (self.paragraph.cut(*unit) if unit else None)
                if title:
                    first = inside.title_start = title[0] if inside.title_start is None else inside.title_start
                    inside.title = self.paragraph.cut(first, title[1])
        return inside

    def _fill_other(self, inside: _Inside, start: int, end: int) -> bool:
        """The other person of a substitution, with the title that a deputy (副局长李梅代) brings along."""
        if plausible_name(self.folded[start:end], self.directory):
            inside.name = self.paragraph.name(start, end)
            return True
        person = split_person(self.folded, start, end, self.directory)
        if person is None:
            return False
        inside.name = self.paragraph.name(*person.name)
        inside.other_title = self.paragraph.cut(*person.title) if person.title else None
        return True


@dataclass(slots=True)
class _Inside:
    unit: Cut | None = None
    title: Cut | None = None
    name: Cut | None = None
    is_deputy: bool = False
    other_title: Cut | None = None
    title_start: int | None = None
