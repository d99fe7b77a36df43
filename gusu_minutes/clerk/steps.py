"""The steps of a meeting: submit, return, sign, issue, correct, withdraw; each a page that asks before it acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rules
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gusu_minutes.clerk.links import admin_url
from gusu_minutes.clerk.planning.counts import task_counts
from gusu_minutes.clerk.preview import issue_summary
from gusu_minutes.clerk.trail import crumbs_of
from gusu_minutes.common.errors import DomainError, StaleVersion
from gusu_minutes.publishing.domain import publish, sign, start_correction, withdraw
from meetings import rules as meeting_rules
from meetings.domain.moves import lock
from meetings.domain.review import return_to_clerk, submit
from meetings.enums import MEETING_MOVES, MeetingState
from meetings.models import Meeting


class StepForm(forms.Form):
    """What a step asks for. `version` is that of the meeting the person has before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def arguments(self) -> dict[str, Any]:
        """Return what the verb takes besides the meeting and the person."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReasonForm(StepForm):
    reason = forms.CharField(label=gettext_lazy("reason"), widget=forms.Textarea(attrs={"rows": 4}))


class WithdrawForm(StepForm):
    reason = forms.CharField(
        label=gettext_lazy("reason"), help_text=gettext_lazy("Internal."), widget=forms.Textarea(attrs={"rows": 3})
    )
    notice = forms.CharField(
        label=gettext_lazy("public notice"),
        help_text=gettext_lazy("Stands at the public address instead of the minutes."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectedForm(StepForm):
    public_reason = forms.CharField(
        label=gettext_lazy("reason of the correction, for the public"),
        help_text=gettext_lazy("Stands on the page of the public edition. May stay empty."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    withhold = forms.BooleanField(
        label=gettext_lazy("hand out no former public edition any more"),
        help_text=gettext_lazy(
            "For what should never have been public. It is done anyhow where the correction keeps something from the "
            "public that a former edition says. Officials read all editions."
        ),
        required=False,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name in addresses, where it leads, who may, what it is called, what it asks, the verb."""

    name: str
    move: tuple[str, str]
    rule: rules.Predicate
    title: str | Promise
    says: str | Promise
    done: str | Promise
    form: type[StepForm]
    verb: Callable[..., Any]
    quiet: bool = False

    @property
    def permission(self) -> str:
        return MEETING_MOVES[self.move][1]

    def form_for(self, meeting: Meeting) -> type[StepForm]:
        """A first issue needs no reason; a correction may tell the public one."""
        return CorrectedForm if self.name == "publish" and meeting.is_correction else self.form


STEPS = {
    step.name: step
    for step in (
        Step(
            "submit", (MeetingState.DRAFTING, MeetingState.IN_REVIEW), meeting_rules.can_submit,
            gettext_lazy("Submit for review"),
            gettext_lazy("The draft goes to the signatory. Nobody can edit it until it is returned."),
            gettext_lazy("Submitted for review."), StepForm, submit,
        ),
        Step(
            "sign", (MeetingState.IN_REVIEW, MeetingState.SIGNED), meeting_rules.can_sign,
            gettext_lazy("Sign"),
            gettext_lazy("You approve these minutes as they stand; the publisher can then issue them."),
            gettext_lazy("Signed."), StepForm, sign,
        ),
        Step(
            "return", (MeetingState.IN_REVIEW, MeetingState.DRAFTING), meeting_rules.can_return,
            gettext_lazy("Return to the clerk"),
            gettext_lazy("The minutes become a draft again. The clerk sees your reason."),
            gettext_lazy("Returned to the clerk."), ReasonForm, return_to_clerk, quiet=True,
        ),
        Step(
            "publish", (MeetingState.SIGNED, MeetingState.PUBLISHED), meeting_rules.can_publish,
            gettext_lazy("Issue"),
            gettext_lazy("Both editions are frozen for good, the public one goes online, and the tasks are assigned."),
            gettext_lazy("Issued."), StepForm, publish,
        ),
        Step(
            "correct", (MeetingState.PUBLISHED, MeetingState.DRAFTING), meeting_rules.can_correct,
            gettext_lazy("Start a correction"),
            gettext_lazy("The minutes become a draft again; the present edition stays up until the corrected one."),
            gettext_lazy("The minutes are open for correction."), ReasonForm, start_correction, quiet=True,
        ),
        Step(
            "withdraw", (MeetingState.PUBLISHED, MeetingState.WITHDRAWN), meeting_rules.can_withdraw,
            gettext_lazy("Withdraw"),
            gettext_lazy("This cannot be undone: the minutes disappear from view for good. They stay on record."),
            gettext_lazy("Withdrawn."), WithdrawForm, withdraw, quiet=True,
        ),
    )
}  # fmt: skip


def open_steps(user: Any, meeting: Meeting) -> list[tuple[Step, str]]:
    """Return the steps that `user` may take now, each with its address."""
    return [(step, admin_url(meeting, name)) for name, step in STEPS.items() if step.rule.test(user, meeting)]


def step_view(admin: Any, request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Ask, then act. Without the right 403; a step that is done or does not lead from here is a message."""
    step = STEPS[name]
    meeting = admin.get_queryset(request).filter(pk=pk).first()
    if meeting is None:
        raise Http404
    if not (admin.has_view_permission(request, meeting) and request.user.has_perm(step.permission)):
        raise PermissionDenied
    form_class = step.form_for(meeting)
    form = form_class(request.POST or None, initial={"version": meeting.version})
    if request.method == "POST":
        if meeting.state == step.move[1]:
            messages.info(request, _("This was done already; nothing was changed."))
            return redirect(admin_url(meeting))
        if form.is_valid() and _acts(request, step, meeting, form):
            return redirect(admin_url(meeting))
    elif not step.rule.test(request.user, meeting):
        messages.warning(request, _why_not(step, request.user, meeting))
        return redirect(admin_url(meeting))
    return _page(admin, request, step, meeting, form)


def _acts(request: HttpRequest, step: Step, meeting: Meeting, form: StepForm) -> bool:
    """Take the step; return whether the page is done with.

    A refusal is a message; where words were typed it stands above them, and they can be sent again.
    """
    try:
        with transaction.atomic():
            if lock(meeting).version != form.cleaned_data["version"]:
                raise StaleVersion
            step.verb(meeting=meeting, by=request.user, **form.arguments())
    except DomainError as error:
        if not form.visible_fields():
            messages.error(request, str(error))
            return True
        form.add_error(None, str(error))
        form.data = {**form.data.dict(), "version": str(meeting.version)}  # type: ignore[attr-defined]
        return False
    messages.success(request, str(step.done))
    return True


def _why_not(step: Step, user: Any, meeting: Meeting) -> str:
    if step.name == "sign" and meeting_rules.submitted_it.test(user, meeting) and meeting.state == step.move[0]:
        return _("Who submits minutes does not sign them.")
    return _("The minutes are “%(state)s”; this step does not lead from there.") % {
        "state": MeetingState(meeting.state).label
    }


def _page(admin: Any, request: HttpRequest, step: Step, meeting: Meeting, form: StepForm) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        "title": step.title,
        "step": step,
        "meeting": meeting,
        "form": form,
        "opts": admin.opts,
        "crumbs": crumbs_of(meeting),
        "summary": issue_summary(meeting) if step.name in {"submit", "sign", "publish"} else None,
        "tasks": task_counts(meeting) if step.name in {"submit", "sign", "publish"} else None,
    }
    return TemplateResponse(request, "admin/step.html", context, status=409 if form.non_field_errors() else 200)
