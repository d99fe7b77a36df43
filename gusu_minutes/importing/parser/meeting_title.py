"""What a meeting's name says: who convened it, of what kind it is, its number, term and year."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from gusu_minutes.common.numerals import to_int

_N = "〇○零一二三四五六七八九十百0-9"
_NUMBER = re.compile(rf"第?\s*(?P<n>[{_N}]{{1,5}})\s*次")
_TERM = re.compile(rf"第?(?P<n>[{_N}]{{1,4}})届")
_YEAR = re.compile(rf"(?P<y>[〇○零一二三四五六七八九0-9]{{4}})年度?(?=第?\s*[{_N}]{{1,5}}\s*次)")
_YEAR_WORD = re.compile(r"[〇○零一二三四五六七八九0-9]{4}年度?")
_KIND = re.compile(
    r"(?:(?:[区县市镇乡州旗院校局行社台园会]长|主任|书记|秘书长|主席|总经理|经理|董事长|总裁)(?:办公|碰头|专题|例)|(?:党组|党委|党工委|常委)?(?:常务|全体|党组|党委|党工委|常委|办公|专题|"
    r"现场|工作|协调|联席|调度|推进|扩大|部署|务虚|协商|研究|评审|审议|论证|动员|通气|座谈|碰头|例|理论学习中心组|\(扩大\)|"
    r"全|紧急|电视电话|视频|专项|临时|问题|业务|督导|督办|点评|领导小组)+)(?:会议|会)$|(?:常务|全体|党组|常委)?(?:扩大)?会议$"
)
_ENLARGED = re.compile(r"\(扩大\)")
_BODY_END = "政府|管委会|委员会|党组|党工委|区委|县委|市委|党委|领导小组|指挥部|公司|集团|局|办公室|街道办事处|街道|镇|乡|安委会|[防森抗]指|[禁征防]委会|工作组|专班|办|中心|联席会议|大学|学院|医院|学校|中学|小学|研究院|银行|人大常委会|政协|党委会|理事会|董事会"
_BODY = re.compile(rf"(?:{_BODY_END})$")
_SECOND = re.compile("(?<=会议)暨|(?<=会)暨")
_JOINT = re.compile("、|暨|和|与|及")


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """Read from a meeting's name; `bodies` and `kind` are in the script of the name."""

    bodies: tuple[str, ...] = ()
    kind: str | None = None
    term: int | None = None
    year: int | None = None
    number: int | None = None


def read_title(text: str, folded: str) -> TitleFacts:
    """Take a meeting's name apart; `folded` is the fold of `text`."""
    number = _NUMBER.search(folded)
    second = _SECOND.search(folded, number.end()) if number else None
    if second:  # 第36次常务会议暨区安委会全体会议: number and kind are of the first, the second has bodies of its own
        first = read_title(text[: second.start()], folded[: second.start()])
        others = read_title(text[second.end() :], folded[second.end() :]).bodies
        return replace(first, bodies=(*first.bodies, *(body for body in others if body not in first.bodies)))
    term = _TERM.search(folded)
    year = _YEAR.search(folded)
    kind = _kind_span(folded)
    return TitleFacts(
        bodies=_bodies(text, folded, kind[0] if kind else len(folded)),
        kind=text[kind[0] : kind[1]] if kind and folded[kind[0] : kind[1]] not in ("会议", "会") else None,
        term=to_int(term["n"]) if term else None,
        year=to_int(year["y"]) if year else None,
        number=to_int(number["n"]) if number else None,
    )


def _kind_span(folded: str) -> tuple[int, int] | None:
    """Where the kind stands: what follows the last number, or the longest known kind at the end."""
    numbers = list(_NUMBER.finditer(folded))
    start = numbers[-1].end() if numbers else 0
    tail = folded[start:]
    match = _KIND.search(tail)
    if numbers and not _body_prefix(tail) and tail and len(tail) <= 14 and tail.endswith("会议"):
        return start, len(folded)
    if match:
        return start + match.start(), len(folded)
    return None


def _body_prefix(tail: str) -> bool:
    """Whether a body's name stands between the number and the kind: 104次县政府常务会议."""
    return bool(re.match(r".{1,20}?(?:政府|管委会|委员会|党工委|街道)(?=.)", tail))


def _bodies(text: str, folded: str, stop: int) -> tuple[str, ...]:
    """The convening bodies named before the kind, without numbers, years and terms."""
    keep = [True] * stop
    for pattern in (_NUMBER, _TERM, _YEAR_WORD):
        for match in pattern.finditer(folded, 0, stop):
            keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    kept = [i for i in range(stop) if keep[i] and not folded[i].isspace()]
    clean = "".join(folded[i] for i in kept)
    out: list[str] = []
    begin = 0
    for joint in [*_JOINT.finditer(clean), None]:
        end = joint.start() if joint else len(clean)
        if _BODY.search(clean[begin:end]) and end - begin >= 2:
            out.append("".join(text[i] for i in kept[begin:end]))
            begin = joint.end() if joint else end
        elif joint and not clean[begin:end]:
            begin = joint.end()
    return tuple(out)
