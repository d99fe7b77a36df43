"""Offices of officers: a substitute for days away, handing over; refusals first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from attendees.domain.offices import end_substitution, hand_over, name_substitute
from attendees.models import Department, DepartmentOfficer, Substitution
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed
from tests.factories import DepartmentFactory, OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db


def day(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def office():
    return OfficerFactory(department=DepartmentFactory())


@pytest.fixture
def other():
    return OfficerFactory().user


def acts_for(user, department, on=0):
    return Department.objects.of_officer(user, day(on)).filter(pk=department.pk).exists()


def substitute(office, other, first=0, last=5, **fields):
    fields = {"by": office.user, "substitute": other, "valid_from": day(first), "valid_to": day(last), **fields}
    return name_substitute(office=office, **fields)


VERBS = {
    "name_substitute": lambda office, by, other: substitute(office, other, by=by),
    "hand_over": lambda office, by, other: hand_over(office=office, by=by, to=other, first_day=day(1)),
}


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_only_an_office_of_ones_own(office, other, verb):
    colleague = OfficerFactory(department=office.department).user
    for by in (other, colleague, UserFactory(roles=["clerk"]), UserFactory(is_superuser=True)):
        with pytest.raises(NotAllowed):
            verb(office, by, UserFactory(roles=["officer"]))
    assert not Substitution.objects.exists()


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_a_substitute_has_not_the_office_itself(office, other, verb):
    substitute(office, other)
    with pytest.raises(NotAllowed):
        verb(office, other, UserFactory(roles=["officer"]))


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_an_office_that_is_over_gives_nothing(other, verb):
    office = OfficerFactory(valid_to=day(-1))
    with pytest.raises(IllegalMove):
        verb(office, office.user, other)


@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_only_to_another_active_officer(office, verb):
    for to in (office.user, UserFactory(roles=["official"]), UserFactory(roles=["officer"], is_active=False)):
        with pytest.raises(DomainError):
            verb(office, office.user, to)
    assert DepartmentOfficer.objects.count() == 1


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (3, 2), (0, 366), (0, 31)])
def test_days_that_make_no_sense(other, first, last):
    office = OfficerFactory(valid_to=day(30))
    with pytest.raises(DomainError):
        substitute(office, other, first, last)


def test_not_before_the_office_begins(other):
    office = OfficerFactory(valid_from=day(10))
    with pytest.raises(DomainError):
        substitute(office, other, 5, 15)
    substitute(office, other, 10, 15)


def test_the_same_is_named_once(office, other):
    substitute(office, other)
    with pytest.raises(DomainError):
        substitute(office, other, 5, 9)
    substitute(office, other, 6, 9)
    substitute(office, OfficerFactory().user)
    assert Substitution.objects.count() == 3


def test_a_substitute_acts_from_the_first_day_to_the_last(office, other):
    one = substitute(office, other, 1, 3)
    assert [acts_for(other, office.department, on) for on in range(5)] == [False, True, True, True, False]
    assert acts_for(office.user, office.department, 2)
    assert one.history.get().history_user == office.user


def test_only_the_officer_ends_a_substitution(office, other):
    one = substitute(office, other)
    for by in (other, UserFactory(roles=["clerk"])):
        with pytest.raises(NotAllowed):
            end_substitution(substitution=one, by=by)


def test_a_running_one_ends_now_and_history_says_who(office, other):
    one = Substitution.objects.create(officer=office, substitute=other, valid_from=day(-3), valid_to=day(9))
    end_substitution(substitution=one, by=office.user)
    assert not acts_for(other, office.department)
    assert Substitution.objects.get().valid_to == day(-1)
    assert one.history.latest().history_user == office.user
    with pytest.raises(IllegalMove):
        end_substitution(substitution=one, by=office.user)


@pytest.mark.parametrize("first", [0, 4])
def test_one_that_has_no_day_behind_it_is_removed(office, other, first):
    one = substitute(office, other, first, 9)
    end_substitution(substitution=one, by=office.user)
    assert not Substitution.objects.exists()
    last = Substitution.history.latest()
    assert (last.history_type, last.history_user) == ("-", office.user)
    with pytest.raises(IllegalMove):
        end_substitution(substitution=one, by=office.user)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "first"), [(None, None, -1), (0, None, 0), (3, None, 3), (None, 9, 10)]
)
def test_days_on_which_no_office_goes_over(other, valid_from, valid_to, first):
    dates = {
        name: None if value is None else day(value)
        for name, value in (("valid_from", valid_from), ("valid_to", valid_to))
    }
    office = OfficerFactory(**dates)
    with pytest.raises(DomainError):
        hand_over(office=office, by=office.user, to=other, first_day=day(first))
    assert DepartmentOfficer.objects.filter(department=office.department).count() == 1


@pytest.mark.parametrize("last", [None, 90])
def test_handing_over_leaves_no_day_without_an_officer(other, last):
    office = OfficerFactory(valid_to=None if last is None else day(last))
    new = hand_over(office=office, by=office.user, to=other, first_day=day(5))
    assert [acts_for(office.user, office.department, on) for on in (4, 5)] == [True, False]
    assert [acts_for(other, office.department, on) for on in (4, 5)] == [False, True]
    assert new.valid_to == office.valid_to
    assert {row.history_user for row in DepartmentOfficer.history.filter(history_type="~")} == {office.user}
    assert new.history.get().history_user == office.user


def test_handing_over_ends_what_hung_on_the_office(office, other):
    substitute(office, other, 0, 30)
    hand_over(office=office, by=office.user, to=OfficerFactory().user, first_day=day(5))
    assert [acts_for(other, office.department, on) for on in (4, 5)] == [True, False]


def test_twice_is_refused(office, other):
    hand_over(office=office, by=office.user, to=other, first_day=day())
    with pytest.raises(IllegalMove):
        hand_over(office=office, by=office.user, to=other, first_day=day())


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((None, None), (None, None)),
        ((-9, 2), (5, 60)),
        ((-9, 4), (-9, 60)),
        ((-9, 90), (-9, 90)),
        ((-90, -50), (5, 60)),
        ((20, 30), (5, 60)),
        ((20, None), (5, None)),
    ],
)
def test_an_office_that_the_new_one_has_is_prolonged(other, held, expected):
    def days(pair):
        return tuple(None if value is None else day(value) for value in pair)

    office = OfficerFactory(valid_to=day(60))
    first, last = days(held)
    OfficerFactory(department=office.department, user=other, valid_from=first, valid_to=last)
    new = hand_over(office=office, by=office.user, to=other, first_day=day(5))
    assert (new.valid_from, new.valid_to) == days(expected)
    assert all(acts_for(other, office.department, on) for on in (5, 30, 60))
