"""The list behind a page, a calendar or an export: which rows, how many, in what order.

Open assignments are few and are counted. What ended grows for ever: of it a page reads one window, the last WINDOW
assignments by day of assigning, and offers the days before as the next one (`to`).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from decisions.desk.access import Desk
from decisions.desk.filters import (
    EXTENSION_WAITS,
    LONG_TABS,
    OPEN_TABS,
    RELIEF_WAITS,
    SORTS,
    TABS,
    DeskFilter,
    number_in,
)
from decisions.models import Assignment
from decisions.querysets import OPEN, AssignmentQuerySet
from gusu_minutes.common.folding import fold
from gusu_minutes.search.query import words_of

# More than a year of a busy district; whole days, so it may be a few more.
WINDOW = 3_000


@dataclass
class Listing:
    """What the address asks for, of what the person may see."""

    desk: Desk
    asked: QueryDict
    today: date = field(default_factory=timezone.localdate)

    def __post_init__(self) -> None:
        self.filter = DeskFilter(self.asked, desk=self.desk, today=self.today)
        self.words = self.filter.in_use.get("q", "")
        # How it ended is asked of what ended.
        ended = {"late", "on_time"} & self.filter.in_use.keys()
        state = self.asked.get("state", "")
        self.tab = state if state in TABS else "closed" if ended else "open"
        self.is_long = self.tab in LONG_TABS

    @cached_property
    def open(self) -> AssignmentQuerySet:
        return with_words(self.filter.rows.filter(OPEN), self.words)

    @cached_property
    def window(self) -> AssignmentQuerySet:
        """The rows of the window, whatever their state."""
        rows = self.filter.rows
        if self.since is not None:
            rows = rows.filter(assigned_on__gte=self.since)
        return with_words(rows.alias(kept=_fenced_state()), self.words)

    @cached_property
    def since(self) -> date | None:
        """The first day of the window; None where it holds everything, or a number that is found by itself."""
        number = number_in(self.words)
        if number is not None and number.year is not None:
            return None
        rows = Assignment.objects.filter(assigned_on__isnull=False)  # the day alone, so that its index answers
        if until := self.filter.in_use.get("to"):
            rows = rows.filter(assigned_on__lte=until)
        edge = rows.order_by("-assigned_on").values_list("assigned_on", flat=True)[WINDOW - 1 : WINDOW]
        return next(iter(edge), None)

    @cached_property
    def older(self) -> date | None:
        """The day with which the next window ends; None where the person's list has nothing before this one."""
        first = self.filter.in_use.get("from")
        if not self.is_long or self.since is None or (first and first >= self.since):
            return None
        before, own = self.desk.assignments.filter(assigned_on__lt=self.since), self.desk.departments
        parts = [Q()] if self.desk.sees_all else [Q(lead__in=own), Q(supporting__in=own)]
        return self.since - timedelta(days=1) if any(before.filter(part).exists() for part in parts) else None

    @cached_property
    def counts(self) -> dict[str, int | None]:
        """How many rows each tab holds; None where they were not counted. Two queries, one for the open ones.

        `as_lead` and `as_supporting` part those of the shown tab for who acts for departments.
        """
        counts: dict[str, int | None] = dict.fromkeys(TABS)
        parts = {}
        if not self.desk.sees_all:
            lead = Q(lead__in=self.desk.departments)
            shown = TABS[self.tab].condition
            parts = {"as_lead": shown & lead, "as_supporting": shown & ~lead}
        open_ones = {name: tab.condition for name, tab in OPEN_TABS.items()}
        counts |= _count(self.open, open_ones | ({} if self.is_long else parts))
        if self.is_long or not self.words:
            long_ones = {name: tab.condition for name, tab in LONG_TABS.items()}
            counts |= _count(self.window, long_ones | (parts if self.is_long else {}))
        return counts

    @property
    def total(self) -> int:
        return self.counts[self.tab] or 0

    @property
    def _under_tab(self) -> AssignmentQuerySet:
        return (self.window if self.is_long else self.open).filter(TABS[self.tab].condition)

    @property
    def rows(self) -> AssignmentQuerySet:
        """The rows of the tab in order: for departments what they lead first."""
        return in_order(self, self._under_tab)

    @property
    def everything(self) -> AssignmentQuerySet:
        """The rows of the tab without a window, for files: it may read every row there is."""
        rows = self.filter.rows.alias(kept=F("state")).filter(TABS[self.tab].condition)
        return in_order(self, with_words(rows, self.words))


def _fenced_state() -> Any:
    """The state, so that the days of a window choose the rows.

    SQLite keeps no figures: by its index of states it would read every row that was ever closed. PostgreSQL knows.
    """
    return Coalesce("state", Value("")) if connection.vendor == "sqlite" else F("state")


def in_order(listing: Listing, rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Return the rows as asked: open ones by due date, what ended with the last first."""
    order: list[Any] = []
    if not listing.desk.sees_all:
        led = When(lead__in=listing.desk.departments, then=Value(0))
        rows, order = rows.annotate(supports=Case(led, default=Value(1))), ["supports"]
    chosen = listing.filter.in_use.get("sort", "")
    if chosen:
        fields = SORTS[chosen.lstrip("-")][1]
        order += [_directed(name, chosen.startswith("-")) for name in fields]
    elif listing.tab in ("closed", "cancelled"):
        order.append(f"-{listing.tab}_at")
    elif listing.tab == "all":
        order += ["-number_year", "-serial"]
    else:
        order.append(_directed("due_on", False))
    return rows.order_by(*order, "number_year", "serial", "pk")


def with_requests(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Let each row say as `extension_waits` and `relief_waits` whether a request waits for its answer."""
    return rows.annotate(extension_waits=EXTENSION_WAITS, relief_waits=RELIEF_WAITS)


def _directed(name: str, down: bool) -> Any:
    """Order by a field; what lacks it stands last either way."""
    return F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True)


def with_words(rows: AssignmentQuerySet, words: str) -> AssignmentQuerySet:
    """Keep the rows whose task holds all words, in whatever script or width, or that have the number.

    Folding is done here, not in the database: the rows are one tab's, not all.
    """
    wanted = words_of(words)
    if not wanted:
        return rows
    number = number_in(words)
    if number is not None and number.year is not None:
        return rows.filter(number.condition)
    tasks = rows.order_by().values_list("pk", "task")
    found = Q(pk__in=[pk for pk, task in tasks if all(word in fold(task) for word in wanted)])
    return rows.filter(found | number.condition if number else found)


def _count(rows: AssignmentQuerySet, conditions: dict[str, Q]) -> dict[str, int]:
    return rows.order_by().aggregate(**{name: Count("pk", filter=rule) for name, rule in conditions.items()})
