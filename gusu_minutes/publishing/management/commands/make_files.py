"""manage.py make_files: make what is missing of the files of issued minutes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from gusu_minutes.publishing.enums import EditionKind, RenderingState
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import InternalEdition, Rendering
from gusu_minutes.publishing.tasks import make_edition_files


class Command(BaseCommand):
    help = (
        "Make the PDF, Word and OFD files of issued minutes that have none yet: after an upgrade, or once a font was "
        "added. Files that are there stay as they are. The exit status is 1 where some could not be made."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--later", action="store_true", help="leave the work to db_worker")

    def handle(self, *args: Any, **options: Any) -> None:
        known = set(Rendering.objects.values_list("meeting_id", "number"))
        issues = set(InternalEdition.objects.exclude(kind=EditionKind.WITHDRAWAL).values_list("meeting_id", "number"))
        for meeting, number in sorted(issues - known):
            Rendering.objects.create(meeting_id=meeting, number=number)
        waiting = list(Rendering.objects.exclude(state=RenderingState.MADE).order_by("pk"))
        if options["later"]:
            for rendering in waiting:
                make_edition_files.enqueue(rendering.meeting_id, rendering.number)
        else:
            self._make(waiting)

    def _make(self, waiting: list[Rendering]) -> None:
        results = [make_files(rendering) for rendering in tqdm(waiting, disable=not self.stderr.isatty())]
        failed = [rendering for rendering in results if rendering.state == RenderingState.FAILED]
        for rendering in failed:
            self.stderr.write(f"{rendering}:\n{rendering.problem}")
        if failed:
            counts = {"failed": len(failed), "all": len(waiting)}
            raise CommandError(_("%(failed)d of %(all)d could not be made.") % counts)
        self.stdout.write(_("Files made for %(all)d issues.") % {"all": len(waiting)})
