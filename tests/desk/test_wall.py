"""What a department may see is its own: every address of the desk and around it, tried by who has no part in a task."""

from datetime import timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from decisions.domain import change, extensions, relief, verify, work
from decisions.models import Assignment, StepDraft
from decisions.telling.enums import NoticeKind
from decisions.telling.models import Notice
from gusu_minutes.publishing.domain import start_correction
from tests.canaries import TRACES, canary
from tests.decisions.story import pdf, tell, today
from tests.factories import AssignmentFactory, OfficerFactory, ResolutionFactory, UserFactory, draft, issue
from tests.test_wall import text_of

pytestmark = pytest.mark.django_db
ROOMS = ("desk", "telling", "dashboard")


@pytest.fixture
def story():
    """A task with a canary in every word of it; the stranger's department has one of its own, without."""
    story = tell(task=canary("任务"), due_text=canary("时限"))
    row, lead, boss = story.assignment, story.lead, story.supervisor
    work.acknowledge(assignment=row, by=lead)
    part = work.contribute(assignment=row, by=story.supporting, text=canary("协办"), percent=73)
    work.report_progress(
        assignment=row, by=lead, text=canary("反馈"), percent=61, attachments=[pdf(canary("证明.pdf"))], gathered=[part]
    )
    verify.remind(assignment=row, by=boss, text=canary("催办"))
    change.change(assignment=row, by=boss, reason=canary("变更"), consent=canary("同意"), kind="urgent")
    relief.request_relief(assignment=row, by=lead, reason=canary("调整"))
    later = today() + timedelta(days=300)
    extensions.request_extension(assignment=row, by=lead, reason=canary("延期"), new_due_on=later)
    StepDraft.objects.create(assignment=row, user=lead, verb="report_done", data={"text": canary("暂存")})
    Notice.objects.create(user=lead, assignment=row, kind=NoticeKind.DUE_SOON, due_on=today())
    start_correction(meeting=story.meeting, by=UserFactory(roles=["publisher"]), reason=canary("更正"))
    clause = row.resolution
    clause.text = canary("条文")
    clause.save()
    story.meeting.refresh_from_db()
    issue(story.meeting)
    own = draft(items=0)
    AssignmentFactory(
        resolution=ResolutionFactory(agenda_item__meeting=own), lead=story.stranger.offices.get().department
    )
    issue(own)
    return story


def addresses(story: Any) -> list[str]:
    """Return each address of the rooms with the arguments of the task that is hidden."""
    row = story.assignment
    attachment = row.reports.exclude(attachments=None).get().attachments.get()
    # Several kinds of rows are named by pk: those of the task, of its officers' offices and notices.
    keys = {attachment.pk, Notice.objects.filter(assignment=row)[0].pk, story.lead.offices.get().pk}
    arguments: dict[str, list[Any]] = {
        "key": [row.key],
        "pk": sorted(keys),
        "form": ["pdf", "docx", "txt", "xlsx", "csv"],
        "verb": ["report_done", "acknowledge", "nonsense"],
    }
    found = []
    for room in get_resolver().url_patterns:
        if isinstance(room, URLResolver) and room.namespace in ROOMS:
            for page in room.url_patterns:
                assert isinstance(page, URLPattern)
                choices: list[dict[str, Any]] = [{}]
                for name in page.pattern.converters:
                    choices = [{**chosen, name: value} for chosen in choices for value in arguments[name]]
                found += [reverse(f"{room.namespace}:{page.name}", kwargs=kwargs) for kwargs in choices]
    return found


QUERIES = ["", "?q=金丝鸟", "?state=all&q=canary", "?state=all&sort=number&from=2000-01-01"]


def sweep(client: Client, story: Any) -> dict[str, set[int]]:
    """Ask for every address in every way; return the answers, and fail if one of them says what is hidden."""
    answers: dict[str, set[int]] = {}
    for url in addresses(story):
        sent = {"keys": story.assignment.key, "action": "remind", "text": "x", "reason": "x", "version": "1"}
        ways: list[Any] = [client.get, client.head, client.options, partial(client.post, data=sent)]
        for ask in ways:
            for query in QUERIES if ask == client.get else [""]:
                response = ask(f"{url}{query}")
                assert response.status_code < 500, url
                body = b"".join(response) if response.streaming else response.content
                text = unescape(text_of(body, response.headers.get("Content-Type", "")))
                # What was searched for is shown again to who typed it.
                said = text + str(response.headers)
                if "q=" in query:
                    said = said.replace("金丝鸟", "").replace("canary", "")
                for trace in (*TRACES, "证明.pdf", story.assignment.document_number):
                    assert trace not in said, f"{trace} at {url}{query}"
                answers.setdefault(url, set()).add(response.status_code)
    return answers


@pytest.mark.parametrize("who", ["stranger", "ended", "official", "anonymous"])
def test_who_has_no_part_learns_nothing(story, who):
    client = Client()
    match who:
        case "stranger":
            client.force_login(story.stranger)
        case "ended":
            office = OfficerFactory(department=story.department, valid_to=today().replace(year=2000))
            client.force_login(office.user)
        case "official":
            client.force_login(UserFactory(roles=["official"]))
    before = (Assignment.objects.get(pk=story.assignment.pk).version, story.assignment.events.count())
    answers = sweep(client, story)
    assert len(answers) > 30
    for url, statuses in answers.items():
        if story.assignment.key in url:
            allowed = {302, 404, 405} if who == "anonymous" else {404, 405, 200}
            assert statuses <= allowed, (url, statuses)
            assert who == "anonymous" or 404 in statuses, (url, statuses)
    row = Assignment.objects.get(pk=story.assignment.pk)
    assert (row.version, row.events.count()) == before
    assert StepDraft.objects.count() == 1


def test_the_sweep_finds_what_is_there(story):
    client = Client()
    client.force_login(story.lead)
    with pytest.raises(AssertionError, match="金丝鸟"):
        sweep(client, story)


def test_another_person_of_the_department_has_no_part_in_a_draft(story):
    colleague = OfficerFactory(department=story.department).user
    client = Client()
    client.force_login(colleague)
    page = client.get(reverse("desk:assignment", args=[story.assignment.key]))
    assert canary("反馈") in page.content.decode()
    assert canary("暂存") not in page.content.decode()
