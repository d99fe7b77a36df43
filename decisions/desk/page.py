"""What the page of one assignment shows."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from decisions.desk.clauses import issued_clauses
from decisions.desk.lights import lamp
from decisions.desk.panels import WAITING_FOR, offers
from decisions.desk.timeline import timeline
from decisions.enums import AssignmentState, Verb
from decisions.models import Assignment


def assignment_page(user: Any, assignment: Assignment, *, tried: Any = None) -> dict[str, Any]:
    """Return the context of desk/assignment.html; `tried` is (verb, bound form) of a step that was refused."""
    requests = list(assignment.extensions.select_related("department", "by", "decision__by"))
    waiting = next((request for request in requests if getattr(request, "decision", None) is None), None)
    steps = offers(user, assignment, waiting=waiting if assignment.is_open else None, tried=tried)
    urgent = bool(steps) and (tried is not None or steps[0].panel.verb != "cancel")
    clause = issued_clauses([assignment.resolution.key]).get(assignment.resolution.key)
    events = timeline(assignment)
    return {
        "assignment": assignment,
        "clause": clause,
        "may_read_minutes": user.has_perm("publishing.view_internaledition"),
        "supporting": assignment.supporting.all(),
        "lamp": lamp(assignment),
        "next": steps[0] if urgent else None,
        "others": steps[1:] if urgent else steps,
        "refused": tried is not None,
        "waiting_for": WAITING_FOR[assignment.state],
        "returned": assignment.state == AssignmentState.IN_PROGRESS and assignment.reason,
        "asked": waiting if assignment.is_open else None,
        "events": events,
        "claimed": next((event for event in events if event.verb == Verb.REPORT_DONE), None),
        "crumbs": [(_("Follow-up"), reverse("desk:home")), (assignment.document_number, "")],
    }
