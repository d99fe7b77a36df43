"""From a figure to its rows: the board's list, narrowed to just what the figure counts."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from decisions.dashboard.figures import Group
from decisions.dashboard.periods import Period, month_of
from decisions.desk.filters import NOBODY

# What the board is asked for, by the name of the figure.
_CONDITIONS: dict[str, dict[str, str]] = {
    "assigned": {"state": "all"},
    "open": {"state": "open"},
    "in_time": {"state": "open", "light": "green"},
    "due_soon": {"state": "open", "light": "yellow"},
    "overdue": {"state": "open", "light": "red"},
    "closed": {"state": "closed"},
    "on_time": {"state": "closed", "on_time": "1"},
    "late": {"state": "closed", "late": "1"},
    "returned": {"state": "all", "returned": "1"},
    "extended": {"state": "all", "extended": "1"},
    "cancelled": {"state": "cancelled"},
    "due": {"state": "all", "due_or_closed": "1"},
    "signed": {"state": "all", "signed": "1"},
    "timed": {"state": "closed"},
}
_QUERIES = {figure: urlencode(conditions) for figure, conditions in _CONDITIONS.items()}


def row_links(period: Period, by: str = "", group: Group | None = None) -> dict[str, str]:
    """Return the address of the rows that each figure counts, of all or of one `group`.

    `by` says what the groups are: lead, meeting, series, leader or month.
    """
    first, last, chosen = period.first, period.last, {}
    if group is not None and by == "month":
        month = month_of(date.fromisoformat(f"{group.key}-01"))
        first, last = max(first, month.first), min(last, month.last)
    elif group is not None:
        chosen = {by: group.key or NOBODY}
    which = urlencode({**chosen, "from": first.isoformat(), "to": last.isoformat()})
    board = reverse("desk:home")
    return {figure: f"{board}?{query}&{which}" for figure, query in _QUERIES.items()}
