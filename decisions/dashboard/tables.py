"""The tables of the page and of the workbook: the same columns for departments, meetings, series, leaders, months."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from decisions.dashboard.figures import Figures, Group, Tables
from decisions.dashboard.league import League
from decisions.dashboard.links import row_links

Number = int | float | None


class Column(NamedTuple):
    """A column of figures: its heading, its value, the figure that counts the rows behind it, a unit that follows."""

    name: str
    label: Promise
    value: Callable[[Figures], Number]
    rows: str
    unit: str = ""


def _field(name: str, label: Promise, *, rows: str = "", unit: str = "") -> Column:
    return Column(name, label, lambda figures: getattr(figures, name), rows or name, unit)


COLUMNS = (
    _field("assigned", _("Assigned")),
    _field("open", pgettext_lazy("figure", "Open")),
    _field("overdue", pgettext_lazy("figure", "Overdue")),
    _field("closed", _("Closed")),
    _field("on_time", pgettext_lazy("figure", "On time")),
    _field("rate", pgettext_lazy("figure", "On-time rate"), rows="due", unit="%"),
    _field("returned", _("Returned")),
    _field("extended", pgettext_lazy("figure", "Extended")),
    _field("cancelled", _("Cancelled")),
    _field("days_to_sign", _("Days to sign"), rows="signed"),
    _field("days_to_close", _("Days to close"), rows="timed"),
)
_BY_NAME = {column.name: column for column in COLUMNS}
LEAGUE_COLUMNS = tuple(_BY_NAME[name] for name in ("rate", "on_time", "closed", "overdue", "days_to_close", "assigned"))
WHOLE_COLUMNS = (*COLUMNS[:5], _field("late", _("Closed late")), *COLUMNS[5:])
# The workbook has more room.
SHEET_COLUMNS = (
    *WHOLE_COLUMNS[:8],
    _field("returns", _("Times returned")),
    WHOLE_COLUMNS[8],
    _field("extensions", _("Times extended")),
    *WHOLE_COLUMNS[9:],
)


class Cell(NamedTuple):
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    cells: list[Cell]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page. `by` is the board's name for what its lines are, and the anchor of the table."""

    by: str
    title: Promise
    first: Promise
    columns: tuple[Column, ...]
    lines: list[Line]


# by: title, heading of the first column, groups
_KINDS: dict[str, tuple[Promise, Promise, Callable[[Tables], list[Group]]]] = {
    "lead": (_("By lead department"), _("Lead department"), lambda tables: tables.departments),
    "meeting": (_("By meeting"), _("Meeting"), lambda tables: tables.meetings),
    "series": (_("By series of meetings"), _("Series of meetings"), lambda tables: tables.series),
    "leader": (_("By leader in charge"), _("Leader in charge"), lambda tables: tables.leaders),
    "month": (_("By month of assigning"), _("Month"), lambda tables: tables.months),
}


def written(value: Number, unit: str = "") -> str:
    """Return a figure as people read it; a dash for what there is none of yet."""
    if value is None:
        return "—"
    return (f"{value:.1f}" if isinstance(value, float) else str(value)) + unit


def page_tables(tables: Tables) -> list[Table]:
    """Return the tables of the page, each figure with the address of its rows."""
    return [
        Table(by, title, first, COLUMNS, [_line(tables, COLUMNS, by, group) for group in groups(tables)])
        for by, (title, first, groups) in _KINDS.items()
    ]


def league_table(tables: Tables, league: League) -> Table:
    """Return the league, each department with its rank."""
    lines = [_line(tables, LEAGUE_COLUMNS, "lead", place.group, place.rank) for place in league.places]
    return Table("league", _("League table"), _("Lead department"), LEAGUE_COLUMNS, lines)


def _line(tables: Tables, columns: Iterable[Column], by: str, group: Group, rank: int = 0) -> Line:
    links = row_links(tables.period, by, group)
    cells = [_cell(column, group.figures, links) for column in columns]
    return Line(group.name or str(_("no leader named")), cells, rank)


def _cell(column: Column, figures: Figures, links: dict[str, str]) -> Cell:
    """Return a figure; it leads to the rows that it counts or was computed from, where there are any."""
    url = links[column.rows] if getattr(figures, column.rows) else ""
    return Cell(written(column.value(figures), column.unit), url)


def whole_figures(tables: Tables) -> Iterator[tuple[Promise, Cell]]:
    """Yield heading and figure of the whole."""
    links = row_links(tables.period)
    for column in WHOLE_COLUMNS:
        yield column.label, _cell(column, tables.whole, links)


def sheets(tables: Tables, league: League) -> Iterator[tuple[str, list[list[str | Number]]]]:
    """Yield name and rows of each sheet of the workbook, headings first; numbers are numbers."""
    heads = [str(column.label) + (f" ({column.unit})" if column.unit else "") for column in SHEET_COLUMNS]
    values = [column.value(tables.whole) for column in SHEET_COLUMNS]
    facts: list[list[str | Number]] = [
        [str(_("Assigned in")), tables.period.label],
        [str(_("As of")), tables.today.isoformat()],
    ]
    yield str(_("Overview")), [*facts, *([head, value] for head, value in zip(heads, values, strict=True))]
    yield str(_("League table")), list(_league_rows(league))
    for title, first, groups in _KINDS.values():
        rows: list[list[str | Number]] = [[str(first), *heads]]
        for group in groups(tables):
            name = group.name or str(_("no leader named"))
            rows.append([name, *(column.value(group.figures) for column in SHEET_COLUMNS)])
        yield str(title), rows


def _league_rows(league: League) -> Iterator[list[str | Number]]:
    heads = [str(column.label) + (f" ({column.unit})" if column.unit else "") for column in LEAGUE_COLUMNS]
    yield [str(_("Rank")), str(_("Lead department")), *heads]
    ranked: list[tuple[Number, Group]] = [(place.rank, place.group) for place in league.places]
    for number, group in [*ranked, *((None, group) for group in (*league.undue, *league.few))]:
        yield [number, group.name, *(column.value(group.figures) for column in LEAGUE_COLUMNS)]
