"""Whatever the text: the parser never fails, and loses nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gusu_minutes.importing.parser import parse, reassemble
from tests.importing.texts import SAMPLES, squeezed

TEXTS = [path.read_text(encoding="utf-8-sig") for path in sorted(SAMPLES.glob("*.txt"))]
LINES = sorted({line for text in TEXTS for line in text.splitlines()})
WORDS = [
    *"会议 同意 原则 由 区财政局 会同 请 于 3月底前 2024年12月13日 上午 主持召开 第39次 常务会议 一、 (一) 1. 议题一 出席: 列席:".split(),
    *"陈羔 王晋代李四 (责任单位: ) 《 》 〈 〉 。 , 、 ; : 附件: 抄送: 会议还研究了其他事项。 ① １． 會議 議定 时间: 副区长".split(),
    *("— 1 —", "陈 羔", "\n", "\t", " ", "\u3000", "\u2028", "\x0b", "\x1c", "\x85", "\ufeff", "\x00"),
]

any_text = st.text(alphabet=st.characters(codec=None), max_size=400)
wordy = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)
shuffled = st.lists(st.sampled_from(LINES), max_size=25).map("\n".join)
truncated = st.builds(
    lambda text, start, length: text[start : start + length],
    st.sampled_from(TEXTS),
    st.integers(0, 3000),
    st.integers(0, 1500),
)


@given(st.one_of(any_text, wordy, shuffled, truncated))
def test_any_text_is_read_and_comes_back_whole(text: str) -> None:
    parsed = parse(text)
    parsed.to_dict()
    assert squeezed(reassemble(parsed)) == squeezed(text)


@given(st.one_of(wordy, shuffled, truncated))
def test_nothing_is_named_that_the_text_does_not_name(text: str) -> None:
    source = squeezed(text)
    parsed = parse(text)
    for person in parsed.attendance:
        for name in (person.name, person.department, person.title, person.substitutes_for):
            assert squeezed(name or "") in source
    for item in parsed.items:
        for clause in item.clauses:
            for assignment in clause.assignments:
                assert squeezed(assignment.department) in source
                assert squeezed(assignment.due_text or "") in source


@pytest.mark.parametrize(
    "text",
    [
        "区财政局、" * 60_000,
        "出席:" + "主任" * 150_000,
        "\n".join(["出席:" + "张 " * 5_000] * 30),
        "一、" * 100_000,
        "一、\n" * 50_000,
        "《" * 300_000,
        "(责任单位:" * 50_000,
        "2024年1月1日在" * 30_000 + "召开会议",
        "\n".join(["由区财政局会同区审计局于3月底前" * 300] * 15),
    ],
    ids=range(9),
)
def test_hostile_text_is_read_in_seconds(text: str) -> None:
    begin = time.monotonic()
    parse(text)
    assert time.monotonic() - begin < 60  # far above what it takes; a catastrophe takes hours
