"""Puts back what the records of the interchange format leave aside, so that an import loses no word.

Lead-ins between clauses (（二）明确以下事项：) become clauses again; other words stay with the lines not recognised.
"""

import re
from typing import Any

from gusu_minutes.common.folding import fold
from gusu_minutes.importing.parser import Cut, ParsedItem, ParsedMinutes
from gusu_minutes.importing.parser.labels import attendance_label

# What the records say in their own way: 纪要 after the title, 张三代李四, the words of a roll in prose.
_SAID = re.compile(r"纪要|代|(?:等)?(?:同志)?(?:出席|列席|参加|缺席|请假)了?(?:本次|此次)?(?:会议)?")
_NUMBER = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、]|\(?\d{1,2}[).、]")


def complete(parsed: ParsedMinutes) -> dict[str, Any]:
    """Return the minutes as JSON (gusu-minutes/1) with every word of the source in its records."""
    data = parsed.to_dict()
    lost: list[Cut] = []
    for literal in reversed([one for one in parsed.literals if not _is_said(one)]):
        place = _item_at(parsed.items, literal)
        if place is None:
            lost.append(literal)
            continue
        before = sum(_start(clause.text) < _start(literal) for clause in parsed.items[place].clauses)
        data["items"][place]["clauses"].insert(before, _clause(literal))
    unparsed = sorted([*parsed.unparsed, *lost], key=_start)
    data["unparsed"] = list(unparsed)
    return data


def _is_said(literal: Cut) -> bool:
    """Whether a literal is punctuation, a label, or a word that the records keep in another form."""
    words = "".join(character for character in fold(literal) if character.isalnum())
    label = attendance_label(fold(literal))
    return not words or bool(_SAID.fullmatch(words)) or (label is not None and label.end >= len(literal))


def _start(cut: Cut) -> int:
    return cut.parts[0].start if cut.parts else 0


def _item_at(items: tuple[ParsedItem, ...], literal: Cut) -> int | None:
    """Return which item the literal stands in: after its beginning and before its last clause or the next item."""
    place = None
    for index, item in enumerate(items):
        cuts = [cut for cut in (item.number, item.title, *(clause.text for clause in item.clauses)) if cut]
        starts = [_start(cut) for cut in cuts]
        if starts and min(starts) < _start(literal):
            inside = _start(literal) < max(starts) or index + 1 < len(items)
            place = index if inside else None
        elif starts and item is items[0] and item.title is None:
            place = index  # a lead-in before the first clause of minutes without headings
    return place


def _clause(literal: Cut) -> dict[str, Any]:
    number = _NUMBER.match(fold(literal))
    end = number.end() if number else 0
    text = Cut(literal[end:].strip(), literal.parts) or literal
    return {"number": literal[:end] or None, "text": text, "assignments": []}
