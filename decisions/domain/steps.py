"""What every verb of follow-up begins with: the locked row, the checks, the reason for history."""

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from decisions.models import Assignment
from decisions.rules import STEPS
from gusu_minutes.common.errors import DomainError, IllegalMove, NotAllowed, StaleVersion

LABELS: dict[str, Promise] = {
    "acknowledge": _("Acknowledged"),
    "report_progress": _("Progress reported"),
    "report_done": _("Reported done"),
    "close": _("Verified and closed"),
    "return": _("Returned to the department"),
    "cancel": _("Cancelled"),
    "request_extension": _("Extension requested"),
    "grant_extension": _("Extension granted"),
    "refuse_extension": _("Extension refused"),
}


class Repeated(DomainError):
    """The very step was taken already: a form sent twice. Nothing was changed by the second one."""

    def __init__(self) -> None:
        super().__init__(_("This was recorded already; it was not recorded twice."))


def required(text: str, message: Any) -> str:
    """Return `text` without surrounding space. Raises DomainError with `message` if nothing is left."""
    text = text.strip()
    if not text:
        raise DomainError(message)
    return text


def begin(
    verb: str, *, assignment: Assignment, by: Any, version: int | None, words: str = "", label: str = ""
) -> tuple[Assignment, str]:
    """Lock the assignment and check that `by` may use `verb` on it now; call inside a transaction.

    `version` is the one that the person's form was opened with (None for callers without a form). It also makes a form
    sent twice harmless: each step saves the assignment and so raises its version, hence the second sending is stale;
    and where history shows that the same person took the same step with the same words from that very version, it is
    known to be a repetition. `words` are what the person wrote; `label` names the step in LABELS where `verb` does not.

    Returns the locked row and the reason to save it with, once. Raises NotAllowed, Repeated, StaleVersion or
    IllegalMove, in this order.
    """
    locked: Assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    step = STEPS[verb]
    if not step.allowed.test(by, locked):
        raise NotAllowed
    reason = _reason(label or verb, words)
    if version is not None and version != locked.version:
        same = locked.history.filter(version=version + 1, history_user=by, history_change_reason=reason)
        raise Repeated if same.exists() else StaleVersion
    if locked.assigned_at is None:
        raise IllegalMove(_("An assignment takes effect when the minutes are issued."))
    if locked.state not in step.states:
        raise IllegalMove(
            _("This is not possible now: the assignment is “%(state)s”.") % {"state": locked.get_state_display()}
        )
    return locked, reason


def _reason(label: str, words: str) -> str:
    """Return the line for history, in the language of the records whatever language the person reads."""
    with override(settings.LANGUAGE_CODE):
        return f"{LABELS[label]}: {words}" if words else str(LABELS[label])
