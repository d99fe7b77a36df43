"""E-mail, which passes machines that are not ours.

It carries the follow-up number, what happened, the department, the due date and a link, and never the task, the clause,
a report or a reason, which may be work secrets (工作秘密).
"""

import re
from email.utils import parseaddr
from smtplib import SMTPException, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from decisions.telling.links import absolute, assignment_url
from decisions.telling.models import Mail, Notice, Sending
from decisions.telling.sending import NotMeant, SendingFailed

LINES = 50  # a longer daily mail ends with a link to the inbox


def send(mail: Mail) -> None:
    """Send one mail, in the language of the records. Raises SendingFailed, or NotMeant if nothing of it may be told."""
    post(compose(mail))


def compose(mail: Mail) -> EmailMessage:
    """Return the message as it has to be now. Raises NotMeant if the recipient may know nothing of it any more."""
    user = mail.user
    notices = list(_notices(mail))
    if not (user.is_active and user.email and notices):
        raise NotMeant
    with override(settings.LANGUAGE_CODE):
        subject, template = _subject(mail, notices), "emails/digest.txt" if mail.day else "emails/notice.txt"
        inbox_url = absolute(reverse("telling:inbox"))
        lines = [
            {"notice": notice, "url": inbox_url if notice.is_farewell else assignment_url(notice.assignment)}
            for notice in notices[:LINES]
        ]
        context = {
            "lines": lines,
            "day": mail.day,
            "more": len(notices) - len(lines),
            "inbox_url": inbox_url,
            "preferences_url": absolute(reverse("telling:preferences")),
            "site_name": settings.SITE_NAME,
        }
        return letter(mail, user, subject, template, context)


def letter(mail: Sending, user: Any, subject: str, template: str, context: dict[str, Any]) -> EmailMessage:
    """Return a message to a person, its text made of a template in the language that is active."""
    body = re.sub(r"\n{3,}", "\n\n", render_to_string(template, context)).strip() + "\n"
    # The same for every attempt, so that a mail server that had it already can tell.
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.key}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email], headers=headers)


def post(message: EmailMessage) -> None:
    """Hand a message to the mail server. Raises SendingFailed."""
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise SendingFailed(_kind(error)) from error


def _notices(mail: Mail) -> Any:
    rows = Notice.objects.shown_to(mail.user).with_all()
    if mail.day:
        return rows.filter(digest=mail).order_by("created_at", "pk")
    return rows.filter(pk=mail.notice_id)


def _subject(mail: Mail, notices: list[Notice]) -> str:
    if mail.day:
        return _("Follow-up: %(n)d notices") % {"n": len(notices)}
    return f"{notices[0].what} {notices[0].assignment.document_number}"


def _kind(error: Exception) -> str:
    """Name a failure without what the server said, which may repeat addresses and texts."""
    code = error.smtp_code if isinstance(error, SMTPResponseException) else getattr(error, "errno", None)
    return f"{type(error).__name__} {code or ''}".strip()
