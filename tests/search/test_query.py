"""The words of a list: all of them, in any script and width, and where they stand."""

import pytest

from gusu_minutes.public.audience import AUDIENCES
from gusu_minutes.public.filters import ResolutionFilter
from gusu_minutes.search import query
from tests.factories import AgendaItemFactory, MeetingFactory, ResolutionFactory, issue


def found(words: str) -> list[str]:
    public = AUDIENCES["public"]
    filtered = ResolutionFilter({"q": words}, public.clause.objects.order_by("position"), public)
    assert filtered.is_valid()
    return [clause.text for clause in filtered.qs]


@pytest.fixture
def clauses(db: None) -> None:
    meeting = MeetingFactory()
    item = AgendaItemFactory(meeting=meeting, title="审议《碳达峰实施方案》")
    for text in ("会议原则同意方案，完成 100% 的目标。", "请区财政局安排 ABC_2025 资金。"):
        ResolutionFactory(agenda_item=item, text=text)
    issue(meeting)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 2),
        ("   ", 2),
        ("方案", 2),
        ("碳達峰", 2),
        ("財政局", 1),
        ("方案 财政局", 1),
        ("财政局　碳达峰", 1),
        ("财政局 不存在", 0),
        ("abc_2025", 1),
        ("ＡＢＣ", 1),
        ("100%", 1),
        ("1%0", 0),
        ("ABCx2025", 0),
        ("同_方案", 0),
        ("'", 0),
        ('"\\', 0),
    ],
)
def test_words_are_all_wanted_and_folded(clauses, words, count):
    assert len(found(words)) == count


def test_pieces_give_back_the_text_as_written():
    text = "關於ＡＢＣ方案的彙報，原則同意方案"
    pieces = list(query.pieces(text, "abc 方案"))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == ["ＡＢＣ", "方案", "方案"]


def test_longer_words_are_marked_first():
    assert [piece for piece, hit in query.pieces("应急预案", "应急 应急预案") if hit] == ["应急预案"]


def test_nothing_is_marked_without_words():
    assert list(query.pieces("会议", "")) == [("会议", False)]
    assert list(query.pieces("", "会议")) == []
