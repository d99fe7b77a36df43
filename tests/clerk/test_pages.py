"""The pages of a meeting and of what stands under it."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from decisions.models import Resolution
from gusu_minutes.common.sheets import write_book
from gusu_minutes.publishing.domain import verify
from gusu_minutes.publishing.models import InternalEdition
from meetings.domain.review import submit
from meetings.models import AgendaItem, Attachment, Attendance, Meeting, Series
from tests.clerk.pages import address, filled, messages_of
from tests.factories import (
    AttendanceFactory,
    DepartmentFactory,
    PersonFactory,
    SeriesFactory,
    UserFactory,
    draft,
    issue,
)

BOOK: list[tuple[str, list[list[str | float | None]]]] = [
    ("一", [["停车", "泊位"]]),
    ("二", []),
    ("三", [["地点"], [None, "平江路", 30]]),
]


def rows_of(meeting):
    yield meeting
    yield from meeting.items.all()
    yield from Resolution.objects.filter(agenda_item__meeting=meeting)
    yield from meeting.attendance.all()


def test_only_a_draft_is_edited(clerk):
    meeting = draft(assignments=1)
    opened = {row: filled(clerk.get(address(row))) for row in rows_of(meeting)}
    submit(meeting=meeting, by=UserFactory(roles=["clerk"]))
    for row, data in opened.items():
        page = clerk.get(address(row))
        assert page.status_code == 200
        assert not page.context["has_change_permission"] or not page.context["show_save"]
        assert b'name="_save"' not in page.content
        assert clerk.post(address(row), data).status_code == 403
        assert row == meeting or clerk.post(address(row, "move"), {"direction": "up"}).status_code == 403
    assert clerk.get(f"/admin/meetings/agendaitem/add/?meeting={meeting.pk}").status_code == 403


@pytest.mark.parametrize("role", ["signatory", "publisher", "auditor"])
def test_only_the_clerk_edits(signed_in, role):
    meeting, client = draft(), signed_in(role)
    for row in rows_of(meeting):
        assert client.get(address(row)).status_code == 200
        assert client.post(address(row), {}).status_code == 403
        assert row == meeting or client.post(address(row, "move"), {"direction": "up"}).status_code == 403
        assert client.post(address(row, "delete"), {"post": "yes"}).status_code == 403
    for page in ("agendaitem/add", "attendance/add", "attachment/add"):
        assert client.get(f"/admin/meetings/{page}/?meeting={meeting.pk}").status_code == 403


def test_a_meeting_is_written_by_hand(clerk):
    series = SeriesFactory()
    page = clerk.get("/admin/meetings/meeting/add/")
    data = {**filled(page), "series": series.pk, "number": 40, "held_on": "2025-01-03"}
    assert clerk.post("/admin/meetings/meeting/add/", data).status_code == 302
    assert Meeting.objects.get(number=40).title == "姑苏区政府第40次常务会议"


def test_a_pattern_that_cannot_be_filled_is_refused(clerk):
    series = SeriesFactory()
    page = clerk.post(address(series), {**filled(clerk.get(address(series))), "title_pattern": "{nobody}第{number}次"})
    assert page.context["adminform"].form.errors["title_pattern"]
    assert Series.objects.get().title_pattern == series.title_pattern


def test_an_item_is_added_at_the_end(clerk):
    meeting = draft(items=2)
    meeting.series.item_disclosure = "internal"
    meeting.series.save()
    page_address = f"/admin/meetings/agendaitem/add/?meeting={meeting.pk}"
    page = clerk.get(page_address)
    response = clerk.post(page_address, {**filled(page), "number": "三", "title": "新议题"})
    item = AgendaItem.objects.get(title="新议题")
    assert (item.meeting, item.position, item.disclosure) == (meeting, 3, "internal")
    assert response["Location"] == f"{address(meeting)}#agendaitem-{item.pk}"


@pytest.mark.parametrize("part", ["agendaitem", "attendance"])
def test_a_form_sent_twice_adds_once(clerk, part):
    meeting = draft()
    page_address = f"/admin/meetings/{part}/add/?meeting={meeting.pk}"
    data = {**filled(clerk.get(page_address)), "title": "新", "name": "新", "kind": "study", "disclosure": "public"}
    data |= {"kind": "present"} if part == "attendance" else {}
    first, second = clerk.post(page_address, data), clerk.post(page_address, data, follow=True)
    assert first.status_code == 302
    assert messages_of(second)
    assert second.redirect_chain == [(address(meeting), 302)]
    assert (AgendaItem if part == "agendaitem" else Attendance).objects.count() == 2
    again = {**data, "once": clerk.get(page_address).context["once"]}
    clerk.post(page_address, again)
    assert (AgendaItem if part == "agendaitem" else Attendance).objects.count() == 3


def test_an_appointment_too(clerk):
    person = PersonFactory()
    data = {**filled(clerk.get("/admin/attendees/appointment/add/")), "person": person.pk, "title": "局长"}
    for _ in range(2):
        assert clerk.post("/admin/attendees/appointment/add/", data).status_code == 302
    assert person.appointments.count() == 1


@pytest.mark.parametrize("query", ["", "?meeting=", "?meeting=x", "?meeting=99999"])
def test_an_item_needs_its_meeting(clerk, query):
    assert clerk.get(f"/admin/meetings/agendaitem/add/{query}").status_code in {403, 404}
    assert clerk.post(f"/admin/meetings/agendaitem/add/{query}", {}).status_code in {403, 404}


def test_clauses_are_added_in_order(clerk):
    item = draft(clauses=1).items.get()
    data = filled(clerk.get(address(item)))
    for index, text in ((1, "第二条"), (2, "第三条")):
        data |= {f"resolutions-{index}-{name}": value for name, value in {"text": text, "disclosure": "public"}.items()}
    assert clerk.post(address(item), {**data, "resolutions-TOTAL_FORMS": 3}).status_code == 302
    assert [row.text for row in item.resolutions.order_by("position")][1:] == ["第二条", "第三条"]


def test_an_assignment_takes_the_default_of_the_series(clerk):
    resolution = Resolution.objects.get(agenda_item__meeting=draft())
    series = resolution.agenda_item.meeting.series
    series.assignment_disclosure = "public"
    series.save()
    empty = clerk.get(address(resolution)).context["inline_admin_formsets"][0].formset.empty_form
    assert empty["disclosure"].value() == "public"


def test_an_attendee_stands_with_his_kind(clerk):
    meeting = draft(people=2)
    AttendanceFactory.create_batch(3, meeting=meeting, kind="in_attendance")
    page_address = f"/admin/meetings/attendance/add/?meeting={meeting.pk}"
    page = clerk.get(page_address)
    clerk.post(page_address, {**filled(page), "kind": "present", "name": "新人"})
    kinds = list(meeting.attendance.order_by("position").values_list("kind", flat=True))
    assert kinds == ["present"] * 3 + ["in_attendance"] * 3
    assert Attendance.objects.get(name="新人").position == 3


def test_an_attendee_is_offered_the_items_of_the_meeting_only(clerk):
    draft(items=2)
    meeting = draft(items=2)
    form = clerk.get(address(meeting.attendance.get())).context["adminform"].form
    assert set(form.fields["items"].queryset) == set(meeting.items.all())


def test_moving_keeps_history(clerk):
    meeting = draft(items=3)
    first, second, third = meeting.items.order_by("position")
    response = clerk.post(address(third, "move"), {"direction": "up"})
    assert response["Location"] == f"{address(meeting)}#agendaitem-{third.pk}"
    assert list(meeting.items.order_by("position")) == [first, third, second]
    row = third.history.latest()
    assert (row.position, row.history_user) == (2, clerk.user)
    clerk.post(address(first, "move"), {"direction": "up"})
    assert list(meeting.items.order_by("position")) == [first, third, second]
    assert clerk.get(address(first, "move")).status_code == 405


def test_resolutions_move_under_their_item(clerk):
    item = draft(clauses=2).items.get()
    first, second = item.resolutions.order_by("position")
    assert clerk.get(address(item)).context["clauses"] == [first, second]
    clerk.post(address(first, "move"), {"direction": "down"})
    assert list(item.resolutions.order_by("position")) == [second, first]


def test_previous_and_next(clerk):
    meeting = draft(items=2, clauses=2)
    rows = list(Resolution.objects.order_by("agenda_item__position", "position"))
    shown = clerk.get(address(rows[1])).context["neighbours"]
    assert (shown.before, shown.after, shown.place, shown.count) == (address(rows[0]), address(rows[2]), 2, 4)
    assert clerk.get(address(rows[0])).context["neighbours"].before is None
    assert clerk.get(address(meeting.items.order_by("-position")[0])).context["neighbours"].after is None


def test_the_trail_leads_back(clerk):
    resolution = Resolution.objects.get(agenda_item__meeting=draft())
    addresses = [url for _label, url in clerk.get(address(resolution)).context["crumbs"]]
    item = resolution.agenda_item
    assert addresses == ["/admin/meetings/meeting/", address(item.meeting), address(item)]


def test_the_previews(clerk):
    meeting = draft(items=2, assignments=1)
    secret = meeting.items.order_by("-position")[0]
    secret.title, secret.disclosure = "不公开的议题", "internal"
    secret.save()
    inside = clerk.get(address(meeting, "preview")).content.decode()
    outside = clerk.get(address(meeting, "preview") + "?audience=public")
    assert "不公开的议题" in inside
    assert not any(item.title == "不公开的议题" for item in outside.context["document"].items)
    assert outside.context["withheld"].said[0].record == secret


def upload(client, meeting, name="送审稿.pdf", content=b"%PDF-1.7", **more):
    page_address = f"/admin/meetings/attachment/add/?meeting={meeting.pk}"
    data = {**filled(client.get(page_address)), "title": "送审稿", "file": SimpleUploadedFile(name, content), **more}
    return client.post(page_address, data)


def test_an_attachment(clerk, signed_in):
    meeting = draft()
    assert upload(clerk, meeting).status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.size, attachment.sha256) == (8, hashlib.sha256(b"%PDF-1.7").hexdigest())
    assert (attachment.uploaded_by, attachment.disclosure) == (clerk.user, "internal")
    file = clerk.get(address(attachment, "download"))
    assert b"".join(file.streaming_content) == b"%PDF-1.7"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["Content-Type"] == "application/octet-stream"
    assert signed_in("official").get(address(attachment, "download")).status_code in {302, 403}
    assert signed_in().get(address(attachment, "download"), follow=True).status_code == 403


def test_an_attachment_is_taken_out_with_its_file(clerk, django_capture_on_commit_callbacks):
    meeting = draft()
    upload(clerk, meeting)
    attachment = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(address(attachment, "delete"), {"post": "yes"})
    assert not Attachment.objects.exists()
    assert not attachment.file.storage.exists(str(attachment.file.name))


def test_the_same_file_is_attached_once(clerk):
    meeting = draft()
    upload(clerk, meeting)
    again = upload(clerk, meeting, name="又一份.pdf", title="又一份")
    assert "送审稿" in str(again.context["adminform"].form.errors["file"])
    assert upload(clerk, draft()).status_code == 302  # another meeting's is another matter
    assert Attachment.objects.count() == 2


def test_a_correction_takes_files_out_and_puts_others_in(clerk, publisher):
    meeting = draft()
    upload(clerk, meeting)
    issue(meeting)
    attachment = Attachment.objects.get()
    assert clerk.post(address(attachment, "delete"), {"post": "yes"}).status_code == 403
    meeting.refresh_from_db()
    publisher.post(address(meeting, "correct"), {"version": meeting.version, "reason": "附件有误"})
    assert publisher.post(address(attachment, "delete"), {"post": "yes"}).status_code == 403
    assert address(attachment, "delete") in clerk.get(address(attachment)).text
    assert clerk.post(address(attachment, "delete"), {"post": "yes"}).status_code == 302
    assert upload(clerk, meeting, content=b"%PDF-1.7 corrected").status_code == 302
    issue(Meeting.objects.get(pk=meeting.pk))
    first, second = InternalEdition.objects.order_by("number")
    assert (first.document.attached[0].size, [file.size for file in second.document.attached]) == (8, [18])
    assert list(verify()) == []


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a.js", "a"])
def test_files_that_a_browser_could_run_are_refused(clerk, name):
    assert upload(clerk, draft(), name=name).status_code == 200
    assert not Attachment.objects.exists()


def test_an_item_of_another_meeting_is_refused(clerk):
    other = draft().items.get()
    assert upload(clerk, draft(), agenda_item=other.pk).status_code == 200
    assert not Attachment.objects.exists()


def test_autocompletes_answer(clerk):
    unit = DepartmentFactory(aliases=["发展改革局"])
    query = {"app_label": "meetings", "model_name": "agendaitem", "field_name": "presenting", "term": unit.short_name}
    results = clerk.get("/admin/autocomplete/", query).json()["results"]
    assert [row["id"] for row in results] == [str(unit.pk)]


def test_a_correction_is_edited_but_nothing_is_taken_out(clerk, publisher):
    meeting = issue(draft(assignments=1))
    version = {"version": meeting.version, "reason": "错别字"}
    publisher.post(address(meeting, "correct"), version)
    item = meeting.items.get()
    data = {**filled(clerk.get(address(item))), "title": "更正"}
    assert clerk.post(address(item), data).status_code == 302
    assert clerk.post(address(item, "delete"), {"post": "yes"}).status_code == 403
    assert clerk.post(address(meeting, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("清单.txt", "停车泊位三百个".encode("gb18030"), "停车泊位三百个"),
        ("清单.csv", "项目,泊位\n平江路,三十\n".encode(), "项目 泊位\n平江路 三十"),
        ("多表.xlsx", write_book(BOOK), "停车 泊位\n地点\n平江路 30"),
        ("长.csv", "停车泊位\n".encode() * 30_000, ("停车泊位\n" * 20_000)[:100_000].strip()),
        ("图.png", b"\x89PNG\r\n\x1a\n", ""),
        ("坏.docx", b"PK\x03\x04 no document", ""),
        ("长.txt", ("泊位" * 60_000).encode(), "泊位" * 50_000),
    ],
)
def test_what_a_file_says_is_read_when_it_is_uploaded(clerk, name, content, said):
    meeting = draft()
    assert upload(clerk, meeting, name=name, content=content).status_code == 302
    attachment = Attachment.objects.get()
    assert attachment.text == said
    with attachment.file.open("rb") as stored:
        assert stored.read() == content
    shown = clerk.get(address(attachment)).text
    told = "100000" if len(said) == 100_000 else str(len(said)) if said else "只能按标题"
    assert told in shown


def test_what_is_not_seen_in_a_title_is_left_out(clerk):
    upload(clerk, draft(), title="清单\u202egpj.exe\u200b\n二")
    assert Attachment.objects.get().title == "清单gpj.exe 二"


def test_a_file_that_is_marked_as_a_secret_is_refused(clerk):
    refused = upload(clerk, draft(), name="密.txt", content="机密★1年\n关于某事的报告".encode())
    assert "国家秘密" in refused.text
    assert not Attachment.objects.exists()
