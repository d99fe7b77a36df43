"""Every figure leads to its rows: each address on the page is followed to the board.

A count leads to as many rows as it says; a rate and a mean are computed anew from the rows that they lead to.
"""

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.urls import reverse
from django.utils import timezone

from decisions.enums import AssignmentState, Light
from decisions.models import Assignment
from tests.dashboard.rows import DAY, few, place
from tests.factories import DepartmentFactory, UserFactory

FIGURE = re.compile(r'<a href="(/desk/\?[^"]+)">([\d.]+%?)</a>')
ROW = re.compile(r'href="/desk/([0-9a-f]{10})/')


def test_every_figure_leads_to_as_many_rows(enter):
    made = few(timezone.localdate())
    assert len(made) < 20  # the board's first page holds them all
    client = enter("leader")
    page = client.get(reverse("dashboard:home"))
    figures = {(unescape(url), text) for url, text in FIGURE.findall(page.text)}
    assert len([text for _url, text in figures if text.isdecimal()]) > 40
    assert len([text for _url, text in figures if "%" in text]) > 6
    assert len([text for _url, text in figures if "." in text and "%" not in text]) > 12
    wrong = []
    for url, text in sorted(figures):
        response = client.get(url)
        assert response.status_code == 200
        rows = list(Assignment.objects.filter(key__in=ROW.findall(response.text)))
        if (found := as_written(url, text, rows)) != text:
            wrong.append(f"{url} leads to rows that make {found} instead of {text}")
    assert not wrong, "\n".join(wrong)


def as_written(url: str, text: str, rows: list[Assignment]) -> str:
    """Return the figure that the rows make; a row that has no part in it makes none."""
    if text.isdecimal():
        return str(len(rows))
    if "%" in text:
        assert all(row.state == AssignmentState.CLOSED or row.light() == Light.RED for row in rows)
        return f"{100 * len([row for row in rows if row.closed_on_time]) / len(rows):.1f}%"
    seconds: list[Any] = [row.seconds_to_acknowledge if "signed=" in url else row.seconds_to_close for row in rows]
    return f"{sum(seconds) / len(rows) / DAY:.1f}"


def test_a_rate_of_nothing_leads_to_what_was_due_and_none_leads_nowhere(enter):
    """0.0 % is a figure; a dash is none."""
    today = timezone.localdate()
    late = place(lead=DepartmentFactory(), by=UserFactory(), assigned_on=today, due_on=today - timedelta(1))
    client = enter("leader")
    (url,) = {unescape(url) for url, text in FIGURE.findall(client.get(reverse("dashboard:home")).text) if "%" in text
              and "lead=" in url}  # fmt: skip
    page = client.get(url)
    assert set(ROW.findall(page.text)) == {late.key}
    chips = [label for label, _value, _rest in page.context["chips"]]
    assert str(page.context["filter"].form["due_or_closed"].label) in chips
    late.state, late.cancelled_at, late.cancelled_by = "cancelled", timezone.now(), late.assigned_by
    late.save()
    assert not [text for _url, text in FIGURE.findall(client.get(reverse("dashboard:home")).text) if "%" in text]


def test_what_no_leader_is_in_charge_of_has_its_rows_too(enter):
    few(timezone.localdate())
    page = enter("leader").get(reverse("dashboard:home"))
    line = next(table for table in page.context["tables"] if table.by == "leader").lines[-1]
    rows = enter("leader").get(line.cells[0].url)
    assert len(set(ROW.findall(rows.text))) == int(line.cells[0].text) == 4
    assert line.name in [value for _label, value, _rest in rows.context["chips"]]
