"""What an agenda item might be filed under, judged by its text. It is offered; a person decides."""

from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet

from gusu_minutes.common.folding import fold
from gusu_minutes.common.texts import documents_in
from meetings.models import AgendaItem, Matter, Theme

LOOK_BACK = 300  # items with a matter that are compared, the newest
ALIKE = 0.8  # how much of two titles must agree (difflib's ratio)


def text_of(item: AgendaItem) -> str:
    """Return title and clauses of an item. Queries: one, none where its resolutions were prefetched."""
    resolutions: Any = item.resolutions  # declared in decisions, which stands above
    return "\n".join([item.title, *(entry.text for entry in resolutions.all())])


def suggested_themes(text: str) -> list[Theme]:
    """Return the themes in use whose name or words stand in a text, in any script. Queries: one."""
    folded = fold(text)
    return [theme for theme in Theme.objects.filter(is_active=True) if theme.is_spoken_of(folded)]


def suggested_matters(item: AgendaItem, text: str) -> list[Matter]:
    """Return the matters that `text`, that of the item, names, and those of other items that share a document in 《》
    with it or have nearly its title; of these the newest LOOK_BACK are compared. Queries: four at most."""
    folded = fold(text)
    documents = {fold(name) for name in documents_in(text)}
    found = {matter for matter in Matter.objects.all() if fold(matter.name) in folded}
    for other in _filed(item):
        if documents.intersection(fold(name) for name in documents_in(text_of(other))) or _alike(
            item.title, other.title
        ):
            found.update(other.matters.all())
    return sorted(found, key=lambda matter: matter.name)


def _filed(item: AgendaItem) -> QuerySet[AgendaItem]:
    rows = AgendaItem.objects.filter(matters__isnull=False).exclude(pk=item.pk).distinct()
    return rows.order_by("-meeting__held_on", "-pk").prefetch_related("matters", "resolutions")[:LOOK_BACK]


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, fold(one), fold(other), autojunk=False)
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # the dearest last
    return bool(one and other) and all(ratio() >= ALIKE for ratio in ratios)
