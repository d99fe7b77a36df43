"""Minutes to be set on paper, without a database."""

from dataclasses import replace
from typing import Any

from gusu_minutes.documents.model import Attendee, Clause, Item, MinutesDocument, SeriesInfo

# 28 characters: one full line of the grid when it follows the indent of two.
FULL_LINE = "会议指出要加强统筹协调细化任务分工强化协同联动紧盯项目开工率"[:28]
_BARE = MinutesDocument(
    head="苏州市姑苏区人民政府常务会议纪要",
    number_line="第39次",
    title="姑苏区政府第39次常务会议",
    series=SeriesInfo("executive", "常务会议", "executive"),
    bodies=("姑苏区政府",),
    address="executive/2024/39",
    number=39,
    term=None,
    held_on="2024-12-13",
    half_day="afternoon",
    place="",
    chair_name="陈羔",
    chair_title="区长",
    document_number="",
    preamble=("2024年12月13日下午，区长陈羔同志主持召开姑苏区政府第39次常务会议。", "会议议定以下意见："),
    items=(),
    closing=("会议还研究了其他事项。",),
    attendance=tuple(Attendee("present", name) for name in ("陈羔", "吴强", "华建男")),
    issuer="苏州市姑苏区人民政府办公室",
    issued_on="2024-12-16",
)
NUMERALS = "一二三四五六七八九十"


def minutes(*, items: int = 1, clauses: int = 2, text: str = FULL_LINE * 4, **fields: Any) -> MinutesDocument:
    """Return minutes of as many items and clauses, each clause of `text`; `fields` replace those of the document."""
    made = tuple(
        Item(
            key=f"item{place}",
            number=numeral(place + 1),
            title=f"审议《姑苏区管理办法之{numeral(place + 1)}》",
            kind="deliberate",
            outcome="",
            presenting=(),
            documents=(),
            forwarded_to=(),
            clauses=tuple(
                Clause(f"clause{place}-{part}", f"（{numeral(part + 1)}）", text + "。") for part in range(clauses)
            ),
        )
        for place in range(items)
    )
    return replace(_BARE, **{"items": made, **fields})


def numeral(number: int) -> str:
    """Return 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return head + (NUMERALS[ones - 1] if ones else "")
