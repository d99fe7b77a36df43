"""What a correction takes back from the public: former editions that say it are not handed out any more."""

from collections.abc import Iterator

from gusu_minutes.documents.model import MinutesDocument
from gusu_minutes.documents.text import attendee_text
from gusu_minutes.publishing.enums import EditionKind
from gusu_minutes.publishing.models import PublicEdition, WithheldEdition
from meetings.models import Meeting

Said = tuple[object, ...]


def takes_back(*, meeting: Meeting, internal: MinutesDocument, public: MinutesDocument) -> bool:
    """Whether a public edition says what the record still says and the public may not read any more.

    What was rewritten in the record too is a correction like any other. Queries: one.
    """
    kept_back = set(_said(internal)) - set(_said(public))
    return any(not kept_back.isdisjoint(_said(former.document)) for former in _handed_out(meeting))


def withhold_former(*, edition: PublicEdition) -> None:
    """Hand out no public edition of the meeting any more that came before this one. The caller holds the lock."""
    for former in _handed_out(edition.meeting):
        if former.number < edition.number:
            WithheldEdition.objects.create(edition=former, since=edition)


def _handed_out(meeting: Meeting) -> list[PublicEdition]:
    editions = PublicEdition.objects.filter(meeting=meeting, withheld=None).exclude(kind=EditionKind.WITHDRAWAL)
    return list(editions.order_by("number"))


def _said(document: MinutesDocument) -> Iterator[Said]:
    """Yield piece by piece what a document says, each with the place where it is said."""
    for part in ("preamble", "closing", "annexes"):
        yield from ((part, line) for line in getattr(document, part))
    yield from (("attendance", attendee_text(person)) for person in document.attendance)
    yield from (("attached", file.sha256) for file in document.attached)
    for item in document.items:
        yield ("title", item.key, item.title)
        yield ("outcome", item.key, item.outcome)
        for part in ("forwarded_to", "themes", "matters"):
            yield from ((part, item.key, value) for value in getattr(item, part))
        for clause in item.clauses:
            yield ("text", clause.key, clause.text)
            yield from (("unit", clause.key, unit, due) for _role, unit, due in clause.units())
