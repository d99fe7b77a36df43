"""The circular: what it says, in every format, and that nothing of the clauses is in it."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pdfminer.high_level import extract_pages

from decisions.enums import AssignmentState as S
from gusu_minutes.documents.formats import FORMATS, render
from gusu_minutes.documents.paper import Paragraph, Table, Title
from gusu_minutes.documents.papers.circular import Circular, OverdueTask, Standing, circular_paper
from gusu_minutes.documents.plain import to_plain
from tests.dashboard.rows import UNITS, clause, few, place
from tests.documents.test_word_office import printed
from tests.factories import DepartmentFactory, UserFactory

STANDING = Standing(
    name="", assigned=125, closed=80, on_time=72, overdue=6, open=40, due_soon=7, cancelled=5, returned=8, returns=9,
    extended=5, extensions=5, rate=83.7, days_to_sign=0.8, days_to_close=21.4,
)  # fmt: skip
CIRCULAR = Circular(
    period="2024年第四季度",
    office="苏州市姑苏区人民政府办公室",
    as_of=date(2025, 1, 3),
    due_soon_days=3,
    fewest=3,
    whole=STANDING,
    ranked=tuple(
        replace(
            STANDING, name=name, rank=rank, assigned=30 - rank, closed=20 - rank, overdue=rank // 4, rate=99.5 - rank
        )
        for rank, name in enumerate(UNITS[:9], 1)
    ),
    few=("区机关事务局", "区档案馆"),
    undue=("区司法局",),
    overdue=tuple(
        OverdueTask(
            f"督〔2024〕{number + 100}号",
            "加快城中村改造征收搬迁扫尾清零，按月报送进展",
            "区住建委",
            date(2024, 12, number),
            34 - number,
        )
        for number in (9, 12, 17)
    ),
    late_leads=(("区城管委", 1), ("区住建委", 3), ("区民政局", 2)),
)


def lines(circular: Circular) -> str:
    return to_plain(circular_paper(circular))


def test_what_it_is_called_and_how_it_is_built():
    paper = circular_paper(CIRCULAR)
    assert paper.name == "关于2024年第四季度督办事项办理情况的通报"
    assert paper.blocks[0] == Title(paper.name)
    headings = [block.lead for block in paper.blocks if isinstance(block, Paragraph) and block.is_heading]
    assert headings == ["一、总体情况", "二、各单位办理情况", "三、逾期事项", "四、有关要求"]
    assert [block.whole for block in paper.blocks[-2:] if isinstance(block, Paragraph)] == [
        "苏州市姑苏区人民政府办公室", "2025年1月3日",
    ]  # fmt: skip
    for table in (block for block in paper.blocks if isinstance(block, Table)):
        assert {len(row) for row in table.rows} == {len(table.header)} == {len(table.widths)}


def test_it_says_the_figures():
    text = lines(CIRCULAR)
    for words in (
        "各有关单位：",
        "2024年第四季度共交办督办事项125项。截至2025年1月3日，已销号80项，正在办理40项，撤销5项；正在办理的事项中逾期6项。",
        "按时办结72项，按时办结率83.7%",
        "退办8项9次，同意延期5项5次；从交办到签收平均0.8天，从交办到销号平均21.4天。",
        "交办事项不足3项，不参加排名的单位：区机关事务局、区档案馆。",
        "尚无已销号或者逾期事项，不参加排名的单位：区司法局。",
        "逾期未办结6项，逾期时间最长的3项如下：",
        "督〔2024〕109号\t加快城中村改造征收搬迁扫尾清零，按月报送进展\t区住建委\t2024.12.9\t25",
        "请区住建委（3项）、区民政局（2项）、区城管委（1项）抓紧办理逾期的6项，并反馈逾期原因和预计办结时间；"
        "另有7项将在3天内到期，请主办单位按时办结并反馈；其余27项请按时限推进。",
    ):
        assert words in text


def test_it_says_nothing_of_what_there_is_none():
    none = replace(
        STANDING, overdue=0, open=0, due_soon=0, cancelled=0, returned=0, extended=0, closed=125, on_time=125
    )
    text = lines(replace(CIRCULAR, whole=none, few=(), undue=(), overdue=(), late_leads=()))
    assert "没有逾期未办结的事项" in text
    assert "本期交办的事项已全部办结" in text
    assert "撤销" not in text
    assert "退办" not in text
    assert "不参加排名" not in text
    early = replace(
        STANDING, closed=0, on_time=0, overdue=0, due_soon=0, rate=None, days_to_sign=None, days_to_close=None
    )
    text = lines(replace(CIRCULAR, whole=early, ranked=(), overdue=(), late_leads=()))
    assert "不计算按时办结率" in text
    assert "平均" not in text
    assert "正在办理的40项请主办单位按时限推进。" in text


def test_a_period_without_anything_is_said_in_a_sentence():
    text = lines(replace(CIRCULAR, whole=replace(STANDING, assigned=0), ranked=(), overdue=()))
    assert "2024年第四季度没有交办督办事项。" in text
    assert "二、" not in text


def test_many_late_departments_are_named_in_part():
    text = lines(replace(CIRCULAR, late_leads=tuple((f"区{number}局", number) for number in range(1, 13))))
    assert "请区12局（12项）、区11局（11项）" in text
    assert "区3局（3项）等12个单位抓紧" in text
    assert "区2局" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_had(enter, form):
    few(timezone.localdate())
    response = enter("leader").get(reverse("dashboard:circular", args=[form]))
    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[form].media_type
    assert f"{timezone.localdate().year}%E5%B9%B4" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_it_is_of_the_period_that_was_asked_for(enter):
    today = timezone.localdate()
    few(today)
    client = enter("leader")
    text = client.get(reverse("dashboard:circular", args=["txt"]), {"period": f"{today.year}"}).text
    assert f"{today.year}年共交办督办事项7项。" in text
    assert "逾期未办结1项，如下：" in text
    text = client.get(reverse("dashboard:circular", args=["txt"]), {"period": "2001-Q2"}).text
    assert "2001年第二季度没有交办督办事项。" in text


def test_it_speaks_chinese_whatever_the_reader_has_chosen(enter):
    few(timezone.localdate())
    client = enter("leader")
    url = reverse("dashboard:circular", args=["txt"])
    chinese = client.get(url).text
    for language in ("en", "zh-hant"):
        client.cookies["django_language"] = language
        assert client.get(url).text == chinese


def test_what_no_font_has_is_said_and_is_no_failure(enter):
    today = timezone.localdate()
    for _ in range(3):
        lead = DepartmentFactory()
        place(lead=lead, assigned_on=today, due_on=today - timedelta(1), by=UserFactory(), task="落实\U00032100方案")
    response = enter("leader").get(
        reverse("dashboard:circular", args=["pdf"]), {"period": f"{today:%Y-%m}"}, follow=True
    )
    assert response.redirect_chain[-1][0] == f"{reverse('dashboard:home')}?period={today:%Y-%m}"
    assert "U+32100" in response.text


@pytest.mark.parametrize("form", ["docx", "txt", "md"])
def test_tasks_are_named_and_no_clause(enter, form):
    today = timezone.localdate()
    resolution = clause()
    for name, state in (("甲", S.IN_PROGRESS), ("乙", S.CLOSED)):
        place(
            lead=DepartmentFactory(), assigned_on=today, due_on=today - timedelta(1), by=UserFactory(), state=state,
            resolution=resolution, task=f"任务{name}", clause_text="金丝雀", due_text="金丝雀", times_returned=1,
        )  # fmt: skip
    resolution.text = "金丝雀"
    resolution.save()
    content = enter("leader").get(reverse("dashboard:circular", args=[form])).content
    text = content.decode() if form != "docx" else _word_text(content)
    assert "任务甲" in text
    assert "任务乙" not in text
    assert "金丝雀" not in text


def _word_text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("form", FORMATS)
def test_it_can_be_set_in_full(form):
    assert render(circular_paper(CIRCULAR), form)


@pytest.mark.office
def test_word_prints_as_many_pages_as_the_pdf():
    paper = circular_paper(CIRCULAR)
    sheets = printed(paper)
    assert len(sheets) == len(list(extract_pages(io.BytesIO(render(paper, "pdf")))))
    text = "".join(row.text for sheet in sheets for row in sheet.rows).replace(" ", "")
    assert "关于2024年第四季度督办事项办理情况的通报" in text
    assert "四、有关要求" in text
