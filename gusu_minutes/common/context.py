"""What every page needs to know about the site. Reads settings, cookies and the language; never the database."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from gusu_minutes.common.folding import to_traditional

# The language of the frame, and of the minutes in it: minutes are Chinese, in the characters the reader chose.
LANGUAGE_TAGS = {"zh-hans": ("zh-Hans", "zh-Hans"), "zh-hant": ("zh-Hant", "zh-Hant"), "en": ("en", "zh-Hans")}


def site(request: HttpRequest) -> dict[str, object]:
    """Return names of the site, language tags and the reader's display switches (large type, high contrast).

    `personal` says whether the page may show who is signed in: public pages look the same for everybody.
    """
    page_language, content_language = LANGUAGE_TAGS[get_language() or settings.LANGUAGE_CODE]
    match = request.resolver_match
    return {
        **{name: _in_script(getattr(settings, name)) for name in ("SITE_NAME", "SITE_OWNER", "SITE_OFFICE")},
        "DEMO": settings.DEMO,
        "page_language": page_language,
        "content_language": content_language,
        "languages": (("zh-hans", "zh-Hans", "简"), ("zh-hant", "zh-Hant", "繁"), ("en", "en", "EN")),
        **look_of(request),
        "personal": match is not None and "public" not in match.namespaces and match.url_name != "login",
    }


def look_of(request: HttpRequest) -> dict[str, bool]:
    """Return the reader's display switches."""
    return {
        "large_type": request.COOKIES.get("type") == "large",
        "high_contrast": request.COOKIES.get("contrast") == "high",
    }


def _in_script(name: str) -> str:
    return to_traditional(name) if get_language() == "zh-hant" else name
