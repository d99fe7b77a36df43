"""Beginning to import again into a draft, and what would change."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gusu_minutes.common.errors import IllegalMove
from gusu_minutes.importing.imports import begin_import
from gusu_minutes.importing.matching import Known
from gusu_minutes.importing.models import MinutesImport
from gusu_minutes.importing.plan import ImportPlan
from gusu_minutes.importing.reading import plan_import
from gusu_minutes.importing.reimport.changes import Changes
from gusu_minutes.importing.reimport.compare import compare
from gusu_minutes.importing.reimport.draft import Draft
from gusu_minutes.importing.reimport.held import carried, last_import
from meetings.domain.moves import lock, require
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.rules import can_edit_meeting


@transaction.atomic
def begin_again(
    *, meeting: Meeting, source: str, file_name: str, to_simplified: bool, by: Any, data: bytes = b""
) -> MinutesImport:
    """Put a text on record that is to change a draft, and return its import; nothing is changed yet.

    Names that were settled in the import before stay settled. Raises IllegalMove for a meeting that is no draft and as
    `begin_import`, NotAllowed.
    """
    meeting = lock(meeting)
    require_draft(meeting, by)
    minutes_import = begin_import(source=source, file_name=file_name, to_simplified=to_simplified, by=by, data=data)
    minutes_import.target = meeting
    minutes_import.choices = carried(last_import(meeting), source=source, to_simplified=to_simplified)
    minutes_import.save_as(by=by, reason=_("to be taken over into “%(meeting)s”") % {"meeting": meeting.title})
    return minutes_import


def why_no_draft(meeting: Meeting) -> str:
    """Return why nothing can be imported into a meeting as it stands, or nothing for a draft."""
    if meeting.is_editable:
        return ""
    if meeting.state == MeetingState.PUBLISHED:
        return _("These minutes are issued: start a correction first, then import into it.")
    return _("The minutes are “%(state)s”; a text can be imported again only into a draft.") % {
        "state": meeting.get_state_display()
    }


def require_draft(meeting: Meeting, by: Any) -> None:
    """Raise IllegalMove for a meeting that is no draft, NotAllowed for somebody who may not edit it."""
    if reason := why_no_draft(meeting):
        raise IllegalMove(reason)
    require(can_edit_meeting, by, meeting)


def changes_of(meeting: Meeting, plan: ImportPlan, known: Known) -> Changes:
    """Return what `plan` would change in a draft. Queries: those of the draft, and three for the import before."""
    last = last_import(meeting)
    return compare(Draft.load(meeting), plan, plan_import(last, known) if last else None)
