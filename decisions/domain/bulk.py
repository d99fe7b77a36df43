"""One step on many assignments: all of them or none."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from decisions.models import Assignment
from gusu_minutes.common.errors import DomainError


class Refusal(NamedTuple):
    assignment: Assignment
    error: DomainError


class BulkRefused(DomainError):
    """The step is not possible for some of them, `refusals`; nothing was done for any."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        super().__init__(
            _("For %(number)d of them this is not possible; nothing was done.") % {"number": len(refusals)}
        )


def take_all(
    verb: Callable[..., Any],
    *,
    assignments: Iterable[Assignment],
    by: Any,
    versions: dict[int, int] | None = None,
    **arguments: Any,
) -> int:
    """Take `verb` (a verb of follow-up) on every assignment with the same arguments; return on how many.

    `versions` are those that the person saw, by primary key. Rows are locked in the order of their keys, so that two
    people at once don't wait for each other. Raises BulkRefused with every refusal, after undoing everything.
    """
    rows = sorted(assignments, key=lambda row: row.pk)
    refusals = []
    with transaction.atomic():
        for row in rows:
            version = None if versions is None else versions.get(row.pk, -1)
            try:
                verb(assignment=row, by=by, version=version, **arguments)
            except DomainError as error:
                refusals.append(Refusal(row, error))
        if refusals:
            raise BulkRefused(refusals)
    return len(rows)
