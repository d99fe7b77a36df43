"""manage.py export_volume SERIES/YEAR --edition public|internal --format … -o OUT"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gusu_minutes.documents.commands import rendered, write
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.papers.volume import volume_paper
from gusu_minutes.publishing.models import InternalEdition, PublicEdition

EDITIONS: dict[str, Any] = {"public": PublicEdition, "internal": InternalEdition}


class Command(BaseCommand):
    help = "Write a year's minutes of a series as one bound volume with contents: cover, contents, all minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", metavar="SERIES/YEAR", help="executive/2024")
        parser.add_argument("--edition", choices=sorted(EDITIONS), default="public")
        parser.add_argument("--format", choices=list(FORMATS), default="pdf")
        parser.add_argument("-o", "--output", default="-", metavar="OUT", help="a file; - is standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        series, _slash, year = options["address"].partition("/")
        is_year = year.isascii() and year.isdecimal() and len(year) == 4
        rows = (
            EDITIONS[options["edition"]].objects.current().filter(series_code=series, year=int(year) if is_year else 0)
        )
        editions = list(rows)
        if not editions:
            message = _("There are no minutes at the address “%(address)s”.")
            raise CommandError(message % {"address": options["address"]})
        paper = volume_paper([edition.document for edition in editions], editions[0].series_name, int(year))
        write(rendered(paper, options["format"]), options["output"])
