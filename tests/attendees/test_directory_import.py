"""A table of the directory comes in: what is refused, what changes, and that all is done once or not at all."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils.translation import override

from attendees.domain.directory.export import export
from attendees.domain.directory.imports import AlreadyApplied, apply_import, begin_import, plan_import
from attendees.models import Appointment, Department, DirectoryImport, Person
from gusu_minutes.common.errors import IllegalMove, NotAllowed, StaleVersion
from gusu_minutes.common.sheets import write_table
from tests.factories import AppointmentFactory, DepartmentFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(roles=["clerk"])


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def given(clerk, table, *rows, name="表.csv"):
    return begin_import(table=table, data=write_table(rows, "csv", "x"), file_name=name, by=clerk)


def departments(clerk, *rows):
    return given(clerk, "departments", *rows)


def posts(clerk, *rows):
    return given(clerk, "posts", *rows)


def taken_over(record, clerk):
    plan = plan_import(record)
    assert not plan.refused
    return apply_import(directory_import=record, digest=plan.digest, by=clerk)


def changes(row):
    return [(change.old, change.new) for change in row.field_changes]


def numbers(plan):
    return [row.number for row in plan.new], [row.number for row in plan.changed], plan.unchanged


# Refusals


@pytest.mark.parametrize("role", ["officer", "official", "auditor", "signatory", "publisher", "supervisor"])
@pytest.mark.parametrize("table", ["departments", "posts"])
def test_only_the_clerk_imports(clerk, role, table):
    user = UserFactory(roles=[role])
    with pytest.raises(NotAllowed):
        begin_import(table=table, data="代码,姓名\na,b".encode(), file_name="a.csv", by=user)
    record = given(clerk, table, ["代码", "人员代码", "全称", "姓名"], ["new", "new", "新局", "新人"])
    with pytest.raises(NotAllowed):
        apply_import(directory_import=record, digest=plan_import(record).digest, by=user)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"PK", "damaged"),
        ("a.csv", b"", "no rows"),
        ("a.csv", "代码,全称".encode(), "no rows"),
        ("a.csv", b"x,y\n1,2", "headings"),
        ("a.csv", "上级\nx".encode(), "headings"),
        ("a.csv", "代码,code\na,b".encode(), "same heading"),
        ("a.xls", b"x", "Only .csv and .xlsx"),
    ],
)
def test_a_file_that_is_no_such_table(clerk, name, data, words):
    with pytest.raises(IllegalMove, match=words):
        begin_import(table="departments", data=data, file_name=name, by=clerk)
    assert not DirectoryImport.objects.exists()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"code": "no good", "name": "新局"}, "is no code"),
        ({"code": "nobody"}, "no department with the code"),
        ({"code": "a", "name": ""}, "name is missing"),
        ({"code": "a", "short_name": "长" * 61}, "longer than 60"),
        ({"code": "b", "name": "姑苏区甲局"}, "belongs to a"),
        ({"code": "new", "name": "甲局"}, "belongs to a"),
        ({"code": "new", "name": "旧甲局"}, "a has this name already"),
        ({"code": "a", "kind": "球队"}, "no kind of department"),
        ({"code": "a", "position": "-1"}, "place in the order"),
        ({"code": "a", "position": "9" * 12}, "place in the order"),
        ({"code": "a", "parent": "nobody"}, "no department with the code"),
        ({"code": "a", "parent": "a"}, "circle"),
        ({"code": "a", "parent": "b"}, "circle"),
        ({"code": "a", "successor": "b"}, "successors run in a circle"),
        ({"code": "a", "active_from": "明天"}, "is no day"),
        ({"code": "a", "active_from": "2024-13-01"}, "is no day"),
        ({"code": "a", "active_from": "2024-02-01", "active_to": "2024-01-01"}, "lies before"),
        ({"name": "姑苏区甲局", "short_name": "乙局"}, "two departments"),
    ],
)
def test_a_row_of_departments_is_refused(clerk, values, reason):
    a = DepartmentFactory(code="a", name="姑苏区甲局", short_name="甲局", aliases=["旧甲局"])
    DepartmentFactory(code="b", name="姑苏区乙局", short_name="乙局", parent=a, successor=a)
    record = departments(clerk, [*values], [*values.values()])
    assert [(row.number, reason in row.reason) for row in plan_import(record).refused] == [(2, True)]
    with pytest.raises(IllegalMove, match="mend the file"):
        apply_import(directory_import=record, digest=plan_import(record).digest, by=clerk)
    assert Department.history.count() == 2
    assert DirectoryImport.objects.get().applied_at is None


def test_two_rows_about_one_department(clerk):
    DepartmentFactory(code="a", name="姑苏区甲局", short_name="甲局")
    record = departments(clerk, ["代码", "全称"], ["a", "姑苏区甲局"], ["", "姑苏区甲局"], ["c", "丙"], ["d", "丙"])
    assert [(row.number, row.reason[:6]) for row in plan_import(record).refused] == [(3, "Row 2 "), (5, "The na")]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"person": "no good", "name": "新人"}, "is no code"),
        ({"person": "nobody"}, "nobody with the code"),
        ({"title": "局长", "name": ""}, "name is missing"),
        ({"name": "人" * 61}, "longer than 60"),
        ({"name": "新人", "title": "长" * 101}, "longer than 100"),
        ({"name": "同名"}, "several people"),
        ({"name": "新人", "department": "没有的局"}, "not in the directory"),
        ({"name": "新人", "department": "区办"}, "may be several"),
        ({"name": "新人", "valid_from": "2024-02-01", "valid_to": "2024-01-01"}, "lies before"),
        ({"name": "新人", "valid_from": "二月"}, "is no day"),
    ],
)
def test_a_row_of_posts_is_refused(clerk, values, reason):
    PersonFactory.create_batch(2, name="同名")
    DepartmentFactory.create_batch(2, aliases=["区办"])
    plan = plan_import(posts(clerk, [*values], [*values.values()]))
    assert [(row.number, reason in row.reason) for row in plan.refused] == [(2, True)]


def test_rows_that_contradict_one_another(clerk):
    PersonFactory(code="a", name="张三")
    heads = ["人员代码", "姓名", "别名", "职务"]
    rows = [["a", "张三", "张叁", "局长"], ["a", "张三", "张仨", "主任"], ["a", "李四", "张叁", "主任"]]
    assert [row.number for row in plan_import(posts(clerk, heads, *rows)).refused] == [3, 4]
    twice = posts(clerk, heads, ["a", "张三", "", "局长"], ["a", "张三", "", "局长"])
    assert [row.number for row in plan_import(twice).refused] == [3]


def test_a_broken_write_writes_nothing(clerk, monkeypatch):
    record = departments(clerk, ["代码", "全称"], ["a", "甲"], ["b", "乙"])
    plan = plan_import(record)
    real = Department.save_as

    def fail_at_b(self, **kwargs):
        if self.code == "b":
            raise IllegalMove("stop")
        real(self, **kwargs)

    monkeypatch.setattr(Department, "save_as", fail_at_b)
    with pytest.raises(IllegalMove):
        apply_import(directory_import=record, digest=plan.digest, by=clerk)
    assert not Department.objects.exists()
    assert not Department.history.exists()


def test_what_was_not_seen_is_not_done(clerk):
    unit = DepartmentFactory(code="a", name="甲")
    record = departments(clerk, ["代码", "全称"], ["a", "乙"])
    digest = plan_import(record).digest
    unit.name = "丙"
    unit.save()
    with pytest.raises(StaleVersion):
        apply_import(directory_import=record, digest=digest, by=clerk)
    assert Department.objects.get().name == "丙"


def test_a_second_time_changes_nothing(clerk):
    record = departments(clerk, ["代码", "全称"], ["a", "甲"])
    digest = plan_import(record).digest
    apply_import(directory_import=record, digest=digest, by=clerk)
    with pytest.raises(AlreadyApplied):
        apply_import(directory_import=record, digest=digest, by=clerk)
    assert Department.history.count() == 1
    with pytest.raises(IllegalMove, match="already"):
        taken_over(departments(clerk, ["代码", "全称"], ["a", "甲"]), clerk)


# What is done


def test_departments_are_added_and_changed(clerk):
    DepartmentFactory(code="a", name="姑苏区甲局", short_name="甲局", aliases=["甲"], position=4)
    DepartmentFactory(code="same", name="同", short_name="同", position=5)
    record = departments(
        clerk,
        ["代码", "全称", "简称", "别名", "类别", "上级（代码）", "启用", "停用", "继任(代码)", "备注"],
        ["a", "姑苏区甲局", "区甲局", "甲、甲办", "黨委部門", "b", "", "2024/12/31", "b"],
        ["b", "姑苏区乙局", "乙局", "", "government", "", "2025年1月1日"],
        ["same", "同", "同"],
        ["", "新街道", "", "", "subdistrict", "c"],
        ["c", "丙", "丙", "", "其他单位"],
    )
    assert record.ignored == ["备注"]
    plan = plan_import(record)
    assert not plan.refused
    assert ([row.number for row in plan.new], [row.number for row in plan.changed], plan.unchanged) == (
        [3, 5, 6],
        [2],
        1,
    )
    assert ("甲局", "区甲局") in changes(plan.changed[0])
    assert ("甲", "甲、甲办") in changes(plan.changed[0])
    assert Department.objects.count() == 2
    done = taken_over(record, clerk)
    assert (done.counts, done.applied_by) == ({"new": 3, "changed": 1, "unchanged": 1}, clerk)
    a, b, new = (Department.objects.get(name=name) for name in ("姑苏区甲局", "姑苏区乙局", "新街道"))
    assert (a.aliases, a.kind, a.parent, a.successor, a.active_to) == (
        ["甲", "甲办"],
        "party",
        b,
        b,
        date(2024, 12, 31),
    )
    assert (b.active_from, b.position, a.position) == (date(2025, 1, 1), 6, 4)
    assert (new.code, new.short_name, new.kind, str(new.parent)) == ("xin-jie-dao", "新街道", "subdistrict", "丙")
    row = a.history.first()
    assert (row.history_user, row.history_change_reason) == (clerk, "imported: 表.csv")
    assert Department.objects.get(code="same").history.count() == 1


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties(clerk):
    unit = DepartmentFactory(code="a", aliases=["甲"], kind="party", active_from=date(2020, 1, 1))
    taken_over(departments(clerk, ["代码", "别名", "类别"], ["a", "", ""]), clerk)
    unit.refresh_from_db()
    assert (unit.aliases, unit.kind, unit.active_from) == ([], "party", date(2020, 1, 1))


def test_a_name_may_come_back_after_its_department_was_closed(clerk):
    DepartmentFactory(name="姑苏区数据局", short_name="数据局", aliases=["区数据局"], active_to=date(2019, 12, 31))
    record = departments(clerk, ["代码", "全称", "启用"], ["new", "区数据局", "2020-01-01"])
    assert not plan_import(record).refused


def test_links_in_a_circle_of_new_ones_are_saved(clerk):
    taken_over(departments(clerk, ["代码", "全称", "上级", "继任"], ["a", "甲", "b", ""], ["b", "乙", "", "a"]), clerk)
    a, b = Department.objects.order_by("code")
    assert (a.parent, b.successor) == (b, a)


def test_people_and_posts_are_added_and_changed(clerk):
    old = AppointmentFactory(
        person__code="zhang", person__name="张三", department__short_name="区财政局", valid_from=date(2020, 1, 1)
    )
    AppointmentFactory(person=PersonFactory(name="同名"), department=old.department)
    PersonFactory(name="同名")
    record = posts(
        clerk,
        ["姓名", "人员代码", "别名", "单位", "职务", "任职", "离任"],
        ["张三", "", "", "区財政局", "局长", "2020-01-01", "2024-06-30"],
        ["张三", "zhang", "", "", "副区长", "2024-07-01"],
        ["新人", "", "辛人", "区财政局", "局长", "2024-07-01"],
        ["新人", "", "辛人", "区财政局", "副局长"],
        ["同名", "", "", "区财政局", "局长"],
        ["闲人", "idle", "", "", "", "", ""],
    )
    plan = plan_import(record)
    assert not plan.refused
    assert ([row.number for row in plan.new], [row.number for row in plan.changed], plan.unchanged) == (
        [3, 4, 5, 7],
        [2],
        1,
    )
    assert changes(plan.changed[0]) == [("", "2024-06-30")]
    taken_over(record, clerk)
    old.refresh_from_db()
    assert old.valid_to == date(2024, 6, 30)
    assert set(old.person.appointments.values_list("title", flat=True)) == {"局长", "副区长"}
    new = Person.objects.get(name="新人")
    assert (new.code, new.aliases, new.appointments.count(), new.history.count()) == ("xin-ren", ["辛人"], 2, 1)
    assert Person.objects.get(code="idle").appointments.count() == 0


def test_a_name_found_by_an_alias_stays(clerk):
    person = PersonFactory(name="张叁", aliases=["张三"])
    taken_over(posts(clerk, ["姓名", "职务"], ["张三", "局长"]), clerk)
    person.refresh_from_db()
    assert (person.name, person.appointments.get().title) == ("张叁", "局长")


def test_the_only_post_of_the_time_gets_its_days(clerk):
    post = AppointmentFactory(valid_from=None)
    heads = ["人员代码", "单位", "职务", "任职"]
    taken_over(posts(clerk, heads, [post.person.code, post.department.code, "局长", "2021-03-01"]), clerk)
    assert Appointment.objects.get().valid_from == date(2021, 3, 1)
    taken_over(
        posts(clerk, [*heads, "离任"], [post.person.code, post.department.code, "局长", "2019-03-01", "2020-01-01"]),
        clerk,
    )
    assert Appointment.objects.count() == 2


def test_an_old_unit_means_its_successor_on_the_first_day_of_the_post(clerk):
    new = DepartmentFactory(active_from=date(2023, 1, 1))
    DepartmentFactory(short_name="区大数据局", active_to=date(2022, 12, 31), successor=new)
    taken_over(posts(clerk, ["姓名", "单位", "任职"], ["张三", "区大数据局", "2023-05-01"]), clerk)
    assert Appointment.objects.get().department == new


# There and back


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("table", ["departments", "posts"])
def test_there_and_back_changes_nothing(clerk, table, form, django_assert_num_queries):
    heir = DepartmentFactory(
        code="heir", aliases=["甲、乙办", '"引号"', "=1+1", "'-x"], kind="party", active_from=date(2020, 1, 1)
    )
    old = DepartmentFactory(active_to=date(2019, 12, 31), successor=heir, parent=heir, name="-减号局")
    one = AppointmentFactory(department=old, valid_from=date(2021, 1, 1), person__aliases=["@张"])
    AppointmentFactory(person=one.person, department=None, title="", valid_to=date(2022, 1, 1))
    AppointmentFactory.create_batch(2, person=one.person, department=heir, title="+主任")
    PersonFactory(name="同名")
    PersonFactory(name="同名")
    queries = 1 if table == "departments" else 3
    with django_assert_num_queries(queries):
        data = export(table=table, form=form)
    record = begin_import(table=table, data=data, file_name=f"a.{form}", by=clerk)
    with django_assert_num_queries(queries):
        plan = plan_import(record)
    assert (plan.refused, plan.new, plan.changed) == ([], [], [])
    assert plan.unchanged == (2 if table == "departments" else 6)


@pytest.mark.parametrize("table", ["departments", "posts"])
def test_the_demo_there_and_back(clerk, table):
    call_command("loaddata", "departments", "people", verbosity=0)
    record = begin_import(table=table, data=export(table=table, form="xlsx"), file_name="a.xlsx", by=clerk)
    plan = plan_import(record)
    assert (plan.refused, plan.counts["new"], plan.counts["changed"]) == ([], 0, 0)
    assert plan.unchanged >= 36


def test_a_plan_is_the_same_in_every_language(clerk):
    record = departments(clerk, ["代码", "全称", "类别"], ["a", "甲", "街道"], ["b", "乙", "球队"])
    digests = set()
    for language in ("en", "zh-hans", "zh-hant"):
        with override(language):
            digests.add(plan_import(record).digest)
    assert len(digests) == 1
