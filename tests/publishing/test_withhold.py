"""What a correction takes back from the public is handed out in no former edition either."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from decisions.models import Assignment, Resolution
from gusu_minutes.common.models import Disclosure
from gusu_minutes.publishing.domain import start_correction, verify
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import PublicEdition, Rendering, WithheldEdition
from meetings.models import AgendaItem, Attachment, Attendance, Meeting
from tests.factories import (
    AgendaItemFactory,
    AssignmentFactory,
    AttachmentFactory,
    AttendanceFactory,
    DepartmentFactory,
    MeetingFactory,
    ResolutionFactory,
    UserFactory,
    draft,
    issue,
)

SLIP = "补助标准每户三千元"


@pytest.fixture
def meeting(db: None) -> Meeting:
    meeting = MeetingFactory(number=39, preamble="会议由区长主持。")
    item = AgendaItemFactory(meeting=meeting, title="审议《停车方案》", public_title="")
    first = ResolutionFactory(agenda_item=item, text=f"会议明确，{SLIP}。")
    AssignmentFactory(
        resolution=first, lead=DepartmentFactory(short_name="区密办"), disclosure=Disclosure.PUBLIC, task="落实"
    )
    ResolutionFactory(agenda_item=item, text="抓紧实施。")
    AgendaItemFactory(meeting=meeting, title="研究其他事项")
    AttendanceFactory(meeting=meeting, name="沈一舟").items.add(item)
    AttachmentFactory(meeting=meeting, title="清单", disclosure=Disclosure.PUBLIC)
    return issue(meeting)


def corrected(meeting: Meeting, change=lambda: None, **options) -> Meeting:
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    change()
    return issue(Meeting.objects.get(pk=meeting.pk), **options)


def save(row, **fields) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def addresses(meeting: Meeting) -> list[str]:
    """What hands out the first edition, as page, file and answer of the API."""
    root = f"/meetings/{meeting.address}/editions/1"
    files = [f"{root}{ending}" for ending in ("/", ".json", ".xml", ".pdf", ".docx", ".txt", ".md")]
    return [*files, *(f"/api/v1{path}" for path in (f"{root}.json", f"{root}.pdf"))]


def make_internal() -> None:
    save(Resolution.objects.get(text__contains=SLIP), disclosure=Disclosure.INTERNAL)


@pytest.mark.parametrize(
    "change",
    [
        make_internal,
        lambda: save(AgendaItem.objects.get(title__contains="停车"), disclosure=Disclosure.ON_REQUEST),
        lambda: save(AgendaItem.objects.get(title__contains="停车"), public_title="审议某方案"),
        lambda: save(Resolution.objects.get(text__contains=SLIP), public_text="会议明确补助标准。"),
        lambda: save(Assignment.objects.get(), disclosure=Disclosure.INTERNAL),
        lambda: save(Attachment.objects.get(), disclosure=Disclosure.INTERNAL),
        lambda: save(Meeting.objects.get(), public_preamble="会议召开。"),
    ],
)
def test_what_is_made_internal_takes_the_former_edition_back(meeting, change):
    for rendering in Rendering.objects.all():
        make_files(rendering)
    assert {Client().get(address).status_code for address in addresses(meeting)} == {200}
    meeting = corrected(meeting, change)
    assert WithheldEdition.objects.get().edition.number == 1
    for address in addresses(meeting):
        answer = Client().get(address)
        assert answer.status_code == 410, address
        assert SLIP not in answer.text
    assert list(verify()) == []


def test_no_page_or_answer_shows_what_was_taken_back(meeting):
    meeting = corrected(meeting, make_internal, public_reason="用词更正。")
    root = f"/meetings/{meeting.address}/"
    paths = [root, f"{root}editions/", f"{root}editions/2/", f"{root}editions/2.json", "/feeds/meetings.atom"]
    paths += [f"/api/v1{root}", f"/api/v1{root}editions/", f"/api/v1{root}editions/1/", "/search/?q=补助标准"]
    for path in paths:
        answer = Client().get(path)
        assert answer.status_code == 200, path
        assert SLIP not in answer.text, path
    assert Client().get(f"{root}editions/2/compare/1/").status_code == 404
    assert Client().get(f"{root}editions/2/compare/").status_code == 404
    assert "compare" not in Client().get(root).text
    told = Client().get(f"/api/v1{root}editions/").json()
    assert [(edition["edition"], edition["withheld"], edition["files"]) for edition in told] == [
        (2, False, []),
        (1, True, []),
    ]


def test_officials_read_and_compare_all_editions(meeting, client):
    meeting = corrected(meeting, make_internal)
    client.force_login(UserFactory(roles=["official"]))
    assert SLIP in client.get(f"/internal/meetings/{meeting.address}/editions/1/").text
    assert client.get(f"/internal/meetings/{meeting.address}/editions/2/compare/1/").status_code == 200


def test_an_ordinary_correction_takes_nothing_back(meeting):
    meeting = corrected(meeting, lambda: save(Resolution.objects.get(text="抓紧实施。"), text="抓紧推进。"))
    meeting = corrected(meeting, lambda: Attendance.objects.get().delete())
    meeting = corrected(meeting, lambda: Attachment.objects.get().delete())
    assert not WithheldEdition.objects.exists()
    assert Client().get(f"/meetings/{meeting.address}/editions/1/").status_code == 200
    assert Client().get(f"/meetings/{meeting.address}/editions/4/compare/1/").status_code == 200


def test_the_publisher_takes_back_what_was_deleted_from_the_record_too(meeting):
    meeting = corrected(meeting, lambda: save(Resolution.objects.get(text__contains=SLIP), text="略。"), withhold=True)
    assert Client().get(f"/meetings/{meeting.address}/editions/1/").status_code == 410


def test_not_even_its_title_is_told(meeting):
    slip = "张某某的补助"
    meeting = corrected(meeting, lambda: save(Meeting.objects.get(), title=slip), public_reason=f"题为{slip}。")
    assert slip in Client().get(f"/meetings/{meeting.address}/editions/2/").text
    meeting = corrected(meeting, lambda: save(Meeting.objects.get(), title="第39次常务会议"), withhold=True)
    for path in ("editions/2/", "editions/", "editions/2.json", "editions/3/"):
        answer = Client().get(f"/meetings/{meeting.address}/{path}")
        assert slip not in answer.text, path
    for path in ("editions/", "editions/2/", ""):
        assert slip not in Client().get(f"/api/v1/meetings/{meeting.address}/{path}").text, path
    answer = Client().get(f"/meetings/{meeting.address}/editions/2/")
    assert (answer.status_code, "noindex" in answer.text) == (410, True)
    assert "第39次常务会议" in answer.text


def test_what_comes_after_is_handed_out_and_compared(meeting):
    meeting = corrected(meeting, make_internal)
    meeting = corrected(meeting, lambda: save(Resolution.objects.get(text="抓紧实施。"), text="抓紧推进。"))
    root = f"/meetings/{meeting.address}/"
    assert WithheldEdition.objects.count() == 1
    assert Client().get(f"{root}editions/2/").status_code == 200
    assert Client().get(f"{root}editions/3/compare/2/").status_code == 200
    assert "compare" in Client().get(root).text


def test_what_was_once_taken_out_and_comes_back_internal_is_taken_back(meeting):
    meeting = corrected(meeting, lambda: save(Resolution.objects.get(text__contains=SLIP), text="略。"))
    change = {"text": f"会议明确，{SLIP}。", "disclosure": Disclosure.INTERNAL}
    meeting = corrected(meeting, lambda: save(Resolution.objects.get(text="略。"), **change))
    assert {row.edition.number for row in WithheldEdition.objects.all()} == {1, 2}


@pytest.mark.parametrize("size", [1, 30])
def test_queries_of_corrected_minutes(db, django_assert_num_queries, size):
    meeting = corrected(issue(draft(items=size, clauses=1)))
    with django_assert_num_queries(6):
        assert Client().get(f"/meetings/{meeting.address}/").status_code == 200
    with django_assert_num_queries(3):
        assert Client().get(f"/meetings/{meeting.address}/editions/2/").status_code == 200


@pytest.mark.parametrize("verb", ["UPDATE {} SET since_id = edition_id", "DELETE FROM {}"])
def test_the_database_keeps_what_was_taken_back(meeting, verb):
    corrected(meeting, make_internal)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(WithheldEdition._meta.db_table))


def test_the_check_finds_what_no_correction_withheld(meeting):
    edition = PublicEdition.objects.get()
    WithheldEdition.objects.create(edition=edition, since=edition)
    assert [problem.name for problem in verify()] == [f"public {edition}"]


def test_queries_of_the_editions(meeting, django_assert_num_queries):
    meeting = corrected(meeting, make_internal)
    with django_assert_num_queries(2):
        Client().get(f"/meetings/{meeting.address}/editions/")
    for _ in range(3):
        meeting = corrected(meeting)
    assert PublicEdition.objects.count() == 5
    with django_assert_num_queries(2):
        Client().get(f"/meetings/{meeting.address}/editions/")
