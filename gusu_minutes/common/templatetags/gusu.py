"""Template tags and filters for every room; a builtin library."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from gusu_minutes.common.texts import typeset

register = template.Library()


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, str) and value:
        return date.fromisoformat(value)
    return value or None


@register.filter
def chinese_date(value: Any) -> str:
    """Write a date, a moment or an ISO date as 2024年12月13日 (GB/T 15835-2011); nothing for nothing."""
    day = _day(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


@register.filter
def chinese_month(value: Any) -> str:
    """Write the month of a date as 2024年12月."""
    day = _day(value)
    return f"{day.year}年{day.month}月" if day else ""


@register.filter
def chinese_moment(value: datetime | None) -> str:
    """Write a moment in local time as 2024年12月13日 14:05."""
    return f"{chinese_date(value)} {timezone.localtime(value):%H:%M}" if value else ""


register.filter("typeset", typeset, is_safe=True)


@register.filter
def user_name(user: Any) -> str:
    """Name a user as people do: family name first, or the account's name."""
    if user is None:
        return ""
    return f"{user.last_name}{user.first_name}" or user.get_username()


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look `key` up in a mapping; nothing where it is not there."""
    return mapping.get(key)
