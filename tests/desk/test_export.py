"""The list as a file: only what the person may see, as filtered, and honest where it is cut."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from decisions.desk import export
from decisions.enums import AssignmentState as S
from tests.desk.test_list import more
from tests.factories import UserFactory

CSV, XLSX = (reverse("desk:export", args=[form]) for form in ("csv", "xlsx"))


def lines(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_anonymous_signs_in_first(client, db, address):
    assert client.get(address).headers["Location"] == f"{reverse('login')}?next={address}"


@pytest.mark.parametrize("roles", [[], ["official"], ["officer"]])
def test_without_office_or_right_there_is_no_file(client, db, roles):
    client.force_login(UserFactory(roles=roles))
    assert client.get(CSV).status_code == 404


def test_another_department_gets_none_of_it(story, enter):
    for condition in ({}, {"state": "all"}, {"q": story.assignment.task}, {"lead": story.department.code}):
        response = enter("stranger").get(CSV, condition)
        assert len(lines(response)) == 1
        assert story.assignment.task not in response.content.decode()


def test_no_other_form(story, enter):
    assert enter("lead").get(reverse("desk:export", args=["pdf"])).status_code == 404


@pytest.mark.parametrize("role", ["lead", "supporting", "supervisor", "clerk"])
def test_who_may_know_gets_it(story, enter, role):
    response = enter(role).get(CSV)
    heading, row = lines(response)
    told = dict(zip(heading, row, strict=True))
    assert told["事项"] == story.assignment.task
    assert told["编号"] == story.assignment.document_number
    assert (told["主办单位"], told["协办单位"]) == ("区发改局", "区商务局")
    assert told["时限"] == story.assignment.due_on.isoformat()
    assert told["状态"] == "待签收"
    assert told["依据条款"] == "第39次专题会议 一(一)"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_as_a_workbook(story, enter):
    more(story, 1, task="=1+1")
    book = load_workbook(io.BytesIO(enter("lead").get(XLSX).content))
    tasks = [row[1].value for row in book.worksheets[0].iter_rows()]
    assert tasks == ["事项", "'=1+1", story.assignment.task]


@pytest.mark.parametrize(
    ("tab", "words", "rows"), [("", "", 2), ("", "冬季", 0), ("closed", "", 1), ("all", "冬季", 1)]
)
def test_as_filtered(story, enter, tab, words, rows):
    more(story, 2, task="夏季")
    story.bring_to(S.CLOSED)
    assert len(lines(enter("lead").get(CSV, {"state": tab, "q": words}))) - 1 == rows


@pytest.mark.parametrize(("limit", "cut"), [(3, True), (4, False), (5, False)])
def test_says_when_it_is_cut(story, enter, monkeypatch, limit, cut):
    monkeypatch.setattr(export, "MAX_ROWS", limit)
    monkeypatch.setattr(export, "CHUNK", 2)
    more(story, 3)
    told = lines(enter("lead").get(CSV))[1:]
    assert len([row for row in told if len(row) > 1]) == min(limit, 4)
    assert (f"此表只列前 {limit} 行" in told[-1][0]) == cut


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(story, enter, django_assert_num_queries, rows):
    more(story, rows - 1)
    client = enter("lead")
    with django_assert_num_queries(8):
        client.get(CSV)
