"""Names of units in text: where 区财政局 ends, and what 区政府办副主任陆平 is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gusu_minutes.importing.parser import words
from gusu_minutes.importing.parser.directory import NOBODY, Directory

_LONGEST_UNIT = 30
_LONGEST_POST = 80
_ENDINGS = sorted(words.UNIT_ENDINGS, key=len, reverse=True)
_ENDING = re.compile("|".join(_ENDINGS))
_BREAK = re.compile("[" + re.escape(words.NAME_BREAKS) + "]")
_COLLECTIVE = re.compile("|".join(sorted(words.COLLECTIVE_STARTS, key=len, reverse=True)))
_TITLE = re.compile("|".join(sorted(words.TITLES, key=len, reverse=True)))
_ACTIVE = "会同|牵头|负责|配合|协助|指导|督促|组织|联合|协同|根据|抓紧|尽快|及时|做好|向|从|对|按|将|把|要|须|应|等|和|与|及|、"
# a part of a unit named after the whole: 市资源规划局|东埔分局, 区政府|督查室, 区委|全面深化改革委员会, 市卫健委|监督所
_SUB_UNIT = re.compile(
    rf"(?:(?!{_ACTIVE})[^\W\d_]){{0,10}}?(?:分局|分公司|支队|大队|总队|中队|支行|分行|办公室|督查室|研究室|委员会|领导小组|指挥部|工作组|"
    r"党政办|管理处|管理站|管理所|服务中心|执法局|征收办|派驻纪检监察组|纪检监察组|工作办|接待办|政法委|宣传部|组织部|统战部|社会工作部|人武部|政府办|"
    r"监委|党组|街道|集团|公司|局|办|中心)"
)
# the sub-unit must follow at once after a party or government body: 区委|办, 县政府|办, 区委|编办, 区委|党校
_AFTER_BODY = re.compile(
    r"(?:常委会|编办|老干部局|巡察办|网信办|改革办|财经办|台办|农办|办公室|办|党校|研究室|督查室|外事办|法制办)"
)
_OF_A_TOWN = re.compile(
    r"(?:人民政府|政府|党委|党工委|办事处|管委会|管理委员会|中心(?:小学|学校|卫生院|幼儿园)|小学|中学|卫生院|派出所|司法所|财政所)"
)
_COMMITTEE = re.compile(r"[^\W\d_]{2,4}?(?:工委|委员会|委)")  # of a congress: 县人大|城环委, 县人大常委会|代表工委


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name in folded text."""

    start: int
    end: int


_STILL = re.compile("制[定订作]|技改")  # 区粮食公司|制定, where 公司制 would be another word


def ends_here(folded: str, ending: str, end: int) -> bool:
    """Whether `ending` at `end` closes a name: 区委 does not in 区委托, nor 局 in 局长."""
    if ending == "乡" and folded[end - 2 : end - 1] == "城":
        return False
    if _STILL.match(folded, end):
        return True
    after = folded[end : end + 1]
    stops = (
        words.NOT_AFTER_ENDING.get(ending) or words.NOT_AFTER_ENDING.get(ending[-1], "")
        if len(ending) == 1
        else (words.NOT_AFTER_ENDING.get(ending, ""))
    )
    return not (after and after in stops)


def unit_at(folded: str, start: int, directory: Directory = NOBODY) -> Unit | None:
    """The unit whose name begins exactly at `start`, or None; collective words (各街道, 有关部门) name none."""
    known = _known_unit(folded, start, directory) if directory.has_departments else None
    return known or _seen_unit(folded, start)


@lru_cache(maxsize=1024)  # the same place is asked for as subject, as post and as end of a name
def _seen_unit(folded: str, start: int) -> Unit | None:
    if _COLLECTIVE.match(folded, start):
        return None
    stop = min(len(folded), start + _LONGEST_UNIT)
    broken = _BREAK.search(folded, start, stop)
    if broken:
        stop = broken.start()
    for match in _ENDING.finditer(folded, start, stop):
        end = _whole_ending(folded, match, stop)
        if end is None or match.start() - start < _least_name(folded[match.start() : end]):
            continue
        return Unit(start, _extended(folded, start, end, stop))
    return None


def _known_unit(folded: str, start: int, directory: Directory) -> Unit | None:
    for end in range(min(len(folded), start + _LONGEST_UNIT), start + 1, -1):
        if directory.knows_department(folded[start:end]):
            return Unit(start, end)
    return None


def _whole_ending(folded: str, match: re.Match[str], stop: int) -> int | None:
    return match.end() if ends_here(folded, match.group(), match.end()) else None


def _least_name(ending: str) -> int:
    """How many characters must stand before an ending; 团区委 and 人武部 are whole names."""
    return 0 if ending in ("团区委", "团县委", "团市委", "总工会", "党政办", "办公室") else 1


def _extended(folded: str, start: int, end: int, stop: int) -> int:
    """The end of the name with its sub-units: 市资源规划局 → 市资源规划局东埔分局."""
    for _ in range(3):
        body = folded[start:end].endswith(("委", "政府", "人大", "政协", "管委会", "党工委"))
        pattern = _AFTER_BODY if body else None
        match = pattern.match(folded, end, stop) if pattern else None
        if folded[start:end].endswith(("人大", "人大常委会", "政协")):
            match = match or _COMMITTEE.match(folded, end, stop)
        match = match or _sub_unit(folded, end, stop, body)
        match = match or _OF_A_TOWN.match(folded, end, stop)
        if not match or not _closes(folded, match):
            return end
        end = match.end()
    return end


def _closes(folded: str, match: re.Match[str]) -> bool:
    endings = (ending for ending in _ENDINGS if match.group().endswith(ending))
    return all(ends_here(folded, ending, match.end()) for ending in endings)


def _sub_unit(folded: str, end: int, stop: int, body: bool) -> re.Match[str] | None:
    match = _SUB_UNIT.match(folded, end, stop)
    if not match:
        return None
    if body:
        return match
    return (
        match
        if match.group().endswith(
            ("分局", "分公司", "支队", "大队", "总队", "中队", "支行", "分行", "办公室", "办事处")
        )
        else None
    )


def unit_list(folded: str, start: int, directory: Directory = NOBODY) -> list[Unit]:
    """The units of a list that begins at `start`: 区财政局、区审计局和平湖街道; empty where none begins there."""
    units: list[Unit] = []
    position = start
    while unit := unit_at(folded, position, directory):
        units.append(unit)
        joint = re.compile(
            r"\s*(?:、|以及|和|及|与|,(?=[^,。;]{1,20}(?:局|委|办|街道|镇|乡|公司|集团|中心)(?:[、,和及]|等)))\s*"
        ).match(folded, unit.end)
        if not joint:
            break
        position = joint.end()
    return units


def strip_title(folded: str, start: int, end: int) -> int | None:
    """Where the person's title begins in folded[start:end] (区财政局|局长): the first title that reaches the end."""
    if end - start > _LONGEST_POST:
        return None
    for match in _TITLE.finditer(folded, start, end):
        if _only_titles(folded, match.start(), end):
            return match.start()
    return None


_TITLES_ONLY = re.compile(rf"(?:(?:{_TITLE.pattern}|兼|、|,|党组|党委|常务|专职|代理?|[一二三四]级|挂职|\(|\)|\s)++)$")


def _only_titles(folded: str, start: int, end: int) -> bool:
    return bool(_TITLES_ONLY.match(folded[start:end]))
