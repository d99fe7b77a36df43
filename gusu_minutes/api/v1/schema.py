"""The description of the API (OpenAPI 3.1): what each operation is called, and what all of them have in common."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from gusu_minutes.api.v1.problems import MEDIA_TYPE
from gusu_minutes.publishing.enums import FileFormat

V = TypeVar("V", bound=type)

MEETINGS, DECISIONS, DIRECTORY = _("Meetings"), _("Decisions"), _("Directory")
NAMED = _("What minutes name")

# Operation: tag, summary.
OPERATIONS: dict[str, tuple[Any, Any]] = {
    "meetings": (MEETINGS, _("Meetings whose minutes stand, by their current editions")),
    "meeting": (MEETINGS, _("One meeting with its minutes, attendance included; 410 with the notice if withdrawn")),
    "editions": (MEETINGS, _("All editions of a meeting's minutes, the last first")),
    "edition": (MEETINGS, _("One edition: its digests and files")),
    "edition_payload": (MEETINGS, _("The canonical JSON that the digest of an edition covers")),
    "edition_file": (MEETINGS, _("An edition as a file; its SHA-256 is the one that the edition tells")),
    "attendance": (MEETINGS, _("Who was at a meeting, as its minutes record it")),
    "attachment": (MEETINGS, _("A file that was issued with the minutes")),
    "changes": (MEETINGS, _("What happened last to the minutes of each meeting, to be followed with the cursor")),
    "agenda_items": (DECISIONS, _("Agenda items, with the documents in 《》 and their resolutions")),
    "agenda_item": (DECISIONS, _("One agenda item")),
    "resolutions": (DECISIONS, _("Resolutions of all meetings")),
    "resolution": (DECISIONS, _("One resolution")),
    "departments": (DIRECTORY, _("Departments that minutes name, and how often")),
    "department": (DIRECTORY, _("One department")),
    "series_list": (DIRECTORY, _("Series of meetings")),
    "series": (DIRECTORY, _("One series with its years")),
    "bodies": (DIRECTORY, _("Bodies that met")),
    "people": (NAMED, _("People who stand in the attendance")),
    "person": (NAMED, _("One person")),
    "person_mentions": (NAMED, _("The meetings that a person attended, the newest first")),
    "documents": (NAMED, _("Documents that minutes name in 《》")),
    "document": (NAMED, _("One document")),
    "document_mentions": (NAMED, _("Where a document is named, the newest meeting first")),
    "themes": (NAMED, _("Themes that agenda items are filed under")),
    "theme": (NAMED, _("One theme")),
    "theme_mentions": (NAMED, _("What is filed under a theme, the newest meeting first")),
    "matters": (NAMED, _("Matters that meetings deal with one after the other")),
    "matter": (NAMED, _("One matter")),
    "matter_mentions": (NAMED, _("What deals with a matter, the newest meeting first")),
    "search": (DECISIONS, _("Resolutions, agenda items and meetings in which words stand")),
}

_WORD = {"type": "string", "pattern": r"^[-\w]{1,60}$"}
PATHS: dict[str, tuple[dict[str, Any], Any]] = {
    "series": (_WORD, _("code of a series")),
    "year": ({"type": "integer", "minimum": 1000, "maximum": 9999}, _("year")),
    "number": (_WORD, _("number in its series, or another last part of the address")),
    "edition": ({"type": "integer", "minimum": 1, "maximum": 999999}, _("number of the edition, from 1")),
    "form": ({"type": "string", "enum": FileFormat.values}, _("format")),
    "key": ({"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$", "maxLength": 20}, _("its key, which never changes")),
    "code": (_WORD, _("code, as it stands in addresses")),
}
ADDRESS = ("series", "year", "number")
PARTS: dict[str, tuple[str, ...]] = {
    "meeting": ADDRESS,
    "editions": ADDRESS,
    "edition": (*ADDRESS, "edition"),
    "edition_payload": (*ADDRESS, "edition"),
    "edition_file": (*ADDRESS, "edition", "form"),
    "attendance": ADDRESS,
    "attachment": (*ADDRESS, "key"),
    "agenda_item": ("key",),
    "resolution": ("key",),
    **dict.fromkeys(("department", "person", "document", "theme", "matter"), ("code",)),
    **dict.fromkeys(("person_mentions", "document_mentions", "theme_mentions", "matter_mentions"), ("code",)),
    "series": ("code",),
}


def described(name: str, responses: dict[Any, Any] | None = None) -> Callable[[V], V]:
    """Describe a view as the operation `name`; `responses` where it answers with something else than its serializer."""

    def decorate(view: V) -> V:
        tag, summary = OPERATIONS[name]
        cls: Any = view
        parameters = [
            OpenApiParameter(part, schema, OpenApiParameter.PATH, required=True, description=label)
            for part, (schema, label) in ((part, PATHS[part]) for part in PARTS.get(name, ()))
        ]
        operation = extend_schema(
            operation_id=name,
            tags=[tag],
            summary=summary,
            description="",
            parameters=parameters,
            responses=responses or cls.serializer_class(many=cls.many),
        )
        return extend_schema_view(get=operation)(view)

    return decorate


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "gusu_minutes.api.v1.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(_("A token of yours; public data are read without one.")),
        }


PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "notice": {"type": "string"},
        "withdrawn_at": {"type": "string", "format": "date-time"},
    },
}
# Which operations answer so; the others never do.
PROBLEMS: dict[str, Any] = {
    "400": _("a parameter can't be used"),
    "401": _("the token is not valid"),
    "403": _("the owner of the token may not read this"),
    "404": _("there is nothing at this address"),
    "406": _("the answer is JSON, which the reader does not take"),
    "410": _("withdrawn, with the notice"),
    "429": _("too many requests"),
}
HEADERS: dict[str, tuple[str, Any]] = {
    "ETag": ("string", _("changes with every issue, correction and withdrawal")),
    "Last-Modified": ("string", _("when the last of them was; told a minute later")),
    "RateLimit": ("string", _("requests left (r) and seconds until they are counted anew (t)")),
    "RateLimit-Policy": ("string", _("requests (q) in so many seconds (w)")),
}


def complete(result: Any, generator: Any, request: Any, public: bool) -> Any:
    """Add to each operation the problems it may answer with, its headers, and 304."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    result["components"]["responses"] = {
        f"Problem{code}": {
            "description": str(label),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for code, label in PROBLEMS.items()
    }
    headers = {name: {"description": str(label), "schema": {"type": kind}} for name, (kind, label) in HEADERS.items()}
    for path, operations in result["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            answers["200"]["headers"] = headers
            answers["304"] = {"description": str(_("not changed"))}
            asks = any(parameter["in"] == "query" for parameter in operation.get("parameters", ()))
            left_out = {"404"} if "{" not in path else set()
            left_out |= set() if asks else {"400"}
            left_out |= set() if "/meetings/{" in path else {"410"}
            answers |= {
                code: {"$ref": f"#/components/responses/Problem{code}"} for code in PROBLEMS if code not in left_out
            }
            operation["responses"] = dict(sorted(answers.items()))
    return result
