"""What the page of one assignment shows."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from decisions.desk.acting import acting_for
from decisions.desk.clauses import issued_clauses
from decisions.desk.left_over import left_over
from decisions.desk.lights import lamp
from decisions.desk.panels import WAITING_FOR, Place, Tried, offers
from decisions.desk.situation import Situation
from decisions.desk.timeline import timeline
from decisions.enums import AssignmentState, Verb
from decisions.rules import departments_of


def assignment_page(situation: Situation, *, tried: Tried | None = None) -> dict[str, Any]:
    """Return the context of desk/assignment.html; `tried` is (verb, bound form) of a step that was refused."""
    assignment, user = situation.assignment, situation.user
    steps = offers(situation, tried=tried)
    first = 1 if steps and (tried or steps[0].panel.place is Place.FIRST) else 0
    story = timeline(assignment)
    to_note = assignment.lead_to_note or assignment.supervisor_to_note
    clause = issued_clauses([assignment.resolution.key]).get(assignment.resolution.key)
    rare = [offer for offer in steps[first:] if offer.panel.place is Place.RARE]
    return {
        "assignment": assignment,
        "clause": clause,
        # Assigned before the issue: no edition holds the clause yet.
        "unissued": clause is None and assignment.resolution.agenda_item.meeting.issued_at is None,
        "may_read_minutes": user.has_perm("publishing.view_internaledition"),
        "acting_for": acting_for(user),
        "has_office": departments_of(user).exists(),
        "supporting": situation.supporting,
        "lamp": lamp(assignment),
        "next": steps[0] if first else None,
        "others": [offer for offer in steps[first:] if offer.panel.place is not Place.RARE],
        "rare": rare,
        "rare_opened": any(offer.draft for offer in rare),
        "left_over": left_over(situation, steps),
        "waiting_for": WAITING_FOR[assignment.state],
        "returned": assignment.state == AssignmentState.IN_PROGRESS and assignment.reason,
        "asked": situation.extension,
        "relief": situation.relief,
        "events": story,
        "claimed": next((told.event for told in story if told.event.verb == Verb.REPORT_DONE), None),
        "correction": next((told for told in story if told.event.verb == Verb.CLAUSE_CHANGED), None)
        if to_note
        else None,
        "crumbs": [(_("Follow-up"), reverse("desk:home")), (assignment.document_number, "")],
    }
