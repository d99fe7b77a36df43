"""Adds a link to the chain of an audience and makes its searchable rows anew."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Max

from gusu_minutes.common.locks import Lock, one_at_a_time
from gusu_minutes.documents.model import MinutesDocument, canonical_json
from gusu_minutes.publishing.enums import Algorithm
from gusu_minutes.publishing.models import Edition, InternalEdition, PublicEdition
from meetings.models import Meeting

E = TypeVar("E", bound=Edition)


def lock_chains() -> None:
    """Let one transaction at a time add editions."""
    one_at_a_time(Lock.CHAINS)


def append(
    model: type[E], *, meeting: Meeting, document: MinutesDocument, kind: str, reason: str, by: Any, at: datetime
) -> E:
    """Freeze `document` as the next edition of the meeting and return it. The caller holds the lock of the chains."""
    last = model.objects.order_by("-sequence").values("sequence", "digest").first()
    number = model.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    edition = model(
        sequence=last["sequence"] + 1 if last else 1,
        previous_digest=last["digest"] if last else "",
        meeting=meeting,
        number=number + 1,
        kind=kind,
        content=canonical_json(document.to_dict()),
        reason=reason,
        published_by=by,
        published_at=at,
        algorithm=Algorithm.SHA256,
        **Edition.columns_of(document),
    )
    edition.digest = edition.computed_digest()
    edition.save(force_insert=True)
    return edition


def digests_of(pair: tuple[InternalEdition, PublicEdition]) -> str:
    """Return the digests of both editions of one issue, as the history of their meeting keeps them."""
    return " ".join(edition.digest for edition in pair)


def append_pair(
    *,
    meeting: Meeting,
    internal: MinutesDocument,
    public: MinutesDocument,
    kind: str,
    reason: str,
    public_reason: str,
    by: Any,
    at: datetime,
) -> tuple[InternalEdition, PublicEdition]:
    """Freeze both editions of one issue. The public one carries the public reason only."""
    return (
        append(InternalEdition, meeting=meeting, document=internal, kind=kind, reason=reason, by=by, at=at),
        append(PublicEdition, meeting=meeting, document=public, kind=kind, reason=public_reason, by=by, at=at),
    )
