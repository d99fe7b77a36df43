"""The files of what was issued, made in the background by `manage.py db_worker`."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from gusu_minutes.publishing.domain.files import make_files
from gusu_minutes.publishing.models import Rendering
from meetings.models import Meeting


def order_files(*, meeting: Meeting, number: int) -> Rendering:
    """Have the files of an issue made once the transaction is through."""
    rendering = Rendering.objects.create(meeting=meeting, number=number)
    transaction.on_commit(partial(make_edition_files.enqueue, meeting.pk, number))
    return rendering


@task()
def make_edition_files(meeting: int, number: int) -> None:
    """Make the files of both editions of an issue."""
    rendering: Any = Rendering.objects.get(meeting=meeting, number=number)
    make_files(rendering)
