"""manage.py import_minutes FILE… [--publish --as USER]: files become drafts, each in a transaction of its own."""

from argparse import ArgumentParser, BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gusu_minutes.common.errors import DomainError
from gusu_minutes.importing.apply import Draft, make_draft
from gusu_minutes.importing.imports import begin_import, keep_choices
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.parser import SourceError, parse
from gusu_minutes.importing.reading import text_of
from gusu_minutes.importing.sources import explain, text_of_file
from gusu_minutes.importing.summary import summary
from gusu_minutes.publishing.domain import issue_imported

# Stands in history where nobody was named. It cannot sign in.
ROBOT = "import_minutes"


class Command(BaseCommand):
    help = "Import minutes as drafts. Prints what was made; a file that fails writes nothing, and the exit status is 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help=".docx, .pdf or .txt; .doc, .wps and .rtf with LibreOffice"
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

    def handle(self, *args: Any, **options: Any) -> None:
        if options["publish"] and not options["user"]:
            raise CommandError("--publish needs --as USER: somebody answers for it.")
        by = _user(options["user"])
        failed = 0
        for name in options["files"]:
            try:
                draft = import_file(Path(name), by=by, **{key: options[key] for key in ("simplify", "publish", "year")})
            except (DomainError, SourceError, OSError) as error:
                failed += 1
                text = explain(error) if isinstance(error, SourceError) else error
                self.stderr.write(f"{name}: {text}")
            else:
                self.stdout.write(f"{name}: {draft.meeting.title} ({draft.meeting.address}). {summary(draft.plan)}")
                for warning in draft.plan.warnings:
                    self.stdout.write(f"  {warning}")
        if failed:
            raise CommandError(f"{failed} of {len(options['files'])} files were not imported.", returncode=1)


@transaction.atomic
def import_file(path: Path, *, by: Any, simplify: bool, publish: bool, year: int | None = None) -> Draft:
    """Make the draft of one file, and issue it where wanted. Raises DomainError, SourceError, OSError."""
    minutes_import = begin_import(
        source=text_of_file(path.read_bytes(), path.name), file_name=path.name, to_simplified=simplify, by=by
    )
    if year:
        _give_year(minutes_import, year, by)
    draft = make_draft(minutes_import=minutes_import, by=by)
    if publish:
        issue_imported(meeting=draft.meeting, by=by)
    return draft


def _give_year(minutes_import: MinutesImport, year: int, by: Any) -> None:
    """Complete a day of the text that has no year, --04-08. A day that does not exist stays for the plan to refuse."""
    written = parse(text_of(minutes_import)).to_dict()["meeting"]["held_on"] or ""
    if written.startswith("--"):
        choices = {"meeting": {"held_on": f"{year}{written[1:]}"}}
        keep_choices(minutes_import=minutes_import, choices=choices, version=minutes_import.version, by=by)


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
