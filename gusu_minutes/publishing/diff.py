"""What changed from one edition to the next."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from gusu_minutes.common.pieces import Effort, Pieces, pieces
from gusu_minutes.common.texts import typeset
from gusu_minutes.documents.model import Item, MinutesDocument
from gusu_minutes.documents.text import attendee_text, clause_text, file_text, heading
from gusu_minutes.publishing.comparison import personal_pages, recorded, responsibilities


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `kind` is added, removed, changed or moved; `where` names the place, old and new are texts.

    `pieces` lead from one to the other; there are none where the texts are shown one after the other.
    """

    kind: str
    where: str
    old: str = ""
    new: str = ""
    pieces: Pieces = field(default=(), compare=False)


def compare(old: MinutesDocument, new: MinutesDocument) -> list[Change]:
    """Return what changed, in the order of the document; items and clauses are matched by their anchors."""
    changes = list(_fields(old, new))
    changes += _texts(_("preamble"), old.preamble, new.preamble)
    changes += _items(old, new)
    changes += _texts(_("closing"), old.closing, new.closing)
    changes += _texts(_("annexes"), old.annexes, new.annexes)
    changes += _texts(_("attached files"), tuple(map(file_text, old.attached)), tuple(map(file_text, new.attached)))
    changes += _texts(
        _("attendance"),
        tuple(f"{entry.kind}\0{attendee_text(entry)}" for entry in old.attendance),
        tuple(f"{entry.kind}\0{attendee_text(entry)}" for entry in new.attendance),
    )
    changes += _told(_("pages of people"), *personal_pages(old, new))
    changes += _texts(_("copy to"), old.copy_to, new.copy_to)
    effort = Effort()
    return [
        replace(change, pieces=pieces(typeset(change.old), typeset(change.new), effort=effort)) for change in changes
    ]


def _change(where: str, old: str, new: str) -> Change:
    kind = "changed" if old and new else "added" if new else "removed"
    return Change(kind, where, old, new)


def _told(where: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield _change(where, old, new)


def _fields(old: MinutesDocument, new: MinutesDocument) -> Iterator[Change]:
    labels = {
        "head": _("document head"),
        "title": _("title"),
        "number_line": _("number"),
        "document_number": _("document number"),
        "held_on": _("date"),
        "half_day": _("half of the day"),
        "place": _("place"),
        "chair_name": _("chair"),
        "chair_title": _("title of the chair"),
        "copy_number": _("copy number"),
        "classification": _("classification"),
        "urgency": _("urgency"),
        "issuer": _("issuing office"),
    }
    for name, label in labels.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield _change(label, before, after)


def _texts(where: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Change]:
    def show(text: str) -> str:
        return text.rpartition("\0")[2]

    gone = [text for text in old if text not in new]
    come = [text for text in new if text not in old]
    for index in range(max(len(gone), len(come))):
        before = show(gone[index]) if index < len(gone) else ""
        after = show(come[index]) if index < len(come) else ""
        yield _change(where, before, after)


def _items(old: MinutesDocument, new: MinutesDocument) -> Iterator[Change]:
    before = {item.key: item for item in old.items}
    after = {item.key: item for item in new.items}
    for item in old.items:
        if item.key not in after:
            yield Change("removed", _("agenda item"), old=_item_text(item))
    for item in new.items:
        former = before.get(item.key)
        if former is None:
            yield Change("added", _("agenda item"), new=_item_text(item))
            continue
        if heading(former) != heading(item):
            yield _change(_("agenda item"), heading(former), heading(item))
        for part, *texts in recorded(former, item):
            yield from _told(_("“%(item)s”: %(part)s") % {"item": _name(item), "part": part}, *texts)
        yield from _clauses(former, item)
    kept_before = [item.key for item in old.items if item.key in after]
    kept_after = [item.key for item in new.items if item.key in before]
    if kept_before != kept_after:
        yield Change("moved", _("order of the agenda items"))


def _clauses(old: Item, new: Item) -> Iterator[Change]:
    where = _("clause of “%(item)s”") % {"item": _name(new)}
    before = {clause.key: clause for clause in old.clauses}
    after = {clause.key: clause for clause in new.clauses}
    for clause in old.clauses:
        if clause.key not in after:
            yield Change("removed", where, old=clause_text(clause))
    for clause in new.clauses:
        former = before.get(clause.key)
        if former is None:
            yield Change("added", where, new=clause_text(clause))
            continue
        if clause_text(former) != clause_text(clause):
            yield Change("changed", where, clause_text(former), clause_text(clause))
        place = _("responsibility under “%(clause)s”") % {"clause": clause_text(clause)[:20]}
        yield from _told(place, *responsibilities(former, clause))
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change("moved", where)


def _name(item: Item) -> str:
    return heading(item) or _item_text(item)[:20]


def _item_text(item: Item) -> str:
    return heading(item) or "".join(clause_text(clause) for clause in item.clauses[:1])
