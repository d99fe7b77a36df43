"""What the page and the workbook show, how the drawings are made, and what stands in none of them."""

import io
import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from openpyxl import load_workbook

from decisions.dashboard.drawing import Layer, bars, columns, line
from decisions.models import Assignment
from tests.dashboard.rows import few, place, year
from tests.factories import DepartmentFactory, UserFactory

HOME, WORKBOOK = reverse("dashboard:home"), reverse("dashboard:workbook")
SVG = "{http://www.w3.org/2000/svg}"


def cells(page, by):
    """Return the table of the page's context as {name: [texts]}."""
    table = next(table for table in page.context["tables"] if table.by == by)
    return {one.name: [cell.text for cell in one.cells] for one in table.lines}


def test_the_figures_of_one_of_everything(enter):
    few(timezone.localdate())
    page = enter("leader").get(HOME)
    whole = [cell.text for _label, cell in page.context["whole"]]
    assert whole == ["7", "4", "1", "2", "1", "1", "33.3%", "1", "1", "1", "0.2", "10.0"]
    assert cells(page, "lead") == {
        "区发改局": ["4", "3", "1", "1", "1", "50.0%", "0", "0", "0", "0.2", "10.0"],
        "区住建委": ["3", "1", "0", "1", "0", "0.0%", "1", "1", "1", "0.2", "10.0"],
    }
    assert list(cells(page, "series")) == ["常务会议", "专题会议"]
    assert cells(page, "leader")["吴强"][:3] == ["3", "1", "1"]
    assert len(cells(page, "leader")) == 2
    assert [place.group.name for place in page.context["league"].places] == ["区发改局", "区住建委"]


def test_a_proposal_counts_nowhere(enter):
    few(timezone.localdate())
    before = enter("leader").get(HOME).context["whole"]
    Assignment.objects.create(resolution=Assignment.objects.all()[0].resolution, task="拟", lead=DepartmentFactory())
    assert enter("leader").get(HOME).context["whole"] == before


def test_nothing_at_all(enter):
    page = enter("leader").get(HOME)
    assert page.status_code == 200
    assert "<svg" not in page.text
    assert page.context["tables"][0].lines == []


def test_the_page_names_no_task_and_no_clause(enter):
    today = timezone.localdate()
    place(
        lead=DepartmentFactory(), assigned_on=today, due_on=today - timedelta(1), by=UserFactory(),
        task="金丝雀", clause_text="金丝雀", due_text="金丝雀", reason="金丝雀",
    )  # fmt: skip
    client = enter("leader")
    assert "金丝雀" not in client.get(HOME).text
    book = load_workbook(io.BytesIO(client.get(WORKBOOK).content))
    assert not [value for sheet in book for row in sheet.values for value in row if "金丝雀" in str(value)]


def test_markup_in_a_name_is_text(enter):
    today = timezone.localdate()
    lead = DepartmentFactory(short_name='<u>"&局', name="<i>局")
    place(lead=lead, assigned_on=today, due_on=today - timedelta(1), by=UserFactory())
    page = enter("leader").get(HOME).text
    assert "<u>" not in page
    assert "&lt;u&gt;" in page


def test_the_workbook_holds_every_table_with_numbers_as_numbers(enter):
    today = timezone.localdate()
    few(today)
    evil = DepartmentFactory(short_name="=1+1", name="=1+1")
    place(lead=evil, assigned_on=today, by=UserFactory())
    response = enter("leader").get(WORKBOOK)
    assert response["X-Content-Type-Options"] == "nosniff"
    book = load_workbook(io.BytesIO(response.content))
    assert len(book.sheetnames) == 7
    _overview, league, departments, meetings, series, leaders, months = book.worksheets
    assert [len(list(sheet.values)) - 1 for sheet in (departments, meetings, series, leaders)] == [3, 3, 2, 2]
    assert len(list(months.values)) > 1
    row = next(row for row in departments.values if row[0] == "区发改局")
    assert row == ("区发改局", 4, 3, 1, 1, 1, 0, 50, 0, 0, 0, 0, 0, 0.2, 10)
    assert [row[0] for row in league.values][1:] == [1, 2, None]
    assert "'=1+1" in [row[0] for row in departments.values]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_drawings_have_words_and_nothing_that_the_policy_refuses(enter):
    year(timezone.localdate())
    page = enter("leader").get(HOME).text
    drawings = [etree.fromstring(found) for found in re.findall(r"<svg xmlns=.*?</svg>", page, re.DOTALL)]
    assert len(drawings) == 3
    ids = [node.get("id") for drawing in drawings for node in drawing.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for drawing in drawings:
        assert drawing.get("role") == "img"
        named = drawing.get("aria-labelledby").split()
        texts = {node.get("id"): node.text for node in drawing if node.tag in (f"{SVG}title", f"{SVG}desc")}
        assert list(texts) == named
        assert all(texts.values())
        for node in drawing.iter():
            assert not {"style", "onload", "font-family"} & set(node.attrib)
            assert node.tag not in (f"{SVG}style", f"{SVG}script")
            assert (node.get("fill") or "none").startswith(("none", "url(#"))


def parts(markup, shape="rect"):
    root = etree.fromstring(markup)
    series = next(group for group in root.iter(f"{SVG}g") if group.get("class", "").startswith("series")).getparent()
    return list(series.iter(f"{SVG}{shape}"))


@pytest.mark.parametrize("draw", [bars, columns])
def test_the_parts_of_a_stack_touch_and_are_as_long_as_their_values(draw):
    layers = [Layer("done", "甲", [3, 0]), Layer("late", "乙", [1, 2]), Layer("rest", "丙", [2, 0])]
    found = parts(draw("x", ["一局", "二局"], layers, "题", "字"))
    along, across = ("width", "x") if draw is bars else ("height", "y")
    pieces = sorted((round(float(one.get(across)), 1), round(float(one.get(along)), 1)) for one in found)
    assert len(pieces) == 4  # of nothing, nothing is drawn
    unit = sum(length for _start, length in pieces) / 8
    assert sorted(round(length / unit) for _start, length in pieces) == [1, 2, 2, 3]
    starts = {start for start, _length in pieces}
    ends = {round(start + length, 1) for start, length in pieces}
    assert len([start for start in starts if any(abs(start - end) < 0.3 for end in ends)]) >= 2


@pytest.mark.parametrize("largest", [0, 1, 2, 7, 10, 99, 100_000])
def test_numbers_beside_columns_are_whole_and_few(largest):
    root = etree.fromstring(columns("x", ["一"], [Layer("done", "甲", [largest])], "题", "字"))
    left = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "axis left")
    numbers = sorted(int(text.text) for text in left.iter(f"{SVG}text"))
    assert numbers[0] == 0
    assert numbers[-1] >= largest
    assert 2 <= len(numbers) <= 7


def test_a_month_without_a_rate_breaks_the_line():
    markup = line("x", ["1", "2", "3", "4"], [50.0, 60.0, None, 70.0], "题", "字")
    assert len(parts(markup, "path")) == 2
    assert len(parts(markup, "circle")) == 3


def test_names_under_columns_do_not_run_into_each_other():
    names = [f"25/{month}" for month in range(1, 13)] * 2
    root = etree.fromstring(columns("x", names, [Layer("done", "甲", [1] * 24)], "题", "字"))
    bottom = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "axis bottom")
    places = sorted(float(text.get("x")) for text in bottom.iter(f"{SVG}text"))
    assert min(right - left for left, right in pairwise(places)) > 35
