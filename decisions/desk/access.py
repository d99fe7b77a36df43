"""Who may enter the department room, and how its pages may be kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language

from attendees.models import Department
from decisions.models import Assignment
from decisions.querysets import AssignmentQuerySet
from decisions.rules import can_see_all_assignments, is_supervisor
from gusu_minutes.public.language import html_in_traditional


@dataclass(frozen=True, slots=True)
class Desk:
    """What a signed-in person has on the desk: the own departments, or the board of all."""

    user: Any
    departments: list[Department]
    sees_all: bool
    supervises: bool

    @property
    def assignments(self) -> AssignmentQuerySet:
        return Assignment.objects.visible_to(self.user, self.departments)

    def role_in(self, assignment: Assignment) -> str:
        """Return lead or supporting, by the own departments; nothing for who has none of them."""
        if assignment.lead in self.departments:
            return "lead"
        return "supporting" if self.departments and not self.sees_all else ""


def open_desk(user: Any) -> Desk:
    """Return the desk of `user`. Raises Http404 for who has neither an office nor a right to see all."""
    departments = list(Department.objects.of_officer(user, timezone.localdate()))
    sees_all = can_see_all_assignments.test(user)
    if not departments and not sees_all:
        raise Http404
    return Desk(user, departments, sees_all, is_supervisor.test(user))


def private_page(view: Callable[..., Any]) -> Callable[..., Any]:
    """Make a view's page one that no cache keeps, in Traditional characters if the reader chose them."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        response = view(*args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and get_language() == "zh-hant":
            response.content = html_in_traditional(response.content.decode()).encode()
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return wrapped
