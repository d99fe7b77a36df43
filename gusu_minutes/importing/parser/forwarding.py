"""Where a matter must go next: 提请区委常委会审议, 提交县政府常务会议审议, 报市政府审定."""

from __future__ import annotations

import re

_FORWARD = re.compile(
    r"(?:提请|提交|报请|报送|呈报|呈请|上报|报)(?P<bodies>[^,。;:()《》“”]{2,40}?)"
    r"(?:审议|研究|讨论|审定|审批|审查批准|批准|审查)(?!稿|意见|通过后再)"
)
_PREFIX = re.compile(
    r"^(?:按(?:照)?(?:相应|相关|有关|规定)?程序|依法|依程序|一并|分别|及时|适时|尽快|抓紧|再|下一步|下次)+"
)
_BODY = re.compile(
    r"(?:会议|委会|委员会|行署|董事会|股东会|理事会|政府|区委|县委|市委|省委|党委|党组|党工委|管委会|人大|政协|政府办|办公会|党组会|主任会|全会|国务院|领导小组|部|厅|局|办|委|组|指挥部)$"
)
_SPLIT = re.compile("、|和|及|与|以及")
_THIS_MEETING = re.compile(r"^(?:(?:本|下次|再次|区长|县长)?(?:会议|常务会议|大会|办公会议?)|会)$")


def forwarded_to(text: str, folded: str) -> list[str]:
    """The bodies that the text sends its matter to, as written, in order; `folded` is the fold of `text`."""
    bodies: dict[str, None] = {}
    for match in _FORWARD.finditer(folded):
        start, end = match.span("bodies")
        prefix = _PREFIX.match(folded[start:end])
        start += prefix.end() if prefix else 0
        for piece_start, piece_end in _pieces(folded, start, end):
            piece = folded[piece_start:piece_end]
            if len(piece) >= 2 and _BODY.search(piece) and not _THIS_MEETING.match(piece):
                bodies[text[piece_start:piece_end]] = None
    return list(bodies)


def _pieces(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The single bodies of a list; 和 inside a name stays when the first half is no body."""
    pieces: list[tuple[int, int]] = []
    begin = start
    for joint in _SPLIT.finditer(folded, start, end):
        if joint.group() == "、" or _BODY.search(folded[begin : joint.start()]):
            pieces.append((begin, joint.start()))
            begin = joint.end()
    return [*pieces, (begin, end)]
