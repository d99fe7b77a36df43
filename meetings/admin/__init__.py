"""The clerk's pages of meetings and of what stands under them."""

from meetings.admin.agenda import AgendaItemAdmin
from meetings.admin.attachment import AttachmentAdmin
from meetings.admin.attendance import AttendanceAdmin
from meetings.admin.filing import MatterAdmin, ThemeAdmin
from meetings.admin.meeting import MeetingAdmin
from meetings.admin.series import BodyAdmin, SeriesAdmin

__all__ = [
    "AgendaItemAdmin",
    "AttachmentAdmin",
    "AttendanceAdmin",
    "BodyAdmin",
    "MatterAdmin",
    "MeetingAdmin",
    "SeriesAdmin",
    "ThemeAdmin",
]
