"""From a figure to its rows: the board's list, narrowed to just what the figure counts."""

from urllib.parse import urlencode

from django.urls import reverse

from decisions.dashboard.figures import Group
from decisions.dashboard.periods import Period, numbered

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
}
FIGURES = tuple(_CONDITIONS)


def rows_of(figure: str, period: Period, by: str = "", group: Group | None = None) -> str:
    """Return the address of the rows that `figure` counts, of all or of one `group`.

    `by` says what the groups are: lead, meeting, series, leader or month. Empty where the board has no such list:
    for the assignments that no leader is in charge of.
    """
    first, last = period.first, period.last
    chosen = {}
    if group is not None and by == "month":
        year, month = map(int, group.key.split("-"))
        whole = numbered("month", year, month)
        if whole is None:
            return ""
        first, last = max(first, whole.first), min(last, whole.last)
    elif group is not None:
        if not group.key:
            return ""
        chosen = {by: group.key}
    days = {"from": first.isoformat(), "to": last.isoformat()}
    return f"{reverse('desk:home')}?{urlencode({**_CONDITIONS[figure], **chosen, **days})}"
