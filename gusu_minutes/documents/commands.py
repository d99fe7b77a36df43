"""What the commands that write documents share."""

import sys
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import DomainError
from gusu_minutes.documents.fonts import missing_glyphs
from gusu_minutes.documents.formats import render
from gusu_minutes.documents.paper import Paper


def refuse_blanks(paper: Paper) -> None:
    """Raise CommandError, which names each, where a character could not be printed."""
    if missing := missing_glyphs(paper):
        lines = "\n".join(f"  {glyph}" for glyph in missing)
        raise CommandError(_("No font has these characters; nothing was written:\n%(lines)s") % {"lines": lines})


def rendered(paper: Paper, form: str) -> bytes:
    """Return the paper as a file. Raises CommandError, with every character that no font has, where that can't be."""
    refuse_blanks(paper)
    try:
        return render(paper, form)
    except DomainError as error:
        raise CommandError(str(error)) from error


def write(content: bytes, output: str) -> None:
    """Write to a file, or to standard output for -. Raises CommandError where that can't be done."""
    try:
        if output == "-":
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            Path(output).write_bytes(content)
    except OSError as error:
        raise CommandError(f"{output}: {error.strerror}") from error
