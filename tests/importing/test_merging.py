"""Two departments, or two people, become one: refusals first, then that every reference moves and nothing is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from attendees.models import Appointment, Department, DepartmentOfficer, Person, Substitution
from decisions.models import Assignment, Event, ExtensionRequest, ProgressReport, ReliefDecision, ReliefRequest
from decisions.telling.models import Webhook
from gusu_minutes.common.errors import IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.importing.merging import merge_departments, merge_people, what_moves
from gusu_minutes.importing.merging.references import references_to
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import AgendaItem, Attendance, Meeting
from tests.factories import (
    AgendaItemFactory,
    AppointmentFactory,
    AssignmentFactory,
    AttendanceFactory,
    DepartmentFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    UserFactory,
    draft,
    issue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(roles=["clerk"])


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def pair():
    duplicate = DepartmentFactory(code="dup", name="区财局", short_name="区财局", aliases=["财局"])
    return duplicate, DepartmentFactory(code="finance", name="姑苏区财政局", short_name="区财政局", aliases=["财政"])


def merge(pair, by):
    """Merge the first into the second, as they are now."""
    duplicate, into = (Department.objects.get(pk=one.pk) for one in pair)
    return merge_departments(duplicate=duplicate, into=into, by=by, reason="同一单位")


def report(department, **fields):
    user = UserFactory()
    return ProgressReport.objects.create(
        assignment=AssignmentFactory(lead=department, **fields), department=department, text="进展", percent=10, by=user
    )


def request_of(department):
    day = timezone.localdate()
    return ExtensionRequest.objects.create(
        assignment=AssignmentFactory(lead=department), department=department, reason="延期", by=UserFactory(),
        old_due_on=day, new_due_on=day + timedelta(days=9),
    )  # fmt: skip


def plea(department, **fields):
    return ReliefRequest.objects.create(
        assignment=AssignmentFactory(), department=department, reason="划转", by=UserFactory(), **fields
    )


def made(model, **many):
    row = model
    for name, records in many.items():
        getattr(row, name).set(records)
    return row


# One maker for each reference there is. A new one in the models fails the test until it stands here.
DEPARTMENT: dict[Any, Any] = {
    (Department, "parent"): lambda unit: DepartmentFactory(parent=unit),
    (Department, "successor"): lambda unit: DepartmentFactory(successor=unit),
    (DepartmentOfficer, "department"): lambda unit: OfficerFactory(department=unit),
    (Appointment, "department"): lambda unit: AppointmentFactory(department=unit),
    (AgendaItem, "presenting"): lambda unit: made(AgendaItemFactory(), presenting=[unit]),
    (Attendance, "department"): lambda unit: AttendanceFactory(department=unit),
    (Assignment, "lead"): lambda unit: AssignmentFactory(lead=unit),
    (Assignment, "supporting"): lambda unit: made(AssignmentFactory(), supporting=[unit]),
    (ProgressReport, "department"): report,
    (ExtensionRequest, "department"): request_of,
    (Event, "department"): lambda unit: Event.objects.create(
        assignment=AssignmentFactory(), verb="remind", department=unit
    ),
    (ReliefRequest, "department"): lambda unit: plea(unit),
    (ReliefRequest, "proposed_lead"): lambda unit: plea(DepartmentFactory(), proposed_lead=unit),
    (ReliefDecision, "new_lead"): lambda unit: ReliefDecision.objects.create(
        request=plea(DepartmentFactory()), granted=True, new_lead=unit, by=UserFactory()
    ),
    (Webhook, "departments"): lambda unit: made(
        Webhook.objects.create(name="系统", url="https://oa.example.org/"), departments=[unit]
    ),
}
PERSON: dict[Any, Any] = {
    (Appointment, "person"): lambda person: AppointmentFactory(person=person),
    (Meeting, "chair"): lambda person: MeetingFactory(chair=person),
    (Attendance, "person"): lambda person: AttendanceFactory(person=person),
    (Assignment, "leader"): lambda person: AssignmentFactory(leader=person),
    (Department, "leader"): lambda person: DepartmentFactory(leader=person),
}
APPOINTMENT = {(Attendance, "appointment")}


@pytest.mark.parametrize(
    ("model", "known"),
    [
        (Department, DEPARTMENT),
        (Person, PERSON),
        (Appointment, APPOINTMENT),
        (DepartmentOfficer, {(Substitution, "officer")}),
    ],
)
def test_every_reference_is_known_here(model, known):
    assert {(one.model, one.name) for one in references_to(model)} == set(known)


def test_no_reference_hides():
    """Found in another way: what the models say about what points to them, hidden ones too."""
    for model in (Department, Person):
        fields: Any = model._meta.get_fields(include_hidden=True)
        seen = {
            (field.related_model, field.field.name)
            for field in fields
            if isinstance(field, models.ForeignObjectRel)
            and "historical" not in str(field.related_model._meta.model_name)
            and not field.related_model._meta.auto_created
        }
        assert seen == {(one.model, one.name) for one in references_to(model)}


# Refusals


@pytest.mark.parametrize("role", ["officer", "official", "auditor", "signatory", "publisher", "supervisor"])
def test_only_the_clerk_merges(pair, role):
    user = UserFactory(roles=[role])
    with pytest.raises(NotAllowed):
        merge(pair, user)
    one, two = PersonFactory.create_batch(2)
    with pytest.raises(NotAllowed):
        merge_people(duplicate=one, into=two, by=user, reason="")


def test_into_itself(pair, clerk):
    with pytest.raises(IllegalMove, match="itself"):
        merge_departments(duplicate=pair[0], into=Department.objects.get(code="dup"), by=clerk, reason="")
    person = PersonFactory()
    with pytest.raises(IllegalMove, match="itself"):
        merge_people(duplicate=person, into=person, by=clerk, reason="")


@pytest.mark.parametrize("stale", [0, 1])
def test_a_stale_version(pair, clerk, stale):
    other = Department.objects.get(pk=pair[stale].pk)
    other.save()
    with pytest.raises(StaleVersion):
        merge_departments(duplicate=pair[0], into=pair[1], by=clerk, reason="")
    people = PersonFactory.create_batch(2)
    Person.objects.get(pk=people[stale].pk).save()
    with pytest.raises(StaleVersion):
        merge_people(duplicate=people[0], into=people[1], by=clerk, reason="")


def test_one_that_is_gone(pair, clerk):
    merge(pair, clerk)
    with pytest.raises(IllegalMove, match="deleted"):
        merge_departments(duplicate=pair[0], into=pair[1], by=clerk, reason="")


def test_an_officer_with_two_terms(pair, clerk):
    duplicate, into = pair
    office = OfficerFactory(department=duplicate, valid_to=date(2020, 1, 1))
    OfficerFactory(department=into, user=office.user, valid_from=date(2024, 1, 1))
    with pytest.raises(IllegalMove, match="different times"):
        merge(pair, clerk)
    assert Department.objects.filter(pk=duplicate.pk).exists()
    assert DepartmentOfficer.objects.count() == 2
    assert Department.objects.get(pk=into.pk).aliases == ["财政"]


def test_nothing_is_half_done(pair, clerk, monkeypatch):
    AssignmentFactory(lead=pair[0])
    before = {model: model.history.count() for model in (Department, Assignment)}
    monkeypatch.setattr(Department, "delete_as", lambda self, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        merge(pair, clerk)
    assert before == {model: model.history.count() for model in before}
    assert Assignment.objects.get().lead == pair[0]


# What moves


@pytest.mark.parametrize("reference", references_to(Department), ids=lambda one: f"{one.model.__name__}.{one.name}")
def test_each_reference_to_a_department_moves(pair, clerk, reference):
    duplicate, into = pair
    row = DEPARTMENT[reference.model, reference.name](duplicate)
    version = getattr(row, "version", 0)
    assert reference.label in {one.label for one in what_moves(duplicate)}
    merge((duplicate, into), clerk)
    fresh = type(row).objects.get(pk=row.pk)
    value = getattr(fresh, reference.name)
    if reference.frozen:
        assert value == Department.objects.get(pk=duplicate.pk)
        return
    assert (list(value.all()) if reference.many else [value]) == [into]
    assert not Department.objects.filter(pk=duplicate.pk).exists()
    said = fresh.history.first()
    assert (said.history_user, fresh.version) == (clerk, version + 1)
    assert said.history_change_reason == "merged: 区财局 (dup) into 区财政局\n同一单位"
    assert fresh.history.filter(history_user=clerk).count() == 1
    if reference.many:
        assert [link.department_id for link in getattr(said, reference.name).all()] == [into.pk]


@pytest.mark.parametrize("reference", references_to(Person), ids=lambda one: f"{one.model.__name__}.{one.name}")
def test_each_reference_to_a_person_moves(clerk, reference):
    duplicate, into = PersonFactory(name="张叁", aliases=["张参"]), PersonFactory(name="张三", aliases=["张仨"])
    row = PERSON[reference.model, reference.name](duplicate)
    merge_people(duplicate=duplicate, into=into, by=clerk, reason="")
    fresh = type(row).objects.get(pk=row.pk)
    assert (getattr(fresh, reference.name), fresh.history.first().history_user) == (into, clerk)
    assert not Person.objects.filter(pk=duplicate.pk).exists()
    into.refresh_from_db()
    assert into.aliases == ["张仨", "张叁", "张参"]
    assert Person.history.filter(history_type="-").get().history_user == clerk


def test_names_become_aliases(pair, clerk):
    into = merge(pair, clerk)
    assert into.aliases == ["财政", "区财局", "财局"]
    last = Department.history.filter(id=pair[0].pk).first()
    assert (last.history_type, last.history_user, "dup" in last.history_change_reason) == ("-", clerk, True)


def test_a_duplicate_that_reports_name_stays_closed(pair, clerk):
    duplicate, into = pair
    row = report(duplicate)
    merge((duplicate, into), clerk)
    left = Department.objects.get(pk=duplicate.pk)
    assert (left.name, left.aliases, left.successor) == (f"区财局（已合并{left.pk}）", [], into)
    assert left.active_to == timezone.localdate()
    assert (row.assignment.lead, Assignment.objects.get().lead) == (duplicate, into)
    assert [(one.frozen, one.count) for one in what_moves(left)] == [(True, 1)]
    with pytest.raises(IllegalMove, match="already"):
        merge((duplicate, into), clerk)


def test_lead_and_supporting_at_once(pair, clerk):
    duplicate, into = pair
    third = DepartmentFactory()
    leads = made(AssignmentFactory(lead=duplicate), supporting=[into, third])
    helps = made(AssignmentFactory(lead=into), supporting=[duplicate, third])
    both = made(AssignmentFactory(lead=third), supporting=[duplicate, into])
    item = made(AgendaItemFactory(), presenting=[duplicate, into])
    merge(pair, clerk)
    for row, lead, supporting in ((leads, into, {third}), (helps, into, {third}), (both, third, {into})):
        row.refresh_from_db()
        assert (row.lead, set(row.supporting.all())) == (lead, supporting)
        assert {link.department for link in row.history.first().supporting.all()} == supporting
    assert list(item.presenting.all()) == [into]


def test_the_same_office_twice_becomes_one_over_both_times(pair, clerk):
    duplicate, into = pair
    office = OfficerFactory(department=duplicate, valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31))
    OfficerFactory(department=into, user=office.user, valid_from=date(2024, 1, 1))
    merge(pair, clerk)
    left = DepartmentOfficer.objects.get()
    assert (left.department, left.valid_from, left.valid_to) == (into, date(2020, 1, 1), None)
    assert DepartmentOfficer.history.filter(history_type="-").get().history_user == clerk


def test_the_same_post_twice_becomes_one_and_two_terms_stay_two(pair, clerk):
    duplicate, into = pair
    person = PersonFactory()
    mine = {"person": person, "title": "局长"}
    kept = AppointmentFactory(department=into, valid_from=date(2022, 1, 1), **mine)
    twin = AppointmentFactory(department=duplicate, valid_from=date(2023, 1, 1), **mine)
    term = AppointmentFactory(department=duplicate, valid_to=date(2020, 1, 1), **mine)
    attended = AttendanceFactory(person=person, appointment=twin)
    merge(pair, clerk)
    assert list(Appointment.objects.order_by("pk")) == [kept, term]
    attended.refresh_from_db()
    assert attended.appointment == kept


def test_the_same_post_of_two_people(clerk):
    unit = DepartmentFactory()
    one, two = (AppointmentFactory(department=unit, person__name=name) for name in ("张三", "张叁"))
    merge_people(duplicate=two.person, into=one.person, by=clerk, reason="")
    assert Appointment.objects.get() == one


def test_what_imports_chose(pair, clerk):
    chosen = {"departments": {"财": "alias:dup", "区": "is:other", "新": "new"}, "people": {"甲": "is:dup"}}
    record = MinutesImport.objects.create(source="x", created_by=clerk, choices=chosen)
    merge(pair, clerk)
    record.refresh_from_db()
    assert record.choices == {**chosen, "departments": {"财": "alias:finance", "区": "is:other", "新": "new"}}


def test_what_was_issued_stays_as_it_was(clerk):
    meeting = draft(assignments=1)
    assignment = Assignment.objects.get()
    duplicate, into = assignment.lead, DepartmentFactory()
    issue(meeting)
    frozen = [list(model.objects.values_list("content", "digest")) for model in (InternalEdition, PublicEdition)]
    past = list(Assignment.history.values_list("history_id", "lead_id"))
    duplicate.refresh_from_db()
    merge((duplicate, into), clerk)
    assert frozen == [list(m.objects.values_list("content", "digest")) for m in (InternalEdition, PublicEdition)]
    assert list(Assignment.history.values_list("history_id", "lead_id"))[1:] == past


# Above and after one another


def links(*rows):
    for row in rows:
        row.refresh_from_db()
    return [(row.parent, row.successor) for row in rows]


def test_above_one_another(pair, clerk):
    duplicate, into = pair
    top, between = DepartmentFactory(), DepartmentFactory(parent=duplicate)
    duplicate.parent, into.parent = top, between
    duplicate.save()
    into.save()
    merge(pair, clerk)
    assert links(into, between) == [(top, None), (into, None)]


def test_below_one_another(pair, clerk):
    duplicate, into = pair
    between, child = DepartmentFactory(parent=into), DepartmentFactory(parent=duplicate)
    duplicate.parent = between
    duplicate.save()
    merge(pair, clerk)
    assert links(into, between, child) == [(None, None), (into, None), (into, None)]


def test_the_place_under_a_parent_is_taken_over(pair, clerk):
    duplicate, into = pair
    duplicate.parent = DepartmentFactory()
    duplicate.save()
    merge(pair, clerk)
    assert links(into) == [(duplicate.parent, None)]


def test_after_one_another(pair, clerk):
    duplicate, into = pair
    heir, between = DepartmentFactory(), DepartmentFactory(successor=duplicate)
    into.successor, into.active_to = between, date(2020, 1, 1)
    duplicate.successor, duplicate.active_to = heir, date(2024, 1, 1)
    duplicate.save()
    into.save()
    merge(pair, clerk)
    assert links(into, between) == [(None, heir), (None, into)]


def test_a_unit_and_its_own_successor(pair, clerk):
    duplicate, into = pair
    into.successor, into.active_to = duplicate, date(2020, 1, 1)
    into.save()
    merge(pair, clerk)
    into.refresh_from_db()
    assert (into.successor, into.active_to) == (None, None)


def test_pointing_at_itself(pair, clerk):
    duplicate, into = pair
    duplicate.parent = duplicate.successor = duplicate
    duplicate.save()
    into.parent = into.successor = duplicate
    into.save()
    merge(pair, clerk)
    assert links(into) == [(None, None)]


def test_how_many_queries(pair, clerk, django_assert_num_queries):
    """Not to be few; to be known. Two of them read the pair."""
    with django_assert_num_queries(15):
        what_moves(pair[0])
    with django_assert_num_queries(44):
        merge(pair, clerk)
    other = DepartmentFactory()
    for maker in DEPARTMENT.values():
        maker(other)
    with django_assert_num_queries(86):
        merge((other, pair[1]), clerk)
