"""The files of what was issued, made in the background by `manage.py db_worker`."""

from functools import partial
from typing import Any

from django.db import connection, transaction
from django_tasks import task

from gusu_minutes.common.rounds import waiting
from gusu_minutes.publishing.enums import RenderingState
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import Rendering
from gusu_minutes.search.frequent import recount
from gusu_minutes.search.tables import TABLES
from meetings.models import Meeting


def order_files(*, meeting: Meeting, number: int) -> Rendering:
    """Have the files of an issue made once the transaction is through."""
    rendering = Rendering.objects.create(meeting=meeting, number=number)
    transaction.on_commit(partial(make_edition_files.enqueue, meeting.pk, number))
    return rendering


@transaction.atomic
def order_again(*, meeting: Meeting) -> int:
    """Have made what could not be made before; return for how many issues."""
    failed = list(Rendering.objects.select_for_update().filter(meeting=meeting).exclude(state=RenderingState.MADE))
    for rendering in failed:
        rendering.state = RenderingState.WAITING
        rendering.save()
        transaction.on_commit(partial(make_edition_files.enqueue, meeting.pk, rendering.number))
    return len(failed)


def order_counting() -> None:
    """Have frequent terms counted once the transaction is through; one order that waits is enough (AFTER_ISSUE)."""
    if connection.vendor == "postgresql":
        transaction.on_commit(lambda: waiting(count_terms).exists() or count_terms.enqueue())


@task(priority=-20)
def count_terms() -> None:
    """Count anew in how many entries each frequent term stands."""
    for tables in TABLES.values():
        recount(tables)


@task()
def make_edition_files(meeting: int, number: int) -> None:
    """Make the files of both editions of an issue."""
    rendering: Any = Rendering.objects.get(meeting=meeting, number=number)
    make_files(rendering)
