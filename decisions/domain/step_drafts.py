"""What a person typed into the form of a step and has not sent: kept as typed, for this person alone."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from decisions.domain.steps import line_of
from decisions.enums import Verb
from decisions.models import Assignment, StepDraft
from decisions.rules import STEPS, can_see_assignment
from gusu_minutes.common.errors import DomainError, NotAllowed

Typed = Mapping[str, str | list[str]]

MAX_TEXT = 10_000  # characters of one field, as a step takes them
MAX_ALL = 24_000  # of all fields together
MAX_CHOICES = 200

# How the events of a step are named where not as the step.
_LABELS = {
    "decide_extension": (Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION),
    "decide_relief": (Verb.GRANT_RELIEF, Verb.REFUSE_RELIEF),
}


@transaction.atomic
def keep_draft(
    *, assignment: Assignment, by: Any, verb: str, data: Typed, version: int | None = None
) -> StepDraft | None:
    """Keep `data`, {field: text or list of choices}, for the step `verb`, instead of what was kept before.

    Returns nothing, and keeps nothing, where nothing was typed, or where the very form (opened with `version`) was sent
    in the meantime: what a browser still had on its way. Raises NotAllowed for who does not see the assignment,
    DomainError for an unknown step and for more than may be kept.
    """
    if verb not in STEPS:
        raise DomainError(_("There is no such step."))
    if not can_see_assignment.test(by, assignment):
        raise NotAllowed
    kept = {name: _clean(value) for name, value in data.items()}
    kept = {name: value for name, value in kept.items() if value}
    _check(kept)
    # One after the other with the step itself, which takes its draft away.
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if _was_sent(locked, by, verb, version):
        return None
    if not kept:
        discard_draft(assignment=locked, by=by, verb=verb)
        return None
    return StepDraft.objects.update_or_create(assignment=locked, user=by, verb=verb, defaults={"data": kept})[0]


def discard_draft(*, assignment: Assignment, by: Any, verb: str) -> None:
    """Forget what `by` typed for the step `verb`, if anything."""
    StepDraft.objects.filter(assignment=assignment, user=by, verb=verb).delete()


def drafts_of(user: Any, assignment: Assignment) -> dict[str, StepDraft]:
    """Return the drafts of one person for an assignment, by step."""
    return {draft.verb: draft for draft in assignment.drafts.filter(user=user)}


def _clean(value: str | list[str]) -> str | list[str]:
    # PostgreSQL takes no zero character into JSON.
    if isinstance(value, str):
        return value.replace("\0", "")
    return [_clean_one for one in value if (_clean_one := one.replace("\0", ""))]


def _check(data: Typed) -> None:
    lists = [value for value in data.values() if not isinstance(value, str)]
    texts = [value for value in data.values() if isinstance(value, str)] + [one for many in lists for one in many]
    too_much = (
        any(len(text) > MAX_TEXT for text in texts)
        or any(len(many) > MAX_CHOICES for many in lists)
        or sum(map(len, texts)) > MAX_ALL
    )
    if too_much:
        raise DomainError(_("This is too long to be kept: at most %(number)d characters.") % {"number": MAX_TEXT})


def _was_sent(assignment: Assignment, by: Any, verb: str, version: int | None) -> bool:
    if version is None or version >= assignment.version:
        return False
    saved = assignment.history.filter(version=version + 1, history_user=by)
    reasons = saved.values_list("history_change_reason", flat=True)
    lines = tuple(line_of(label) for label in _LABELS.get(verb, (verb,)))
    return any((reason or "").startswith(lines) for reason in reasons)
