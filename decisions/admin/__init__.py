"""The clerk's room: resolutions and assignments, what departments wrote, the calendar."""

from decisions.admin import calendar, follow_up, records

__all__ = ["calendar", "follow_up", "records"]
