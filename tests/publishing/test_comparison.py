"""Whole documents compared: both come back from the rows, what moved is said, and the work is bounded."""

import random
import time
from collections import Counter
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.model import (
    Attendee,
    Clause,
    Item,
    MinutesDocument,
    Responsibility,
    SeriesInfo,
    Tag,
    Unit,
)
from gusu_minutes.publishing.comparison import blocks, compare_whole, matched, tally

TEXT = st.text(st.sampled_from("区财政局，,的12a"), max_size=12)
FILLED = st.text(st.sampled_from("区财政局，,的12a"), min_size=1, max_size=12)


def minutes(**fields):
    plain = MinutesDocument(
        head="姑苏区人民政府常务会议纪要",
        number_line="第39次",
        title="第39次常务会议",
        series=SeriesInfo("executive", "常务会议", "executive"),
        bodies=("姑苏区政府",),
        address="executive/2024/39",
        number=39,
        term=None,
        held_on="2024-12-13",
        half_day="morning",
        place="",
        chair_name="陈羔",
        chair_title="区长",
        document_number="",
        preamble=(),
        items=(),
        closing=(),
        attendance=(),
    )
    return replace(plain, **fields)


def item(key, *clauses, title="听取汇报", **fields):
    plain = Item(key, "一", title, "hear", "", (), (), (), tuple(clauses))
    return replace(plain, **fields)


def clause(key, text="原则同意。", *responsibilities):
    return Clause(key, "", text, tuple(responsibilities))


@st.composite
def documents(draw):
    keys = draw(st.lists(st.sampled_from("abcdef"), unique=True))
    clause_keys = iter(draw(st.permutations("uvwxyz")))
    items = []
    for key in keys:
        clauses = [clause(next(clause_keys), draw(FILLED)) for _ in range(draw(st.integers(0, 6 // len(keys))))]
        items.append(item(key, *clauses, title=draw(TEXT)))
    people = draw(st.lists(st.builds(Attendee, st.sampled_from(["present", "leave"]), st.sampled_from("甲乙丙"))))
    paragraphs = st.lists(FILLED, max_size=5).map(tuple)
    return minutes(
        preamble=draw(paragraphs), items=tuple(items), closing=draw(paragraphs), attendance=tuple(people),
    )  # fmt: skip


def side(rows, name):
    found = ("".join(text for _kind, text in getattr(row, name)) for row in rows)
    return [typeset(text) for text in found if text]


@given(documents(), documents())
def test_the_rows_give_back_both_documents(old, new):
    rows = compare_whole(old, new)
    for document, name in ((old, "old"), (new, "new")):
        whole = side(compare_whole(document, document), "new")
        found = side(rows, name)
        assert Counter(found) == Counter(whole)
        if name == "new":
            assert found == whole, "in the order of the new document"
        words = [text for one in document.items for text in (one.title, *(clause.text for clause in one.clauses))]
        for text in (*document.preamble, *words, *document.closing):
            assert any(text.replace(",", "，") in row.replace(",", "，") for row in found)
    assert {row.kind for row in compare_whole(old, old)} == {"same"}
    assert (old == new) == all(row.kind == "same" for row in rows)
    assert [row for block in blocks(rows) for row in block.rows] == rows
    assert sum(count for _kind, count in tally(rows)) == len(rows)


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_matching_loses_nothing_and_moves_as_little_as_possible(old, new):
    found = list(matched(old, new, lambda number: number))
    assert [after for _before, after, _moved in found if after is not None] == new
    assert sorted(before for before, _after, _moved in found if before is not None) == sorted(old)
    stayed = [old.index(before) for before, after, moved in found if None not in (before, after) and not moved]
    assert stayed == sorted(stayed)
    places = [old.index(number) for number in new if number in old]
    longest = [1] * len(places)
    for place, number in enumerate(places):
        longest[place] = 1 + max((longest[i] for i in range(place) if places[i] < number), default=0)
    assert len(stayed) == max(longest, default=0)


def test_what_is_gone_stands_behind_what_it_stood_behind():
    assert list(matched("abcd", "adb", str)) == [
        ("a", "a", False), ("d", "d", True), ("b", "b", False), ("c", None, False),
    ]  # fmt: skip


def kinds(old, new):
    return [(row.role, row.kind, row.moved) for row in compare_whole(old, new) if row.kind != "same"]


def test_each_part_is_compared():
    lead, other = Unit("caizheng", "区财政局"), Unit("fagai", "区发改局")
    old = minutes(
        preamble=("会议由区长主持。",),
        items=(item("a", clause("x", "请抓好落实。", Responsibility("lead", lead, due_on="2025-01-01"))),),
        closing=("散会。",),
        attendance=(Attendee("present", "甲"), Attendee("leave", "乙")),
        annexes=("任务清单",),
        copy_to=("区委办",),
    )
    changed = Responsibility("responsible", lead, (other,), due_text="年底")
    new = replace(
        old,
        place="301会议室",
        preamble=("会议由副区长主持。",),
        items=(item("a", clause("x", "请抓好。", changed), outcome="adopted", themes=(Tag("t", "预算"),)),),
        closing=(),
        attendance=(Attendee("present", "甲", "区财政局"), Attendee("present", "乙")),
        annexes=("任务清单（修订）",),
        copy_to=("区委办", "区人大"),
    )  # fmt: skip
    with override("en"):
        rows = [row for row in compare_whole(old, new) if row.kind != "same"]
    assert [(row.role, row.kind, row.label) for row in rows] == [
        ("field", "added", "place"),
        ("paragraph", "changed", ""),
        ("about", "added", "outcome"),
        ("about", "added", "themes"),
        ("clause", "changed", ""),
        ("todo", "changed", ""),
        ("paragraph", "removed", ""),
        ("paragraph", "changed", "annex"),
        ("attendee", "changed", ""),
        ("attendee", "changed", ""),
        ("paragraph", "added", "copy to"),
    ]
    todo = rows[5]
    assert side([todo], "old") == ["主办 区财政局，时限 2025年1月1日"]
    assert side([todo], "new") == ["责任单位 区财政局，协办 区发改局，时限 年底"]


def test_what_moved_is_said():
    one, two, three = (item(key, clause(f"c{key}", f"第{key}条"), title=f"议题{key}") for key in "abc")
    assert kinds(minutes(items=(one, two, three)), minutes(items=(three, one, two))) == [("heading", "moved", True)]
    both = item("a", clause("x", "甲"), clause("y", "乙"))
    turned = item("a", clause("y", "乙"), clause("x", "甲"))
    assert kinds(minutes(items=(both,)), minutes(items=(turned,))) == [("clause", "moved", True)]


def test_a_clause_that_went_to_another_item_is_shown_once():
    old = minutes(items=(item("a", clause("x", "甲"), clause("y", "乙")), item("b", clause("z", "丙"))))
    new = minutes(items=(item("a", clause("x", "甲")), item("b", clause("z", "丙"), clause("y", "乙改"))))
    assert kinds(old, new) == [("clause", "changed", True)]
    without = minutes(items=(new.items[1],))
    assert [kind for kind in kinds(old, without) if kind[0] == "clause"] == [
        ("clause", "removed", False), ("clause", "changed", True),
    ]  # fmt: skip


def test_the_heading_stays_where_something_under_it_changed():
    old = minutes(items=(item("a", clause("x")), item("b", clause("y")), item("c", clause("z"), title="")))
    new = replace(old, items=(old.items[0], item("b", clause("y", "不同意。")), old.items[2]))
    shown = [row for block in blocks(compare_whole(old, new)) if not block.folded for row in block.rows]
    assert [(row.role, row.item) for row in shown] == [("heading", "b"), ("clause", "b")]
    untitled = replace(old, items=(*old.items[:2], item("c", clause("z", "不同意。"), title="")))
    shown = [row for block in blocks(compare_whole(old, untitled)) if not block.folded for row in block.rows]
    assert [(row.role, row.item) for row in shown] == [("clause", "c")]


@pytest.mark.parametrize("alphabet", ["的是", "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会"])
@pytest.mark.parametrize("size", [50, 8_000, 150_000])
def test_a_long_document_with_everything_changed_is_bounded(alphabet, size):
    """Ten seconds are far above what it takes, so that a busy machine does not fail it; unbounded it takes minutes."""
    rnd = random.Random(size)

    def document():
        clauses = [clause(f"c{n}", "".join(rnd.choices(alphabet, k=size))) for n in range(150_000 // size)]
        paragraphs = tuple("".join(rnd.choices(alphabet, k=size)) for _ in range(150_000 // size))
        return minutes(items=(item("a", *clauses),), preamble=paragraphs)

    old, new = document(), document()
    start = time.process_time()
    rows = compare_whole(old, new)
    assert time.process_time() - start < 10
    assert sum(len(text) for text in side(rows, "old")) >= 280_000
