"""How an assignment stands, as light: a tone, a shape and words, never colour alone."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.enums import Light
from decisions.models import Assignment


class Lamp(NamedTuple):
    tone: str
    shape: str
    words: str


def lamp(assignment: Assignment, today: date | None = None) -> Lamp:
    """Return the lamp of an assignment; one that is no longer open shows its state."""
    light, days = assignment.light(today), assignment.days_left(today)
    if light is None:
        return Lamp("", "○", assignment.get_state_display())
    if days is None:
        return Lamp("ok", "●", _("no due date"))
    if light == Light.RED:
        return Lamp(
            "late", "■", ngettext("overdue by %(days)d day", "overdue by %(days)d days", -days) % {"days": -days}
        )
    words = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days} if days else _("due today")
    return Lamp("warn", "▲", words) if light == Light.YELLOW else Lamp("ok", "●", words)
