"""The plan: what the directory says about each name, and what stands against a draft."""

from datetime import date

import pytest

from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.plan import NEW, NONE, ImportPlan, Post, Status
from gusu_minutes.importing.planning import build_plan
from meetings.enums import MeetingState
from tests.factories import AppointmentFactory, DepartmentFactory, MeetingFactory, PersonFactory, SeriesFactory
from tests.importing.parsed import attendee, clause, item, minutes, unit

pytestmark = pytest.mark.django_db


def plan_of(parsed: dict, **choices: dict) -> ImportPlan:
    return build_plan(parsed, Known.load(), choices)


def finance(**fields):
    return DepartmentFactory(code="finance", name="姑苏区财政局", short_name="区财政局", **fields)


@pytest.mark.parametrize("name", ["区财政局", "姑苏区财政局", "區財政局", "区财局", "区 财政局"])
def test_a_department_is_found_by_any_of_its_names_in_both_scripts(name):
    department = finance(aliases=["区财局"])
    found = plan_of(minutes(attendance=[attendee("王勇", name)])).departments[name]
    assert (found.status, found.department, found.is_linked) == (Status.MATCHED, department, True)


def test_an_unknown_department_is_offered_as_new_with_similar_ones():
    development = DepartmentFactory(name="姑苏区发展和改革局", short_name="区发展和改革局")
    found = plan_of(minutes(attendance=[attendee("王正茂", "区发改局")])).departments["区发改局"]
    assert (found.status, found.choice, found.department) == (Status.NEW, NEW, None)
    assert found.similar == (development,)


def test_a_name_of_two_departments_is_left_to_the_clerk():
    one, two = DepartmentFactory(aliases=["区办"]), DepartmentFactory(aliases=["区办"])
    found = plan_of(minutes(attendance=[attendee("甲乙", "区办")])).departments["区办"]
    assert (found.status, found.choice, found.is_open) == (Status.AMBIGUOUS, NONE, True)
    assert set(found.similar) == {one, two}


def test_of_two_departments_with_a_name_the_one_that_existed_on_the_day_is_meant():
    DepartmentFactory(aliases=["区办"], active_to=date(2020, 1, 1))
    now = DepartmentFactory(aliases=["区办"], active_from=date(2020, 1, 2))
    assert plan_of(minutes(attendance=[attendee("甲乙", "区办")])).departments["区办"].department == now


def test_a_department_that_was_closed_by_then_means_its_successor():
    now = DepartmentFactory(short_name="区数据局", active_from=date(2023, 1, 1))
    DepartmentFactory(short_name="区大数据局", active_to=date(2022, 12, 31), successor=now)
    found = plan_of(minutes(attendance=[attendee("甲乙", "区大数据局")])).departments["区大数据局"]
    assert (found.status, found.department) == (Status.MATCHED, now)
    earlier = minutes(attendance=[attendee("甲乙", "区大数据局")], held_on="2022-12-13")
    assert str(plan_of(earlier).departments["区大数据局"].department) == "区大数据局"


@pytest.mark.parametrize(
    ("choice", "linked"), [("new", True), ("none", False), ("is:finance", True), ("alias:finance", True)]
)
def test_the_clerks_choice_of_a_department_holds(choice, linked):
    department = finance()
    found = plan_of(minutes(attendance=[attendee("王勇", "财政")]), departments={"财政": choice}).departments["财政"]
    assert (found.choice, found.chosen, found.is_linked) == (choice, True, linked)
    assert found.department == (department if ":" in choice else None)


def test_a_choice_of_a_department_that_is_gone_is_forgotten():
    found = plan_of(minutes(attendance=[attendee("王勇", "财政")]), departments={"财政": "is:gone"}).departments["财政"]
    assert (found.choice, found.chosen) == (NEW, False)


def test_a_person_is_found_by_the_post_in_the_department():
    department = finance()
    post = AppointmentFactory(person=PersonFactory(name="王勇"), department=department)
    AppointmentFactory(person=PersonFactory(name="王勇"))
    (found,) = plan_of(minutes(attendance=[attendee("王勇", "區財政局")])).people.values()
    assert (found.status, found.person, found.appointment, found.post) == (
        Status.MATCHED, post.person, post, Post.HELD,
    )  # fmt: skip


def test_a_person_is_found_across_scripts():
    person = PersonFactory(name="陈羔")
    (found,) = plan_of(minutes(attendance=[attendee("陳羔")])).people.values()
    assert (found.status, found.person) == (Status.MATCHED, person)


def test_namesakes_are_left_to_the_clerk():
    one, two = PersonFactory(name="王勇"), PersonFactory(name="王勇")
    (found,) = plan_of(minutes(attendance=[attendee("王勇")])).people.values()
    assert (found.status, found.choice, found.is_open) == (Status.AMBIGUOUS, NONE, True)
    assert {candidate.code for candidate in found.candidates} == {one.code, two.code}


def test_the_title_tells_namesakes_apart():
    AppointmentFactory(person=PersonFactory(name="王勇"), title="局长")
    mayor = AppointmentFactory(person=PersonFactory(name="王勇"), title="副区长")
    (found,) = plan_of(minutes(attendance=[attendee("王勇", title="副区长")])).people.values()
    assert found.person == mayor.person


def test_somebody_with_another_post_that_day_may_be_a_namesake():
    finance()
    elsewhere = AppointmentFactory(
        person=PersonFactory(name="王勇"), department=DepartmentFactory(short_name="区审计局")
    )
    (found,) = plan_of(minutes(attendance=[attendee("王勇", "区财政局")])).people.values()
    assert (found.status, [one.code for one in found.candidates]) == (Status.AMBIGUOUS, [elsewhere.person.code])
    assert "区审计局" in found.candidates[0].label


def test_whom_the_clerk_chose_gets_the_post_that_the_minutes_show():
    finance()
    elsewhere = AppointmentFactory(person=PersonFactory(name="王勇"), department=DepartmentFactory())
    roll = [attendee("王勇", "区财政局")]
    (found,) = plan_of(
        minutes(attendance=roll), people={"区财政局 王勇": f"is:{elsewhere.person.code}"}
    ).people.values()
    assert (found.person, found.post, found.is_open) == (elsewhere.person, Post.NEW, False)


def test_older_minutes_date_a_post_back():
    post = AppointmentFactory(person=PersonFactory(name="王勇"), department=finance(), valid_from=date(2025, 1, 9))
    (found,) = plan_of(minutes(attendance=[attendee("王勇", "区财政局")])).people.values()
    assert (found.person, found.post, found.appointment) == (post.person, Post.EARLIER, post)


def test_colleagues_are_offered_for_a_misspelt_name():
    colleague = AppointmentFactory(person=PersonFactory(name="王弢"), department=finance()).person
    (found,) = plan_of(minutes(attendance=[attendee("王韬", "区财政局")])).people.values()
    assert (found.status, [one.code for one in found.colleagues]) == (Status.NEW, [colleague.code])


def test_the_same_name_in_two_departments_is_two_people():
    plan = plan_of(minutes(attendance=[attendee("王勇", "区财政局"), attendee("王勇", "区审计局")]))
    assert [one.key for one in plan.people.values()] == ["区财政局 王勇", "区审计局 王勇"]


def test_the_chair_is_the_one_on_the_roll():
    plan = plan_of(minutes(chair={"name": "陈羔", "title": "区长"}, attendance=[attendee("陈羔"), attendee("吴强")]))
    assert list(plan.people) == ["陈羔", "吴强"]
    assert plan.people[plan.meeting.chair].title == "区长"


def test_a_series_is_found_by_its_bodies_and_kind():
    series = SeriesFactory()
    for bodies in (["姑苏区政府"], ["姑蘇區政府"], ["苏州市姑苏区人民政府"], ["区政府"]):
        assert plan_of(minutes(bodies=bodies)).series.found == series
    assert plan_of(minutes(bodies=["姑苏区政府", "保护区管委会"])).series.found is None
    assert plan_of(minutes(kind="专题会议")).series.found is None


@pytest.mark.parametrize(
    ("fields", "numbering"), [({}, "running"), ({"year": 2024}, "by_year"), ({"term": 5}, "by_term")]
)
def test_a_new_series_counts_as_its_first_minutes_do(fields, numbering):
    series = plan_of(minutes(**fields)).series
    assert (series.found, series.name, series.kind, series.numbering) == (None, "常务会议", "executive", numbering)


def test_a_new_series_does_not_take_the_name_of_another():
    SeriesFactory()
    assert plan_of(minutes(bodies=["白鹭新区管委会"])).series.name == "白鹭新区管委会常务会议"
    (problem,) = plan_of(minutes(bodies=["白鹭新区管委会"]), meeting={"series_name": "常务会议"}).problems
    assert problem.field == "series_name"


@pytest.mark.parametrize("held_on", [None, "--04-08"])
def test_a_missing_day_stands_against_the_draft(held_on):
    plan = plan_of(minutes(held_on=held_on))
    assert [problem.field for problem in plan.problems] == ["held_on"]
    assert not plan_of(minutes(held_on=held_on), meeting={"held_on": "2024-04-08"}).problems


def test_a_day_that_does_not_exist_stands_against_the_draft():
    assert plan_of(minutes(), meeting={"held_on": "2023-02-29"}).problems


def test_a_text_without_decisions_stands_against_the_draft():
    assert [problem.field for problem in plan_of(minutes(items=[])).problems] == [""]


def test_a_number_that_is_taken_stands_against_the_draft():
    meeting = MeetingFactory(number=39)
    (problem,) = plan_of(minutes()).problems
    assert (problem.field, problem.meeting) == ("number", meeting)
    assert not plan_of(minutes(), meeting={"number": 40}).problems


def test_a_withdrawn_meeting_keeps_its_number():
    MeetingFactory(number=39, state=MeetingState.WITHDRAWN)
    (problem,) = plan_of(minutes()).problems
    assert "撤回" in problem.message


def test_a_number_is_taken_within_its_year_only():
    MeetingFactory(series=SeriesFactory(numbering="by_year"), number=9, held_on=date(2023, 6, 17))
    assert not plan_of(minutes(number=9, year=2024)).problems
    assert plan_of(minutes(number=9, year=2023, held_on="2023-08-01")).problems


def test_what_is_too_long_for_the_records_is_not_lost():
    long = "很" * 61
    plan = plan_of(
        minutes(
            items=[item("题", number="一" * 21)], attendance=[attendee(long), attendee("王勇", "局" * 121)],
            unparsed=["页脚"], term=99999, number=10**9,
        )
    )  # fmt: skip
    assert plan.attendance == ()
    assert plan.meeting.unplaced.splitlines() == ["页脚", long, "局" * 121 + " 王勇"]
    assert (plan.items[0].number, plan.items[0].title) == ("", "一" * 21 + "题")
    assert (plan.meeting.term, plan.meeting.number) == (None, None)


def test_a_department_whose_lead_is_unlinked_costs_its_assignment_and_says_so():
    parsed = minutes(items=[item("审议", clause("由区财政局负责。", unit("区财政局")))])
    assert not plan_of(parsed).warnings
    plan = plan_of(parsed, departments={"区财政局": "none"})
    assert (plan.assignment_count, plan.made_assignments, len(plan.warnings)) == (1, 0, 1)


@pytest.mark.parametrize("size", [1, 30])
def test_the_queries_do_not_grow(size, django_assert_num_queries):
    SeriesFactory()
    roll = [attendee(f"张{n}", f"区{n}局") for n in range(size)]
    for n in range(size):
        AppointmentFactory(person=PersonFactory(name=f"张{n}"), department=DepartmentFactory(short_name=f"区{n}局"))
    with django_assert_num_queries(7):
        plan_of(minutes(attendance=roll))
