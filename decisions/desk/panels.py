"""The steps as the assignment's page offers them: which, in which order, with which form and words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decisions.desk import forms
from decisions.enums import AssignmentState
from decisions.models import Assignment, ExtensionRequest
from decisions.rules import can_take


@dataclass(frozen=True, slots=True)
class Panel:
    """A step on the page. `verb` is its key in rules.STEPS and the name of its address."""

    verb: str
    title: Promise
    button: Promise
    done: Promise
    form: type[forms.StepForm] = forms.StepForm


# In the order of urgency: the first that is possible is the next thing to do.
PANELS: dict[str, Panel] = {
    panel.verb: panel
    for panel in (
        Panel(
            "acknowledge",
            _("Sign for the assignment"),
            _("Acknowledge"),
            _("You signed for it. The department can report progress now."),
        ),
        Panel(
            "decide_extension",
            _("Answer the request for an extension"),
            _("Answer"),
            _("The request is answered."),
            forms.DecisionForm,
        ),
        Panel("close", _("Verify and close"), _("Verified, close it"), _("Closed.")),
        Panel(
            "return",
            _("Return to the department"),
            _("Return it"),
            _("Returned to the department."),
            forms.ReturnForm,
        ),
        Panel(
            "report_progress",
            _("Report progress"),
            _("Send the report"),
            _("The report is recorded."),
            forms.ReportForm,
        ),
        Panel(
            "contribute",
            _("Give your part"),
            _("Send it to the lead department"),
            _("Your part is recorded; the lead department gathers it."),
            forms.ReportForm,
        ),
        Panel(
            "report_done",
            _("Report it done"),
            _("Report it done"),
            _("Reported done. The supervisor verifies it next."),
            forms.DoneForm,
        ),
        Panel(
            "request_extension",
            _("Ask for an extension"),
            _("Send the request"),
            _("The request is sent. Until it is answered the present due date holds."),
            forms.ExtensionForm,
        ),
        Panel("cancel", _("Cancel the assignment"), _("Cancel it"), _("Cancelled."), forms.CancelForm),
    )
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A panel for one person and one assignment. `possible` is false where only the typed words are shown again."""

    panel: Panel
    form: forms.StepForm
    url: str
    possible: bool = True


def offers(user: Any, assignment: Assignment, *, waiting: ExtensionRequest | None, tried: Any = None) -> list[Offer]:
    """Return the steps that `user` may take now, the next one first.

    `tried` is (verb, bound form) of a step that was refused: it stands in front, with what was typed.
    """
    today = timezone.localdate()
    sensible = {
        "decide_extension": waiting is not None,
        "request_extension": waiting is None and assignment.due_on is not None and assignment.due_on >= today,
    }
    possible = [verb for verb in PANELS if sensible.get(verb, True) and can_take(user, assignment, verb)]
    if tried:
        possible_still = tried[0] in possible
        rest = [verb for verb in possible if verb != tried[0]]
        return [_offer(assignment, tried[0], tried[1], possible_still), *(_offer(assignment, verb) for verb in rest)]
    return [_offer(assignment, verb) for verb in possible]


def new_form(assignment: Assignment, verb: str, **data: Any) -> forms.StepForm:
    """Return the form of a step, its ids unlike those of the others on the page."""
    return PANELS[verb].form(assignment=assignment, auto_id=f"{verb}-%s", **data)


def _offer(assignment: Assignment, verb: str, form: Any = None, possible: bool = True) -> Offer:
    form = form or new_form(assignment, verb)
    return Offer(PANELS[verb], form, reverse(f"desk:{verb}", args=[assignment.key]), possible)


WAITING_FOR: dict[str, Promise] = {
    AssignmentState.ASSIGNED: _("The lead department has to sign for it."),
    AssignmentState.IN_PROGRESS: _("The departments are working on it."),
    AssignmentState.REPORTED: _("The supervisor has to verify what was reported."),
    AssignmentState.CLOSED: _("Verified and closed; nothing is left to do."),
    AssignmentState.CANCELLED: _("Cancelled; nothing is left to do."),
}
