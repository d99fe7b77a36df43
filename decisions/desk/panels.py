"""The steps as the assignment's page offers them: which, in which order, with which form and words."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decisions.desk import forms
from decisions.desk.change_form import ChangeForm
from decisions.desk.situation import Situation
from decisions.domain import change, corrections, extensions, relief, verify, work
from decisions.enums import AssignmentState
from decisions.models import StepDraft


class Place(Enum):
    """Where a step stands on the page."""

    FIRST = "may be the next thing to do"
    BESIDE = "folded, below the next thing"
    RARE = "folded together with the other rare ones"


def _always(situation: Situation) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Panel:
    """A step on the page. `verb` is its key in rules.STEPS and the name of its address, `take` does it.

    `about` is the template of what the step answers; `sensible` says whether it makes sense at all as things stand.
    """

    verb: str
    title: Promise
    button: Promise
    done: Promise
    take: Callable[..., Any]
    form: type[forms.StepForm] = forms.StepForm
    place: Place = Place.FIRST
    about: str = ""
    sensible: Callable[[Situation], bool] = _always


def _can_be_extended(situation: Situation) -> bool:
    due_on = situation.assignment.due_on
    return due_on is not None and due_on >= timezone.localdate() and situation.extension is None


# In the order of urgency: the first that is possible is the next thing to do.
_IN_ORDER = (
    Panel(
        "note_change",
        _("Note the correction of the clause"),
        _("Noted"),
        _("Noted. The assignment goes on as it stands."),
        corrections.note_change,
        sensible=lambda situation: situation.has_to_note,
    ),
    Panel(
        "acknowledge",
        _("Sign for the assignment"),
        _("Acknowledge"),
        _("You signed for it. The department can report progress now."),
        work.acknowledge,
    ),
    Panel(
        "decide_extension",
        _("Answer the request for an extension"),
        _("Answer"),
        _("The request is answered."),
        extensions.decide_last,
        forms.DecisionForm,
        about="desk/_asked.html",
        sensible=lambda situation: situation.extension is not None,
    ),
    Panel(
        "decide_relief",
        _("Answer the request for relief"),
        _("Answer"),
        _("The request is answered."),
        relief.decide_last,
        forms.ReliefDecisionForm,
        about="desk/_relief.html",
        sensible=lambda situation: situation.relief is not None,
    ),
    Panel(
        "close",
        _("Verify and close"),
        _("Verified, close it"),
        _("Closed."),
        verify.close,
        about="desk/_claimed.html",
    ),
    Panel(
        "return",
        _("Return to the department"),
        _("Return it"),
        _("Returned to the department."),
        verify.return_to_department,
        forms.ReturnForm,
    ),
    Panel(
        "report_progress",
        _("Report progress"),
        _("Send the report"),
        _("The report is recorded."),
        work.report_progress,
        forms.ReportForm,
    ),
    Panel(
        "contribute",
        _("Give your part"),
        _("Send it to the lead department"),
        _("Your part is recorded; the lead department gathers it."),
        work.contribute,
        forms.ContributionForm,
    ),
    Panel(
        "report_done",
        _("Report it done"),
        _("Report it done"),
        _("Reported done. The supervisor verifies it next."),
        work.report_done,
        forms.DoneForm,
    ),
    Panel(
        "ask_contribution",
        _("Ask the supporting departments for their part"),
        _("Ask them"),
        _("The supporting departments are asked."),
        work.ask_contribution,
        forms.NeedForm,
        Place.BESIDE,
        sensible=lambda situation: bool(situation.supporting),
    ),
    Panel(
        "request_extension",
        _("Ask for an extension"),
        _("Send the request"),
        _("The request is sent. Until it is answered the present due date holds."),
        extensions.request_extension,
        forms.ExtensionForm,
        Place.BESIDE,
        sensible=_can_be_extended,
    ),
    Panel(
        "request_relief",
        _("Ask to be relieved of it"),
        _("Send the request"),
        _("The request is sent. Until it is answered the assignment stays with you."),
        relief.request_relief,
        forms.ReliefForm,
        Place.BESIDE,
        sensible=lambda situation: situation.relief is None,
    ),
    Panel(
        "remind",
        _("Remind the departments"),
        _("Remind them"),
        _("The departments are reminded."),
        verify.remind,
        forms.ReminderForm,
        Place.BESIDE,
    ),
    Panel(
        "change",
        _("Change the assignment"),
        _("Change it"),
        _("Changed. What the minutes say stays as it was decided."),
        change.change,
        ChangeForm,
        Place.RARE,
    ),
    Panel(
        "reassign",
        _("Give it to another lead department"),
        _("Give it to this department"),
        _("The new lead department has to sign for it now."),
        change.reassign,
        forms.ReassignForm,
        Place.RARE,
    ),
    Panel(
        "cancel",
        _("Cancel the assignment"),
        _("Cancel it"),
        _("Cancelled."),
        verify.cancel,
        forms.CancelForm,
        Place.RARE,
    ),
)
PANELS: dict[str, Panel] = {panel.verb: panel for panel in _IN_ORDER}


@dataclass(frozen=True, slots=True)
class Offer:
    """A panel for one person and one assignment. `possible` is false where only the typed words are shown again."""

    panel: Panel
    form: forms.StepForm
    url: str
    draft: StepDraft | None = None
    possible: bool = True


Tried = tuple[str, forms.StepForm]


def offers(situation: Situation, *, tried: Tried | None = None) -> list[Offer]:
    """Return the steps that the person may take now, the next one first.

    `tried` is (verb, bound form) of a step that was refused: it stands in front, with what was typed.
    """
    possible = [verb for verb, panel in PANELS.items() if situation.may(verb) and panel.sensible(situation)]
    steps = [_offer(situation, verb) for verb in possible if tried is None or verb != tried[0]]
    if tried is None:
        return steps
    verb, form = tried
    return [Offer(PANELS[verb], form, _url(situation, verb), possible=verb in possible), *steps]


def new_form(situation: Situation, verb: str, **data: Any) -> forms.StepForm:
    """Return the form of a step, its ids unlike those of the others on the page."""
    return PANELS[verb].form(situation=situation, auto_id=f"{verb}-%s", **data)


def _offer(situation: Situation, verb: str) -> Offer:
    draft = situation.drafts.get(verb)
    form = new_form(situation, verb, initial=draft.data if draft else None)
    return Offer(PANELS[verb], form, _url(situation, verb), draft)


def _url(situation: Situation, verb: str) -> str:
    return reverse(f"desk:{verb}", args=[situation.assignment.key])


WAITING_FOR: dict[str, Promise] = {
    AssignmentState.ASSIGNED: _("The lead department has to sign for it."),
    AssignmentState.IN_PROGRESS: _("The departments are working on it."),
    AssignmentState.REPORTED: _("The supervisor has to verify what was reported."),
    AssignmentState.CLOSED: _("Verified and closed; nothing is left to do."),
    AssignmentState.CANCELLED: _("Cancelled; nothing is left to do."),
}
