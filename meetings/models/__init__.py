"""WHEN, and WHAT WAS DISCUSSED: bodies, series, meetings, agenda items, attendance, attachments, themes, matters."""

from meetings.models.agenda import AgendaItem
from meetings.models.attachment import Attachment
from meetings.models.attendance import Attendance
from meetings.models.filing import Matter, Theme
from meetings.models.meeting import FIRST_YEAR, LAST_YEAR, Meeting
from meetings.models.series import Body, Series

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Body",
    "Matter",
    "Meeting",
    "Series",
    "Theme",
]
