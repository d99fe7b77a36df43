"""What can be done with many assignments at once: the verb, its form, and for which rows it is possible.

The verbs check again, row by row, under lock; here the person learns beforehand for which rows they would refuse.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from attendees.models import Department
from decisions.desk.access import Desk
from decisions.desk.forms import line_field, text_field
from decisions.desk.lists import Listing
from decisions.domain import change, extensions, verify, work
from decisions.enums import Verb
from decisions.models import Assignment, ExtensionRequest, ProgressReport
from decisions.rules import STEPS

# Why it is not possible, by primary key.
Reasons = dict[int, str]


class NoForm(forms.Form):
    """Nothing has to be said."""


class RemindForm(forms.Form):
    text = text_field(gettext_lazy("Words to the departments"), rows=3, required=False)


class GrantForm(forms.Form):
    note = text_field(gettext_lazy("Note"), rows=3, required=False)


class RefuseForm(forms.Form):
    note = text_field(gettext_lazy("Why it is refused"), rows=3, required=True)


class CancelForm(forms.Form):
    reason = text_field(gettext_lazy("Why it is cancelled"), rows=3, required=True)
    consent = line_field(gettext_lazy("Who of the chairs consented, and when"))


def _anything_goes(desk: Desk, rows: list[Assignment]) -> Reasons:
    return {}


def _only_led(desk: Desk, rows: list[Assignment]) -> Reasons:
    return {row.pk: _("Only the lead department can do this.") for row in rows if row.lead not in desk.departments}


def waiting_requests(rows: list[Assignment]) -> dict[int, ExtensionRequest]:
    """Return the requests for an extension that wait for an answer, by assignment."""
    requests = ExtensionRequest.objects.filter(assignment__in=rows, decision=None)
    return {asked.assignment_id: asked for asked in requests}


def last_reports(rows: list[Assignment]) -> dict[int, ProgressReport]:
    """Return by assignment what the lead department reported last, with the number of its files."""
    reports = ProgressReport.objects.filter(assignment__in=rows, done=True).order_by("at", "pk")
    return {report.assignment_id: report for report in reports.annotate(file_count=Count("attachments"))}


def _asked_for(desk: Desk, rows: list[Assignment]) -> Reasons:
    return _not_in(waiting_requests(rows), rows)


def _asked_for_later(desk: Desk, rows: list[Assignment]) -> Reasons:
    late = _("The due date is by now as late as the one asked for.")
    asked = waiting_requests(rows)
    passed = [row.pk for row in rows if row.pk in asked and row.due_on and row.due_on >= asked[row.pk].new_due_on]
    return _not_in(asked, rows) | dict.fromkeys(passed, late)


def _not_in(asked: dict[int, ExtensionRequest], rows: list[Assignment]) -> Reasons:
    return {row.pk: _("No request for an extension is waiting for an answer.") for row in rows if row.pk not in asked}


def _succeeded(desk: Desk, rows: list[Assignment]) -> Reasons:
    active = set(Department.objects.active_on(timezone.localdate()).values_list("pk", flat=True))
    reasons = {}
    for row in rows:
        if row.lead.successor is None:
            reasons[row.pk] = _("“%(department)s” has no successor.") % {"department": row.lead}
        elif row.lead.successor_id not in active:
            reasons[row.pk] = _("“%(department)s” exists no more.") % {"department": row.lead.successor}
    return reasons


@dataclass(frozen=True)
class Action:
    """One thing to do with many: `step` is its key in rules.STEPS, `done` says afterwards with how many it was done."""

    verb: Callable[..., Any]
    step: str
    label: Promise
    question: Promise
    done: Any
    form: type[forms.Form] = NoForm
    refused: Callable[[Desk, list[Assignment]], Reasons] = _anything_goes
    arguments: dict[str, Any] = field(default_factory=dict)
    for_supervisor: bool = True
    grave: bool = False

    @property
    def answers_requests(self) -> bool:
        return self.step == "decide_extension"

    @property
    def judges_reports(self) -> bool:
        return self.step == Verb.CLOSE

    def reasons(self, desk: Desk, rows: Iterable[Assignment]) -> Reasons:
        """Return why it is not possible now, for each row for which it is not. A constant number of queries."""
        rows = list(rows)
        states = STEPS[self.step].states
        wrong = {
            row.pk: _("This is not possible now: the assignment is “%(state)s”.") % {"state": row.get_state_display()}
            for row in rows
            if row.state not in states
        }
        return self.refused(desk, rows) | wrong


ACTIONS: dict[str, Action] = {
    "acknowledge": Action(
        work.acknowledge,
        Verb.ACKNOWLEDGE,
        gettext_lazy("Acknowledge"),
        gettext_lazy("Acknowledge these assignments?"),
        ngettext_lazy("%(n)d assignment acknowledged.", "%(n)d assignments acknowledged.", "n"),
        refused=_only_led,
        for_supervisor=False,
    ),
    "remind": Action(
        verify.remind,
        Verb.REMIND,
        gettext_lazy("Remind the departments"),
        gettext_lazy("Remind the departments of these assignments?"),
        ngettext_lazy("%(n)d assignment reminded of.", "%(n)d assignments reminded of.", "n"),
        form=RemindForm,
    ),
    "close": Action(
        verify.close,
        Verb.CLOSE,
        gettext_lazy("Verify and close"),
        gettext_lazy("Verify and close these assignments?"),
        ngettext_lazy("%(n)d assignment verified and closed.", "%(n)d assignments verified and closed.", "n"),
    ),
    "grant": Action(
        extensions.decide_last,
        "decide_extension",
        gettext_lazy("Grant the extensions"),
        gettext_lazy("Grant the extensions asked for?"),
        ngettext_lazy("%(n)d extension granted.", "%(n)d extensions granted.", "n"),
        form=GrantForm,
        refused=_asked_for_later,
        arguments={"granted": True},
    ),
    "refuse": Action(
        extensions.decide_last,
        "decide_extension",
        gettext_lazy("Refuse the extensions"),
        gettext_lazy("Refuse the extensions asked for?"),
        ngettext_lazy("%(n)d extension refused.", "%(n)d extensions refused.", "n"),
        form=RefuseForm,
        refused=_asked_for,
        arguments={"granted": False},
    ),
    "successor": Action(
        change.hand_to_successor,
        Verb.REASSIGN,
        gettext_lazy("Hand to the successor"),
        gettext_lazy("Hand these assignments to the departments that took over?"),
        ngettext_lazy("%(n)d assignment handed over.", "%(n)d assignments handed over.", "n"),
        refused=_succeeded,
        grave=True,
    ),
    "cancel": Action(
        verify.cancel,
        Verb.CANCEL,
        gettext_lazy("Cancel the assignments"),
        gettext_lazy("Cancel these assignments?"),
        ngettext_lazy("%(n)d assignment cancelled.", "%(n)d assignments cancelled.", "n"),
        form=CancelForm,
        grave=True,
    ),
}


def allowed(desk: Desk) -> dict[str, Action]:
    """Return the actions that the person may take at all, by name."""
    return {
        name: action
        for name, action in ACTIONS.items()
        if (desk.supervises if action.for_supervisor else desk.departments)
    }


def offered(desk: Desk, listing: Listing) -> list[tuple[str, Promise]]:
    """Return name and label of the actions that make sense with the rows of a tab: what ended stays as it is.

    What the rows of the tab wait for comes first.
    """
    if listing.is_long:
        return []
    counts = listing.counts
    fitting = {"acknowledge": counts["assigned"], "close": counts["reported"]}
    fitting |= dict.fromkeys(("grant", "refuse"), counts["extension"])
    first = {"reported": "close", "extension": "grant"}.get(listing.tab)
    names = sorted((name for name in allowed(desk) if fitting.get(name, True)), key=lambda name: name != first)
    return [(name, ACTIONS[name].label) for name in names]
