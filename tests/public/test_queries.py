"""Queries are counted, and do not grow with the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import draft, issue
from tests.public.conftest import issue_many

COUNTS = {
    "/": 3,
    "/meetings/": 5,
    "/resolutions/": 6,
    "/search/": 3,
    "/search/?q=方案": 13,
    "/search/feed.atom?q=方案": 6,
    "/departments/": 3,
    "/meetings/executive/2024/90001/": 4,
    "/meetings/executive/2024/90001/editions/": 1,
    "/meetings/executive/2024/90001/editions/1/": 2,
    "/meetings/executive/2024/90001/editions/1.json": 1,
    "/meetings/executive/2024/90001/editions/1.txt": 1,
    "/meetings/executive/2024/90001/editions/1.xml": 1,
    "/data/": 0,
    "/verify/": 0,
}


def count(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("meetings", "size"), [(1, 1), (30, 30)])
def test_lists_and_pages(client, db, meetings, size):
    issue(draft(number=90001, items=1, clauses=size, assignments=1, people=size))
    issue_many(meetings)
    assert {address: count(client, address) for address in COUNTS} == COUNTS


@pytest.mark.parametrize("meetings", [1, 30])
def test_department_page(client, db, meetings):
    issue_many(meetings)
    codes = dict.fromkeys(
        line.split("/departments/")[1].split("/")[0]
        for line in client.get("/departments/").text.splitlines()
        if 'href="/departments/' in line and "/departments/unit" in line
    )
    assert len(codes) == 3
    assert {count(client, f"/departments/{code}/") for code in codes} == {4}


def test_filters_add_no_query(client, db):
    issue_many(3)
    address = "/resolutions/?q=方案&year=2023&series=executive&kind=deliberate"
    assert count(client, address) == 6
    assert count(client, "/meetings/?q=方案&year=2023&body=姑苏区政府&kind=deliberate") == 5
