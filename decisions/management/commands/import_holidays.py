"""manage.py import_holidays: bring statutory holidays and make-up working days into the calendar."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.domain.holidays import import_holidays


class Command(BaseCommand):
    help = (
        "Bring the statutory holidays and make-up working days of some years into the calendar, as the installed "
        "package chinesecalendar knows them. What an office entered stays; run again, it changes nothing."
    )

    requires_system_checks = []  # at each start `migrate`, just before this, makes them

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR", help="default: this year and the next")
        parser.add_argument("--quiet", action="store_true", help="say only that this year is not known")

    def handle(self, *args: Any, **options: Any) -> None:
        this_year = timezone.localdate().year
        done = import_holidays(options["years"] or [this_year, this_year + 1])
        if not options["quiet"]:
            counts = _(
                "Statutory days: %(added)d added, %(changed)d changed, %(removed)d removed, %(kept)d kept; "
                "%(own)d of the office's own left alone."
            )
            self.stdout.write(counts % asdict(done))
        # The notice for the next year comes in November; without that of this year deadlines are wrong today.
        unknown = [year for year in done.unknown if not options["quiet"] or year == this_year]
        if unknown:
            years = ", ".join(map(str, unknown))
            self.stderr.write(
                _("Not known yet, so that only weekends count: %(years)s. Enter these days in the clerk's room.")
                % {"years": years}
            )
