"""Publish, correct, withdraw: every way in which an edition comes into being."""

import dataclasses
import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.domain.assign import assign_all
from decisions.domain.corrections import flag_changed
from gusu_minutes.common.errors import IllegalMove
from gusu_minutes.documents.build import internal_document, public_document
from gusu_minutes.documents.model import MinutesDocument, canonical_json
from gusu_minutes.publishing.after import order_all
from gusu_minutes.publishing.domain.attachments import keep_attachments
from gusu_minutes.publishing.domain.clauses import write_clauses
from gusu_minutes.publishing.domain.editions import append_pair, digests_of, lock_chains
from gusu_minutes.publishing.domain.withhold import takes_back, withhold_former
from gusu_minutes.publishing.enums import EditionKind
from gusu_minutes.publishing.models import InternalEdition, PublicEdition
from gusu_minutes.publishing.tasks import order_files
from meetings import rules
from meetings.domain import review
from meetings.domain.moves import check_move, lock, require, required_reason
from meetings.enums import MeetingState
from meetings.models import Meeting

Pair = tuple[InternalEdition, PublicEdition]


@transaction.atomic
def sign(*, meeting: Meeting, by: Any) -> Meeting:
    """Sign minutes in review (签发): only what both documents say now can be issued. Raises IllegalMove, NotAllowed."""
    meeting = lock(meeting)
    digest = _digest_of(internal_document(meeting), public_document(meeting))
    return review.sign(meeting=meeting, by=by, digest=digest)


@transaction.atomic
def publish(*, meeting: Meeting, by: Any, public_reason: str = "", withhold: bool = False) -> Pair:
    """Issue signed minutes (印发): freeze an internal and a public edition and assign the tasks.

    `public_reason` says to the public why a correction was made; former public editions are not handed out any more if
    `withhold` says so, or if the correction takes something back. Raises IllegalMove from another state, NotAllowed.
    """
    lock_chains()
    meeting = lock(meeting)
    check_move(meeting, MeetingState.PUBLISHED)
    if meeting.state != MeetingState.SIGNED:
        raise IllegalMove(_("Only signed minutes can be issued."))
    require(rules.can_publish, by, meeting)
    documents = internal_document(meeting), public_document(meeting)
    if _digest_of(*documents) != meeting.signed_digest:
        raise IllegalMove(
            _("Since the signature something changed that stands in these minutes. Have them returned and signed anew.")
        )
    internal, public = documents
    withhold = withhold or takes_back(meeting=meeting, internal=internal, public=public)
    editions = _issue(meeting, internal, public, by=by, public_reason=public_reason, history_reason=_("issued"))
    if withhold:
        withhold_former(edition=editions[1])
    return editions


@transaction.atomic
def issue_imported(*, meeting: Meeting, by: Any) -> Pair:
    """Issue imported minutes that were signed and issued on paper; history says so. No page leads here.

    Their tasks stay proposals: what was followed up on paper is not assigned, and told, years later. A task that is
    still open is assigned by choice.

    Raises IllegalMove unless it is a draft that came of an import and was never issued, NotAllowed.
    """
    lock_chains()
    meeting = lock(meeting)
    require(rules.can_issue_imported, by, meeting)
    if meeting.state != MeetingState.DRAFTING or meeting.issued_at or not meeting.imports.exists():
        raise IllegalMove(_("Only a new draft that came of an import can be issued this way."))
    return _issue(
        meeting,
        internal_document(meeting),
        public_document(meeting),
        by=by,
        public_reason="",
        history_reason=_("imported: signed and issued on paper"),
        on_paper=True,
    )


def _digest_of(internal: MinutesDocument, public: MinutesDocument) -> str:
    """Return the digest of what is signed: both documents, without the address, which they get when they are issued."""
    contents = [{**document.to_dict(), "address": ""} for document in (internal, public)]
    return hashlib.sha256(canonical_json(contents).encode()).hexdigest()


def _issue(
    meeting: Meeting,
    internal: MinutesDocument,
    public: MinutesDocument,
    *,
    by: Any,
    public_reason: str,
    history_reason: str,
    on_paper: bool = False,
) -> Pair:
    at = timezone.now()
    correction = meeting.issued_at is not None
    if not correction:
        meeting.address = meeting.free_address()
    # When a paper was printed the clerk says; the day on which it was imported is another.
    issued_on = internal.issued_on or (None if on_paper else timezone.localdate(at).isoformat())
    changes: dict[str, Any] = {"address": meeting.address, "issued_on": issued_on}
    editions = append_pair(
        meeting=meeting,
        internal=dataclasses.replace(internal, **changes),
        public=dataclasses.replace(public, **changes),
        kind=EditionKind.CORRECTION if correction else EditionKind.ISSUE,
        reason=meeting.correction_reason if correction else "",
        public_reason=public_reason.strip() if correction else "",
        by=by,
        at=at,
    )
    keep_attachments(meeting=meeting, editions=editions)
    for edition in editions:
        write_clauses(edition)
    order_files(meeting=meeting, number=editions[0].number)
    order_all()
    flag_changed(meeting=meeting, clauses=_clauses(internal), by=by)
    if not on_paper:
        assign_all(meeting=meeting, by=by, at=at, last_issued_at=meeting.issued_at)
    meeting.state = MeetingState.PUBLISHED
    meeting.issued_by, meeting.issued_at = by, at
    meeting.edition_digests = digests_of(editions)
    meeting.save_as(by=by, reason=history_reason)
    return editions


@transaction.atomic
def start_correction(*, meeting: Meeting, by: Any, reason: str) -> Meeting:
    """Reopen published minutes for the clerk (更正); the edition stays up until the next.

    Raises IllegalMove from another state or without a reason, NotAllowed.
    """
    meeting = lock(meeting)
    check_move(meeting, MeetingState.DRAFTING)
    require(rules.can_correct, by, meeting)
    meeting.correction_reason = required_reason(reason)
    meeting.state = MeetingState.DRAFTING
    meeting.submitted_by = meeting.submitted_at = meeting.signed_by = meeting.signed_at = None
    meeting.signed_digest = ""
    meeting.save_as(by=by, reason=_("correction: %(reason)s") % {"reason": meeting.correction_reason})
    return meeting


@transaction.atomic
def withdraw(*, meeting: Meeting, by: Any, reason: str, notice: str) -> Pair:
    """Take published minutes out of view (撤回): the last editions hold a notice and nothing else.

    `reason` stays internal, `notice` stands at the public address. Raises IllegalMove, NotAllowed.
    """
    lock_chains()
    meeting = lock(meeting)
    check_move(meeting, MeetingState.WITHDRAWN)
    require(rules.can_withdraw, by, meeting)
    reason, notice = required_reason(reason), required_reason(notice)
    last = InternalEdition.objects.filter(meeting=meeting).order_by("-number")[:1].get()
    emptied = _emptied(last.document)
    editions = append_pair(
        meeting=meeting,
        internal=emptied,
        public=emptied,
        kind=EditionKind.WITHDRAWAL,
        reason=reason,
        public_reason=notice,
        by=by,
        at=timezone.now(),
    )
    for edition in editions:
        write_clauses(edition)
    order_all()
    flag_changed(meeting=meeting, clauses={}, by=by)
    meeting.state = MeetingState.WITHDRAWN
    meeting.edition_digests = digests_of(editions)
    meeting.save_as(by=by, reason=_("withdrawn: %(reason)s") % {"reason": reason})
    return editions


def _clauses(document: MinutesDocument) -> dict[str, str]:
    return {clause.key: f"{clause.number}{clause.text}" for item in document.items for clause in item.clauses}


def _emptied(document: MinutesDocument) -> MinutesDocument:
    """Return what still tells which minutes they were, and nothing of what they said."""
    return dataclasses.replace(
        document,
        place="",
        chair_name="",
        chair_title="",
        preamble=(),
        items=(),
        closing=(),
        attendance=(),
        annexes=(),
        copy_number="",
        classification="",
        urgency="",
        copy_to=(),
        attached=(),
    )
