"""What the frame of the department room says of the inbox."""

from typing import Any

from django import template

from decisions.telling import inbox

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: Any) -> str:
    """Return how many notices wait for the signed-in person, "99+" from a hundred on; nothing for none."""
    user = context.get("user")
    count = inbox.count_unread(user) if user is not None else 0
    if count >= inbox.COUNTED:
        return f"{inbox.COUNTED - 1}+"
    return str(count or "")
