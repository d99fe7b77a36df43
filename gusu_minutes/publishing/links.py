"""Permanent addresses of editions and pages, with scheme and host: the same whoever asks, under whatever host name."""

from django.conf import settings
from django.urls import reverse

from gusu_minutes.publishing.models import Edition


def site_url(audience: str) -> str:
    """Return where the pages of an audience are reached, without a slash at the end."""
    url: str = settings.PUBLIC_URL if audience == "public" else settings.BASE_URL
    return url.rstrip("/")


def absolute(audience: str, path: str) -> str:
    return site_url(audience) + path


def minutes_url(edition: Edition) -> str:
    """Return the address at which the minutes stand for good, whatever edition of them is the current one."""
    return absolute(edition.audience, minutes_path(edition))


def printed_url(edition: Edition) -> str:
    """Return what the QR code on a printed edition leads to; nothing where nobody said where the site is."""
    base: str = settings.PRINTED_URLS[edition.audience]
    return base.rstrip("/") + minutes_path(edition) if base else ""


def minutes_path(edition: Edition) -> str:
    return reverse(f"{edition.audience}:meeting", args=[edition.address])
