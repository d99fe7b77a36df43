"""What would be issued now, to whom, and what is held back from the public and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.models import Assignment
from gusu_minutes.clerk.sheet import blanks_in, meeting_to_see, pictures_of, sheet_of
from gusu_minutes.clerk.trail import crumbs_of, short
from gusu_minutes.common.models import Disclosure
from gusu_minutes.common.numbering import in_order
from gusu_minutes.documents.build import internal_document, public_document
from gusu_minutes.documents.formats import FORMATS
from gusu_minutes.documents.model import Item, MinutesDocument
from gusu_minutes.public.audience import AUDIENCES
from gusu_minutes.publishing.diff import Change, compare
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from meetings.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something the public edition does not say, or says in other words."""

    what: str
    record: Any
    why: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What is held back of what the minutes say, and the assignments that are not named under public clauses.

    `still_public` counts what earlier public editions say and this one does not: those editions stay readable.
    """

    said: list[Withheld]
    tasks: list[Assignment]
    still_public: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What an issue would make: both documents, what is held back, what changes against the last editions."""

    internal: MinutesDocument
    public: MinutesDocument
    withheld: HeldBack
    jumps: list[str]
    blanks: list[str]
    internal_changes: list[Change] | None
    public_changes: list[Change] | None


def issue_summary(meeting: Meeting) -> Summary:
    """Return what issuing `meeting` now would make; the changes are None for a first issue."""
    internal, public = internal_document(meeting), public_document(meeting)
    return Summary(
        internal,
        public,
        withheld(meeting, internal, public),
        _jumps(internal),
        blanks_in(internal),
        _changes(InternalEdition, meeting, internal),
        _changes(PublicEdition, meeting, public),
    )


def _jumps(document: MinutesDocument) -> list[str]:
    """Return the numbers, as written and in a row, that do not count on: of the items, and of the clauses of each."""
    rows = [[item.number for item in document.items]]
    rows += [[clause.number for clause in item.clauses] for item in document.items]
    return [" ".join(filter(None, row)) for row in rows if not in_order(row)]


def _changes(model: Any, meeting: Meeting, document: MinutesDocument) -> list[Change] | None:
    last = model.objects.filter(meeting=meeting).order_by("-number").first()
    return None if last is None else compare(last.document, document)


def withheld(meeting: Meeting, internal: MinutesDocument, public: MinutesDocument) -> HeldBack:
    """Return what of the internal document is missing from the public one, with the reason given in the records.

    Read off the two documents, so that it is true of what will be issued; the records only say why.
    """
    found = []
    whole = {item.key: item for item in internal.items}
    shown_items = {item.key: item for item in public.items}
    shown_clauses = {clause.key: clause for item in public.items for clause in item.clauses}
    for item in AgendaItem.objects.filter(meeting=meeting).order_by("position").prefetch_related("resolutions"):
        if item.key not in shown_items:
            found.append(_left_out(_("agenda item"), item))
            continue
        if item.public_title:
            found.append(Withheld(_("title"), item, _("replaced by the public title")))
        if item.outcome and not shown_items[item.key].outcome:
            found.append(Withheld(_("outcome"), item, _("only a clause that is left out speaks of it")))
        found += _unfiled(item, whole[item.key], shown_items[item.key])
        for resolution in sorted(item.resolutions.all(), key=lambda entry: entry.position):
            if resolution.key not in shown_clauses:
                found.append(_left_out(_("resolution"), resolution))
            elif resolution.public_text:
                found.append(Withheld(_("text"), resolution, _("replaced by the public text")))
    if internal.preamble != public.preamble:
        neutral = not meeting.public_preamble
        why = _("replaced by a neutral one") if neutral else _("replaced by the public preamble")
        found.append(Withheld(_("preamble"), meeting, why))
    if set(internal.closing) - set(public.closing):
        found.append(Withheld(_("closing"), meeting, _("left out, since it may speak of what is not public")))
    missing = len(internal.attendance) - len(public.attendance)
    if missing:
        why = ngettext(
            "%(n)d person came only for items that are left out",
            "%(n)d people came only for items that are left out",
            missing,
        )
        found.append(Withheld(_("attendance"), meeting, why % {"n": missing}))
    return HeldBack(found, _unnamed(meeting, shown_clauses), _still_public(meeting, {*shown_items, *shown_clauses}))


def _unfiled(item: AgendaItem, whole: Item, shown: Item) -> list[Withheld]:
    """Return the themes and matters of an item that the public is not told."""
    told = {tag.code for tag in (*shown.themes, *shown.matters)}
    unsaid = _("nothing that is public speaks of it")
    unnamed = _("it has no public name, or nothing that is public speaks of it")
    themes = [Withheld(_("theme"), item, unsaid, tag.name) for tag in whole.themes if tag.code not in told]
    return themes + [Withheld(_("matter"), item, unnamed, tag.name) for tag in whole.matters if tag.code not in told]


def _still_public(meeting: Meeting, shown: set[str]) -> int:
    if meeting.issued_at is None:
        return 0
    earlier = [edition.document for edition in PublicEdition.objects.filter(meeting=meeting)]
    items = [item for document in earlier for item in document.items]
    return len({*(item.key for item in items), *(clause.key for item in items for clause in item.clauses)} - shown)


def _left_out(what: str, record: Any) -> Withheld:
    return Withheld(what, record, record.get_disclosure_display(), record.disclosure_reason)


def _unnamed(meeting: Meeting, shown: Iterable[str]) -> list[Assignment]:
    rows = Assignment.objects.filter(resolution__agenda_item__meeting=meeting, resolution__key__in=shown)
    return list(rows.exclude(disclosure=Disclosure.PUBLIC).select_related("lead").order_by("pk"))


def preview_view(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the minutes as they would be issued now: `?audience=public` for the public ones."""
    meeting = meeting_to_see(admin, request, pk)
    public = request.GET.get("audience") == "public"
    internal = internal_document(meeting)
    document = public_document(meeting) if public else internal
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Preview"),
        "subtitle": short(meeting),
        "meeting": meeting,
        "opts": admin.opts,
        "crumbs": crumbs_of(meeting),
        "public": public,
        "document": document,
        "withheld": withheld(meeting, internal, document) if public else None,
        "audience": AUDIENCES["public" if public else "internal"],
        "pages": pictures_of(sheet_of(meeting, document, public=public)[0]),
        "blanks": blanks_in(document),
        "formats": [(form, entry.label) for form, entry in FORMATS.items()],
    }
    return TemplateResponse(request, "admin/preview.html", context)
