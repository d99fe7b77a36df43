"""What a feed says of an edition: an entry for minutes as they stand, one with the notice for what was withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gusu_minutes.common.texts import typeset, without_controls
from gusu_minutes.documents.model import Item, MinutesDocument
from gusu_minutes.documents.papers.minutes import minutes_name
from gusu_minutes.documents.text import heading
from gusu_minutes.publishing.enums import EditionKind
from gusu_minutes.publishing.links import minutes_url
from gusu_minutes.publishing.models import Edition


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `url` is its id too: it never changes, whatever edition stands there."""

    url: str
    title: str
    summary: str
    updated: datetime
    categories: tuple[str, ...] = ()


def item_titles(document: MinutesDocument) -> Iterator[str]:
    """Yield what the items are called."""
    return (item_title(item) for item in document.items)


def item_title(item: Item) -> str:
    """Return number and title or, without a title, the first words."""
    return typeset(heading(item) if item.title else "".join(clause.text for clause in item.clauses[:1])[:80])


def title_of(edition: Edition) -> str:
    """Return the name of the minutes, with what happened to them where they were not just issued."""
    name = without_controls(minutes_name(edition.document))
    if edition.kind == EditionKind.ISSUE:
        return name
    return _("%(title)s (%(kind)s)") % {"title": name, "kind": edition.get_kind_display()}


def summary_of(edition: Edition) -> str:
    """Return reason or notice, and the titles of the items: never what a former edition said."""
    return without_controls("\n".join(filter(None, [edition.reason, *item_titles(edition.document)])))


def entry_of(edition: Edition) -> Entry:
    return Entry(
        url=minutes_url(edition),
        title=title_of(edition),
        summary=summary_of(edition),
        updated=edition.published_at,
        categories=(edition.series_name,),
    )
