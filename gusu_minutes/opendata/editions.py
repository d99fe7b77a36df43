"""What the open data are made of: the public editions that stood at one link of the chain, in the order of issue.

Editions are never changed. What stood at a link is therefore the same whenever it is asked, without a transaction that
would last as long as the making of the files.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from gusu_minutes.publishing.enums import EditionKind
from gusu_minutes.publishing.models import PublicEdition
from gusu_minutes.publishing.querysets import EditionQuerySet

WHOLE = "all"
TABLES = frozenset({PublicEdition._meta.db_table})  # all that is read while files are made
CHUNK = 50  # editions held in memory at a time; a long one has 200 kB


@dataclass(frozen=True, slots=True)
class Head:
    """A link of the chain of public editions."""

    sequence: int
    digest: str


def head_of(scope: str) -> Head | None:
    """Return the last link that belongs to a scope (a year, or all); None where nothing was issued."""
    row = of_scope(scope).order_by("-sequence").values_list("sequence", "digest").first()
    return Head(*row) if row else None


def years() -> list[str]:
    """Return the years of which minutes were ever made public, the latest first."""
    found = PublicEdition.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [str(year) for year in found]


def of_scope(scope: str) -> EditionQuerySet:
    rows: EditionQuerySet = PublicEdition.objects.all()
    return rows if scope == WHOLE else rows.filter(year=int(scope))


def standing(scope: str, head: Head) -> EditionQuerySet:
    """Return the editions that stood when `head` was the last: of each meeting the last one, unless withdrawn."""
    known = PublicEdition.objects.filter(sequence__lte=head.sequence)
    later = known.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    rows: EditionQuerySet = of_scope(scope).filter(~Exists(later), sequence__lte=head.sequence)
    return rows.exclude(kind=EditionKind.WITHDRAWAL)


def each(scope: str, head: Head) -> Iterator[PublicEdition]:
    """Yield the editions that stood, a few in memory at a time."""
    rows, last = standing(scope, head).order_by("sequence"), 0
    while True:
        chunk = list(rows.filter(sequence__gt=last)[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].sequence
