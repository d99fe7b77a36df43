"""Writing an import: everything or nothing, once, with its history; and nothing of the text is lost."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils.translation import gettext

from attendees.models import Appointment, Department, Person
from decisions.models import Assignment, Resolution
from gusu_minutes.common.errors import IllegalMove, StaleVersion
from gusu_minutes.importing import apply
from gusu_minutes.importing.apply import AlreadyImported, apply_plan
from gusu_minutes.importing.imports import begin_import, keep_choices
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.planning import build_plan
from meetings.models import AgendaItem, Attendance, Body, Meeting, Series
from tests.factories import AppointmentFactory, DepartmentFactory, PersonFactory, SeriesFactory, UserFactory
from tests.importing.parsed import attendee, clause, item, minutes, unit

pytestmark = pytest.mark.django_db

HEARD = clause("会议听取了区财政局的汇报。")
TASK = clause(
    "由区财政局牵头，区审计局配合，年底前完成。",
    unit("区财政局", "lead", "2024-12-31", "年底前"),
    unit("区审计局", "support"),
)


@pytest.fixture
def clerk():
    return UserFactory(roles=["clerk"])


@pytest.fixture
def write(monkeypatch, clerk):
    """Write parsed minutes with choices: write(minutes(...), departments={...})."""

    def write_parsed(parsed: dict, **choices: dict) -> Meeting:
        monkeypatch.setattr(apply, "plan_import", lambda _import, known: build_plan(parsed, known, choices))
        begun = begin_import(source="…", file_name="39.txt", to_simplified=True, by=clerk)
        return apply_plan(minutes_import=begun, by=clerk)

    return write_parsed


def test_all_records_are_made(write):
    meeting = write(
        minutes(
            items=[item("听取汇报", HEARD, TASK, outcome="noted", forwarded_to=["区委会议"])],
            attendance=[
                attendee("陈羔", title="区长"),
                attendee("王勇", "区财政局", "in_attendance", substitutes_for="李晓"),
            ],
            chair={"name": "陈羔", "title": "区长"},
            preamble=["开头", "议定:"],
            closing=["其他事项。"],
            unparsed=["页脚"],
        )
    )  # fmt: skip
    assert (meeting.state, meeting.number, meeting.held_on, meeting.half_day) == (
        "drafting", 39, date(2024, 12, 13), "afternoon",
    )  # fmt: skip
    assert (meeting.preamble, meeting.closing, meeting.unplaced) == ("开头\n议定:", "其他事项。", "页脚")
    (written,) = meeting.items.all()
    assert (written.kind, written.outcome, written.forwarded_to) == ("hear", "noted", ["区委会议"])
    assert [one.short_name for one in written.presenting.all()] == ["区财政局"]
    assignment = Assignment.objects.get()
    assert (assignment.lead.short_name, assignment.lead_role, assignment.due_on) == (
        "区财政局",
        "lead",
        date(2024, 12, 31),
    )
    assert [one.short_name for one in assignment.supporting.all()] == ["区审计局"]
    assert assignment.resolution.position == 2
    chair, deputy = meeting.attendance.all()
    assert meeting.chair == chair.person
    assert (deputy.person.name, deputy.substitutes_for, deputy.department_name) == ("王勇", "李晓", "区财政局")
    assert deputy.appointment.department == deputy.department == assignment.lead
    assert MinutesImport.objects.get().meeting == meeting


def test_new_records_get_readable_codes(write):
    write(minutes(attendance=[attendee("王勇", "区财政局"), attendee("王永", "平江街道")]))
    assert set(Department.objects.values_list("code", "kind")) == {
        ("qu-cai-zheng-ju", "government"), ("ping-jiang-jie-dao", "subdistrict"),
    }  # fmt: skip
    assert set(Person.objects.values_list("code", flat=True)) == {"wang-yong", "wang-yong-2"}
    assert (Series.objects.get().code, Body.objects.get().code) == ("chang-wu-hui-yi", "gu-su-qu-zheng-fu")


def test_a_unit_spelt_in_two_ways_is_made_once(write):
    write(minutes(attendance=[attendee("王勇", "区财政局"), attendee("王永", "區財政局")]))
    assert Department.objects.count() == 1


def test_disclosure_comes_from_the_series(write):
    SeriesFactory(item_disclosure="internal", assignment_disclosure="public")
    write(minutes(items=[item("审议", TASK)]))
    assert AgendaItem.objects.get().disclosure == "internal"
    assert Assignment.objects.get().disclosure == "public"


def test_every_row_has_its_history(write, clerk):
    meeting = write(
        minutes(
            items=[item("审议", clause("会议听取了区财政局的汇报。"), TASK)], attendance=[attendee("王勇", "区财政局")]
        )
    )
    for model in (
        Meeting,
        AgendaItem,
        Resolution,
        Assignment,
        Attendance,
        Department,
        Person,
        Appointment,
        Series,
        Body,
    ):
        rows = model.history.all()
        assert rows.count() >= model.objects.count() > 0, model
        assert {(row.history_user, row.history_change_reason) for row in rows} == {
            (clerk, gettext("imported: %(name)s") % {"name": "39.txt"})
        }, model
    item_now = meeting.items.get().history.latest()
    assert [row.department.short_name for row in item_now.presenting.all()] == ["区财政局"]
    assert [row.department.short_name for row in Assignment.history.latest().supporting.all()] == ["区审计局"]
    assert Series.history.latest().bodies.count() == 1


def test_what_the_directory_knows_is_used(write):
    post = AppointmentFactory(person=PersonFactory(name="王勇"), department=DepartmentFactory(short_name="区财政局"))
    meeting = write(minutes(attendance=[attendee("王勇", "區財政局")]))
    (entry,) = meeting.attendance.all()
    assert (entry.person, entry.department, entry.appointment) == (post.person, post.department, post)
    assert entry.department_name == "區財政局"
    assert Department.objects.count() == Person.objects.count() == Appointment.objects.count() == 1


def test_an_alias_is_remembered(write):
    department = DepartmentFactory(code="finance", short_name="区财政局")
    person = AppointmentFactory(person=PersonFactory(code="wang", name="王弢"), department=department).person
    roll = [attendee("王韬", "区财局")]
    write(minutes(attendance=roll), departments={"区财局": "alias:finance"}, people={"区财局 王韬": "alias:wang"})
    assert Department.objects.get().aliases == ["区财局"]
    person.refresh_from_db()
    assert person.aliases == ["王韬"]
    assert Attendance.objects.get().person == person


def test_what_is_left_unlinked_stays_as_recorded(write):
    roll = [attendee("王勇", "区财政局")]
    write(
        minutes(items=[item("审议", TASK)], attendance=roll),
        departments={"区财政局": "none"},
        people={"区财政局 王勇": "none"},
    )
    entry = Attendance.objects.get()
    assert (entry.name, entry.department_name, entry.person, entry.department) == ("王勇", "区财政局", None, None)
    assert not Assignment.objects.exists()


def test_an_older_post_begins_earlier(write):
    post = AppointmentFactory(
        person=PersonFactory(name="王勇"),
        department=DepartmentFactory(short_name="区财政局"),
        valid_from=date(2025, 1, 9),
    )
    write(minutes(attendance=[attendee("王勇", "区财政局")]))
    post.refresh_from_db()
    assert post.valid_from == date(2024, 12, 13)


def test_ten_years_in_any_order_make_each_person_once(write):
    for number, day in ((39, "2024-12-13"), (20, "2020-03-01"), (45, "2025-06-01"), (2, "2015-01-05")):
        write(minutes(number=number, held_on=day, attendance=[attendee("王勇", "区财政局")]))
    assert (Person.objects.count(), Appointment.objects.get().valid_from) == (1, date(2015, 1, 5))


def test_a_second_time_makes_nothing(write, clerk):
    meeting = write(minutes())
    with pytest.raises(AlreadyImported) as refusal:
        apply_plan(minutes_import=MinutesImport.objects.get(), by=clerk)
    assert refusal.value.meeting == meeting
    assert Meeting.objects.count() == 1


def test_a_plan_with_problems_writes_nothing(write):
    with pytest.raises(IllegalMove):
        write(minutes(held_on=None, attendance=[attendee("王勇", "区财政局")]))
    assert not Meeting.objects.exists()
    assert not Department.objects.exists()


def test_an_error_in_the_middle_leaves_nothing(write, monkeypatch):
    def fail(*args):
        raise IntegrityError

    monkeypatch.setattr(apply, "make_attendance", fail)
    with pytest.raises(IllegalMove):
        write(minutes(items=[item("审议", TASK)], attendance=[attendee("王勇")]))
    for model in (Meeting, AgendaItem, Department, Person, Series):
        assert not model.objects.exists()
    assert MinutesImport.objects.get().meeting is None


def test_choices_are_kept_on_the_version_they_were_made_on(clerk):
    begun = begin_import(source="…", file_name="", to_simplified=True, by=clerk)
    kept = keep_choices(minutes_import=begun, choices={"people": {"王勇": "new"}}, version=begun.version, by=clerk)
    assert kept.choices == {"people": {"王勇": "new"}}
    with pytest.raises(StaleVersion):
        keep_choices(minutes_import=begun, choices={}, version=begun.version, by=clerk)
    begun.refresh_from_db()
    assert begun.choices == {"people": {"王勇": "new"}}


def test_null_characters_are_refused(clerk):
    with pytest.raises(IllegalMove):
        begin_import(source="甲\0乙", file_name="", to_simplified=True, by=clerk)
    assert not MinutesImport.objects.exists()


def test_known_is_loaded_in_six_queries(django_assert_num_queries):
    SeriesFactory()
    with django_assert_num_queries(6):
        Known.load()
