"""Texts compared word by word: nothing is lost, words stay whole, and the work is bounded."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gusu_minutes.common.pieces import Effort, common_stretches, compare_words, pieces

TEXTS = st.text(st.sampled_from("的是区财2024.5%aBé \n，。。\u3000😀"), max_size=60) | st.text(max_size=40)


def joined(found, *, without):
    return "".join(text for kind, text in found if kind != without)


def shown(old, new):
    marks = {"same": "{}", "del": "[{}]", "ins": "<{}>"}
    return "".join(marks[kind].format(text) for kind, text in compare_words(old, new, Effort()))


@given(TEXTS, TEXTS, st.integers(0, 300))
def test_the_pieces_give_back_both_texts(old, new, effort):
    found = compare_words(old, new, Effort(effort))
    assert joined(found, without="ins") == old
    assert joined(found, without="del") == new
    assert all(text for _kind, text in found)
    assert (old == new) == all(kind == "same" for kind, _text in found)
    runs = [kind for kind, _text in found]
    assert all(one != other for one, other in pairwise(runs)), "neighbours of a kind are one piece"


@given(st.lists(st.integers(0, 4), max_size=30), st.lists(st.integers(0, 4), max_size=30))
def test_as_much_as_possible_is_common(old, new):
    """Against the textbook's table, which takes the square of the length."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row, one in enumerate(old):
        for column, other in enumerate(new):
            table[row + 1][column + 1] = (
                table[row][column] + 1 if one == other else max(table[row][column + 1], table[row + 1][column])
            )
    found = common_stretches(old, new, Effort())
    assert sum(end - start for start, end, _from, _to in found) == table[-1][-1]
    assert all(old[x:end_x] == new[y:end_y] for x, end_x, y, end_y in found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("于2024年完成", "于2025年完成", "于[2024]<2025>年完成"),
        ("资金1,200万元", "资金1,250.5万元", "资金[1,200]<1,250.5>万元"),
        ("完成60%以上", "完成65%以上", "完成[60%]<65%>以上"),
        ("建设WiFi网", "建设Wimax网", "建设[WiFi]<Wimax>网"),
        ("会议听取了区财政局的汇报", "会议听取了区发改局的汇报", "会议听取了区[财政]<发改>局的汇报"),
        ("甲乙丙的丁戊己", "子丑寅的卯辰巳", "[甲乙丙的丁戊己]<子丑寅的卯辰巳>"),
        ("会议由甲乙丙的丁戊己负责", "会议由子丑寅的卯辰巳负责", "会议由[甲乙丙的丁戊己]<子丑寅的卯辰巳>负责"),
        ("会议同意。请落实。", "本会议同意。由区财政局办。请落实。", "<本>会议同意。<由区财政局办。>请落实。"),
        ("甲会同意，请落实。", "乙会同意，请落实，并报告。", "[甲]<乙>会同意，请落实<，并报告>。"),
        ("甲做工作。余下", "乙做工作。由区办。余下", "[甲]<乙>做工作。<由区办。>余下"),
        ("", "新增", "<新增>"),
        ("同样", "同样", "同样"),
    ],
)  # fmt: skip
def test_words_stay_whole(old, new, expected):
    assert shown(old, new) == expected


def test_a_shared_effort_is_spent_once():
    """The first texts are compared, the last ones stand as a whole; a thousand more take no more steps."""
    old, new = "甲乙丙丁戊己庚辛" * 20, "乙丙丁戊己庚辛甲子" * 20
    effort = Effort(10_000)
    found = [compare_words(old, new, effort) for _ in range(1000)]
    assert len(found[0]) > 2
    assert found[-1] == (("del", old), ("ins", new))
    assert effort.left > -1000


def test_one_change_in_a_very_long_text_is_found_at_once():
    old = "请各单位按照会议要求抓好落实。" * 20_000
    new = old[:150_000] + "不" + old[150_000:]
    start = time.process_time()
    assert [kind for kind, _text in compare_words(old, new, Effort())] == ["same", "ins", "same"]
    assert time.process_time() - start < 5


def test_of_long_unchanged_stretches_only_what_is_near_a_change_is_kept():
    old = "一二三四五六七八九十" * 5 + "旧" + "甲乙丙丁戊己庚辛壬癸" * 5
    assert pieces(old, old.replace("旧", "新"), context=4) == (
        ("same", "…七八九十"),
        ("del", "旧"),
        ("ins", "新"),
        ("same", "甲乙丙丁…"),
    )
    assert pieces(old, "完全不同的另一段文字没有任何相同之处可言哪怕一点点也没有啊") == ()
