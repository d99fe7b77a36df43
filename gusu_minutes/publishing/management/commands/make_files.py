"""manage.py make_files: make what is missing of the files of issued minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from gusu_minutes.publishing.enums import RenderingState
from gusu_minutes.publishing.files import make_files
from gusu_minutes.publishing.models import InternalEdition, Rendering


class Command(BaseCommand):
    help = (
        "Make the PDF, Word and OFD files of issued minutes that have none yet: after an upgrade, or once a font was "
        "added. Files that are there stay as they are. The exit status is 1 where some could not be made."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        known = set(Rendering.objects.values_list("meeting_id", "number"))
        issues = set(InternalEdition.objects.exclude(kind="withdrawal").values_list("meeting_id", "number"))
        for meeting, number in sorted(issues - known):
            Rendering.objects.create(meeting_id=meeting, number=number)
        waiting = list(Rendering.objects.exclude(state=RenderingState.MADE).order_by("pk"))
        results = [make_files(rendering) for rendering in tqdm(waiting, disable=not self.stderr.isatty())]
        failed = [rendering for rendering in results if rendering.state == RenderingState.FAILED]
        for rendering in failed:
            self.stderr.write(f"{rendering}:\n{rendering.problem}")
        if failed:
            raise CommandError(
                _("%(failed)d of %(all)d could not be made.") % {"failed": len(failed), "all": len(waiting)}
            )
        self.stdout.write(_("Files made for %(all)d issues.") % {"all": len(waiting)})
