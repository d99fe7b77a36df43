"""manage.py import_minutes FILE|FOLDER… [--publish --as USER]: files become drafts, each in its own transaction."""

import os
import sys
from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from gusu_minutes.common.sheets import write_table
from gusu_minutes.importing.bulk import Outcome, Wish, files_in, import_files
from gusu_minutes.importing.summary import summary

# Stands in history where nobody was named. It cannot sign in.
ROBOT = "import_minutes"


class Command(BaseCommand):
    help = (
        "Import minutes as drafts. Prints what was made; a file that fails writes nothing, and the exit status is 1. "
        "A file that made a meeting before makes nothing, so a run that was cut off is started again as it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help=".docx, .pdf or .txt; .doc, .wps and .rtf with LibreOffice; a folder means all in it and below",
        )
        parser.add_argument("--as", dest="user", metavar="USER", help="who imports; needs meetings.import_minutes")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="also issue them, as minutes that were signed and issued on paper; USER needs meetings.issue_imported",
        )
        parser.add_argument(
            "--simplify",
            action=BooleanOptionalAction,
            default=settings.LANGUAGE_CODE == "zh-hans",
            help="convert Traditional characters to Simplified",
        )
        parser.add_argument("--keep-script", dest="simplify", action="store_false", help="the same as --no-simplify")
        parser.add_argument("--year", type=int, help="year of the meetings whose text gives none")
        parser.add_argument("--report", type=Path, metavar="FILE.csv", help="write what came of each file as a table")
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="files read side by side")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["publish"] and not options["user"]:
            raise CommandError("--publish needs --as USER: somebody answers for it.")
        wish = Wish(
            by=_user(options["user"]),
            simplify=options["simplify"],
            publish=options["publish"],
            year=options["year"],
        )
        paths = files_in(options["files"])
        outcomes = []
        for outcome in self._progress(import_files(paths, wish, workers=options["workers"]), len(paths)):
            self._tell(outcome)
            outcomes.append(outcome)
        if options["report"]:
            options["report"].write_bytes(write_table(report(outcomes), "csv", _("Imports of minutes")))
        failed = sum(bool(outcome.error) for outcome in outcomes)
        if failed:
            raise CommandError(f"{failed} of {len(paths)} files were not imported.", returncode=1)

    def _progress(self, outcomes: Iterator[Outcome], total: int) -> Iterable[Outcome]:
        """Show a bar on a terminal, for more than one file."""
        return tqdm(outcomes, total=total, unit="file", disable=total < 2 or not sys.stderr.isatty())

    def _tell(self, outcome: Outcome) -> None:
        if outcome.error:
            self.stderr.write(f"{outcome.path}: {outcome.error}")
        elif outcome.before:
            self.stdout.write(f"{outcome.path}: {outcome.before.title}. {_('Imported before; nothing was made.')}")
        elif outcome.draft:
            meeting = outcome.draft.meeting
            self.stdout.write(f"{outcome.path}: {meeting.title} ({meeting.address}). {summary(outcome.draft.plan)}")
            for note in outcome.notes:
                self.stdout.write(f"  {note}")


def report(outcomes: Iterable[Outcome]) -> Iterator[list[str]]:
    """Yield the rows of the report, its head first: what came of each file, and whether it needs a look."""
    yield [
        _("file"), _("result"), _("needs a look"), _("meeting"), _("address"), _("agenda items"), _("resolutions"),
        _("assignments"), _("attendance"), _("notes"),
    ]  # fmt: skip
    for one in outcomes:
        plan = one.draft.plan if one.draft else None
        counts = [len(plan.items), plan.clause_count, plan.made_assignments, len(plan.attendance)] if plan else [""] * 4
        yield [
            str(one.path),
            _("failed") if one.error else _("made") if one.draft else _("imported before"),
            _("yes") if one.needs_a_look else _("no"),
            one.meeting.title if one.meeting else "",
            one.meeting.address if one.meeting else "",
            *map(str, counts),
            one.error or " ".join(one.notes),
        ]


def _user(name: str | None) -> Any:
    """Return the account that imports. Raises CommandError for one that does not exist or may not."""
    accounts = get_user_model().objects
    if name is None:
        robot, made = accounts.get_or_create(username=ROBOT, defaults={"is_active": False})
        if made:
            robot.set_unusable_password()
            robot.save()
        return robot
    user = accounts.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active account “{name}”.")
    if not user.has_perm("meetings.import_minutes"):
        raise CommandError(f"“{name}” may not import minutes.")
    return user
