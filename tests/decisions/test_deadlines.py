"""Due dates out of words, and by the kind of a task. What leaves doubt gives none."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from decisions.domain.deadlines import default_due_on, due_from_words
from decisions.domain.holidays import import_holidays
from decisions.domain.workdays import WorkCalendar, load_calendar
from gusu_minutes.common.numerals import to_chinese
from gusu_minutes.settings import days

START = date(2024, 9, 27)  # a Friday; Sunday 29 is worked, the first week of October is not


@pytest.fixture
def statutory(db: None) -> None:
    import_holidays([2024, 2025])


@pytest.mark.parametrize(
    "words",
    [
        "",
        "尽快",
        "春节前",
        "汛期前",
        "“五一”前",
        "季度末前",
        "第一季度内",  # of which year?
        "上半年内",
        "每月底前",
        "每季度末前",
        "下周五前",  # of the week of the meeting, or of the issue?
        "本周内",
        "本月内",
        "3月内",  # until the end of March, or within three months?
        "一月内",
        "二月内",
        "3月上旬前",
        "2025年内",  # the importer gives it a day; it is no period of 2,025 years
        "二〇二五年内",
        "24年内",
        "2025年第一季度前",  # before it begins or before it ends?
        "2023年上半年内",  # gone by when it is set
        "三五日内",
        "两三个月内",
        "十五六天内",
        "3至5个工作日内",
        "20余日内",
        "一个半月内",
        "两年半内",
        "12小时内",
        "〇日内",
        "0个工作日内",
        "9999个工作日内",
        "9999天内",
        "999个月内",
        "会后一周内",  # the meeting was before the issue
        "收到后10日内",
        "10日前",
        "30日",
        "个工作日内",
        "日内",
    ],
)
def test_doubt_gives_no_day(words):
    assert due_from_words(words, START) is None


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("10个工作日内", date(2024, 10, 16)),
        ("十个工作日内", date(2024, 10, 16)),
        ("１０个工作日之内", date(2024, 10, 16)),
        ("10 个 工作日 以内。", date(2024, 10, 16)),
        ("十個工作日內", date(2024, 10, 16)),
        ("自印发之日起10个工作日内", date(2024, 10, 16)),
        ("1个工作日内", date(2024, 9, 29)),
        ("两个工作日内", date(2024, 9, 30)),
        ("三工作日内", date(2024, 10, 8)),
    ],
)
def test_working_days(statutory, words, due, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert due_from_words(words, START) == due


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("三十日内", date(2024, 10, 27)),  # a Sunday: not moved on
        ("30日内", date(2024, 10, 27)),
        ("30天以内", date(2024, 10, 27)),
        ("15个自然日内", date(2024, 10, 12)),
        ("廿日内", date(2024, 10, 17)),
        ("印发后7日内", date(2024, 10, 4)),
        ("一周内", date(2024, 10, 4)),
        ("两周之内", date(2024, 10, 11)),
        ("2个星期内", date(2024, 10, 11)),
        ("半个月内", date(2024, 10, 12)),
        ("半月内", date(2024, 10, 12)),
        ("24小时内", date(2024, 9, 28)),
        ("四十八小时内", date(2024, 9, 29)),
        ("一个月内", date(2024, 10, 27)),
        ("两个月内", date(2024, 11, 27)),
        ("两月内", date(2024, 11, 27)),
        ("兩個月內", date(2024, 11, 27)),
        ("六个月内", date(2025, 3, 27)),
        ("半年内", date(2025, 3, 27)),
        ("12个月内", date(2025, 9, 27)),
        ("一年内", date(2025, 9, 27)),
        ("三年内", date(2027, 9, 27)),
        ("2025年第一季度内", date(2025, 3, 31)),
        ("二〇二五年二季度末前", date(2025, 6, 30)),
        ("2025年上半年内", date(2025, 6, 30)),
        ("2024年下半年内", date(2024, 12, 31)),
    ],
)
def test_days_weeks_and_months_need_no_calendar(words, due):
    assert due_from_words(words, START) == due


@pytest.mark.parametrize(
    ("start", "words", "due"),
    [
        (date(2024, 12, 31), "两个月内", date(2025, 2, 28)),
        (date(2023, 12, 31), "两个月内", date(2024, 2, 29)),
        (date(2024, 2, 29), "一年内", date(2025, 2, 28)),
        (date(2024, 8, 31), "一个月内", date(2024, 9, 30)),
        (date(2024, 12, 15), "一个月内", date(2025, 1, 15)),
        (date(2024, 11, 30), "一个月内", date(2024, 12, 30)),
    ],
)
def test_a_month_ends_on_its_last_day_at_the_latest(start, words, due):
    assert due_from_words(words, start) == due


@given(st.integers(1, 300))
def test_numerals_say_the_same_in_both_scripts(number):
    for unit in ("日", "天", "个自然日"):
        assert due_from_words(f"{number}{unit}内", START) == due_from_words(f"{to_chinese(number)}{unit}内", START)


@given(st.text(alphabet="〇一二三十两半0123个工作日天周月年季度上下内前底末自印发起小时", max_size=9))
def test_no_words_fail_and_none_lead_back(words):
    due = due_from_words(words, START, WorkCalendar({}, START))
    assert due is None or due >= START


def test_many_share_one_calendar(statutory, django_assert_num_queries):
    calendar = load_calendar(START)
    with django_assert_num_queries(0):
        assert due_from_words("10个工作日内", START, calendar) == date(2024, 10, 16)
        assert default_due_on("urgent", START, calendar) == date(2024, 10, 10)


@pytest.mark.parametrize(
    ("kind", "due"), [("urgent", date(2024, 10, 10)), ("ordinary", date(2024, 10, 30)), ("long_term", None)]
)
def test_each_kind_has_its_deadline(statutory, kind, due):
    assert default_due_on(kind, START) == due


def test_an_office_sets_its_own_deadlines(statutory, settings):
    settings.DEADLINE_DAYS = {"urgent": 1, "ordinary": 0, "long_term": 2}
    found = {kind: default_due_on(kind, START) for kind in settings.DEADLINE_DAYS}
    assert found == {"urgent": date(2024, 9, 29), "ordinary": None, "long_term": date(2024, 9, 30)}


@pytest.mark.parametrize("value", ["", "five", "-1", "1.5", "1001", "５", "5 days"])
def test_a_bad_setting_is_refused_with_its_name(monkeypatch, value):
    monkeypatch.setenv("GUSU_DEADLINE_URGENT", value)
    with pytest.raises(ImproperlyConfigured, match="GUSU_DEADLINE_URGENT must be a number of days from 0 to 1000"):
        days("GUSU_DEADLINE_URGENT", default=5)


@pytest.mark.parametrize(("value", "number"), [(None, 5), ("0", 0), (" 7 ", 7), ("1000", 1000)])
def test_a_good_setting_is_read(monkeypatch, value, number):
    monkeypatch.delenv("GUSU_DEADLINE_URGENT", raising=False)
    if value is not None:
        monkeypatch.setenv("GUSU_DEADLINE_URGENT", value)
    assert days("GUSU_DEADLINE_URGENT", default=5) == number
