"""WHAT WAS DECIDED, AND WHO MUST DO IT: resolutions, assignments and what departments report on them."""

from decisions.models.assignment import Assignment
from decisions.models.extension import ExtensionDecision, ExtensionRequest
from decisions.models.progress import ProgressReport, ReportAttachment
from decisions.models.resolution import Resolution

__all__ = ["Assignment", "ExtensionDecision", "ExtensionRequest", "ProgressReport", "ReportAttachment", "Resolution"]
