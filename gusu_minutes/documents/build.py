"""Makes the document of a meeting from its records: whole for officials, and what the public may read.

The public one is built from public records only; everything that could carry an internal word over (preamble, outcome,
forwarding, numbers) is made anew from what is public, never cut out of what is not.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from attendees.models import Department
from decisions.domain.decided import decided
from decisions.enums import AssignmentState
from decisions.models import Assignment, Resolution
from gusu_minutes.common.folding import fold
from gusu_minutes.common.models import Disclosure
from gusu_minutes.common.numbering import renumbered
from gusu_minutes.common.outcomes import deciding_outcome
from gusu_minutes.common.texts import documents_in
from gusu_minutes.documents.model import (
    AttachedFile,
    Attendee,
    Clause,
    Item,
    MinutesDocument,
    Responsibility,
    SeriesInfo,
    Tag,
    Unit,
)
from gusu_minutes.documents.preamble import is_elision, neutral_preamble, with_elision
from meetings.enums import Classification, Urgency
from meetings.models import AgendaItem, Attachment, Attendance, Meeting

# As they are printed, whatever language the clerk works in.
CLASSIFICATIONS: dict[str, str] = {Classification.INTERNAL: "内部", Classification.WORK_SECRET: "工作秘密"}
URGENCIES: dict[str, str] = {Urgency.EXTRA_URGENT: "特急", Urgency.URGENT: "加急"}


def internal_document(meeting: Meeting) -> MinutesDocument:
    """Return the whole minutes as recorded. Queries: a constant number, whatever the size of the meeting."""
    items = _load_items(meeting, Assignment.objects.exclude(state=AssignmentState.CANCELLED))
    return _document(
        meeting,
        items=tuple(
            _item(
                item,
                item.number,
                item.title,
                outcome=item.outcome,
                forwarded_to=tuple(item.forwarded_to),
                clauses=_internal_clauses(item),
                themes=tuple(Tag(theme.code, theme.name) for theme in item.themes.all()),
                matters=tuple(Tag(matter.code, matter.name) for matter in item.matters.all()),
            )
            for item in items
        ),
        preamble=paragraphs(meeting.preamble),
        closing=paragraphs(meeting.closing),
        attendance=_attendees(meeting.attendance.select_related("person")),
        annexes=paragraphs(meeting.annexes),
        copy_number=meeting.copy_number,
        classification=CLASSIFICATIONS.get(meeting.classification, ""),
        urgency=URGENCIES.get(meeting.urgency, ""),
        copy_to=paragraphs(meeting.copy_to) or paragraphs(meeting.series.copy_to),
        attached=_attached(_load_attachments(meeting)),
    )


def public_document(meeting: Meeting) -> MinutesDocument:
    """Return what anyone may read (政府信息公开条例 第十九条: what a body made and may disclose it discloses itself).

    Items and resolutions that are not public are left out and the elision sentence stands at the end, once. Who is
    responsible stands under a clause only where the assignment is public.
    """
    # How a task stands is never public: a cancelled one stands under its clause until it is made internal.
    items = _load_items(meeting, Assignment.objects.all())
    shown = [item for item in items if item.is_public]
    withheld = len(shown) < len(items) or any(len(_public(item)) < len(item.resolutions.all()) for item in shown)
    reworded = any(item.public_title or any(entry.public_text for entry in _public(item)) for item in shown)
    # With nothing left out the numbers stand as written, gaps and all; otherwise they must not tell what is missing.
    numbers = renumbered([item.number for item in shown]) if withheld else [item.number for item in shown]
    preamble = paragraphs(meeting.public_preamble)
    if not preamble:
        preamble = neutral_preamble(meeting) if withheld or reworded else paragraphs(meeting.preamble)
    closing = paragraphs(meeting.closing)
    if withheld or reworded:  # like the preamble, it may speak of what is not public
        closing = tuple(line for line in closing if is_elision(line))
    if withheld or any(is_elision(line) for line in closing):
        closing = with_elision(closing)
    shown_pks = {item.pk for item in shown}
    people = meeting.attendance.select_related("person").prefetch_related("items")
    return _document(
        meeting,
        items=tuple(_public_item(item, number) for item, number in zip(shown, numbers, strict=True)),
        preamble=preamble,
        closing=closing,
        attendance=_attendees(
            entry
            for entry in people
            if not entry.items.all() or any(item.pk in shown_pks for item in entry.items.all())
        ),
        annexes=() if withheld or reworded else paragraphs(meeting.annexes),
        attached=_attached(
            entry
            for entry in _load_attachments(meeting).filter(disclosure=Disclosure.PUBLIC)
            if entry.agenda_item_id is None or entry.agenda_item_id in shown_pks
        ),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the non-empty lines of a text that holds one paragraph a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _load_items(meeting: Meeting, assignments: QuerySet[Assignment]) -> list[AgendaItem]:
    assignments = assignments.select_related("lead").prefetch_related("supporting").order_by("pk")
    resolutions = Resolution.objects.order_by("position").prefetch_related(Prefetch("assignments", assignments))
    return list(
        AgendaItem.objects.filter(meeting=meeting)
        .order_by("position")
        .prefetch_related("presenting", "themes", "matters", Prefetch("resolutions", resolutions))
    )


def _load_attachments(meeting: Meeting) -> QuerySet[Attachment]:
    """Return the files of the meeting as a whole, then those of its items as they stand."""
    rows = Attachment.objects.filter(meeting=meeting).select_related("agenda_item").defer("text")
    return rows.order_by(F("agenda_item__position").asc(nulls_first=True), "pk")


def _attached(files: Iterable[Attachment]) -> tuple[AttachedFile, ...]:
    return tuple(
        AttachedFile(
            entry.title,
            entry.download_name,
            entry.size,
            entry.sha256,
            entry.agenda_item.key if entry.agenda_item else "",
        )
        for entry in files
    )


def _document(
    meeting: Meeting,
    *,
    items: tuple[Item, ...],
    preamble: tuple[str, ...],
    closing: tuple[str, ...],
    attendance: tuple[Attendee, ...],
    annexes: tuple[str, ...],
    **sheet: Any,
) -> MinutesDocument:
    series = meeting.series
    return MinutesDocument(
        head=series.document_title,
        number_line=series.number_line(meeting),
        title=meeting.title,
        series=SeriesInfo(series.code, series.name, series.kind),
        bodies=tuple(body.short_name for body in series.bodies.all()),
        address=meeting.address,
        number=meeting.number,
        term=meeting.term,
        held_on=meeting.held_on.isoformat(),
        half_day=meeting.half_day,
        place=meeting.place,
        chair_name=meeting.chair_name,
        chair_title=meeting.chair_title,
        document_number=meeting.document_number,
        preamble=preamble,
        items=items,
        closing=closing,
        attendance=attendance,
        annexes=annexes,
        issuer=series.issuer,
        issued_on=meeting.printed_on.isoformat() if meeting.printed_on else None,
        **sheet,
    )


def _item(item: AgendaItem, number: str, title: str, *, clauses: tuple[Clause, ...], **told: Any) -> Item:
    text = "\n".join([title, *(clause.text for clause in clauses)])
    return Item(
        key=item.key,
        number=number,
        title=title,
        kind=item.kind,
        presenting=tuple(_unit(department) for department in item.presenting.all()),
        documents=tuple(documents_in(text)),
        clauses=clauses,
        **told,
    )


def _internal_clauses(item: AgendaItem) -> tuple[Clause, ...]:
    return tuple(
        Clause(entry.key, entry.number, entry.text, _responsibilities(entry, lambda assignment: True))
        for entry in item.resolutions.all()
    )


def _public(item: AgendaItem) -> list[Resolution]:
    return [resolution for resolution in item.resolutions.all() if resolution.is_public]


def _public_item(item: AgendaItem, number: str) -> Item:
    shown = _public(item)
    numbers = [entry.number for entry in shown]
    if len(shown) < len(item.resolutions.all()):
        numbers = renumbered(numbers)
    clauses = tuple(
        Clause(
            entry.key,
            number,
            entry.public_text or entry.text,
            _responsibilities(entry, lambda assignment: assignment.disclosure == Disclosure.PUBLIC),
        )
        for entry, number in zip(shown, numbers, strict=True)
    )
    title = item.public_title or item.title
    text = "".join(clause.text for clause in clauses)
    reworded = item.public_title or any(entry.public_text for entry in shown)
    whole = len(shown) == len(item.resolutions.all()) and not reworded
    # An outcome, a forwarding, a theme or a matter that only a withheld clause spoke of is withheld with it.
    outcome = item.outcome if whole or deciding_outcome(text) == item.outcome else ""
    forwarded_to = tuple(body for body in item.forwarded_to if whole or body in text)
    folded = fold(f"{title}\n{text}")
    themes = [theme for theme in item.themes.all() if whole or theme.is_spoken_of(folded)]
    named = [matter for matter in item.matters.all() if matter.public_name]
    return _item(
        item,
        number,
        title,
        outcome=outcome,
        forwarded_to=forwarded_to,
        clauses=clauses,
        themes=tuple(Tag(theme.code, theme.name) for theme in themes),
        matters=tuple(
            Tag(matter.code, matter.public_name) for matter in named if whole or fold(matter.public_name) in folded
        ),
    )


def _responsibilities(resolution: Resolution, show: Callable[[Assignment], bool]) -> tuple[Responsibility, ...]:
    """Return who the minutes say is responsible: what follow-up changed since is no part of them."""
    return tuple(
        Responsibility(
            role=assignment.lead_role,
            lead=Unit(*said["lead"]),
            supporting=tuple(Unit(*unit) for unit in said["supporting"]),
            due_on=said["due_on"],
            due_text=assignment.due_text,
        )
        for assignment in resolution.assignments.all()
        if assignment.in_minutes and show(assignment) and (said := decided(assignment))
    )


def _unit(department: Department) -> Unit:
    return Unit(department.code, department.short_name)


def _attendees(people: Iterable[Attendance]) -> tuple[Attendee, ...]:
    return tuple(attendee(entry, entry.person.code if entry.person else "") for entry in people)


def attendee(person: Attendance, code: str = "") -> Attendee:
    """Return somebody as a document names them: in the words of the record."""
    return Attendee(person.kind, person.name, person.department_name, person.title, person.substitutes_for, code)
