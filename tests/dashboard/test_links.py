"""Every figure leads to as many rows as it says: each address on the page is followed to the board.

It needs the board's filters for meeting, series, leader, days, returned, extended, late and on time, and its tab of all
states; until they are there, it fails.
"""

import re
from html import unescape

from django.urls import reverse
from django.utils import timezone

from tests.dashboard.rows import few

FIGURE = re.compile(r'<a href="(/desk/\?[^"]+)">(\d+)</a>')
ROW = re.compile(r'href="/desk/([0-9a-f]{10})/')


def test_every_figure_leads_to_as_many_rows(enter):
    made = few(timezone.localdate())
    assert len(made) < 20  # the board's first page holds them all
    client = enter("leader")
    figures = {
        (unescape(url), int(number)) for url, number in FIGURE.findall(client.get(reverse("dashboard:home")).text)
    }
    assert len(figures) > 40
    wrong = []
    for url, number in sorted(figures):
        response = client.get(url)
        assert response.status_code == 200
        rows = len(set(ROW.findall(response.text)))
        if rows != number:
            wrong.append(f"{url} leads to {rows} rows instead of {number}")
    assert not wrong, "\n".join(wrong)
