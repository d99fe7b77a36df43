"""Many files given in at once: kept at once, and read in the background, by `manage.py db_worker`."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from gusu_minutes.importing.imports import digest_of, keep_file
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import SourceError
from gusu_minutes.importing.sources import text_of_file


def begin_many(*, files: Iterable[tuple[str, bytes]], to_simplified: bool, by: Any) -> list[MinutesImport]:
    """Put files (name, bytes) on record and return their imports; each is read in the background.

    A file that was given in before gives the import that it has already.
    """
    imports = []
    for name, data in files:
        digest = digest_of(data)
        with transaction.atomic():
            # One that waits to be taken over into a draft is about that draft only.
            known = MinutesImport.objects.filter(digest=digest, refusal="").exclude(target__isnull=False, meeting=None)
            earlier = known.order_by("pk").first()
            one = earlier or MinutesImport(
                file=keep_file(digest, name, data),
                file_name=name[:200],
                digest=digest,
                to_simplified=to_simplified,
                created_by=by,
            )
            if not earlier:
                one.save_as(by=by, reason=_("given in"))
                transaction.on_commit(partial(read_import.enqueue, one.pk))
        imports.append(one)
    return imports


@transaction.atomic
def read_file_of(pk: int) -> None:
    """Read the file of an import that waits for it. Nothing is done a second time."""
    one = MinutesImport.objects.select_for_update().select_related("created_by").filter(pk=pk).first()
    if one is None or not one.is_waiting:
        return
    try:
        one.source = text_of_file(one.file.read(), one.file_name)
    except SourceError as error:
        one.refusal = error.code
    one.save_as(by=one.created_by, reason=_("read"))


@task()
def read_import(pk: int) -> None:
    """Read the file of an import."""
    read_file_of(pk)
