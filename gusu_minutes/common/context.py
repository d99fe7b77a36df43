"""What every page needs to know about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return names of the site and the reader's display switches (large type, high contrast)."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_OWNER": settings.SITE_OWNER,
        "SITE_OFFICE": settings.SITE_OFFICE,
        "DEMO": settings.DEMO,
        "large_type": request.COOKIES.get("type") == "large",
        "high_contrast": request.COOKIES.get("contrast") == "high",
    }
