"""Two documents to try a layout with: one that has everything, and one that lacks all that may be lacking."""

from gusu_minutes.documents.model import (
    Attendee,
    Clause,
    Item,
    MinutesDocument,
    Responsibility,
    SeriesInfo,
    Unit,
)

_FINANCE, _PLANNING = Unit("finance", "区财政局"), Unit("planning", "区发改局")
_SERIES = SeriesInfo("executive", "常务会议", "executive")

FULL = MinutesDocument(
    head="苏州市姑苏区人民政府常务会议纪要",
    number_line="第39次",
    title="姑苏区政府第39次常务会议",
    series=_SERIES,
    bodies=("保护区管委会", "姑苏区政府"),
    address="executive/2024/39",
    number=39,
    term=3,
    held_on="2024-12-13",
    half_day="afternoon",
    place="区行政中心301会议室",
    chair_name="陈羔",
    chair_title="区长",
    document_number="姑苏府纪〔2024〕39号",
    preamble=("2024年12月13日下午，区长陈羔同志主持召开会议。", "会议议定以下意见："),
    items=(
        Item(
            key="a",
            number="一",
            title="审议《<古城>保护 & 更新方案》",
            kind="deliberate",
            outcome="approved",
            presenting=(_PLANNING, _FINANCE),
            documents=("<古城>保护 & 更新方案",),
            forwarded_to=("区委常委会",),
            clauses=(
                Clause("b", "（一）", "会议原则同意。\n请尽快印发实施。", ()),
                Clause(
                    "c",
                    "（二）",
                    "由区财政局牵头落实资金。",
                    (Responsibility("lead", _FINANCE, (_PLANNING,), "2024-12-31"),),
                ),
            ),
        ),
        Item("d", "二", "听取工作汇报", "hear", "", (), (), (), (Clause("e", "", "会议听取了汇报。"),)),
    ),
    closing=("会议还研究了其他事项。",),
    attendance=(
        Attendee("present", "陈羔", title="区长"),
        Attendee("present", "王五", "区财政局"),
        Attendee("in_attendance", "赵六", "区发改局", "副局长", "李四"),
    ),
    copy_number="000001",
    classification="内部",
    urgency="特急",
    annexes=("实施方案", "责任清单"),
    copy_to=("区委办公室", "区人大常委会办公室"),
    issuer="姑苏区人民政府办公室",
    issued_on="2024-12-16",
)
BARE = MinutesDocument(
    head="",
    number_line="",
    title="专题会议",
    series=_SERIES,
    bodies=(),
    address="draft/1",
    number=None,
    term=None,
    held_on="2024-12-13",
    half_day="",
    place="",
    chair_name="",
    chair_title="",
    document_number="",
    preamble=(),
    items=(),
    closing=(),
    attendance=(),
)
