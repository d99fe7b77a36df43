from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from tqdm import tqdm

from gusu_minutes.publishing.domain.editions import lock_chains
from gusu_minutes.publishing.models import Edition, InternalEdition, PublicEdition
from gusu_minutes.publishing.querysets import EditionQuerySet
from gusu_minutes.publishing.tasks import count_terms
from gusu_minutes.search import index
from gusu_minutes.search.tables import TABLES


class Command(BaseCommand):
    help = (
        "Make what search finds anew from the editions, meeting by meeting, while the site goes on. Meetings whose "
        "entries are right are passed over: stopped, it goes on where it was when called again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if anything differs")
        parser.add_argument("--missing", action="store_true", help="look only at meetings that have no entries at all")
        parser.add_argument("--force", action="store_true", help="write every meeting anew, and the full-text index")
        parser.add_argument("--quiet", action="store_true", help="say nothing unless something was written")

    def handle(self, *args: Any, **options: Any) -> None:
        check, quiet, missing = options["check"], options["quiet"], options["missing"]
        wrong = 0
        for model in (InternalEdition, PublicEdition):
            rows = _without_entries(model) if missing else model.objects.latest_per_meeting()
            latest = list(rows.order_by("sequence").values_list("pk", flat=True))
            for pk in tqdm(latest, desc=model.audience, unit="", disable=quiet or not self.stderr.isatty()):
                wrong += self._meeting(model, pk, check=check, force=options["force"])
            wrong += 0 if missing else _strays(model, check=check)
            if options["force"] and not check:
                _remake(model.audience)
        if wrong and not check:
            count_terms.func()
        if check and wrong:
            raise CommandError(f"{wrong} meeting(s) whose entries differ from the edition: run rebuild_search")
        if wrong or not quiet:
            self.stdout.write(f"{wrong} meeting(s) written." if not check else "Search and editions agree.")

    def _meeting(self, model: type[Edition], pk: int, *, check: bool, force: bool) -> bool:
        """Write the entries of one meeting if they differ; returns whether they did. Publishing waits meanwhile."""
        edition: Any = model.objects.get(pk=pk)
        if not force and index.stored(edition) == index.expected(edition):
            return False
        if check:
            return True
        with transaction.atomic():
            lock_chains()
            # It may have been corrected or withdrawn since the list was made.
            index.write(model.objects.filter(meeting_id=edition.meeting_id).latest("number"))
        return True


def _without_entries(model: type[Edition]) -> EditionQuerySet:
    """Return what stands and cannot be found: issued before there was an index."""
    entries = TABLES[model.audience].entry.objects.filter(meeting_id=OuterRef("meeting_id"))
    return model.objects.current().filter(~Exists(entries))


def _strays(model: type[Edition], *, check: bool) -> int:
    """Remove the entries of meetings that have no edition; returns how many meetings they were of."""
    entry = TABLES[model.audience].entry
    strays = entry.objects.exclude(meeting_id__in=model.objects.values("meeting_id"))
    number = strays.values("meeting_id").distinct().order_by().count()
    if number and not check:
        strays.delete()
    return number


def _remake(audience: str) -> None:
    tables = TABLES[audience]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"REINDEX INDEX CONCURRENTLY {tables.entry._meta.db_table}_terms")
        else:
            cursor.execute(f"INSERT INTO {tables.index}({tables.index}) VALUES ('rebuild')")  # noqa: S608
