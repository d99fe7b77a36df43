"""The form that changes an assignment: it comes with what stands and passes on only what a person changed."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from attendees.models import Department, Person
from decisions.desk.forms import ConsentForm, day_field, offer_departments, text_field
from decisions.desk.situation import Situation
from decisions.enums import AssignmentKind, ReportCycle
from decisions.models import Assignment


def standing(assignment: Assignment, supporting: list[Department]) -> dict[str, str | list[str]]:
    """Return what can be changed, as the form holds it."""
    return {
        "task": assignment.task,
        "due_on": assignment.due_on.isoformat() if assignment.due_on else "",
        "kind": assignment.kind,
        "cycle": assignment.cycle,
        "leader": str(assignment.leader_id or ""),
        "supporting": sorted(str(department.pk) for department in supporting),
    }


class ChangeForm(ConsentForm):
    """What stood when the form was opened travels with it as `before`.

    So a stale form, sent again, changes what its person changed and takes nothing back that others did; and a form sent
    twice says the same twice.
    """

    before = forms.CharField(widget=forms.HiddenInput, required=False)
    task = text_field(_("Task"))
    due_on = day_field(_("Due date"), required=False)
    kind = forms.ChoiceField(label=_("Kind of task"), choices=AssignmentKind.choices)
    cycle = forms.ChoiceField(label=_("Regular reports"), choices=ReportCycle.choices, required=False)
    leader = forms.ModelChoiceField(
        Person.objects.all(), label=_("Leader in charge"), required=False, empty_label=_("nobody")
    )
    supporting = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=_("Supporting departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = text_field(_("Reason of the change"))
    field_order = ("task", "due_on", "kind", "cycle", "leader", "supporting", "reason", "consent")

    def suit(self, situation: Situation) -> None:
        leader: Any = self.fields["leader"]
        leader.choices = [("", leader.empty_label), *((person.pk, person.name) for person in situation.leaders)]
        # One that exists no more, or leads by now, stays to be seen as long as it stands.
        offered = [unit for unit in situation.departments if unit != situation.assignment.lead]
        ended = [unit for unit in situation.supporting if unit not in offered]
        offer_departments(self.fields["supporting"], offered + ended)
        self.stands = standing(situation.assignment, situation.supporting)
        for name, value in self.stands.items():
            self.fields[name].initial = value
        # ASCII, so that no conversion of the page to Traditional characters reaches it.
        self.fields["before"].initial = json.dumps(self.stands)

    def arguments(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("reason", "consent", "version")}
        values = {name: self.cleaned_data[name] for name in self._touched()}
        if "task" in values:
            values["task"] = values["task"].replace("\r\n", "\n")
        if "supporting" in values:
            values["supporting"] = list(values["supporting"])
        return said | values

    def own_changes(self) -> list[str]:
        return [*self._touched(), *(name for name in ("reason", "consent") if self.as_sent(name))]

    def _touched(self) -> list[str]:
        before = self._before()
        return [name for name in self.stands if name not in before or self.as_sent(name) != before[name]]

    def _before(self) -> dict[str, Any]:
        try:
            before = json.loads(self.data.get("before", ""))
        except (ValueError, RecursionError):  # no text of ours, or brackets without end
            return {}
        return before if isinstance(before, dict) else {}
