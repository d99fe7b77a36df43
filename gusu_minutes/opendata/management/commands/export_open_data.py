"""manage.py export_open_data [--year Y] [--force]"""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from gusu_minutes.opendata.editions import head_of, standing, years
from gusu_minutes.opendata.making import make
from gusu_minutes.publishing.models import PublicEdition


class Command(BaseCommand):
    help = (
        "Make the open data: the files of each year, and those of all years together. What has not changed since it "
        "was made is left alone, so a making that was broken off goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="only this year")
        parser.add_argument("--force", action="store_true", help="make anew what has not changed, too")

    def handle(self, *args: Any, **options: Any) -> None:
        year = str(options["year"] or "")
        if year and year not in years():
            raise CommandError(_("No minutes of %(year)s were ever made public.") % {"year": year})
        made = make(only=year, force=options["force"], progress=self._progress)
        for one in made:
            self.stdout.write(f"{one.scope}: {one.meetings}, {sum(file.size for file in one.files):,} B")
        if not made:
            self.stdout.write(_("Everything is up to date."))

    def _progress(self, editions: Iterable[PublicEdition], scope: str) -> Iterable[PublicEdition]:
        if not self.stderr.isatty():
            return editions
        head = head_of(scope)
        total = standing(scope, head).count() if head else 0
        return tqdm(editions, desc=scope, total=total, unit="")
