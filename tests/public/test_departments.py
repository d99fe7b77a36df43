"""Departments: what each presented, what was assigned to it, and nothing that is not public."""

import pytest

from tests.public.conftest import issue_many


@pytest.mark.parametrize("code", ["none", "9" * 100, "zhu%20jian", "%00"])
def test_unknown_departments_are_404(client, minutes, code):
    assert client.get(f"/departments/{code}/").status_code == 404


def test_presented(client, minutes):
    text = client.get("/departments/fagai/").text
    assert "<h1" in text
    assert "区发改局" in text
    assert text.count('<article class="entry"') == 1  # one entry for the item, not one for each clause
    assert "听取关于重点项目的汇报" in text


def test_assigned(client, minutes):
    text = client.get("/departments/zhujian/").text
    assert "请抓好精细调度。" in text
    assert client.get("/departments/caizheng/?role=assigned").text.count('<article class="entry"') == 1


def test_a_department_without_tasks_says_so(client, minutes):
    assert "只有主动公开的责任分工才在此显示" in client.get("/departments/fagai/?role=assigned").text


@pytest.mark.parametrize("role", ["", "x", "\0", "presented"])
def test_any_other_role_shows_what_was_presented(client, minutes, role):
    assert client.get("/departments/fagai/", {"role": role}).status_code == 200


def test_pages_keep_the_role(client, db):
    issue_many(21)
    text = client.get("/departments/").text
    code = text.split("/departments/unit")[1].split("/")[0]
    pages = client.get(f"/departments/unit{code}/").text
    assert "page=2" in pages
