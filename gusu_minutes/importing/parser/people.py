"""People in text: 区政府办副主任陆平 is a unit, a title and a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gusu_minutes.importing.parser import words
from gusu_minutes.importing.parser.directory import NOBODY, Directory
from gusu_minutes.importing.parser.units import strip_title, unit_at

Span = tuple[int, int]

_SURNAMES = frozenset(words.SURNAMES)
_COMPOUND = frozenset(words.SURNAMES_COMPOUND)
_ENDINGS = tuple(words.UNIT_ENDINGS)
_TITLES = tuple(words.TITLES)
_WHOLE_UNITS = frozenset(ending for ending in words.UNIT_ENDINGS if len(ending) >= 3)
_HAN_NAME = re.compile(r"[^\W\d_a-z]{2,4}$|[^\W\d_a-z]{1,10}(?:[·•・][^\W\d_a-z]{1,10}){1,3}$|[^\W\d_a-z]{1,2}某{1,2}$")
_TRANSLITERATED = re.compile(f"[{words.TRANSLITERATION}]{{4,8}}$")
_LONGEST_NAME = 32
_DOTTED_END = re.compile(r"[^\W\d_]{1,10}(?:·[^\W\d_]{1,10})+$")
_LEADERS = re.compile(r"(?:省|市|区|县|旗|镇)?领导(?:同志|班子成员)?$")
# posts that name a rank of the whole government, not a post in a department
_WITHOUT_UNIT = re.compile(r"^(?:省|市|区|县|旗|州|镇|乡)委(?:副书记|书记|常委|委员)|政府党组(?:副书记|书记|成员)")
_NOT_A_NAME = re.compile(
    r"^[各等]|人员|单位|部门|会议|情况|同志|领导|街道|其他|有关|相关|名单|全体|以及|出席|列席|缺席|请假|记录|主持|时间|地点|代表|委员|姓名|职务|备注|签到|附件|纪要|事项|如下|无$|^无|^略$"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Spans in folded text; unit and title may be missing."""

    name: Span
    unit: Span | None = None
    title: Span | None = None


def surname_score(name: str) -> int:
    """2 for a compound surname, 1 for a known single one, 0 for none."""
    bare = re.sub(r"\s", "", name)
    if len(bare) >= 3 and bare[:2] in _COMPOUND:
        return 2
    return int(bare[:1] in _SURNAMES)


def is_long_name(bare: str) -> bool:
    """Whether four characters or more are a name: a compound surname, 买买提·艾山, or sounds only (哈斯巴根)."""
    return surname_score(bare) == 2 or "·" in bare or bool(_TRANSLITERATED.match(bare))


def plausible_name(name: str, directory: Directory = NOBODY) -> bool:
    """Whether folded text could be a person's name: two or three characters, four with a compound surname."""
    bare = re.sub(r"\s", "", name)
    if directory.knows_person(bare):
        return True
    if not (_HAN_NAME.match(bare) or _TRANSLITERATED.match(bare)) or _NOT_A_NAME.search(bare):
        return False
    if is_title(bare) or bare in _WHOLE_UNITS or _is_unit(bare, directory):
        return False
    return len(bare) <= 3 or is_long_name(bare) or surname_score(bare) > 0


def is_title(folded: str) -> bool:
    """Whether the whole of it is titles: 党组书记、局长."""
    return strip_title(folded, 0, len(folded)) == 0


def _is_unit(folded: str, directory: Directory) -> bool:
    unit = unit_at(folded, 0, directory)
    return unit is not None and unit.end == len(folded) and len(folded) >= 3


def is_post(folded: str, start: int, end: int, directory: Directory = NOBODY) -> bool:
    """Whether folded[start:end] is wholly a unit, a unit with a title, or titles: nobody's name stands in it."""
    unit = unit_at(folded[:end], start, directory)
    after = unit.end if unit else start
    return (unit is not None and after == end) or strip_title(folded, after, end) == after


def split_unit_title(
    folded: str, start: int, end: int, directory: Directory = NOBODY
) -> tuple[Span | None, Span | None] | None:
    """Unit and title in 区财政局局长 (either may be missing); None where it is neither."""
    text = folded[start:end]
    if _LEADERS.match(text):
        return None, None
    if _WITHOUT_UNIT.search(text) and is_titles_with_posts(text):
        return None, (start, end)
    title = strip_title(folded, start, end)
    if title == start:
        return None, (start, end)
    unit_end = end if title is None else title
    if not _closes_unit(folded, start, unit_end, directory) and not (
        title and unit_at(folded[:title], start, directory)
    ):
        return None
    return (start, unit_end), (None if title is None else (title, end))


def is_titles_with_posts(text: str) -> bool:
    """Whether text is posts only, 区委常委 and 区政府党组成员 among them."""
    return all(
        (bool(_WITHOUT_UNIT.search(piece)) and piece.endswith(_TITLES)) or is_title(piece) or piece.endswith(_TITLES)
        for piece in re.split("[、,]", text)
        if piece
    )


def _closes_unit(folded: str, start: int, end: int, directory: Directory) -> bool:
    text = folded[start:end]
    if directory.knows_department(text):
        return True
    if len(text) < 2 or len(text) > 40 or text.startswith(("各", "有关", "相关")) or re.search(r"[,。;:!?]", text):
        return False
    return text.endswith(_ENDINGS)


def split_person(folded: str, start: int, end: int, directory: Directory = NOBODY) -> Person | None:
    """Take a glued 'unit + title + name' apart; None where no name stands at its end."""
    end = _without_comrade(folded, start, end)
    best: tuple[int, Person] | None = None
    dotted = _DOTTED_END.search(folded, start, end)
    # 县乡村振兴局|依力哈木·达吾提, not 县乡|村振兴局依力哈木·达吾提: the shortest name behind a unit
    longest = min(len(dotted.group()), _LONGEST_NAME) if dotted else 0
    for length in (3, 2, 4, 5, 6, 7, *range(8, longest + 1)):
        cut = end - length
        if cut <= start:
            continue
        name = folded[cut:end]
        if not plausible_name(name, directory):
            continue
        parts = split_unit_title(folded, start, cut, directory)
        if parts is None:
            continue
        score = 4 * directory.knows_person(name) + 2 * surname_score(name) - (length > 3 and not is_long_name(name))
        score += 3 * (parts[1] is not None)  # 局长|孙立, not 局|长孙立
        if best is None or score > best[0]:
            best = score, Person((cut, end), *parts)
    return best[1] if best else None


def split_titled(folded: str, start: int, end: int, directory: Directory = NOBODY) -> Person | None:
    """Take 区政府办张大民副主任 apart, where the title stands behind the name."""
    title = strip_title(folded, start, end)
    if title is None or title <= start + 1:
        return None
    name = folded[start:title]
    if len(name) <= 3 and plausible_name(name, directory) and surname_score(name):
        return Person((start, title), None, (title, end))
    person = split_person(folded, start, title, directory)
    if person is None or person.title or not surname_score(folded[slice(*person.name)]):
        return None
    return Person(person.name, person.unit, (title, end))


def _without_comrade(folded: str, start: int, end: int) -> int:
    while end - start > 3 and folded.endswith("同志", start, end):
        end -= 2
    return end
