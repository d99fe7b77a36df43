"""The assignment sheet: for who may see the assignment, with the clause as issued."""

import pytest

from decisions.models import Assignment, Resolution
from gusu_minutes.publishing.domain import start_correction
from meetings.models import Meeting
from tests.documents.geometry import sheets
from tests.factories import DepartmentFactory, OfficerFactory, UserFactory, draft, issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment():
    issue(draft(items=1, clauses=1, assignments=1))
    return Assignment.objects.get()


def text_of(response) -> str:
    return "".join("".join(page.text_lines()) for page in sheets(response.content)).replace(" ", "")


@pytest.mark.parametrize("form", ["pdf", "docx", "ofd", "txt", "md"])
def test_refusals_first(client, assignment, form):
    url = f"/desk/{assignment.key}/sheet.{form}"
    assert client.get(url).status_code == 302
    client.force_login(OfficerFactory().user)
    assert client.get(url).status_code == 404
    client.force_login(OfficerFactory(department=assignment.lead).user)
    response = client.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert client.post(url).status_code == 405


def test_an_unknown_format_is_404(client, assignment):
    client.force_login(OfficerFactory(department=assignment.lead).user)
    assert client.get(f"/desk/{assignment.key}/sheet.exe").status_code == 404


def test_a_draft_in_correction_does_not_show(client, assignment):
    meeting = Meeting.objects.get()
    start_correction(meeting=meeting, by=UserFactory(roles=["publisher"]), reason="更正")
    issued = Resolution.objects.get().text
    Resolution.objects.update(text="金丝雀草稿")
    client.force_login(OfficerFactory(department=assignment.lead).user)
    text = text_of(client.get(f"/desk/{assignment.key}/sheet.pdf"))
    assert "金丝雀" not in text
    assert issued[:8] in text


def test_what_no_font_has_is_said_and_is_no_failure(client, assignment):
    Assignment.objects.update(task="落实\U00032100方案")
    client.force_login(OfficerFactory(department=assignment.lead).user)
    response = client.get(f"/desk/{assignment.key}/sheet.pdf", follow=True)
    assert response.redirect_chain[-1][0] == f"/desk/{assignment.key}/"
    assert "U+32100" in response.text


@pytest.mark.parametrize("size", [1, 30])
def test_queries_of_the_sheet(client, assignment, django_assert_num_queries, size):
    assignment.supporting.set(DepartmentFactory.create_batch(size))
    client.force_login(OfficerFactory(department=assignment.lead).user)
    with django_assert_num_queries(13):
        assert client.get(f"/desk/{assignment.key}/sheet.txt").status_code == 200
