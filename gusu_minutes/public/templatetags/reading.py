"""Filters of the reading pages: names of codes, found words, parts of a document."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gusu_minutes.common.pieces import Pieces
from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.model import AttachedFile, Attendee, Item, MinutesDocument, Unit
from gusu_minutes.documents.text import ATTENDANCE_LABELS
from gusu_minutes.publishing.comparison import Row
from gusu_minutes.publishing.models import Edition
from gusu_minutes.search import query, rows
from meetings.enums import AttendanceKind, ItemKind, Outcome

register = template.Library()

EXCERPT = 160  # characters of a resolution in a list

ROLES = {
    "presenting": _("presented by"),
    "lead": _("led by"),
    "responsible": _("responsible"),
    "supporting": _("supported by"),
}
# As they stand in the document itself, in its language.
RESPONSIBLE = {"lead": "主办", "responsible": "责任单位"}
CHANGES = {
    "changed": _("changed"),
    "added": _("added"),
    "removed": _("removed"),
    "moved": _("moved"),
    "same": _("unchanged"),
}


def numbered(number: str, title: str) -> str:
    """Return number and title as a heading: 一、听取…; an Arabic number takes a dot."""
    if not number:
        return title
    return f"{number}{'.' if number.isdecimal() else '、'}{title}"


@register.filter
def outcome_label(code: str) -> str:
    return str(Outcome(code).label) if code else ""


@register.filter
def kind_label(code: str) -> str:
    return str(ItemKind(code).label)


@register.filter
def attendance_label(kind: str) -> str:
    return ATTENDANCE_LABELS[kind]


@register.filter
def heading(item: Item) -> str:
    return numbered(item.number, item.title)


@register.filter
def item_name(item: Item) -> str:
    """What an item is called in lists: its title or, without one, its first words."""
    return item.title or "".join(clause.text for clause in item.clauses[:1])


@register.filter
def item_with(document: MinutesDocument, key: str) -> Item | None:
    """Return the item of a document that has this key; None for the empty one."""
    return next((item for item in document.items if item.key == key), None)


@register.filter
def ending(file: AttachedFile) -> str:
    """Return what kind of file it is, by its ending: PDF, XLSX."""
    return PurePath(file.name).suffix.lstrip(".").upper()


@register.filter
def names_only(people: list[Attendee]) -> bool:
    """Whether a group is written as bare names, which stand closer together."""
    return not any(person.department or person.title or person.substitutes_for for person in people)


@register.filter
def highlight(text: str, words: str) -> SafeString:
    """Mark the words of a query in a text."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in query.pieces(text, words)),
    )


@register.filter
def excerpt(text: str, words: str) -> str:
    """Cut a long text to what stands around the first word found, or to its beginning."""
    if len(text) <= EXCERPT:
        return text
    start = 0
    for piece, hit in query.pieces(text, words):
        if hit:
            break
        start += len(piece)
    else:
        start = 0
    begin = max(0, min(start - EXCERPT // 3, len(text) - EXCERPT))
    end = begin + EXCERPT
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


@register.filter
def short_digest(digest: str) -> str:
    return f"{digest[:8]}…{digest[-8:]}"


@register.filter
def head_lines(head: str) -> tuple[str, ...]:
    """Part the red head where it may be broken: behind the name of the authority (GB/T 9704-2012 §7.2.4)."""
    owner = settings.SITE_OWNER
    return (owner, head.removeprefix(owner)) if head.startswith(owner) and head != owner else (head,)


@register.simple_tag(takes_context=True)
def unit_link(context: Context, unit: Unit) -> str:
    """Name a department, with a link to its page where it is in the directory."""
    if not unit.code:
        return unit.name
    address = reverse("site:department", args=[unit.code], current_app=context["audience"].namespace)
    return format_html('<a href="{}">{}</a>', address, unit.name)


@register.simple_tag(takes_context=True)
def name_link(context: Context, kind: str, code: str, name: str) -> str:
    """Name a person, theme or matter; with a link to its page where the document is the one that stands."""
    if not (code and context.get("linked")):
        return name
    return format_html('<a href="{}">{}</a>', _page_of(context, kind, code), name)


@register.simple_tag(takes_context=True)
def document_links(context: Context, text: str, item: Item) -> str:
    """Set a text of an item; each document in 《》 links to its page where the document is the one that stands."""
    shown = typeset(text)
    if not (context.get("linked") and item.documents):
        return shown
    # Setting a text keeps every character at its place, but may change one that is part of a name.
    known = {typeset(name): rows.document_code(rows.full_name(name, item)) for name in item.documents}
    pattern = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    parts = re.split(f"(?<=《)({pattern})(?=》)", shown)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', _page_of(context, "document", known[part]), part) if odd else part,)
            for odd, part in ((place % 2, part) for place, part in enumerate(parts))
        ),
    )


@register.simple_tag(takes_context=True)
def page_of(context: Context, kind: str, code: str) -> str:
    """Return the address of the page of a name of any kind that has one."""
    return _page_of(context, kind, code)


def _page_of(context: Context, kind: str, code: str) -> str:
    return reverse(f"site:{kind}", args=[code], current_app=context["audience"].namespace)


@register.filter
def document_code(name: str) -> str:
    return rows.document_code(name)


@register.filter
def role_label(role: str) -> str:
    return str(ROLES[role])


@register.filter
def attended_label(role: str) -> str:
    return gettext("chair") if role == rows.CHAIR else str(AttendanceKind(role).label)


@register.filter
def responsible_label(role: str) -> str:
    return RESPONSIBLE[role]


@register.filter
def change_label(kind: str) -> str:
    return str(CHANGES[kind])


@register.filter
def by_edition(row: Row, editions: tuple[Edition, Edition]) -> Iterator[tuple[int, Pieces]]:
    """Yield what each of two editions says: (number, pieces)."""
    return zip((edition.number for edition in editions), (row.old, row.new), strict=True)


@register.simple_tag
def marked(found: Pieces) -> SafeString:
    """Mark what was deleted and inserted, for the ear too."""
    texts = {"del": _("removed:"), "ins": _("added:")}
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<{0}><span class="hidden">{1}</span>{2}</{0}>', kind, texts[kind], text),)
            if kind in texts
            else (text,)
            for kind, text in found
        ),
    )


@register.filter
def note(person: Attendee) -> str:
    """What stands in brackets behind a name: title, and for whom the person came."""
    return "，".join(filter(None, [person.title, f"代{person.substitutes_for}" if person.substitutes_for else ""]))


@register.filter
def anchor(clause: Any) -> str:
    """The anchor of a row of a list: its clause, or its item where that has no clause."""
    return f"i-{clause.item_key}" if clause.key == clause.item_key else f"c-{clause.key}"


@register.filter
def clause_heading(clause: Any) -> str:
    """Number and title of the item of a row; an item without a title is named by its meeting."""
    if not clause.item_title:
        return f"{clause.edition.title}{clause.item_number}"
    return numbered(clause.item_number, clause.item_title)


@register.filter
def numbers(page: Page) -> Iterator[int | str]:
    """The page numbers to show: the first, the last, and those around this page."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
