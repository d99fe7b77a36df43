"""What the minutes say of an assignment, kept from the moment of assigning: follow-up changes never reach them."""

from datetime import date
from typing import Any

from decisions.models import Assignment


def decided(assignment: Assignment) -> dict[str, Any]:
    """Return {lead: [code, short name], supporting: [the same, …], due_on: ISO date or None}.

    Before an assignment is assigned that is what the draft says now.
    """
    if assignment.decided is not None:
        return assignment.decided
    due_on: date | None = assignment.due_on
    return {
        "lead": [assignment.lead.code, assignment.lead.short_name],
        "supporting": [[department.code, department.short_name] for department in assignment.supporting.all()],
        "due_on": due_on.isoformat() if due_on else None,
    }
