"""What the name of a department means on a day."""

from datetime import date

import pytest

from attendees.domain.naming import DepartmentNames
from attendees.models import Department
from tests.factories import DepartmentFactory

pytestmark = pytest.mark.django_db

BEFORE, AFTER, LATER = date(2018, 6, 1), date(2020, 6, 1), date(2024, 6, 1)


def meant(name, day):
    return DepartmentNames(Department.objects.all()).meant(name, day)


def chain():
    """The bureau of 2018, its successor from 2019, and theirs from 2023."""
    last = DepartmentFactory(name="姑苏区数据局", short_name="区数据局", active_from=date(2023, 1, 1))
    middle = DepartmentFactory(
        name="姑苏区大数据局", short_name="区大数据局",
        active_from=date(2019, 1, 1), active_to=date(2022, 12, 31), successor=last,
    )  # fmt: skip
    first = DepartmentFactory(
        name="姑苏区信息化局",
        short_name="区信息化局",
        aliases=["区信息办"],
        active_to=date(2018, 12, 31),
        successor=middle,
    )
    return first, middle, last


def test_nobody_has_the_name():
    chain()
    assert meant("区财政局", AFTER) == []


@pytest.mark.parametrize("name", ["区信息化局", "姑苏区信息化局", "区信息办", "區信息化局"])
def test_an_old_name_means_whoever_took_over_by_that_day(name):
    first, middle, last = chain()
    assert meant(name, BEFORE) == [first]
    assert meant(name, AFTER) == [middle]
    assert meant(name, LATER) == [last]


def test_a_closed_link_of_the_chain_is_passed_over():
    _first, middle, last = chain()
    middle.active_to = date(2019, 2, 1)
    last.active_from = date(2019, 2, 2)
    middle.save()
    last.save()
    assert meant("区信息化局", AFTER) == [last]


def test_without_a_day_a_name_means_who_has_it():
    first, _middle, _last = chain()
    assert meant("区信息化局", None) == [first]


def test_a_day_before_the_department_still_means_it():
    last = chain()[2]
    assert meant("区数据局", BEFORE) == [last]


def test_a_circle_of_successors_ends():
    first, middle, last = chain()
    for row in (first, middle, last):
        row.active_from, row.active_to = None, date(2010, 1, 1)
    last.successor = first
    for row in (first, middle, last):
        row.save()
    assert meant("区信息化局", AFTER) == [first]


def test_a_name_of_two_means_the_one_of_the_day():
    old = DepartmentFactory(aliases=["区办"], active_to=date(2019, 12, 31))
    new = DepartmentFactory(aliases=["区办"], active_from=date(2020, 1, 1))
    assert (meant("区办", BEFORE), meant("区办", AFTER)) == ([old], [new])


def test_two_of_the_same_day_are_left_open():
    one, two = DepartmentFactory(aliases=["区办"]), DepartmentFactory(aliases=["区办"])
    assert set(map(str, meant("区办", AFTER))) == {str(one), str(two)}


def test_two_closed_ones_with_one_heir_mean_the_heir():
    heir = DepartmentFactory(active_from=date(2019, 1, 1))
    for _ in range(2):
        DepartmentFactory(aliases=["区办"], active_to=date(2018, 12, 31), successor=heir)
    assert meant("区办", AFTER) == [heir]
