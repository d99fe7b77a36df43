"""Errors of the domain: what a person may not do, or not now. Views show them as messages, never as a failure."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule of the house was broken; `str(error)` is a sentence for the person who tried."""


class NotAllowed(DomainError):
    """The person lacks the right for this step."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or _("You may not do this."))


class IllegalMove(DomainError):
    """The record is in a state from which this step does not lead."""


class StaleVersion(DomainError):
    """Somebody else saved the record since it was opened."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this in the meantime. Look at it again, then repeat your step."))
