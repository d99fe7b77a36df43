"""manage.py render_minutes FILE --format … -o OUT: an official document straight from a text; no database."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gusu_minutes.common.folding import to_simplified
from gusu_minutes.documents.commands import rendered, write
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.importing.document import document_of
from gusu_minutes.importing.parser import MAX_BYTES, SourceError, parse
from gusu_minutes.importing.sources import explain, text_of_file


class Command(BaseCommand):
    help = "Make an official document (GB/T 9704-2012) of minutes in a file, pasted text or Word. No database is used."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help=".docx, .pdf, .txt; - is standard input")
        parser.add_argument("--format", choices=[*FORMATS, "text"], default="pdf")
        parser.add_argument("-o", "--output", default="-", metavar="OUT", help="a file; - is standard output")
        parser.add_argument("--simplify", action="store_true", help="convert Traditional characters first")

    def handle(self, *args: Any, **options: Any) -> None:
        text = _read(options["file"])
        document = document_of(parse(to_simplified(text) if options["simplify"] else text))
        paper = minutes_paper(document)
        write(rendered(paper, {"text": "txt"}.get(options["format"], options["format"])), options["output"])


def _read(name: str) -> str:
    try:
        if name == "-":
            return text_of_file(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin")
        with Path(name).open("rb") as stream:
            return text_of_file(stream.read(MAX_BYTES + 1), name)
    except SourceError as error:
        raise CommandError(f"{name}: {explain(error)}") from error
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
