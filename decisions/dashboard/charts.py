"""The pictures of the page, each with its table and a sentence that says what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from decisions.dashboard.drawing import Layer, bars, columns, line, pattern_of
from decisions.dashboard.figures import Group, Tables
from decisions.dashboard.tables import written
from decisions.enums import Light

# More bars would be thinner than their names; the tables have all.
MOST_BARS = 12
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: the class or the pattern (an address) it is drawn with, its name; lights have shapes."""

    tone: str
    fill: str
    label: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, the note below it, and the table of what is drawn: heads, then (name, values) a line."""

    key: str
    title: str
    svg: SafeString
    legend: list[Key]
    note: str
    heads: list[str | Promise]
    rows: list[tuple[str, list[str]]]


def charts(tables: Tables) -> list[Chart]:
    """Return the pictures for which there is anything to draw."""
    made = [_completion(tables.departments), _lights(tables.months), _trend(tables.months)]
    return [chart for chart in made if chart]


def _completion(groups: list[Group]) -> Chart | None:
    """Draw how far the departments with most assignments are; those that were cancelled are left out."""
    having = [group for group in groups if group.figures.assigned > group.figures.cancelled]
    busiest = sorted(having, key=lambda group: group.figures.cancelled - group.figures.assigned)[:MOST_BARS]
    if not busiest:
        return None
    figures = [group.figures for group in busiest]
    layers = [
        Layer("done", _("closed on time"), [one.on_time for one in figures]),
        Layer("warn", _("closed late"), [one.closed - one.on_time for one in figures]),
        Layer("late", str(Light.RED.label), [one.overdue for one in figures]),
        Layer("rest", _("open, not overdue"), [one.in_time + one.due_soon for one in figures]),
    ]
    title, names = _("Completion by lead department"), [group.name for group in busiest]
    note = ""
    if len(having) > MOST_BARS:
        note = _("The %(number)d departments with the most assignments; all of them stand in the table.") % {
            "number": MOST_BARS
        }
    drawing = bars("completion", names, layers, title, _in_words(layers))
    return Chart(
        "completion", title, drawing, _legend("completion", layers), note, *_table(_("Lead department"), names, layers)
    )


def _lights(months: list[Group]) -> Chart | None:
    """Draw the lights of what is still open, by the month in which it was assigned."""
    months = months[-MOST_MONTHS:]
    figures = [group.figures for group in months]
    if not any(one.open for one in figures):
        return None
    layers = [
        Layer("ok", str(Light.GREEN.label), [one.in_time for one in figures]),
        Layer("warn", str(Light.YELLOW.label), [one.due_soon for one in figures]),
        Layer("late", str(Light.RED.label), [one.overdue for one in figures]),
    ]
    title = _("Lights of what is open, by month of assigning")
    drawing = columns("lights", _short_months(months), layers, title, _in_words(layers))
    heads, rows = _table(_("Month"), [group.name for group in months], layers)
    return Chart("lights", title, drawing, _legend("lights", layers, ("●", "▲", "■")), "", heads, rows)


def _trend(months: list[Group]) -> Chart | None:
    """Draw the on-time rate by the month of assigning."""
    months = months[-MOST_MONTHS:]
    rates = [group.figures.rate for group in months]
    known = [(rate, group.name) for rate, group in zip(rates, months, strict=True) if rate is not None]
    if not known:
        return None
    title = _("On-time rate by month of assigning")
    words = _("From %(lowest)s (%(lowest_month)s) to %(highest)s (%(highest_month)s); last %(last)s (%(last_month)s).")
    if len(known) == 1:
        words = _("%(last)s in %(last_month)s; no other month has a rate yet.")
    (lowest, lowest_month), (highest, highest_month), (last, last_month) = min(known), max(known), known[-1]
    words %= {
        "lowest": written(lowest, "%"), "lowest_month": lowest_month,
        "highest": written(highest, "%"), "highest_month": highest_month,
        "last": written(last, "%"), "last_month": last_month,
    }  # fmt: skip
    rows = [(group.name, [written(rate, "%")]) for group, rate in zip(months, rates, strict=True)]
    drawing = line("trend", _short_months(months), rates, title, words)
    heads: list[str | Promise] = [_("Month"), gettext_lazy("On-time rate")]
    return Chart("trend", title, drawing, [], words, heads, rows)


def _short_months(months: Sequence[Group]) -> list[str]:
    """Return the months as they fit under columns: with the year where there are several."""
    keys = [group.key.split("-") for group in months]
    if len({year for year, _month in keys}) > 1:
        return [f"{year[2:]}/{int(month)}" for year, month in keys]
    return [pgettext("month under a column", "%(month)s") % {"month": int(month)} for _year, month in keys]


def _in_words(layers: Sequence[Layer]) -> str:
    """Say what all the bars or columns add up to."""
    parts = [f"{layer.label} {sum(layer.values)}" for layer in layers]
    number = sum(sum(layer.values) for layer in layers)
    words = ngettext("%(number)d assignment in all: %(parts)s.", "%(number)d assignments in all: %(parts)s.", number)
    return words % {"number": number, "parts": _(", ").join(parts)}


def _legend(key: str, layers: Sequence[Layer], shapes: Sequence[str] = ()) -> list[Key]:
    return [
        Key(layer.tone, pattern_of(key, layer.tone), layer.label, shape)
        for layer, shape in zip(layers, shapes or [""] * len(layers), strict=True)
    ]


def _table(
    first: str, names: Sequence[str], layers: Sequence[Layer]
) -> tuple[list[str | Promise], list[tuple[str, list[str]]]]:
    values = zip(*(layer.values for layer in layers), strict=True)
    rows = [(name, [str(value) for value in row]) for name, row in zip(names, values, strict=True)]
    return [first, *(layer.label for layer in layers)], rows
