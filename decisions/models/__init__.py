"""WHAT WAS DECIDED, AND WHO MUST DO IT: resolutions, assignments and what departments report on them."""

from decisions.models.assignment import Assignment
from decisions.models.calendar import CalendarDay
from decisions.models.draft import StepDraft
from decisions.models.event import Event
from decisions.models.extension import ExtensionDecision, ExtensionRequest
from decisions.models.progress import Gathering, ProgressReport, ReportAttachment
from decisions.models.relief import ReliefDecision, ReliefRequest
from decisions.models.resolution import Resolution

__all__ = [
    "Assignment",
    "CalendarDay",
    "Event",
    "ExtensionDecision",
    "ExtensionRequest",
    "Gathering",
    "ProgressReport",
    "ReliefDecision",
    "ReliefRequest",
    "ReportAttachment",
    "Resolution",
    "StepDraft",
]
