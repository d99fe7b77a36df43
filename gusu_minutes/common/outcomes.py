"""What a meeting decided about an item, read from the deciding words of the minutes.

The codes and their words are those of the interchange format: 通过, 同意, 原则同意, 不通过, 缓议, 修改后再议, 听取.
"""

from __future__ import annotations

import re

from gusu_minutes.common.folding import fold

DECIDING_WORDS: dict[str, tuple[str, ...]] = {
    "adopted": ("审议通过", "通过"),
    "approved": ("同意", "批准"),
    "approved_in_principle": ("原则同意", "原则通过", "原则上同意", "原则上通过", "原则性同意", "原则审议通过"),
    "rejected": ("不同意", "不予同意", "未通过", "不通过", "未予通过", "不予通过", "未获通过", "没有通过", "否决"),
    "deferred": ("缓议", "暂缓", "暂不审议", "暂不研究", "延期审议", "推迟审议"),
    "revise": (
        "修改后再议",
        "完善后再议",
        "再次研究",
        "再次审议",
        "再议",
        "再提请",
        "再次提请",
        "重新提请",
        "重新提交",
    ),
    "noted": ("听取", "传达", "学习", "通报"),
}
"""Outcome code → the words that say so, in Simplified characters; the longest word that stands in a place counts."""

_MASKED = (
    re.compile(r"《[^《》]{1,200}》|“[^“”]{1,200}”"),
    # a report that was heard may speak of agreeing and refusing; that decides nothing
    re.compile(r"听取了?(?!(?:并|、|和)?(?:原则)?(?:上)?(?:同意|通过))[^。;]{0,150}?(?:汇报|报告|通报|说明|介绍)"),
    re.compile(r"同意票|反对票|同意\d+票"),
)
_SUBJECT = re.compile(  # who may agree for the meeting: all that may stand before the verb since the last comma
    r"^(?:\(?[一二三四五六七八九十\d]{1,3}(?:[)、.]|是))?"
    r"(?:[^,。;:、]{0,16}?(?:会议|会上|大会|与会人员|与会委员|参会人员|政府|委员会|管委会|党组|党工委))?"
    r"(?:[对就][^,。;:、]{2,40}?)?(?:经|通过)?(?:[^,。;:、]{0,6}?(?:听取|研究|讨论|审议|表决|评议|协商))?"
    r"(?:决定|议定|明确|一致|认为|并|也|均|都|了|后|已|再次|最终|投票|认真|充分|集体|基本|总体){0,6}$"
)
_SEGMENT_ENDS = re.compile(r"[,。;:、!?\s]")
_NOT_THE_MEETING = re.compile(r"(?:未经|经|征得|取得|报|报经|须|需|如|若|待|获)[^,。;:、]{0,12}$")
_VERDICTS = (
    ("rejected", re.compile(r"(?:不予|未予|未获|没有|未|不)通过(?!率)|不予同意|不同意|不予批准|否决")),
    (
        "revise",
        re.compile(
            r"(?:修改|完善|补充|调整|论证|核实|研究|充实|优化|深化)[^。;]{0,12}?后,?(?:再行?|另行|重新)(?:次|行)?"
            r"(?:[^,。;]{0,8}?)(?:议|审议|研究|上会|提请|提交|讨论|报)"
            r"|再次(?:提请|提交|报)?[^,。;]{0,10}?(?:会议|常务会)?(?:研究|审议|讨论)|下次会议再议|(?:提交|提请|留待|待)下次[^,。;]{0,8}?(?:审议|研究|讨论)|修改后再议|再议"
            r"|重新(?:提请|提交|报|上会)[^,。;]{0,10}?(?:研究|审议|讨论)"
        ),
    ),
    (
        "deferred",
        re.compile(
            r"缓议|暂缓(?!解)|(?:暂不|推迟|延期|延后|择期|另行择期)(?:予以)?(?:审议|研究|讨论|表决|上会)|暂时?搁置|延期[至到][^,。;]{0,12}?(?:审议|研究|讨论)|暂不议"
        ),
    ),
    (
        "approved_in_principle",
        re.compile(r"原则(?:上|性)?(?:同意|(?:审议)?通过|审议通过|予以通过|批准)(?!后)"),
    ),
    (
        "adopted",
        re.compile(
            r"(?:审议|表决|讨论|研究|审定|一致|全票|举手表决)(?:并|后|和)?(?:一致|予以)?通过(?!后|率)"
            r"|(?:予以|获得?|获|决定)通过(?!后|率)|通过(?:了|会议)?(?:审议|表决|审定)"
            r"|会议(?:一致|研究)?通过(?:了|(?=[《该此关\s])|(?=[^,。;]{0,40}?(?:方案|规划|计划|办法|意见|报告|预案|细则|草案|名单|议案|决定|决议|制度|清单|措施|导则|规定)(?:[,。;]|$)))"
            r"|^(?:审议)?通过(?=《)"
        ),
    ),
    ("approved", re.compile(r"(?<!不)(?<!不予)(?:同意|批准)(?!后|文件|手续)")),
)
_NOTED = re.compile(
    r"(?:^|[,。;:、\s])(?:会议|会上|本次会议|此次会议)?(?:专题|集体|认真|首先|分别|还)*"
    r"(?:听取|传达|学习|通报了)(?!型|能力|强国|培训|教育|贯彻落实情况)"
)
_NOTED_TITLE = re.compile(r"^(?:专题|集体|书面)?(?:听取|传达|学习|通报)|(?:通报|汇报|传达学习|的学习|的通报)$")


def _mask(folded: str) -> str:
    """The folded text with titles, quotations and reports blanked out; the length stays."""
    for pattern in _MASKED:
        folded = pattern.sub(lambda m: m.group()[:1] + "○" * (len(m.group()) - 2) + m.group()[-1:], folded)
    return folded


def _first_decision(folded: str) -> str | None:
    masked = _mask(folded)
    found = [
        (match.start(), outcome) for outcome, pattern in _VERDICTS if (match := _first_own(outcome, pattern, masked))
    ]
    return min(found)[1] if found else None


def _first_own(outcome: str, pattern: re.Pattern[str], masked: str) -> re.Match[str] | None:
    """The first place where the meeting itself says so: in 经业主同意 and 部分业主不同意 others do."""
    for match in pattern.finditer(masked):
        before = _SEGMENT_ENDS.split(masked[max(0, match.start() - 40) : match.start()])[-1]
        asks_subject = outcome == "approved" or (outcome == "rejected" and "同意" in match.group())
        if asks_subject and not _SUBJECT.search(before):
            continue
        if outcome in ("revise", "deferred") or not _NOT_THE_MEETING.search(before):
            return match
    return None


def deciding_outcome(text: str, title: str = "") -> str | None:
    """The outcome code that an item's text states, or None.

    `text` is one clause or several joined by line ends, in either script; its first decision stands. Where nothing
    is decided, hearing a report or studying is `noted`. `title` is asked last.
    """
    folded = fold(text)
    for paragraph in folded.split("\n"):
        if outcome := _first_decision(paragraph):
            return outcome
    folded_title = fold(title)
    if outcome := _first_decision(folded_title):
        return outcome
    if _NOTED_TITLE.search(folded_title) or any(_NOTED.search(p) for p in folded.split("\n")):
        return "noted"
    return None
