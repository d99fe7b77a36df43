"""Tags of what leads to a page, and from it: data for programs, and how minutes are cited."""

from django import template
from django.utils.safestring import SafeString

from gusu_minutes.documents.model import Clause, Item, MinutesDocument
from gusu_minutes.public import citation
from gusu_minutes.public.metadata import Metadata
from gusu_minutes.public.structured import as_script

register = template.Library()


@register.simple_tag
def json_ld(metadata: Metadata) -> SafeString | str:
    """Return what the page is about as a data block; nothing where nothing is said."""
    return as_script(metadata.structured) if metadata.structured else ""


@register.simple_tag
def cite_item(document: MinutesDocument, item: Item) -> str:
    return citation.cite_item(document, item)


@register.simple_tag
def cite_clause(document: MinutesDocument, item: Item, clause: Clause) -> str:
    return citation.cite_clause(document, item, clause)
