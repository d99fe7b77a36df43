"""Choices and states of meetings. Values stand in addresses, editions and the API: they never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingKind(TextChoices):
    """What sort of meeting a series holds."""

    EXECUTIVE = "executive", _("executive meeting")
    PLENARY = "plenary", _("plenary meeting")
    OFFICE = "office", _("office meeting")
    SPECIAL = "special", _("special-topic meeting")
    PARTY_GROUP = "party_group", _("party group meeting")
    OTHER = "other", _("other meeting")


class Numbering(TextChoices):
    """How the meetings of a series are counted."""

    RUNNING = "running", _("running")
    BY_YEAR = "by_year", _("by year")
    BY_TERM = "by_term", _("by term")


class Quorum(TextChoices):
    """How many of those expected must be present."""

    NONE = "none", _("no rule")
    HALF = "half", _("more than half")
    TWO_THIRDS = "two_thirds", _("two thirds")


class HalfDay(TextChoices):
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


class Classification(TextChoices):
    """Marks top left of the sheet. There are no others: state secrets have no place in this program."""

    INTERNAL = "internal", pgettext_lazy("classification", "internal")
    WORK_SECRET = "work_secret", _("work secret")


class Urgency(TextChoices):
    """GB/T 9704-2012 §7.2.3."""

    EXTRA_URGENT = "extra_urgent", _("extra urgent")
    URGENT = "urgent", _("urgent")


class MeetingState(TextChoices):
    DRAFTING = "drafting", _("drafting")
    IN_REVIEW = "in_review", _("in review")
    SIGNED = "signed", _("signed")
    PUBLISHED = "published", _("issued")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ItemKind(TextChoices):
    """What the meeting did with an agenda item."""

    RELAY = "relay", _("relay and study")
    STUDY = "study", _("study")
    HEAR = "hear", _("hear a report")
    DELIBERATE = "deliberate", _("deliberate")
    OTHER = "other", _("other")


class Outcome(TextChoices):
    """What was decided; the codes are those of the import format gusu-minutes/1."""

    ADOPTED = "adopted", _("adopted")
    APPROVED = "approved", _("approved")
    APPROVED_IN_PRINCIPLE = "approved_in_principle", _("approved in principle")
    REJECTED = "rejected", _("rejected")
    DEFERRED = "deferred", _("deferred")
    REVISE = "revise", _("revise and resubmit")
    NOTED = "noted", _("noted")


class AttendanceKind(TextChoices):
    PRESENT = "present", _("present")
    IN_ATTENDANCE = "in_attendance", _("in attendance")
    INVITED = "invited", _("invited")
    LEAVE = "leave", _("on leave")
    ABSENT = "absent", _("absent")
    RECORDER = "recorder", _("recorder")


# (from, to): (verb, permission). Nothing else moves a meeting.
MEETING_MOVES: dict[tuple[str, str], tuple[str, str]] = {
    (MeetingState.DRAFTING, MeetingState.IN_REVIEW): ("submit", "meetings.submit_meeting"),
    (MeetingState.IN_REVIEW, MeetingState.DRAFTING): ("return", "meetings.return_meeting"),
    (MeetingState.SIGNED, MeetingState.DRAFTING): ("return", "meetings.return_meeting"),
    (MeetingState.IN_REVIEW, MeetingState.SIGNED): ("sign", "meetings.sign_meeting"),
    (MeetingState.SIGNED, MeetingState.PUBLISHED): ("publish", "meetings.publish_meeting"),
    (MeetingState.PUBLISHED, MeetingState.DRAFTING): ("start_correction", "meetings.correct_meeting"),
    # Old minutes that were signed and issued on paper; only the import command takes this way.
    (MeetingState.DRAFTING, MeetingState.PUBLISHED): ("issue_imported", "meetings.issue_imported"),
    (MeetingState.PUBLISHED, MeetingState.WITHDRAWN): ("withdraw", "meetings.withdraw_meeting"),
}
