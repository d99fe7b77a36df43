"""What a new text has in common with a draft: moved, reworded, renumbered, and never matched twice."""

import random
import time
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from gusu_minutes.importing.parser import parse
from gusu_minutes.importing.reimport.pairing import Clause, Item, moved, pair

TEXT = st.text(st.sampled_from("会议同意方案区局。,"), max_size=12)
ITEMS = st.lists(
    st.builds(
        Item,
        number=st.sampled_from(["", "一", "二"]),
        title=TEXT,
        clauses=st.lists(st.builds(Clause, number=st.sampled_from(["", "(一)"]), text=TEXT), max_size=4).map(tuple),
    ),
    max_size=4,
)


def item(title, *texts, number=""):
    return Item(number, title, tuple(Clause("", text) for text in texts))


@given(ITEMS, ITEMS)
def test_nothing_is_matched_twice(old, new):
    pairs = pair(old, new)
    assert len(set(pairs.items.values())) == len(pairs.items)
    assert len(set(pairs.clauses.values())) == len(pairs.clauses)
    assert all(0 <= there < len(old) for there in pairs.items.values())
    assert all(nth < len(old[at].clauses) for at, nth in pairs.clauses.values())
    assert all(nth < len(new[at].clauses) for at, nth in pairs.clauses)


@given(ITEMS)
def test_the_same_text_is_itself(items):
    pairs = pair(items, items)
    assert {here: there for here, there in pairs.clauses.items() if here != there} == {}
    assert len(pairs.clauses) == sum(len(one.clauses) for one in items)


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_the_same_does_not_matter(items, shuffler):
    """Whatever is cut up and put together anew: as many texts find themselves as there are on both sides."""
    clauses = [one for each in items for one in each.clauses]
    shuffler.shuffle(clauses)
    texts = iter(clauses)
    new = [Item(each.number, each.title, tuple(next(texts) for _ in each.clauses)) for each in items]
    shuffler.shuffle(new)
    pairs = pair(items, new)
    assert len(pairs.clauses) == len(clauses)
    for (at, nth), (there, other) in pairs.clauses.items():
        here, old = new[at].clauses[nth].text, items[there].clauses[other].text
        assert "".join(filter(str.isalnum, here)) == "".join(filter(str.isalnum, old))


def test_a_moved_clause_is_known_in_another_item():
    old = [
        item("研究供水", "同意供水方案。", "由区水务局牵头，年底前完成管网改造。"),
        item("研究绿化", "同意绿化方案。"),
    ]
    new = [
        item("研究供水", "同意供水方案。"),
        item("研究绿化", "由区水务局牵头，年底前完成管网改造。", "同意绿化方案。"),
    ]
    assert pair(old, new).clauses == {(0, 0): (0, 0), (1, 0): (0, 1), (1, 1): (1, 0)}


def test_a_reworded_clause_is_known_in_its_item_and_elsewhere():
    old = [item("研究供水", "由区水务局牵头，年底前完成全区老旧管网改造。"), item("研究绿化", "同意。")]
    here = [item("研究供水", "由区水务局牵头，2025年底前完成老旧管网改造工作。"), item("研究绿化", "同意。")]
    assert pair(old, here).clauses[0, 0] == (0, 0)
    there = [item("研究供水"), item("研究绿化", "同意。", "由区水务局牵头，年底前完成全区老旧供水管网改造。")]
    assert pair(old, there).clauses[1, 1] == (0, 0)


def test_another_clause_is_not_taken_for_it():
    old = [item("研究供水", "由区水务局牵头，年底前完成管网改造。")]
    new = [item("研究供水", "区财政局要落实资金，确保专款专用。")]
    assert pair(old, new).clauses == {}


def test_items_with_titles_of_one_pattern_are_told_apart():
    old = [
        item("听取关于姑苏区2024年重点项目完成情况和2025年重点项目预排情况的汇报", "重点项目是稳投资的重要支撑。"),
        item("审议《导则》", "会议同意《导则》。"),
    ]
    new = [
        item("听取关于姑苏区2024年民生实事项目完成情况和2025年民生实事候选项目形成情况的汇报", "群众所盼。"),
        item("审议《导则》", "会议同意《导则》。"),
    ]
    assert pair(old, new).items == {1: 1}


def test_an_item_with_a_new_title_is_known_by_what_was_decided():
    old = [item("研究供水", "由区水务局牵头，年底前完成管网改造。", number="一")]
    new = [item("关于老旧小区管网的议题", "由区水务局牵头，年底前完成管网改造。", number="二")]
    assert pair(old, new).items == {0: 0}


def test_numbers_marks_and_script_make_no_difference():
    old = [item("審議《方案》", "會議原則同意,請印發。", number="一")]
    new = [item("审议《方案》", "会议原则同意，请印发。", number="二")]
    pairs = pair(old, new)
    assert (pairs.items, pairs.clauses) == ({0: 0}, {(0, 0): (0, 0)})


@pytest.mark.parametrize(
    ("places", "out"),
    [([], set()), ([0, 1, 2], set()), ([2, 0, 1], {0}), ([1, 2, 0], {2}), ([0, 5, 9], set()), ([1, 0], {1})],
)
def test_the_fewest_are_called_moved(places, out):
    assert moved(places) == out


def test_a_long_text_with_every_clause_reworded_takes_no_second():
    source = (Path(settings.BASE_DIR) / "fixtures" / "gusu-39.txt").read_text("utf-8")
    shuffler = random.Random(39)

    def reword(text):
        return "".join(mark for mark in text if shuffler.random() > 0.1)

    items = [
        Item(str(one.number), str(one.title), tuple(Clause("", str(each.text)) for each in one.clauses))
        for one in parse(source).items
    ] * 5
    new = [Item(one.number, one.title, tuple(Clause("", reword(each.text)) for each in one.clauses)) for one in items]
    begun = time.process_time()
    pairs = pair(items, new)
    assert time.process_time() - begun < 3
    assert len(pairs.clauses) == sum(len(one.clauses) for one in items)
