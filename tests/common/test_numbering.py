"""Numbers as written are counted anew in their own way, level by level."""

import pytest

from gusu_minutes.common.numbering import following, in_order, renumbered


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("一 三 四", "一 二 三"),
        ("(一) (三)", "(一) (二)"),
        ("1. 3. 9.", "1. 2. 3."),
        ("① ③", "① ②"),
        ("⑴ ⑶", "⑴ ⑵"),
        ("⒈ ⒊", "⒈ ⒉"),
        ("㈠ ㈢", "㈠ ㈡"),
        ("议题一 议题三", "议题一 议题二"),
        ("3.1 3.3", "3.1 3.2"),
        ("(一) 1. 3. (三) 1. 2.", "(一) 1. 2. (二) 1. 2."),
        ("1、 ② ③ 2、 ①", "1、 ① ② 2、 ①"),
        ("十 十二", "一 二"),
    ],
)
def test_numbers_are_counted_anew(numbers, expected):
    assert renumbered(numbers.split()) == expected.split()


def test_what_has_no_number_keeps_none():
    assert renumbered(["", "(一)", "", "(三)"]) == ["", "(一)", "", "(二)"]


def test_more_than_a_row_of_circles_goes_on_in_digits():
    assert renumbered(["①"] * 21)[-2:] == ["⑳", "21"]


@pytest.mark.parametrize(
    ("numbers", "ordered"), [("一 二", True), ("一 三", False), ("(一) 1. 2. (二) 1.", True), ("", True)]
)
def test_order_is_seen(numbers, ordered):
    assert in_order(numbers.split()) is ordered


@pytest.mark.parametrize(
    ("numbers", "expected"), [(["一", "二"], "三"), (["(一)", ""], ""), ([], ""), (["一", "三"], "")]
)
def test_the_next_number_continues_what_is_in_order(numbers, expected):
    assert following(numbers) == expected
