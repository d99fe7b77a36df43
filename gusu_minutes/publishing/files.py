"""Freezes an edition as PDF, Word and OFD: each made once, kept for good."""

import hashlib
import logging
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gusu_minutes.common.errors import DomainError
from gusu_minutes.common.locks import Lock, one_at_a_time
from gusu_minutes.documents.enums import PaperKind
from gusu_minutes.documents.files import file_of
from gusu_minutes.documents.fonts import missing_glyphs
from gusu_minutes.documents.paper import Paper
from gusu_minutes.documents.papers.minutes import minutes_paper
from gusu_minutes.publishing.enums import FileFormat, RenderingState
from gusu_minutes.publishing.links import printed_url
from gusu_minutes.publishing.models import (
    Edition,
    EditionFile,
    InternalEdition,
    InternalEditionFile,
    PublicEdition,
    PublicEditionFile,
    Rendering,
)

logger = logging.getLogger(__name__)

PAIRS: tuple[tuple[type[Edition], type[EditionFile]], ...] = (
    (InternalEdition, InternalEditionFile),
    (PublicEdition, PublicEditionFile),
)


def make_files(rendering: Rendering) -> Rendering:
    """Make what is missing of the files of an issue and say how it went. Done twice, it makes nothing more.

    An edition with a character that no font has gets no file: a blank would stand for it.
    """
    problems: list[str] = []
    for editions, files in PAIRS:
        edition = editions.objects.select_related("meeting__series").get(
            meeting=rendering.meeting_id, number=rendering.number
        )
        problems += _make(edition, files)
    rendering.state = RenderingState.FAILED if problems else RenderingState.MADE
    rendering.problem = "\n".join(dict.fromkeys(problems))
    rendering.save()
    return rendering


def _make(edition: Edition, files: type[EditionFile]) -> Iterator[str]:
    """Make the files of one edition; yield what stands in the way."""
    made = set(files.objects.filter(edition=edition).values_list("format", flat=True))
    wanted = [form for form in FileFormat.values if form not in made]
    if edition.is_withdrawal or not wanted:
        return
    paper = minutes_paper(edition.document, link=printed_url(edition))
    missing = [str(glyph) for glyph in missing_glyphs(paper)]
    if missing:
        yield from missing
        return
    for form in wanted:
        try:
            content = _rendered(edition, paper, form)
        except DomainError as error:
            yield f"{form}: {error}"
        except (ValueError, LookupError, TypeError, OSError) as error:  # seen on the page; the other files are made
            logger.exception("%s of edition %s of meeting %s", form, edition.number, edition.meeting_id)
            yield f"{form}: {type(error).__name__}: {error}"
        else:
            _keep(edition, files, form, content)


def _rendered(edition: Edition, paper: Paper, form: str) -> bytes:
    series = edition.meeting.series
    return file_of(form, paper, kind=PaperKind.MINUTES, series=series, document=edition.document)


def _keep(edition: Edition, files: Any, form: str, content: bytes) -> None:
    try:
        with transaction.atomic():
            one_at_a_time(Lock.CHAINS)  # for public pages are kept until a file with a higher key is there
            files(
                edition=edition,
                format=form,
                content=content,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                made_at=timezone.now(),
            ).save(force_insert=True)
    except IntegrityError:  # another worker made it first; that one stands
        if not files.objects.filter(edition=edition, format=form).exists():
            raise
