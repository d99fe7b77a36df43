"""Events for the office's own systems: a signed POST for each event and webhook.

The receiver computes HMAC-SHA256 with the webhook's secret over X-Gusu-Timestamp, a full stop and the body as it came,
and compares it with X-Gusu-Signature; it refuses old timestamps and takes each X-Gusu-Delivery once. The body says what
a mail says (mail.py), with identifiers, and never the task, the clause, a report or a reason.
"""

import hashlib
import hmac
import http.client
import json
from typing import Any

from django.utils import timezone

from attendees.models import Department
from decisions.models import Event
from decisions.telling.guard import Refused, check
from decisions.telling.links import assignment_url
from decisions.telling.models import Delivery, Webhook
from decisions.telling.posting import post
from decisions.telling.sending import NotMeant, SendingFailed


def deliver(delivery: Delivery) -> None:
    """Send one delivery. Raises SendingFailed, or NotMeant if the webhook was switched off or told of other things."""
    webhook, event = delivery.webhook, delivery.event
    delivery.status_code = None
    if not wants(webhook, event):
        raise NotMeant
    body, timestamp = body_of(event), str(int(timezone.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "gusu-minutes",
        "X-Gusu-Event": event.verb,
        "X-Gusu-Delivery": str(delivery.key),
        "X-Gusu-Timestamp": timestamp,
        "X-Gusu-Signature": sign(webhook.secret, timestamp, body),
    }
    try:
        delivery.status_code = post(check(webhook.url), body, headers)
    except Refused as error:
        raise SendingFailed("Refused") from error
    except (OSError, http.client.HTTPException) as error:
        raise SendingFailed(f"{type(error).__name__} {getattr(error, 'errno', '') or ''}".strip()) from error
    if not 200 <= delivery.status_code < 300:
        raise SendingFailed(f"HTTP {delivery.status_code}")


def wants(webhook: Webhook, event: Event) -> bool:
    """Return whether a webhook is to hear of an event."""
    if not (webhook.active and webhook.hears_of(event.verb)):
        return False
    chosen = {department.pk for department in webhook.departments.all()}
    return not chosen or bool(chosen & {department.pk for department in _departments(event)})


def wanting(event: Event) -> list[Webhook]:
    """Return the webhooks that are to hear of an event."""
    active = Webhook.objects.filter(active=True).prefetch_related("departments")
    return [webhook for webhook in active if wants(webhook, event)]


def body_of(event: Event) -> bytes:
    """Return the canonical JSON of an event: sorted keys, no spaces, UTF-8."""
    assignment = event.assignment
    acting = event.department or assignment.lead
    content = {
        "event": {"id": event.pk, "verb": event.verb, "at": event.at.isoformat()},
        "assignment": {
            "key": assignment.key,
            "number": assignment.document_number,
            "due_on": assignment.due_on.isoformat() if assignment.due_on else None,
            "url": assignment_url(assignment),
        },
        "department": {"code": acting.code, "name": acting.short_name},
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the value of X-Gusu-Signature."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def _departments(event: Event) -> list[Any]:
    assignment = event.assignment
    supporting: list[Department] = list(assignment.supporting.all())
    return [assignment.lead, *supporting]
