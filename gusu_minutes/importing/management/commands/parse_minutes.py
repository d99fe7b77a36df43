"""`parse_minutes FILE…`: print the records of minutes as JSON, one object a line; nothing is written."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gusu_minutes.common.folding import to_simplified
from gusu_minutes.importing.parser import MAX_BYTES, SourceError, parse, reassemble
from gusu_minutes.importing.sources import read_file


class Command(BaseCommand):
    help = "Read minutes (.docx, .pdf, .txt) and print them as JSON, one object a line. The database is not touched."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="a .docx, .pdf or .txt file (.doc, .wps, .rtf with LibreOffice); - reads standard input",
        )
        parser.add_argument(
            "--format", choices=["json", "text"], default="json", help="text: the source put together again"
        )
        parser.add_argument("--simplify", action="store_true", help="convert Traditional characters first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every file that can be read; name the others on standard error and end with status 1."""
        failed = 0
        for name in options["files"]:
            try:
                text = _read(name)
            except (OSError, SourceError) as error:
                self.stderr.write(f"{name}: {error}")
                failed += 1
                continue
            parsed = parse(to_simplified(text) if options["simplify"] else text)
            if options["format"] == "text":
                self._print(reassemble(parsed))
            else:
                self._print(json.dumps(parsed.to_dict(), ensure_ascii=False) + "\n")
        if failed:
            raise CommandError(f"{failed} of {len(options['files'])} files could not be read.")

    def _print(self, text: str) -> None:
        self.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8"), ending="")


def _read(name: str) -> str:
    if name == "-":
        return read_file(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin")
    with Path(name).open("rb") as stream:
        return read_file(stream.read(MAX_BYTES + 1), name)
