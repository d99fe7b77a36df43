"""For whom a person acts who is not an officer of the department: told wherever steps are taken."""

from typing import Any

from django.utils import timezone

from attendees.domain.naming import within
from attendees.models import Substitution


def acting_for(user: Any) -> list[Substitution]:
    """Return the substitutions by which `user` acts today, with the officer and the department; one query."""
    today = timezone.localdate()
    mine = Substitution.objects.on(today).filter(substitute=user).select_related("officer__user", "officer__department")
    return [one for one in mine if within(one.officer.valid_from, one.officer.valid_to, today)]
