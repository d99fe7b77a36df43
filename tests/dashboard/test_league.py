"""Who stands before whom, who shares a rank, and who has none."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from decisions.dashboard.figures import Figures, Group
from decisions.dashboard.league import FEWEST, rank

DAY = 86_400


def group(name, *, closed=0, on_time=0, overdue=0, days=0.0, rest=0):
    seconds = round(days * DAY * closed)
    figures = Figures(
        assigned=closed + overdue + rest, closed=closed, on_time=on_time, late=closed - on_time, overdue=overdue,
        in_time=rest, timed=closed, seconds_to_close=seconds,
    )  # fmt: skip
    return Group(name, name, figures)


def places(*groups):
    return [(place.rank, place.group.name) for place in rank(groups).places]


def test_the_rate_decides_then_fewer_overdue_then_fewer_days():
    assert places(
        group("slow", closed=8, on_time=6, days=9),
        group("late", closed=6, on_time=6, overdue=2, days=1),
        group("fast", closed=8, on_time=6, days=3),
        group("best", closed=4, on_time=4, days=40),
        group("worst", closed=4, on_time=1),
    ) == [(1, "best"), (2, "fast"), (3, "slow"), (4, "late"), (5, "worst")]


def test_what_reads_alike_shares_a_rank():
    """A rate of 66.66 and one of 66.67 are printed alike, and so are 3.01 and 3.04 days."""
    assert places(
        group("a", closed=30_000, on_time=20_000, days=3.01),
        group("b", closed=30_000, on_time=20_001, days=3.04),
        group("c", closed=3, on_time=1),
        group("d", closed=3, on_time=3),
    ) == [(1, "d"), (2, "a"), (2, "b"), (4, "c")]


def test_too_few_and_nothing_due_stand_apart():
    league = rank(
        [
            group("few", closed=FEWEST - 1, on_time=FEWEST - 1),
            group("enough", closed=FEWEST, on_time=FEWEST),
            group("undue", rest=FEWEST),
            group("none", rest=1),
        ]
    )
    assert [place.group.name for place in league.places] == ["enough"]
    assert [one.name for one in league.few] == ["few", "none"]
    assert [one.name for one in league.undue] == ["undue"]


groups = st.builds(
    lambda on_time, late, overdue, rest, days: group(
        "x", closed=on_time + late, on_time=on_time, overdue=overdue, rest=rest, days=days
    ),
    *[st.integers(0, 5)] * 4,
    st.floats(0, 40),
)


@given(st.lists(groups, max_size=12))
def test_everybody_stands_somewhere_and_nobody_before_a_better_one(many):
    many = [replace(one, name=str(place)) for place, one in enumerate(many)]
    league = rank(many)
    names = [one.name for one in (*(place.group for place in league.places), *league.few, *league.undue)]
    assert sorted(names, key=int) == [one.name for one in many]
    for above, below in zip(league.places, league.places[1:], strict=False):
        first: Any = above.group.figures
        second: Any = below.group.figures
        assert first.rate >= second.rate
        if first.rate == second.rate:
            assert first.overdue <= second.overdue
            if first.overdue == second.overdue and second.days_to_close is not None:
                assert first.days_to_close <= second.days_to_close
                assert (above.rank == below.rank) == (first.days_to_close == second.days_to_close)
    assert [place.rank for place in league.places] == sorted(place.rank for place in league.places)
