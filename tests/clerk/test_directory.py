"""The pages of the directory: out and in as a table, and a duplicate merged into another."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from attendees.models import Department, DirectoryImport, Person
from gusu_minutes.common.sheets import MAX_BYTES, read_table, write_table
from tests.clerk.pages import address, messages_of
from tests.factories import AppointmentFactory, AssignmentFactory, DepartmentFactory, OfficerFactory, PersonFactory

START = "/admin/directory/import/"
EXPORTS = [f"/admin/directory/export/{table}.{form}" for table in ("departments", "posts") for form in ("csv", "xlsx")]


def give(client, *rows, table="departments", name="名录.csv"):
    file = SimpleUploadedFile(name, write_table(rows, "csv", "x"))
    return client.post(START, {"table": table, "file": file})


@pytest.fixture
def record(clerk):
    assert give(clerk, ["代码", "全称"], ["new", "新局"]).status_code == 302
    return DirectoryImport.objects.get()


def review(record):
    return f"{START}{record.pk}/"


def pages(record):
    """Every new page that changes something, with what its form sends."""
    units, people = DepartmentFactory.create_batch(2), PersonFactory.create_batch(2)
    versions = {"version": 1, "into_version": 1}
    return [
        (START, {"table": "departments"}),
        (review(record), {"digest": "x"}),
        *((f"{address(one, 'merge')}?into={two.pk}", versions) for one, two in (units, people)),
    ]


# Refusals


def test_anonymous_people_are_asked_to_sign_in(client, record):
    for url in (*EXPORTS, *(url for url, _data in pages(record))):
        for response in (client.get(url), client.post(url, {})):
            assert response.status_code == 302
            assert "/login/" in response["Location"]


def test_officers_are_refused(client, record):
    client.force_login(OfficerFactory().user)
    for url in (*EXPORTS, *(url for url, _data in pages(record))):
        assert client.get(url, follow=True).status_code == 403
    assert Department.objects.count() == 3


@pytest.mark.parametrize("role", ["auditor", "signatory", "publisher", "supervisor"])
def test_who_may_read_exports_and_changes_nothing(signed_in, record, role):
    client = signed_in(role)
    for url in EXPORTS:
        assert client.get(url).status_code == 200
    for url, data in pages(record):
        assert client.get(url).status_code == 403
        assert client.post(url, data).status_code == 403
    assert Department.objects.count() == 2
    page = client.get("/admin/attendees/department/").content.decode()
    assert "export/departments.csv" in page
    assert START not in page
    assert "/merge/" not in client.get(address(Department.objects.first())).content.decode()


def test_a_right_to_departments_is_none_to_people(signed_in, clerk):
    give(clerk, ["姓名"], ["新人"], table="posts")
    client = signed_in()
    permissions = client.user.user_permissions.model.objects.filter(content_type__app_label="attendees")
    client.user.user_permissions.set(permissions.filter(codename__endswith="_department"))
    client.user.is_staff = True
    client.user.save()
    assert client.get(START).status_code == 200
    assert client.get(review(DirectoryImport.objects.get())).status_code == 403
    assert give(client, ["姓名"], ["新人"], table="posts").status_code == 200
    assert client.get(EXPORTS[2]).status_code == 403
    person = PersonFactory()
    assert client.get(address(person, "merge")).status_code == 403
    assert DirectoryImport.objects.count() == 1


def test_what_is_not_there(clerk):
    for url in (f"{START}99/", "/admin/attendees/department/99/merge/", "/admin/attendees/person/99/merge/"):
        assert clerk.get(url).status_code == 404
    for url in ("x.csv", "departments.pdf", "departments", "departments.csv/"):
        assert clerk.get(f"/admin/directory/export/{url}").status_code == 404
    assert clerk.get(f"{address(DepartmentFactory(), 'merge')}?into=99").context["form"] is None


# What is done


@pytest.mark.parametrize("url", EXPORTS)
def test_an_export(clerk, url):
    post = AppointmentFactory()
    response = clerk.get(url)
    name = response["Content-Disposition"]
    assert name.startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    (_number, headings), *rows = read_table(response.content, name.rstrip('"'))
    assert headings[0] in {"代码", "姓名"}
    assert rows[0][1][:2] in ([post.department.code, post.department.name], [post.person.name, post.person.code])


def test_an_import_is_seen_first_and_done_once(clerk, signed_in):
    unit = DepartmentFactory(code="a", name="姑苏区甲局", short_name="甲局")
    sent = give(clerk, ["代码", "全称", "简称", "备注"], ["a", "姑苏区甲局", "区甲局"], ["b", "<b>乙局</b>"])
    assert sent.status_code == 302
    page = clerk.get(sent["Location"])
    text = page.content.decode()
    assert "&lt;b&gt;乙局" in text
    assert "备注" in text
    assert [(kind, total) for _label, kind, total, _rows in page.context["groups"]] == [("new", 1), ("changed", 1)]
    assert Department.objects.count() == 1
    # Somebody else may go on with it, and a reload loses nothing.
    other = signed_in("clerk")
    assert sent["Location"] in other.get(START).content.decode()
    digest = {"digest": other.get(sent["Location"]).context["plan"].digest}
    assert messages_of(other.post(sent["Location"], digest, follow=True))
    unit.refresh_from_db()
    assert (unit.short_name, unit.history.first().history_user) == ("区甲局", other.user)
    again = clerk.post(sent["Location"], digest, follow=True)
    assert again.redirect_chain == [(sent["Location"], 302)]
    assert messages_of(again)
    assert (Department.objects.count(), Department.history.count()) == (2, 3)
    assert sent["Location"] not in other.get(START).content.decode()


def test_a_refused_row_says_why_and_nothing_is_done(clerk):
    sent = give(clerk, ["代码", "全称", "上级"], ["a", "甲", "nobody"], ["b", "乙", ""])
    page = clerk.get(sent["Location"])
    assert "nobody" in page.content.decode()
    assert "<button" not in page.content.decode().split("digest")[1]
    clerk.post(sent["Location"], {"digest": page.context["plan"].digest})
    assert not Department.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"table": ""},
        {"table": "departments"},
        {"table": "nonsense", "file": SimpleUploadedFile("a.csv", "代码\na".encode())},
        {"table": "departments", "file": SimpleUploadedFile("a.csv", b"")},
        {"table": "departments", "file": SimpleUploadedFile("a.xlsx", b"PK")},
        {"table": "departments", "file": SimpleUploadedFile("a.exe", b"MZ")},
        {"table": "departments", "file": SimpleUploadedFile("a.csv", b"0" * (MAX_BYTES + 1))},
    ],
)
def test_a_file_that_is_refused_says_so_in_the_form(clerk, sent):
    page = clerk.post(START, sent)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not DirectoryImport.objects.exists()


def test_much_is_shown_in_part(clerk):
    sent = give(clerk, ["代码", "全称"], *([f"u{n}", f"第{n}局"] for n in range(301)))
    ((_label, _kind, total, rows),) = clerk.get(sent["Location"]).context["groups"]
    assert (total, len(rows)) == (301, 300)


def test_a_department_is_merged(clerk):
    duplicate, into = DepartmentFactory(short_name="区财局"), DepartmentFactory(short_name="区财政局")
    assignment = AssignmentFactory(lead=duplicate)
    url = address(duplicate, "merge")
    assert url in clerk.get(address(duplicate)).content.decode()
    assert clerk.get(url).context["form"] is None
    page = clerk.get(f"{url}?into={into.pk}")
    assert [one.count for one in page.context["moves"]] == [1]
    assert Department.objects.count() == 2
    answers = {field.name: field.value() for field in page.context["form"]} | {"reason": "同一单位"}
    done = clerk.post(f"{url}?into={into.pk}", answers, follow=True)
    assert done.redirect_chain == [(address(into), 302)]
    assert "区财局" in messages_of(done)
    assignment.refresh_from_db()
    assert (assignment.lead, assignment.history.first().history_user) == (into, clerk.user)
    assert list(Department.objects.all()) == [into]
    assert clerk.post(f"{url}?into={into.pk}", answers).status_code == 404


def test_a_person_is_merged(clerk):
    duplicate, into = PersonFactory(name="张叁"), PersonFactory(name="张三")
    url = f"{address(duplicate, 'merge')}?into={into.pk}"
    answers = {field.name: field.value() or "" for field in clerk.get(url).context["form"]}
    assert clerk.post(url, answers).status_code == 302
    assert [(person.name, person.aliases) for person in Person.objects.all()] == [("张三", ["张叁"])]


def test_a_refusal_keeps_what_was_typed(clerk):
    duplicate, into = DepartmentFactory.create_batch(2)
    url = f"{address(duplicate, 'merge')}?into={into.pk}"
    answers = {field.name: field.value() or "" for field in clerk.get(url).context["form"]} | {"reason": "同一单位"}
    into.save()
    page = clerk.post(url, answers)
    assert (page.status_code, page.context["form"]["reason"].value()) == (409, "同一单位")
    assert page.context["form"].non_field_errors()
    assert Department.objects.count() == 2
    assert clerk.post(url, {"reason": "x"}).status_code == 200
    assert clerk.post(f"{address(duplicate, 'merge')}?into={duplicate.pk}", answers).status_code == 200
    assert Department.objects.count() == 2
    again = {field.name: field.value() for field in page.context["form"]}
    assert clerk.post(url, again).status_code == 302
    assert Department.objects.get() == into


@pytest.mark.parametrize("size", [1, 30])
def test_how_many_queries(clerk, django_assert_num_queries, size):
    sent = give(clerk, ["代码", "全称"], *([f"u{n}", f"第{n}局"] for n in range(size)))
    clerk.get(sent["Location"])
    with django_assert_num_queries(6):
        clerk.get(sent["Location"])
    unit = DepartmentFactory()
    AssignmentFactory.create_batch(size, lead=unit)
    other = DepartmentFactory()
    clerk.get(f"{address(unit, 'merge')}?into={other.pk}")
    with django_assert_num_queries(22):
        clerk.get(f"{address(unit, 'merge')}?into={other.pk}")
