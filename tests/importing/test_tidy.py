"""Half-width marks and stray spaces: what is tidied, what never is, and that a second time changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gusu_minutes.importing.tidy import tidy_punctuation, tidy_spaces

TEXTS = st.text(st.sampled_from("会议同意陈羔吴强aZ19.,:;()（），：；。《》“” 　\t\n/@"), max_size=40)


@pytest.mark.parametrize(
    "text",
    [
        "3.14", "1,000元", "共1,234,567.89元", "上午9:30召开", "比例为1:1", "2:1", "12:30:45",
        "https://example.cn/a,b;c:d(e)", "网址见 http://a.cn:8080/x?y=1,2", "邮箱a.b@example.cn",
        "Smith, J. (2020): a; b", "函数f(x)", "第一、第二。", "（一）已经是全角，不变；对：好",
    ],
)  # fmt: skip
def test_what_keeps_its_marks(text):
    assert tidy_punctuation(text) == text


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("会议指出,要加强领导", "会议指出，要加强领导"),
        ("责任单位:区财政局;配合单位:区审计局", "责任单位：区财政局；配合单位：区审计局"),
        ("《方案(2024)》", "《方案（2024）》"),
        ("PM2.5(细颗粒物)", "PM2.5（细颗粒物）"),
        ("增长3.14,同意", "增长3.14，同意"),
        ("时间:9:30", "时间：9:30"),
        ("(1)加快建设", "（1）加快建设"),
        ("（全角开,半角闭)", "（全角开，半角闭）"),
        ("详见https://a.cn/x,请查阅", "详见https://a.cn/x，请查阅"),
        ("引进“A, B”,落实", "引进“A, B”，落实"),
        ("甲,\nb,c", "甲，\nb,c"),
    ],
)
def test_marks_in_chinese_become_wide(text, tidied):
    assert tidy_punctuation(text) == tidied


@pytest.mark.parametrize(
    "text",
    ["see the plan", "GDP 增长 5 %", "2024 年 12 月", "陈 羔", "陈　羔 吴　强", "区长 陈 羔", "上午 9:30", "a “b” c",
     "第一段\n第二段", "  缩进"],
)  # fmt: skip
def test_what_keeps_its_spaces(text):
    assert tidy_spaces(text) == text


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("会议 原则同意", "会议原则同意"),
        ("会议指出 ，要  加强", "会议指出，要加强"),
        ("《 实施 方案 》", "《实施方案》"),
        ("落实　责任", "落实责任"),
        ("开展 “回头看” 行动", "开展“回头看”行动"),
        ("引进 AI 企业 若干", "引进 AI 企业若干"),
    ],
)
def test_stray_spaces_go(text, tidied):
    assert tidy_spaces(text) == tidied


def test_known_names_keep_their_spaces():
    assert tidy_spaces("区长陈 羔同志 主持", ["陈羔"]) == "区长陈 羔同志主持"
    assert tidy_spaces("请陈羔 吴 强 华建男 同志负责", ["陈羔", "吴强", "华建男"]) == "请陈羔 吴 强 华建男同志负责"


@given(TEXTS)
def test_marks_are_tidied_once_and_nothing_moves(text):
    tidied = tidy_punctuation(text)
    assert len(tidied) == len(text)
    assert tidy_punctuation(tidied) == tidied


@given(TEXTS, st.sets(st.sampled_from(["陈羔", "吴强", "会议同"])))
def test_spaces_are_tidied_once_and_no_word_is_lost(text, names):
    tidied = tidy_spaces(text, names)
    assert "".join(tidied.split()) == "".join(text.split())
    assert tidy_spaces(tidied, names) == tidied
