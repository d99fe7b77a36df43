"""Choices of telling: what goes together, how people want to hear of it, how far a message is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from decisions.enums import Verb


class Topic(TextChoices):
    """Verbs that a person, or a system of the office, hears of together."""

    ASSIGNMENTS = "assignments", _("My assignments")
    REQUESTS = "requests", _("Reports and requests to answer")
    DUE = "due", _("Reminders and due dates")
    CORRECTIONS = "corrections", _("Corrections of the minutes")


class How(TextChoices):
    """How a person hears of a topic. The inbox keeps everything, whatever is chosen."""

    USUAL = "usual", _("as usual")
    INBOX = "inbox", _("in the inbox only")
    AT_ONCE = "at_once", _("by e-mail at once")
    DIGEST = "digest", _("in the daily e-mail")


class NoticeKind(TextChoices):
    """What a notice tells: an event, that it took the assignment away, or of a due date, which is no event."""

    EVENT = "event", _("something happened")
    LEFT = "left", _("No longer with your department")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")


class SendingState(TextChoices):
    """How far a message is. `sending` stays where a worker died between the sending and the note of it."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, will be tried again")
    GIVEN_UP = "given_up", _("given up")
    DROPPED = "dropped", _("not sent: no longer meant for the recipient")


TOPIC_OF: dict[str, Topic] = {
    Verb.ASSIGN: Topic.ASSIGNMENTS,
    Verb.ACKNOWLEDGE: Topic.ASSIGNMENTS,
    Verb.RETURN: Topic.ASSIGNMENTS,
    Verb.CLOSE: Topic.ASSIGNMENTS,
    Verb.CANCEL: Topic.ASSIGNMENTS,
    Verb.CHANGE: Topic.ASSIGNMENTS,
    Verb.REASSIGN: Topic.ASSIGNMENTS,
    Verb.GRANT_EXTENSION: Topic.ASSIGNMENTS,
    Verb.REFUSE_EXTENSION: Topic.ASSIGNMENTS,
    Verb.GRANT_RELIEF: Topic.ASSIGNMENTS,
    Verb.REFUSE_RELIEF: Topic.ASSIGNMENTS,
    Verb.REPORT_PROGRESS: Topic.REQUESTS,
    Verb.CONTRIBUTE: Topic.REQUESTS,
    Verb.ASK_CONTRIBUTION: Topic.REQUESTS,
    Verb.REPORT_DONE: Topic.REQUESTS,
    Verb.REQUEST_EXTENSION: Topic.REQUESTS,
    Verb.REQUEST_RELIEF: Topic.REQUESTS,
    Verb.REMIND: Topic.DUE,
    Verb.ASK_REPORT: Topic.DUE,
    Verb.CLAUSE_CHANGED: Topic.CORRECTIONS,
    Verb.NOTE_CHANGE: Topic.CORRECTIONS,
}

# What goes out at once unless the person chose otherwise; everything else waits for the daily e-mail.
AT_ONCE_AS_USUAL = frozenset({Verb.ASSIGN, Verb.REASSIGN, Verb.REMIND})
