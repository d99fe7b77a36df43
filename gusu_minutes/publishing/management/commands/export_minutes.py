"""manage.py export_minutes SERIES/YEAR/NUMBER --edition public|internal --format … -o OUT"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gusu_minutes.documents.build import internal_document, public_document
from gusu_minutes.documents.commands import rendered, write
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.publishing.models import (
    InternalEdition,
    InternalEditionFile,
    PublicEdition,
    PublicEditionFile,
)
from meetings.models import Meeting

EDITIONS: dict[str, tuple[Any, Any, Any]] = {
    "public": (PublicEdition, PublicEditionFile, public_document),
    "internal": (InternalEdition, InternalEditionFile, internal_document),
}


class Command(BaseCommand):
    help = (
        "Write the minutes of a meeting as an official document: the file frozen at the issue where there is one; "
        "what was never issued is marked as a draft."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", metavar="SERIES/YEAR/NUMBER", help="executive/2024/39")
        parser.add_argument("--edition", choices=sorted(EDITIONS), default="public")
        parser.add_argument("--format", choices=[*FORMATS, "text"], default="pdf")
        parser.add_argument("-o", "--output", default="-", metavar="OUT", help="a file; - is standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        form = {"text": "txt"}.get(options["format"], options["format"])
        write(_content(options["address"], options["edition"], form), options["output"])


def _content(address: str, audience: str, form: str) -> bytes:
    editions, files, build = EDITIONS[audience]
    edition = editions.objects.filter(address=address).latest_per_meeting().first()
    if edition is None:
        meeting = _draft(address)
        paper = minutes_paper(build(meeting), draft=True)
    elif edition.is_withdrawal:
        raise CommandError(_("These minutes were withdrawn: %(notice)s") % {"notice": edition.reason})
    else:
        frozen = files.objects.filter(edition=edition, format=form).first()
        if frozen is not None:
            return bytes(frozen.content)
        paper = minutes_paper(edition.document)
    return rendered(paper, form)


def _draft(address: str) -> Meeting:
    series, _slash, rest = address.partition("/")
    year, _slash, number = rest.partition("/")
    meeting = None
    if year.isascii() and year.isdecimal() and number.isascii() and number.isdecimal() and len(rest) < 15:
        found = Meeting.objects.filter(series__code=series, number=int(number), held_on__year=int(year), issued_at=None)
        meeting = found.select_related("series").first()
    if meeting is None:
        raise CommandError(_("There are no minutes at the address “%(address)s”.") % {"address": address})
    return meeting
