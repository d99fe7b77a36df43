"""JSON-LD in the vocabulary of schema.org: who publishes, what was held, what was issued, where the page stands."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gusu_minutes.documents.papers.minutes import minutes_name
from gusu_minutes.publishing.enums import EditionKind
from gusu_minutes.publishing.links import absolute, minutes_url
from gusu_minutes.publishing.models import Edition

Node = dict[str, Any]
CONTEXT = "https://schema.org"
LANGUAGE = "zh-Hans"
# What could end the element, begin a comment or a line inside of it (HTML, “script data”; ECMAScript line ends).
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def organization() -> Node:
    home = absolute("public", reverse("public:home"))
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{home}#organization",
        "name": settings.SITE_OWNER,
        "url": home,
        "department": {"@type": "GovernmentOrganization", "name": settings.SITE_OFFICE},
    }


def website() -> Node:
    home = absolute("public", reverse("public:home"))
    search = absolute("public", reverse("public:search"))
    target = {"@type": "EntryPoint", "urlTemplate": search + "?q={search_term_string}"}
    return {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": settings.SITE_NAME,
        "url": home,
        "inLanguage": LANGUAGE,
        "publisher": {"@id": f"{home}#organization"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": target,
            "query-input": "required name=search_term_string",
        },
    }


def minutes(edition: Edition, issued_at: datetime) -> tuple[Node, ...]:
    """Return the meeting as an Event and its minutes as a Report, which they are: they report what was agreed.

    `issued_at` is when they were issued first, whatever edition stands now.

    A Legislation they are not; what would be its identifier, the document number, is `reportNumber`.
    """
    url, document = minutes_url(edition), edition.document
    report: Node = {
        "@type": "Report",
        "@id": f"{url}#minutes",
        "name": minutes_name(document),
        "headline": minutes_name(document),
        "url": url,
        "inLanguage": LANGUAGE,
        "datePublished": issued_at.isoformat(),
        "version": edition.number,
        "identifier": f"{edition.algorithm}:{edition.digest}",
        "isAccessibleForFree": True,
        "about": {"@id": f"{url}#meeting"},
        "author": [{"@type": "GovernmentOrganization", "name": body} for body in document.bodies],
        "publisher": organization(),
    }
    if document.document_number:
        report["reportNumber"] = document.document_number
    if edition.kind == EditionKind.CORRECTION:
        report["dateModified"] = edition.published_at.isoformat()
        if edition.reason:
            comment = {"@type": "CorrectionComment", "text": edition.reason, "datePublished": report["dateModified"]}
            report["correction"] = comment
    event: Node = {
        "@type": "Event",
        "@id": f"{url}#meeting",
        "name": document.title,
        "startDate": document.held_on,
        "organizer": [{"@type": "GovernmentOrganization", "name": body} for body in document.bodies],
        "subjectOf": {"@id": f"{url}#minutes"},
    }
    if document.place:
        event["location"] = {"@type": "Place", "name": document.place}
    return event, report


def breadcrumbs(crumbs: Iterable[tuple[str, str]], here: str) -> Node:
    """Return the way to a page; its last part has no address of its own there and gets that of the page."""
    places = [
        {"@type": "ListItem", "position": position, "name": label, "item": absolute("public", path) if path else here}
        for position, (label, path) in enumerate(crumbs, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}


def as_script(nodes: Iterable[Node]) -> SafeString:
    """Return the nodes as a data block for a page's head, which nothing in them can end."""
    text = json.dumps({"@context": CONTEXT, "@graph": list(nodes)}, ensure_ascii=False).translate(_ESCAPES)
    # A data block is not run, so that the policy for scripts has nothing to say about it.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (escaped above)
