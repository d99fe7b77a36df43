"""The papers around a meeting: who gets them, what they are, and that they hold nothing of others."""

import io
import zipfile

import pytest
from django.test import Client

from decisions.models import Assignment
from gusu_minutes.documents.papers.family import FAMILY
from tests.clerk.pages import address
from tests.documents.geometry import sheets
from tests.factories import DepartmentFactory, OfficerFactory, UserFactory, draft, issue

pytestmark = pytest.mark.django_db
SIGNATURES = {"pdf": b"%PDF-", "docx": b"PK", "ofd": b"PK"}


@pytest.fixture
def meeting():
    """Two items, each assigned to a department of its own; the second is another's business."""
    made = draft(items=2, clauses=1, assignments=1, people=3)
    for place, assignment in enumerate(Assignment.objects.order_by("pk")):
        assignment.lead = DepartmentFactory(code=f"own-{place}", short_name=["区甲局", "区乙局"][place])
        assignment.save()
    second = made.items.order_by("position")[1]
    second.title = "金丝雀议题"
    second.save()
    return made


def papers_of(meeting) -> list[str]:
    family = [f"papers/{kind}.{form}" for kind in FAMILY for form in SIGNATURES]
    sheet = [f"sheet.{form}" for form in (*SIGNATURES, "txt", "md")]
    excerpts = [f"excerpts/own-0.{form}" for form in SIGNATURES]
    return [f"{address(meeting, path).rstrip('/')}" for path in (*family, *sheet, *excerpts)]


def test_they_are_for_the_clerks_room_alone(client, meeting):
    pages = [*papers_of(meeting), address(meeting, "papers")]
    assert {client.get(page).status_code for page in pages} == {302}
    for user in (UserFactory(roles=["official"]), OfficerFactory().user):
        other = Client()
        other.force_login(user)
        assert {other.get(page).status_code for page in pages} <= {302, 403, 404}


def test_the_clerk_gets_every_paper_in_every_format(client, meeting):
    client.force_login(UserFactory(roles=["clerk"]))
    for page in papers_of(meeting):
        response = client.get(page)
        assert response.status_code == 200, page
        form = page.rsplit(".", 1)[1]
        assert response.content.startswith(SIGNATURES.get(form, b"")), page
        assert f".{form}" in response["Content-Disposition"]


def test_the_page_of_papers_links_to_them(client, meeting):
    client.force_login(UserFactory(roles=["clerk"]))
    page = client.get(address(meeting, "papers")).text
    for path in papers_of(meeting):
        if "sheet." not in path:
            assert f'href="{path}"' in page
    assert "区乙局" in page


@pytest.mark.parametrize(
    "path", ["papers/nonsense.pdf", "papers/agenda.exe", "excerpts/nobody.pdf", "excerpts/own-0.x"]
)
def test_what_is_not_there_is_404(client, meeting, path):
    client.force_login(UserFactory(roles=["clerk"]))
    assert client.get(address(meeting, path).rstrip("/")).status_code == 404


@pytest.mark.parametrize("issued", [False, True])
def test_an_excerpt_holds_nothing_of_other_items(client, meeting, issued):
    if issued:
        issue(meeting)
    client.force_login(UserFactory(roles=["clerk"]))
    for form in ("pdf", "docx"):
        content = client.get(address(meeting, f"excerpts/own-0.{form}").rstrip("/")).content
        if form == "pdf":
            text = "".join(mark.text for page in sheets(content) for mark in page.characters)
        else:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                text = "".join(package.read(name).decode(errors="replace") for name in package.namelist())
        assert "区甲局" in text
        assert "金丝雀" not in text and "区乙局" not in text


def test_a_draft_is_marked_and_says_so_in_its_name(client, meeting):
    client.force_login(UserFactory(roles=["clerk"]))
    response = client.get(address(meeting, "sheet.pdf").rstrip("/"))
    assert "%E8%8D%89%E7%A8%BF" in response["Content-Disposition"]  # 草稿
    assert all("稿" in {mark.text for mark in page.characters} for page in sheets(response.content))


@pytest.mark.parametrize("size", [1, 30])
def test_queries_of_the_page(client, django_assert_num_queries, size):
    meeting = draft(items=size, clauses=1, assignments=1, people=size)
    client.force_login(UserFactory(roles=["clerk"]))
    client.get(address(meeting, "papers"))
    with django_assert_num_queries(16):
        client.get(address(meeting, "papers"))


def test_what_no_font_has_is_said_and_is_no_failure(client, meeting):
    meeting.items.update(title="审议《\U00032100方案》")
    meeting.preamble = "会议由\U00032100主持。"
    meeting.save()
    client.force_login(UserFactory(roles=["clerk"]))
    for page in papers_of(meeting):
        if page.endswith((".pdf", ".ofd")) and "sign_in" not in page:
            response = client.get(page, follow=True)
            assert response.redirect_chain, page
            assert "U+32100" in response.text, page
