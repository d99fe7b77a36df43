"""Agenda items of the plan: kind, presenters, assignments."""

from datetime import date

import pytest

from gusu_minutes.importing.planning import item_kind
from gusu_minutes.importing.presenters import presenters
from gusu_minutes.importing.responsibilities import assignments_of
from tests.importing.parsed import unit


@pytest.mark.parametrize(
    ("title", "opening", "kind"),
    [
        ("传达学习中央经济工作会议精神", "", "relay"),
        ("學習貫徹重要講話精神", "", "relay"),
        ("专题研究安全稳定工作", "", "study"),
        ("听取关于审议情况的汇报", "", "hear"),
        ("审议《关于学习研究的办法》", "", "deliberate"),
        ("关于《学习型城市规划》的审议", "", "deliberate"),
        ("《学习型城市规划》", "会议审议了该规划。", "deliberate"),
        ("", "会议听取了区发改局的汇报。", "hear"),
        ("人事任免", "会议同意。", "study"),
    ],
)
def test_the_verb_tells_the_kind(title, opening, kind):
    assert item_kind(title, opening) == kind


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("会议听取了区发改局关于重点项目情况的汇报,原则同意。", ["区发改局"]),
        ("會議聽取了姑蘇生態環境局關于信訪件整改情況的匯報。", ["姑蘇生態環境局"]),
        ("会议听取了区交通运输局的汇报，原则同意。", ["区交通运输局"]),
        ("会议听取了县生态环境分局局长冯涛同志关于《清单》起草情况的汇报。", ["县生态环境分局"]),
        ("会议听取了区卫健局副局长万里关于迁建项目前期工作情况的汇报。", ["区卫健局"]),
        ("会议听取了区政府办公室关于意识形态工作情况的汇报。", ["区政府办公室"]),
        ("会议听取了区住建局、区民政和卫生健康局关于养老服务的汇报。", ["区住建局", "区民政和卫生健康局"]),
        ("会议听取了区住建局和区财政局的汇报。", ["区住建局", "区财政局"]),
        ("区统计局作了专题汇报。", ["区统计局"]),
        ("会议听取了上半年招商引资工作情况的汇报。", []),
        ("会议听取了全区安全生产工作情况的汇报。", []),
        ("会议听取了各街道的汇报。", []),
        ("会议听取了有关部门的汇报。", []),
        ("请区财政局于年底前汇报。", []),
    ],
)
def test_presenters_are_named_units(text, units):
    assert presenters([text], ["区民政和卫生健康局", "区政府办"]) == tuple(units)


def made(text, *entries):
    plans, lonely = assignments_of(text, entries)
    return [(plan.lead, plan.role, plan.supporting) for plan in plans], lonely


def test_one_assignment_for_each_lead():
    assert made("…", unit("甲局"), unit("乙局"))[0] == [("甲局", "responsible", ()), ("乙局", "responsible", ())]


def test_helpers_help_the_lead_before_them():
    entries = [unit("甲局"), unit("乙局", "lead"), unit("丙局", "support"), unit("丁局"), unit("戊局", "support")]
    assert made("…", *entries)[0] == [
        ("甲局", "responsible", ()), ("乙局", "lead", ("丙局", "戊局")), ("丁局", "responsible", ()),
    ]  # fmt: skip


def test_a_helper_named_first_helps_the_first_after_it():
    assert made("…", unit("丙局", "support"), unit("甲局"))[0] == [("甲局", "responsible", ("丙局",))]


def test_no_lead_is_invented_for_a_helper():
    assert made("区财政局配合。", unit("区财政局", "support")) == ([], ["区财政局"])


def test_nobody_supports_itself_or_twice():
    entries = [unit("甲局", "lead"), unit("甲局", "support"), unit("乙局", "support"), unit("乙局", "support")]
    assert made("…", *entries)[0] == [("甲局", "lead", ("乙局",))]


def test_the_same_task_twice_is_one():
    assert len(made("由甲局负责。", unit("甲局"), unit("甲局"))[0]) == 1


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("资金充足。由甲局牵头落实。要抓紧。", "由甲局牵头落实。"),
        ("落实资金。(责任单位:甲局、乙局)", "落实资金。(责任单位:甲局、乙局)"),
        (
            "落实资金。（牵头单位：甲局；配合单位：乙局；时限：年底前）",
            "落实资金。（牵头单位：甲局；配合单位：乙局；时限：年底前）",
        ),
        ("甲局筹款；乙局施工；甲局验收。", "甲局筹款；甲局验收。"),
    ],
)
def test_the_task_is_what_names_the_unit(text, task):
    assert assignments_of(text, [unit("甲局")])[0][0].task == task


def test_a_deadline_keeps_its_words():
    (plan,), _ = assignments_of("…", [unit("甲局", due="2025-03-31", due_text="3月底前")])
    assert (plan.due_on, plan.due_text) == (date(2025, 3, 31), "3月底前")
    (plan,), _ = assignments_of("…", [unit("甲局", due_text="春节前" * 30)])
    assert (plan.due_on, len(plan.due_text)) == (None, 60)
