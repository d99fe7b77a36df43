"""Who must do what a clause says: 由A牵头、B配合, A会同B, 请A…, A要…, (责任单位:A;完成时限:…)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gusu_minutes.importing.parser import words
from gusu_minutes.importing.parser.deadlines import Calendar, Deadline, find_deadlines
from gusu_minutes.importing.parser.directory import NOBODY, Directory
from gusu_minutes.importing.parser.lines import Paragraph
from gusu_minutes.importing.parser.model import ParsedAssignment
from gusu_minutes.importing.parser.units import Unit, unit_at, unit_list

LEAD, SUPPORT, RESPONSIBLE = "lead", "support", "responsible"

_LABELS = {
    LEAD: "牵头单位|牵头部门|主办单位|主办部门|牵头责任单位|牵头|主办",
    SUPPORT: "配合单位|配合部门|协办单位|协办部门|协同单位|参与单位|配合责任单位|协同配合单位|配合|协办",
    RESPONSIBLE: "责任单位|责任部门|承办单位|承办部门|落实单位|主责单位|实施单位|办理单位",
    "due": "完成时限|完成时间|完成期限|办理时限|办结时限|时限要求|时限|时间节点|截止时间",
}
_LABEL = re.compile(
    "|".join(rf"(?P<{role}>{words})" for role, words in _LABELS.items()).join(
        ["(?:", r")\s*(?:[::]|为(?=[^,。;]{1,20}(?:局|委|办|街道|镇|乡|公司|集团|中心)))\s*"]
    )
)
_PIECE = re.compile(r"[^、,;。:()\s]+")
_COLLECTIVE = re.compile(r"^(?:各|有关|相关|其他|其它|全体|所有|属地|等)|(?:^|相关|有关)(?:单位|部门)$")
_ETC = r"(?:(?:、|和|及|以及)(?:各|有关|相关|其他|其它)[^,。;、]{1,14}?)?(?:等(?:相关|有关)?(?:单位|部门|地区|街道|镇|企业|\d+家单位|\d+个部门)?)?"
_ADVERBS = (
    r"(?:(?:要|应|须|应当|必须|务必|需|需要)|按照?(?:各自)?(?:职责|职能)?(?:分工)?(?:要求)?|具体|共同|分别|积极|主动|密切|全力|抓紧|尽快|切实|认真|及时|同步|依法|"
    r"统筹|进一步|加强|继续|做好|予以|各自|立即|全面|总|全程)*"
)
_RIGHT = (
    (
        LEAD,
        re.compile(
            _ETC
            + _ADVERBS
            + r"(?:负责)?牵头(?!单位|人|部门)|"
            + _ETC
            + r"(?:为|作为|是)(?:牵头|主办)(?:单位|部门)|"
            + _ETC
            + "主办"
        ),
    ),
    (LEAD, re.compile(_ETC + _ADVERBS + r"(?P<with>会同|联合|会商|商)(?=.)")),
    (
        SUPPORT,
        re.compile(
            _ETC + _ADVERBS + r"(?:协同)?(?:配合|协助|参与|协办)|" + _ETC + r"(?:为|作为|是)(?:配合|协办)(?:单位|部门)"
        ),
    ),
    (
        RESPONSIBLE,
        re.compile(
            _ETC + _ADVERBS + r"(?:负责(?!人|同志)|承担|落实)|" + _ETC + r"(?:为|作为|是)(?:责任|主责)(?:单位|部门)"
        ),
    ),
)
_OBLIGED = re.compile(
    _ETC + r"(?:也|都|均|还|同时|则)?(?:要(?!求|素|点|事|件|闻|领)|须(?!知)|务必|必须|应当|应(?!急|对)|需要?(?!求))"
)
_ORDER = re.compile(
    r"(?<![理自缘])由(?!于|此)|(?<![提报申邀聘恳商敦])请(?!示|求|假)|责成|(?:要求|责令|指定|委托|授权|安排|督促)(?=.)|(?:会同|联合|会商)"
)
_START = re.compile(
    r"(?:^|[,。;:、()!?”]|[一二三四五六七八九十]是|\d[.、)])\s*(?:同时|此外|另外|其中|其次|下一步|会后|会议要求|会议强调|会议明确|后续|原则上|今后|对此|期间|要求|明确)?,?"
)
_DESCRIBES = re.compile(
    r"(?:负责|牵头|组织|联合|共同|研究|具体|先后|委托)*(?:编制|起草|提出|制定|拟定|拟订|报送|提供|开发|投资建设|建设|承办|主办|组织|汇报|管理|运营|主管|提交|申报|实施|开展|修订|负责)的"
)
_OF_A_PERSON = re.compile("(?:党委|党组|党工委)?(?:" + "|".join(sorted(words.TITLES, key=len, reverse=True)) + ")")
_SENTENCE = re.compile(r"[^。;!?]+")
_QUOTED = re.compile(r"《[^《》]{1,200}》|“(?!(?:五一|十一|七一|八一|元旦|春节|国庆)”)[^“”]{1,200}”")
_REPORTED = re.compile(r"听取了?[^。;,]{0,120}?(?:汇报|报告|通报|说明|介绍)")
_BRACKET = re.compile(r"[(\[【〔][^()\[\]【】〔〕]{2,300}[)\]】〕]")


@dataclass(frozen=True, slots=True)
class _Found:
    unit: Unit
    role: str
    due: Deadline | None = None


def read_assignments(
    paragraph: Paragraph, start: int, end: int, calendar: Calendar, directory: Directory = NOBODY
) -> tuple[ParsedAssignment, ...]:
    """The assignments that a clause (two offsets of its paragraph) makes, in the order written."""
    folded = paragraph.folded[:end]
    found: list[_Found] = []
    masked = _mask(folded, start)
    labelled: list[_Found] = []
    for block_start, block_end in _label_blocks(masked, start):
        labelled += _read_labels(folded, block_start, block_end, calendar, directory)
        masked = masked[:block_start] + "○" * (block_end - block_start) + masked[block_end:]
    for sentence in _SENTENCE.finditer(masked, start):
        begin = sentence.end() - len(sentence.group().lstrip())
        found += _read_sentence(masked, begin, sentence.end(), calendar, directory)
    if labelled and not any(f.due for f in labelled):
        last = next((f.due for f in reversed(found) if f.due), None) or _last_deadline(masked, start, end, calendar)
        labelled = [_Found(f.unit, f.role, last) for f in labelled]
    return _once(paragraph, [*found, *labelled])


def _mask(folded: str, start: int) -> str:
    for pattern in (_QUOTED, _REPORTED):
        folded = folded[:start] + pattern.sub(lambda m: "○" * len(m.group()), folded[start:])
    return folded


def _last_deadline(folded: str, start: int, end: int, calendar: Calendar) -> Deadline | None:
    deadlines = find_deadlines(folded, start, end, calendar)
    return deadlines[-1] if deadlines else None


def _once(paragraph: Paragraph, found: Iterable[_Found]) -> tuple[ParsedAssignment, ...]:
    out: dict[tuple[str, str, str | None], ParsedAssignment] = {}
    for item in found:
        cut = paragraph.cut(item.unit.start, item.unit.end)
        due_text = paragraph.cut(item.due.start, item.due.end) if item.due else None
        due = item.due.due if item.due else None
        out.setdefault((str(cut), item.role, due_text), ParsedAssignment(cut, item.role, due, due_text))
    return tuple(out.values())


def _label_blocks(folded: str, start: int) -> list[tuple[int, int]]:
    """Where labelled duties stand: in brackets, or from the first label of the paragraph to its end."""
    blocks = [m.span() for m in _BRACKET.finditer(folded, start) if _LABEL.search(folded, *m.span())]
    if blocks:
        return blocks
    first = _LABEL.search(folded, start)
    return [(first.start(), len(folded))] if first else []


def _read_labels(folded: str, start: int, end: int, calendar: Calendar, directory: Directory) -> list[_Found]:
    labels = list(_LABEL.finditer(folded, start, end))
    due: Deadline | None = None
    found: list[_Found] = []
    for label, after in zip(labels, [*labels[1:], None], strict=True):
        stop = after.start() if after else end
        role = label.lastgroup or RESPONSIBLE
        if role == "due":
            due = _labelled_deadline(folded, label.end(), stop, calendar)
        else:
            found += [_Found(unit, role) for unit in _labelled_units(folded, label.end(), stop, directory)]
    return [_Found(f.unit, f.role, due) for f in found]


def _labelled_deadline(folded: str, start: int, end: int, calendar: Calendar) -> Deadline | None:
    hits = find_deadlines(folded, start, end, calendar)
    if hits:
        return hits[-1]
    words = _PIECE.search(folded, start, end)
    return _bare_deadline(folded, words.start(), words.end(), calendar) if words else None


def _bare_deadline(folded: str, start: int, end: int, calendar: Calendar) -> Deadline:
    """A deadline given as a bare date (完成时限:2024年5月20日) or in other words (长期坚持)."""
    hits = find_deadlines(folded[start:end] + "前", 0, end - start + 1, calendar)
    due = hits[0].due if hits and hits[0].start == 0 else None
    return Deadline(start, end, due)


def _labelled_units(folded: str, start: int, end: int, directory: Directory) -> list[Unit]:
    units: list[Unit] = []
    position = start
    while piece := _PIECE.search(folded, position, end):
        listed = unit_list(folded[:end], piece.start(), directory)
        if listed:
            units += listed
            position = max(piece.start() + 1, listed[-1].end)
            rest = re.compile(r"等[^、,;。)]*").match(folded, position, end)
            position = rest.end() if rest else position
            continue
        if not _COLLECTIVE.search(piece.group()) and 2 <= len(piece.group()) <= 20 and piece.group().strip("○"):
            units.append(Unit(piece.start(), piece.end()))
        position = piece.end()
    return units


def _read_sentence(folded: str, start: int, end: int, calendar: Calendar, directory: Directory) -> list[_Found]:
    found = _units_with_roles(folded, start, end, directory)
    deadlines = find_deadlines(folded, start, end, calendar)
    return [_Found(f.unit, f.role, _deadline_of(f, found, deadlines)) for f in found]


def _deadline_of(item: _Found, found: list[_Found], deadlines: list[Deadline]) -> Deadline | None:
    """The deadline that covers a unit: the next one after it, before another unit leads off; else the one before."""
    if len(deadlines) < 2:
        return deadlines[0] if deadlines else None
    after = [
        f.unit.start for f in found if f.unit.start > item.unit.start and f.role != SUPPORT and f.role != item.role
    ]
    limit = min(after, default=folded_end(deadlines))
    own = [d for d in deadlines if item.unit.start < d.start < limit]
    before = [d for d in deadlines if d.start < item.unit.start]
    later = [d for d in deadlines if d.start > item.unit.start]
    return (own or before[-1:] or later)[0]


def folded_end(deadlines: list[Deadline]) -> int:
    """An offset behind all of them."""
    return deadlines[-1].end + 1


def _units_with_roles(folded: str, start: int, end: int, directory: Directory) -> list[_Found]:
    sentence = folded[:end]
    found: list[_Found] = []
    taken = start
    for position, order in _beginnings(sentence, start, end):
        if position < taken or (not order and _ORDER.match(sentence, position)):
            continue
        units = unit_list(sentence, position, directory)
        if not units:
            continue
        role = _role(sentence, units[-1].end, order, bool(found))
        taken = units[-1].end
        if role is not None:
            found += [_Found(unit, role) for unit in units]
    return found


def _beginnings(folded: str, start: int, end: int) -> list[tuple[int, str]]:
    """Offsets at which a unit may stand as subject, with the word that orders it (由, 请, 会同 …) or ''."""
    places = {start: ""}
    for match in _START.finditer(folded, start, end):
        places.setdefault(match.end(), "")
    for match in _ORDER.finditer(folded, start, end):
        places[match.end()] = match.group()
    return sorted(places.items())


def _role(folded: str, after: int, order: str, has_lead: bool) -> str | None:
    """The role that the words around a unit list give it, or None."""
    if order in ("会同", "联合", "会商"):
        return SUPPORT if has_lead else None
    if re.compile(_ETC + _DESCRIBES.pattern).match(folded, after) or _OF_A_PERSON.match(folded, after):
        return None
    for role, pattern in _RIGHT:
        if match := pattern.match(folded, after):
            joint = match.groupdict().get("with")
            obliged = order or match.group() != joint  # 由X会同有关部门, X要会同有关部门
            if joint and not (unit_at(folded, match.end()) or (obliged and joint == "会同")):
                continue
            return role
    if _OBLIGED.match(folded, after) or (order and order != "督促"):
        return RESPONSIBLE
    return None
