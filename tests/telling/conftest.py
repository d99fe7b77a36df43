"""The people of a story with addresses, and a worker that does what waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from decisions.domain.assign import assign
from decisions.models import Assignment
from tests.canaries import canary
from tests.decisions.story import Story, today
from tests.factories import AssignmentFactory, DepartmentFactory, OfficerFactory, ResolutionFactory, UserFactory

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
ROLES = ("lead", "supporting", "stranger", "supervisor", "clerk")


def with_addresses(story: Story) -> Story:
    for role in ROLES:
        user = getattr(story, role)
        user.email = f"{role}@example.org"
        user.save()
    return story


def told_story(**fields: Any) -> Story:
    """Make a story whose internal texts hold a canary; assigned before the issue, which takes a tenth of the time."""
    department = DepartmentFactory(name="姑苏区发展和改革局", short_name="区发改局")
    helper = DepartmentFactory(name="姑苏区商务局", short_name="区商务局")
    resolution = ResolutionFactory(text=canary("议定意见"), agenda_item__title=canary("议题"))
    fields = {"task": canary("任务"), "due_on": today() + timedelta(days=10), **fields}
    assignment = AssignmentFactory(resolution=resolution, lead=department, **fields)
    assignment.supporting.add(helper)
    clerk = UserFactory(roles=["clerk"])
    meeting = resolution.agenda_item.meeting
    assign(meeting=meeting, assignments=[assignment], by=clerk)
    return with_addresses(
        Story(
            meeting=meeting,
            assignment=fresh(assignment),
            department=department,
            helper=helper,
            lead=OfficerFactory(department=department, user__first_name="王小明").user,
            supporting=OfficerFactory(department=helper).user,
            stranger=OfficerFactory().user,
            supervisor=UserFactory(roles=["supervisor"]),
            clerk=clerk,
        )
    )


def more(story: Story, number: int, **fields: Any) -> list[Assignment]:
    """Assign so many more to the department of the story."""
    row = {"resolution": story.assignment.resolution, "lead": story.department, "due_on": today() + timedelta(days=10)}
    made = [AssignmentFactory(**{**row, **fields}) for _ in range(number)]
    return assign(meeting=story.meeting, assignments=made, by=story.clerk)


@pytest.fixture
def queue(settings: Any) -> None:
    """Keep the tasks in the database, as in production."""
    settings.TASKS = DATABASE


@pytest.fixture
def story(db: None, queue: None) -> Story:
    """An assigned assignment with its people, all with addresses; what the assigning enqueued waits."""
    return told_story()


@pytest.fixture
def quiet(story: Story) -> Story:
    """The same, after everybody was told of the assigning."""
    work()
    mail.outbox.clear()
    return story


@pytest.fixture
def enter(story: Story) -> Callable[[str], Client]:
    """Return a client signed in as a person of the story: enter("lead")."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(getattr(story, role))
        return client

    return sign_in


def waiting() -> list[DBTaskResult]:
    """Return the tasks of telling that wait, the first first; the files of the minutes are not made here."""
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path__startswith="decisions.telling.")
    return list(tasks.order_by("enqueued_at"))


def work(until: datetime | None = None) -> int:
    """Do what waits, as db_worker would until nothing is due; return how many tasks. An error of a task is raised."""
    done = 0
    until = until or timezone.now()
    while True:
        due = [row for row in waiting() if row.task.run_after is None or row.task.run_after <= until]
        if not due:
            return done
        for row in due:
            row.claim("tests")
            row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
            row.set_successful(None)
            done += 1
            until = max(until, timezone.now())


def fresh(assignment: Assignment) -> Assignment:
    return Assignment.objects.get(pk=assignment.pk)
